"""`entries`: what one folded case contributes to the metrics of its pack.

A duty counts in the period of its limit, a time when it ended, a step when it was done last, a case
when it was opened; what is `per: act` counts every time that the step was done.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from huiyin.eventlog.envelope import is_reference
from huiyin.obligations.facts import Facts, given, members, number
from huiyin.obligations.metrics import NO, REFERENCE, YES, Apart, Entry
from huiyin.obligations.model import ActDone, CaseState, DutyState, Instance, Note
from huiyin.obligations.rules import Rules, Unset
from huiyin.policy.across import Metric
from huiyin.policy.conditions import Condition
from huiyin.policy.metrics import Subject, dims, in_working_time, subject
from huiyin.policy.procedures import Part
from huiyin.worktime import Pause, worked

NOTHING = ("",)


def entries(rules: Rules, state: CaseState) -> tuple[Entry, ...]:
    """What a case as it stands contributes to every metric of its pack."""
    found: list[Entry] = []
    for name, metric in rules.pack.metrics.items():
        about = subject(rules.pack, metric)
        if about is not None and about.procedure == state.procedure:
            case = Contribution(rules, state, name, metric, about)
            if case.counts and case.holds(metric.when):
                found += _KINDS[metric.kind](case)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Contribution:
    """One case looked at for one metric."""

    rules: Rules
    state: CaseState
    name: str
    metric: Metric
    about: Subject

    def holds(self, condition: Condition) -> bool:
        """Whether a condition holds for the case; one that compares with an empty parameter does not."""
        try:
            return Facts(self.rules, self.state, self.opened).holds(condition)
        except Unset:
            return False

    @property
    def opened(self) -> datetime:
        """When the case was opened."""
        moment = self.state.opened
        if moment is None:
            raise ValueError(self.name)  # a fold without its first event
        return moment

    @property
    def counts(self) -> bool:
        """Whether the case counts: not with the flag that leaves it out, unless it is asked for."""
        flag = self.rules.procedure(self.state.procedure).spec.uncounted
        when = self.metric.when
        asked = any(fact.flag == flag for fact in (*when.all, *when.any))
        return flag is None or asked or flag not in self.state.flags

    def acts(self) -> Sequence[ActDone]:
        """The times that the steps were done: the last one, the first, or all; answers before others."""
        per, among = self.metric.per, self.metric.among
        done = [act for act in self.state.acts if act.step in self.about.names]
        if per == "act" or self.metric.kind == "sum":
            return done
        found = [act for act in done if not among or act.outcome in among] or done
        return found[:1] if per == "first" else found[-1:]

    def field(self, act: ActDone, name: str = "") -> Any:
        """What an act said in the field; of the last one what it was corrected to."""
        name = name or self.about.fields[self.about.names.index(act.step)]
        last = next(a for a in reversed(self.state.acts) if a.step == act.step)
        said = act.form.get(name)
        corrected = act is last and given(said)
        return self.state.fields.get(f"{act.step}.{name}") if corrected else said

    def outcome(self, act: ActDone) -> bool:
        """Whether an act came to the outcome that is counted."""
        return f"{act.step}:{act.outcome}" in {
            f"{step}:{outcome}"
            for step, outcome in zip(self.about.names, self.about.outcomes, strict=False)
        }

    def made(
        self,
        at: datetime,
        value: Decimal | None = YES,
        place: str = "",
        act: ActDone | None = None,
        **more: Any,
    ) -> list[Entry]:
        """An entry for each combination of the case's values of the dims, or of those of an act."""
        if self.metric.per == "act" and act is not None:
            place = str(act.seq)
        return [
            Entry(self.name, "|".join(filter(None, (place, str(n or "")))), at, keys, value, **more)
            for n, keys in enumerate(self._keys(act))
        ]

    def _keys(self, act: ActDone | None) -> Iterator[tuple[str, ...]]:
        combined: list[tuple[str, ...]] = [()]
        for dim in dims(self.metric):
            combined = [(*one, word) for one in combined for word in self._words(dim, act)]
        yield from combined

    def _words(self, dim: str, act: ActDone | None) -> Sequence[str]:
        if dim in ("person", "person_unit"):
            return ((act.by if dim == "person" else act.unit) or "",) if act else NOTHING
        if dim == "version":
            return (self.rules.pack.version,)
        if dim in ("level", "unit"):
            return ((self.state.level if dim == "level" else self.state.unit) or "",)
        step, _, name = dim.partition(".")
        if act is not None and act.step == step:
            return _key_words(act.outcome if name == "outcome" else act.form.get(name))
        return _key_words(self.state.fields.get(dim))


def _key_words(value: Any) -> Sequence[str]:
    """The words of a value; of a text that is kept elsewhere its reference."""
    if is_reference(value):
        return (REFERENCE + str(value["ref"]),)
    return sorted(members(value)) if given(value) else NOTHING


def _cases(case: Contribution) -> list[Entry]:
    """The case itself, or the step that was done on it."""
    if case.about.what == "procedure":
        return case.made(case.opened)
    about = case.about
    return [
        entry
        for act in case.acts()
        if not about.outcomes or case.outcome(act)
        if not about.fields or given(case.field(act))
        for entry in case.made(act.at, act=act)
    ]


def _matters(case: Contribution) -> list[Entry]:
    """Cases that were joined are one matter, under their lead."""
    return [] if case.state.lead else case.made(case.opened)


def _share(case: Contribution) -> list[Entry]:
    """Of cases, or times that a step was done, those with an outcome or that meet a condition.

    Without either: of all cases those in which the step was done. What is no answer is told apart.
    """
    about, meets = case.about, case.metric.meets
    if about.what == "step" and not meets:
        return case.made(case.opened, YES if case.acts() else NO)
    if about.what == "procedure":
        return case.made(case.opened, YES if case.holds(meets) else NO)
    made = _part if about.what == "field" else _answer
    return [entry for act in case.acts() for entry in made(case, act)]


def _answer(case: Contribution, act: ActDone) -> list[Entry]:
    among = case.metric.among
    if among and act.outcome not in among:
        return case.made(act.at, None, act=act, of=0, apart=Apart.UNANSWERED)
    counts = case.holds(case.metric.meets) if case.metric.meets else case.outcome(act)
    return case.made(act.at, YES if counts else NO, act=act)


def _part(case: Contribution, act: ActDone) -> list[Entry]:
    """A number that is a part of another one of the same form."""
    part, whole = number(case.field(act)), number(case.field(act, case.metric.against or ""))
    if part is None or not whole:
        return case.made(act.at, None, act=act, of=0, apart=Apart.UNANSWERED)
    return case.made(act.at, part, act=act, of=int(whole))


def _value(case: Contribution) -> list[Entry]:
    """The number in a field; a step that was done without one is told apart."""
    found: list[Entry] = []
    for act in case.acts():
        value = number(case.field(act))
        if value is None:
            found += case.made(act.at, None, act=act, of=0, apart=Apart.UNANSWERED)
        else:
            found += case.made(act.at, value, act=act)
    return found


def _sum(case: Contribution) -> list[Entry]:
    """The numbers of every time that the step was done."""
    return [
        replace(entry, place=f"{act.seq}|{entry.place}")
        for act in case.acts()
        for value in (number(case.field(act)),)
        if value is not None
        for entry in case.made(act.at, value, act=act)
    ]


def _alike(case: Contribution) -> list[Entry]:
    """A case that says all by which others are alike; which of them repeat follows from the others."""
    return [entry for entry in case.made(case.opened, NO) if all(entry.keys)]


def _complete(case: Contribution) -> list[Entry]:
    """Whether a case that ended holds every part that its file must contain."""
    state = case.state
    if state.closed is None:
        return []
    parts = case.rules.procedure(state.procedure).spec.dossier.values()
    lacking = any(case.holds(part.needs) and not _holds(state, part) for part in parts)
    return case.made(state.closed, NO if lacking else YES)


def _holds(state: CaseState, part: Part) -> bool:
    issued = {name for name, no, _ in state.documents if (name, no) not in state.voided}
    return (
        (part.document is None or part.document in issued)
        and (part.step is None or part.step in state.steps)
        and (part.evidence is None or given(state.fields.get(f"{part.step}.{part.evidence}")))
    )


def _instances(case: Contribution) -> Iterator[Instance]:
    return (i for i in case.state.instances.values() if i.duty in case.about.names)


def _on_time(case: Contribution) -> list[Entry]:
    return [entry for i in _instances(case) for entry in _kept(case, i, YES, NO)]


def _late(case: Contribution) -> list[Entry]:
    return [entry for i in _instances(case) for entry in _kept(case, i, NO, YES)]


def _kept(case: Contribution, instance: Instance, kept: Decimal, late: Decimal) -> list[Entry]:
    """A run of a duty in the period of its limit; late is late, also when it was done or fell away."""
    at, place = instance.moment, instance.id
    if instance.state is DutyState.UNDETERMINED:
        apart = Apart.UNDETERMINED
        return case.made(at or instance.opened, None, place, of=0, apart=apart)
    if at is None:
        return []
    if instance.breach is not None:
        return case.made(at, late, place)
    if instance.state is DutyState.PENDING:
        return case.made(at, None, place, of=0, apart=Apart.OPEN)
    if instance.state is not DutyState.DONE:
        return []
    longer = any(note is Note.EXTENDED for note, _what in instance.notes)
    return case.made(at, kept, place, apart=Apart.EXTENDED if longer else Apart.NO)


def _duration(case: Contribution) -> list[Entry]:
    """How long a duty, an approval or a step took; what has not ended is told apart where it began."""
    if case.about.what == "duty":
        return [
            entry
            for i in _instances(case)
            if i.state not in (DutyState.LAPSED, DutyState.WAIVED)
            for entry in _took(case, i.limit.start or i.opened, i.closed, i.id)
        ]
    if case.about.what == "approval":
        approval = case.state.approvals.get(case.about.names[0])
        return _took(case, approval.opened, approval.closed, "") if approval else []
    acts = case.acts()
    return _took(case, case.opened, acts[-1].at, "") if acts else _took(case, case.opened, None, "")


def _took(case: Contribution, start: datetime, end: datetime | None, place: str) -> list[Entry]:
    if end is None:
        return case.made(start, None, place, of=0, apart=Apart.OPEN)
    still = sum(
        (_length(case, *span) for span in _still(case.state.pauses, start, end)), timedelta(0)
    )
    took = max(_length(case, start, end) - still, timedelta(0))
    value = Decimal(int(took.total_seconds()))
    return case.made(end, value, place, paused=int(still.total_seconds()))


def _still(
    pauses: Sequence[Pause], start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """The parts of a time during which the clocks stood still."""
    for pause in pauses:
        first, last = max(pause.start, start), min(pause.end, end)
        if first < last:
            yield first, last


def _length(case: Contribution, start: datetime, end: datetime) -> timedelta:
    """The time between two moments, on the clock or in office hours, as the duty is counted."""
    begin, stop = start.astimezone(UTC), end.astimezone(UTC)
    if in_working_time(case.rules.pack, case.about):
        return worked(begin, stop, case.rules.calendar)
    return stop - begin


_KINDS: dict[str, Callable[[Contribution], list[Entry]]] = {
    "count": _cases,
    "count_linked": _matters,
    "ranking": _cases,
    "repeat": _alike,
    "complete": _complete,
    "share": _share,
    "mean": _value,
    "imported": _value,
    "sum": _sum,
    "on_time": _on_time,
    "late": _late,
    "duration": _duration,
}
