"""What an author should know about a pack although nothing is wrong with it.

Slack: limits that start before they can be known (a day from receipt, by a level that is settled
hours later) against the sum of the limits before them. Rounds: which gates ask again after each
way back. Parameters that the company must set before it can adopt the pack.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from huiyin.policy.checks.parameters import unset
from huiyin.policy.pack import Pack
from huiyin.policy.procedures import Due, Duty, Procedure, Step
from huiyin.worktime import Duration, Unit

MINUTES = {Unit.MINUTE: 1, Unit.HOUR: 60}
DAYS = {Unit.DAY: 1, Unit.WORKDAY: 1, Unit.WEEK: 7}
HOURS_A_DAY = 24


@dataclass(frozen=True)
class Remark:
    """A remark in both languages; `urgent` when it looks like a contradiction of the text."""

    zh: str
    en: str
    urgent: bool = False

    def words(self, lang: str = "zh") -> str:
        """The remark in the reader's language."""
        return self.en if lang.startswith("en") else self.zh


def remarks(pack: Pack) -> tuple[Remark, ...]:
    """Everything worth knowing, in the order: parameters, slack, rounds."""
    found = list(_company_sets(pack))
    for spec in pack.procedures.values():
        found += _slack(pack, spec)
        found += _again(pack, spec)
    return tuple(found)


def _company_sets(pack: Pack) -> Iterator[Remark]:
    for name in unset(pack):
        parameter = pack.parameters[name]
        clause = ", ".join(parameter.clause)
        zh = f"，建议 {parameter.suggest}" if parameter.suggest else ""
        en = f", suggested {parameter.suggest}" if parameter.suggest else ""
        yield Remark(
            f"公司必须设定：{parameter.label}（{name}，{parameter.unit}）[{clause}]{zh}",
            f"the company must set: {pack.say(parameter.label, 'en')} ({name}, {parameter.unit}) [{clause}]{en}",
        )


# -- slack --


@dataclass(frozen=True)
class _Span:
    """A sum of terms: minutes of the clock and whole days."""

    minutes: int = 0
    days: int = 0

    def __add__(self, other: "_Span") -> "_Span":
        return _Span(self.minutes + other.minutes, self.days + other.days)

    @property
    def rough(self) -> int:
        """A size to compare by: minutes, a day being twenty-four hours."""
        return self.minutes + self.days * HOURS_A_DAY * 60

    def words(self, lang: str) -> str:
        hours, minutes = divmod(self.minutes, 60)
        zh, en = ("天", " 小时", " 分"), (" d", " h", " min")
        units = en if lang == "en" else (f" {zh[0]}", zh[1], zh[2])
        parts = [f"{n}{u}" for n, u in zip((self.days, hours, minutes), units, strict=True) if n]
        return " ".join(parts) or f"0{units[2]}"


def _slack(pack: Pack, spec: Procedure) -> Iterator[Remark]:
    order = {name: n for n, name in enumerate(spec.steps)}
    for duty in spec.duties.values():
        for level, due in [(None, duty.due), *(duty.due.by_level or {}).items()]:
            start = (due.from_[0] if due.from_ else "").partition(".")[0]
            ends = [
                order[key.partition(":")[0]]
                for key in duty.done_by
                if key.partition(":")[0] in order
            ]
            if due.within is None or start not in order or not ends:
                continue
            known_at_once = level is None and start in duty.after
            if not known_at_once:
                yield from _one_slack(pack, spec, duty, level, due, (order[start], min(ends)))


def _one_slack(
    pack: Pack, spec: Procedure, duty: Duty, level: str | None, due: Due, between: tuple[int, int]
) -> Iterator[Remark]:
    whole = _span(pack, due.within or "")
    if whole is None:
        return
    before = _before(pack, spec, duty, between)
    if not before.rough:
        return
    steps = list(spec.steps.values())
    zh_level = f"（{level}）" if level else ""
    en_level = f" ({pack.say(level, 'en')})" if level else ""
    label, start = duty.label, steps[between[0]].label
    beyond = before.rough > whole.rough
    yield Remark(
        f"时限“{label}”{zh_level}共 {whole.words('zh')}，自“{start}”起算；此前各环节的时限合计 {before.words('zh')}"
        + ("，已超过它本身" if beyond else ""),
        f"limit “{pack.say(label, 'en')}”{en_level} is {whole.words('en')} from “{pack.say(start, 'en')}”; "
        f"the limits before it add up to {before.words('en')}"
        + (", more than itself" if beyond else ""),
        urgent=beyond,
    )


def _before(pack: Pack, spec: Procedure, own: Duty, between: tuple[int, int]) -> _Span:
    """The limits of the steps in between: the shortest of alternatives, none that holds only sometimes."""
    steps = list(spec.steps)
    total = _Span()
    for name in steps[between[0] : between[1]]:
        ending = [d for d in spec.duties.values() if d is not own and name in _ends(d)]
        spans = [(d, _span(pack, d.due.within)) for d in ending if d.due.within]
        sure = [
            span
            for duty, span in spans
            if span is not None and (len(spans) > 1 or not _sometimes(duty))
        ]
        if sure:
            total += min(sure, key=lambda span: span.rough)
    return total


def _ends(duty: Duty) -> set[str]:
    return {key.partition(":")[0] for key in duty.done_by}


def _sometimes(duty: Duty) -> bool:
    """Whether a duty holds only for some cases, or only after something went wrong."""
    by_field = any(fact.kind != "stage" for fact in (*duty.when.all, *duty.when.any))
    return by_field or duty.per == "row"


def _span(pack: Pack, text: str) -> _Span | None:
    if not text[:1].isdigit():
        parameter = pack.parameters.get(text)
        value = (parameter.values or {"": parameter.suggest or ""}) if parameter else {}
        latest = value[max(value)] if value else ""
        if parameter is None or not latest.isdigit():
            return None
        text = f"{latest} {parameter.unit}"
    try:
        term = Duration.parse(text)
    except ValueError:
        return None
    if term.unit in MINUTES:
        return _Span(minutes=term.count * MINUTES[term.unit])
    return _Span(days=term.count * DAYS[term.unit]) if term.unit in DAYS else None


# -- rounds --


def _again(pack: Pack, spec: Procedure) -> Iterator[Remark]:
    """After each way back: the gates that ask anew for what has been done."""
    index = {stage: n for n, stage in enumerate(spec.stages)}
    for step in spec.steps.values():
        for word, outcome in step.outcomes.items():
            here = max((index.get(stage, -1) for stage in step.in_), default=-1)
            if outcome.to is None or not 0 <= index.get(outcome.to, -1) <= here:
                continue
            asked = _asked_again(spec, index, index[outcome.to])
            if asked:
                yield Remark(
                    f"“{step.label}”{word}、退到“{outcome.to}”以后，这些要重做才放行："
                    + "、".join(s.label for s in asked),
                    f"after “{pack.say(step.label, 'en')}”: {pack.say(word, 'en')} (back to "
                    f"“{pack.say(outcome.to, 'en')}”) these are asked again: "
                    + ", ".join(pack.say(s.label, "en") for s in asked),
                )


def _asked_again(spec: Procedure, index: dict[str, int], back_to: int) -> list[Step]:
    gates = {
        fact.done or fact.last for s in spec.steps.values() for fact in (*s.needs.all, *s.needs.any)
    }
    return [
        step
        for name, step in spec.steps.items()
        if name in gates and any(index.get(stage, -1) >= back_to for stage in step.in_)
    ]
