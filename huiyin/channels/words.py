"""The sentences of messages, in Chinese and English; a pack's own words come from the pack."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.cases.caller import Caller
from huiyin.eventlog.envelope import Event, is_reference
from huiyin.obligations.model import CaseState, Instance
from huiyin.obligations.rules import Rules
from huiyin.worktime import Lang
from huiyin.worktime.words import format_clock, written_date

LANGS: tuple[Lang, Lang] = ("zh", "en")
REMINDER = ("{number}：请在 {limit} 前完成", "{number}: due by {limit}")
BREACH = (
    "{number}：时限 {limit} 已过，请尽快补办",
    "{number}: the limit of {limit} has passed; please do it now",
)
TOLD = (
    "{number}：{bearers}逾期，时限是 {limit}",
    "{number}: {bearers} missed the limit of {limit}",
)
TO_SIGN_TITLE = ("等您签署", "For you to sign")
TO_SIGN = ("{number}：{what}", "{number}: {what}")
REQUEST_TITLE = ("顾客就个人信息提出请求", "A customer's request about personal data")
REQUEST = (
    "{number}：顾客要求查阅、更正或删除个人信息，内容见案件的经过；请答复，不同意的写明理由",
    "{number}: a customer's request about personal data; please answer, with reasons if you refuse",
)
PAUSES = {
    "paused": (
        ("先停下来", "On hold"),
        (
            "{number} 先停下来，原因：{reason}。{until} 接着办。",
            "{number} is on hold: {reason}. We go on at {until}.",
        ),
    ),
    "resumed": (("接着办", "Going on"), ("{number} 已接着办。", "We go on with {number}.")),
    "pause_asked": (
        ("请您答复：能否先停一停", "Please answer: may we wait"),
        (
            "{number} 想先停下来，原因：{reason}，到 {until} 接着办。请您告诉我们是否同意。",
            "We would like to put {number} on hold until {until}: {reason}. Please tell us whether you agree.",
        ),
    ),
}
REPLIED_TITLE = ("我们的答复", "Our answer")
REPLIED = ("我们答复了您的投诉（{number}）。", "We answered your complaint ({number}).")
OPEN_END = ("另行告知的时间", "a time we will tell you")
HIDDEN = ("（见案件）", "(see the case)")
UNNUMBERED = ("未编号的{label}", "{label} without number")
_PLACE = re.compile(r"\{([\w.]+)\}")


@dataclass(frozen=True)
class Sentence:
    """One text in both languages."""

    zh: str
    en: str

    def of(self, lang: Lang) -> str:
        """The text in one language."""
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True)
class Teller:
    """Says things about one case as it stands after an event."""

    caller: Caller
    rules: Rules
    state: CaseState
    number: str

    def both(self, pair: tuple[str, str], values: Mapping[str, Sentence]) -> Sentence:
        """Fill in a pair of our own sentences."""
        zh, en = pair
        return Sentence(
            zh.format(**{k: v.zh for k, v in values.items()}),
            en.format(**{k: v.en for k, v in values.items()}),
        )

    def word(self, word: str) -> Sentence:
        """A word of the pack."""
        return Sentence(word, self.rules.pack.say(word, "en"))

    def named(self) -> Sentence:
        """The case's number, or what kind of case it is while it has none."""
        if self.number:
            return Sentence(self.number, self.number)
        label = self.word(self.rules.procedure(self.state.procedure).spec.label)
        return self.both(UNNUMBERED, {"label": label})

    def moment(self, moment: datetime | None) -> Sentence:
        """A moment in words."""
        if moment is None:
            return Sentence(*OPEN_END)
        calendar = self.rules.calendar
        day, clock = calendar.local(moment).date(), format_clock(moment, calendar)
        other = day.year != calendar.local(self.caller.now).year
        zh, en = (f"{written_date(day, lang, with_year=other)} {clock}" for lang in LANGS)
        return Sentence(zh, en)

    def people(self, persons: tuple[str, ...]) -> Sentence:
        """Names."""
        people = self.caller.people
        zh, en = ([people.name(person, lang) for person in persons] for lang in ("zh-hans", "en"))
        return Sentence("、".join(zh), ", ".join(en))

    def pack_text(self, text: str, event: Event, *, to_customer: bool) -> Sentence:
        """A pack's sentence with its `{places}` filled in."""
        places = {
            name: self.place(name, event, to_customer=to_customer) for name in _PLACE.findall(text)
        }
        english = self.rules.pack.say(text, "en")
        zh = _PLACE.sub(lambda found: places[found[1]].zh, text)
        en = _PLACE.sub(lambda found: places[found[1]].en if found[1] in places else "", english)
        return Sentence(zh, en)

    def place(self, name: str, event: Event, *, to_customer: bool) -> Sentence:
        """What stands for a place: `number`, `due`, what the case is, or a field `step.field`."""
        if name == "number":
            return self.named()
        if name == "due":
            return self.moment(self._due(event, to_customer=to_customer))
        facts = {
            "level": self.state.level,
            "stage": self.state.stage,
            "unit": self.state.unit,
            "outcome": event.data.get("outcome"),
        }
        return self.value(facts[name] if name in facts else self.state.fields.get(name))

    def value(self, value: Any) -> Sentence:
        """A value of a form; what may be personal is not said here."""
        if is_reference(value) or isinstance(value, Mapping):
            return Sentence(*HIDDEN)
        if isinstance(value, (list, tuple)):
            parts = [self.value(item) for item in value]
            return Sentence("、".join(p.zh for p in parts), ", ".join(p.en for p in parts))
        return self._plain(str(value)) if value is not None else Sentence("", "")

    def _plain(self, text: str) -> Sentence:
        people = self.caller.people
        if people.person(text) is not None:
            return self.people((text,))
        if people.unit(text) is not None:
            return Sentence(people.unit_name(text), people.unit_name(text, "en"))
        moment = self.rules.moment(text) if "T" in text else None
        return self.moment(moment) if moment is not None else self.word(text)

    def _due(self, event: Event, *, to_customer: bool) -> datetime | None:
        """For customers the last of what was promised, for staff the first of what the event brought."""
        owed = [i for i in self.state.open_instances() if i.limit.moment is not None]
        if to_customer:
            return max(
                (i.limit.moment for i in owed if i.limit.moment and self._promised(i)), default=None
            )
        born = [i.limit.moment for i in owed if i.seq == event.seq and i.limit.moment]
        return min(born or [i.limit.moment for i in owed if i.limit.moment], default=None)

    def _promised(self, instance: Instance) -> bool:
        spec = self.rules.procedure(self.state.procedure).spec
        return instance.kind == "duty" and bool(spec.duties[instance.duty].promise)

    def duty(self, instance: Instance) -> Sentence:
        """What an instance of a duty, rhythm or approval is called."""
        spec = self.rules.procedure(self.state.procedure).spec
        if instance.kind == "approval":
            return self.word(spec.approvals[instance.duty.removeprefix("approval ")].label)
        item = spec.duties.get(instance.duty) or spec.cadences[instance.duty]
        return self.word(item.label)
