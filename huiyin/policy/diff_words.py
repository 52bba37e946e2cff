"""The words of a difference between two versions of a pack, and the pair that is compared."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from huiyin.policy.pack import Pack
from huiyin.policy.procedures import Due, Duty
from huiyin.policy.who import Whos
from huiyin.worktime import Duration, Unit

T = TypeVar("T")
K = TypeVar("K")


class Effect(StrEnum):
    """What a change means for whoever it concerns."""

    TIGHTENED = "tightened"
    RELAXED = "relaxed"
    CHANGED = "changed"


EFFECTS: dict[Effect, tuple[str, str]] = {
    Effect.TIGHTENED: ("收紧", "tightened"),
    Effect.RELAXED: ("放宽", "relaxed"),
    Effect.CHANGED: ("改变", "changed"),
}
NOTHING = ("", "")
PERIODS = {
    "day": "当日",
    "week": "当周",
    "month": "当月",
    "quarter": "当季",
    "half_year": "当半年",
    "year": "当年",
}
CLOCK = {Unit.MINUTE: 1, Unit.HOUR: 60}


@dataclass(frozen=True)
class Change:
    """One difference: what it is about, for whom, old and new, under which clauses."""

    effect: Effect
    what: str
    zh: str
    en: str
    clause: tuple[str, ...] = ()
    whom: tuple[str, ...] = ()

    def words(self, lang: str = "zh") -> str:
        """One line for the reader."""
        english = lang.startswith("en")
        effect = EFFECTS[self.effect][1 if english else 0]
        clause = "".join(f"[{c}]" for c in self.clause)
        for_whom = (", " if english else "、").join(self.whom)
        whom = (f" (for {for_whom})" if english else f"（对{for_whom}）") if for_whom else ""
        return (
            " ".join(part for part in (effect, clause, self.en if english else self.zh) if part)
            + whom
        )


Changes = Iterator[Change]


@dataclass(frozen=True)
class Pair:
    """Both versions, with what is needed to speak of them."""

    old: Pack
    new: Pack

    def both(self, word: str) -> tuple[str, str]:
        """A word of either version in Chinese and English."""
        return word, self.new.words_en.get(word, self.old.words_en.get(word, word))

    def labels(self, roles: Iterable[str]) -> tuple[str, ...]:
        """What people call some roles."""
        known = {**self.old.roles, **self.new.roles}
        return tuple(sorted(known[name].label if name in known else name for name in roles))

    def owing(self, duty: tuple[str, Duty]) -> set[str]:
        """The roles that owe a duty of a procedure: as it says, else those who may fulfil it."""
        procedure, item = duty
        steps = self.new.procedures[procedure].steps if procedure in self.new.procedures else {}
        named = [key.partition(":")[0] for key in item.done_by]
        doers = [steps[step].by for step in named if step in steps]
        return roles_of(item.bearer or (doers[0] if doers else ()))

    def change(
        self,
        effect: Effect,
        label: str,
        zh: str,
        en: str,
        clause: tuple[str, ...] = (),
        whom: tuple[str, ...] = (),
    ) -> Change:
        """A change about something that has a label; `{label}` is put in."""
        said, english = self.both(label)
        return Change(
            effect, label, zh.replace("{label}", said), en.replace("{label}", english), clause, whom
        )

    def fewer_or_more(
        self, label: str, old: set[str], new: set[str], verb: str, clause: tuple[str, ...]
    ) -> Changes:
        """Who may do something: more of them is easier, fewer is tighter."""
        gone, come = self.labels(old - new), self.labels(new - old)
        if come:
            zh, en = f"“{{label}}”增加可{verb}的人", "more may do “{label}”"
            yield self.change(Effect.RELAXED, label, zh, en, clause, come)
        if gone:
            zh, en = f"“{{label}}”不再由其{verb}", "no longer theirs: “{label}”"
            yield self.change(Effect.TIGHTENED, label, zh, en, clause, gone)


def roles_of(whos: Whos) -> set[str]:
    """The roles that some ways of saying who name."""
    return {who.role for who in whos if who.role is not None}


def sides(old: Mapping[K, T], new: Mapping[K, T]) -> Iterator[tuple[K, T | None, T | None]]:
    """Names of both sides with what each side has under them."""
    for name in dict.fromkeys([*old, *new]):
        yield name, old.get(name), new.get(name)


def by_size(old: int, new: int) -> Effect:
    """Less time is tighter."""
    return Effect.TIGHTENED if new < old else Effect.RELAXED


def compare_dues(pair: Pair, old: Due, new: Due) -> Effect:
    """Whether a new due leaves less time; `changed` when the two cannot be measured alike."""
    if old.no_limit != new.no_limit:
        return Effect.TIGHTENED if old.no_limit else Effect.RELAXED
    before, after = term_of(pair.old, old.within or ""), term_of(pair.new, new.within or "")
    same_ground = (old.from_, old.end, old.day_zero) == (new.from_, new.end, new.day_zero)
    if before is None or after is None or not same_ground:
        return Effect.CHANGED
    if before.unit in CLOCK and after.unit in CLOCK:
        sizes = [term.count * CLOCK[term.unit] for term in (before, after)]
        return by_size(*sizes) if sizes[0] != sizes[1] else Effect.CHANGED
    if before.unit is after.unit and before.count != after.count:
        return by_size(before.count, after.count)
    return Effect.CHANGED


def term_of(pack: Pack, text: str) -> Duration | None:
    """A term written out, or the latest value of the parameter that names it; None when there is none."""
    parameter = pack.parameters.get(text)
    if parameter is not None:
        value = parameter.values.get(max(parameter.values, default=""), "")
        text = f"{value} {parameter.unit}" if value else ""
    try:
        return Duration.parse(text)
    except ValueError:
        return None


def due_words(pack: Pack, due: Due, steps: Mapping[str, str]) -> tuple[str, str]:
    """A due in both languages: `24 小时，自“接到投诉”起`."""
    if due.no_limit:
        return "没有时限", "no limit"
    if due.at is not None:
        return f"按“{due.at}”所填", f"as “{due.at}” says"
    if due.end_of is not None:
        period = due.end_of.removeprefix("same_")
        return f"{PERIODS[period]}内", f"within the {period.replace('_', '-')}"
    term = term_of(pack, due.within or "")
    zh, en = (term.words("zh"), term.words("en")) if term else (due.within or "", due.within or "")
    if due.not_before is not None:
        zh, en = f"{due.not_before} 之后，{zh}内", f"after {due.not_before}, within {en}"
    if due.from_:
        start = steps.get(due.from_[0].partition(".")[0], due.from_[0])
        return f"{zh}，自“{start}”起", f"{en} from “{pack.say(start, 'en')}”"
    return zh, en
