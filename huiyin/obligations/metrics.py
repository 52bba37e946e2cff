"""`entries`: what one folded case contributes to the metrics of its pack; `total`: what many come to.

A duty counts in the period of its limit, a step when it was done last, a case when it was opened.
Where there is nothing to measure the value is None: neither 0 nor 100 %. A number of cases may be 0.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from statistics import median
from typing import Any

from huiyin.eventlog.envelope import is_reference
from huiyin.obligations.facts import Facts, given, members, number
from huiyin.obligations.model import CaseState, DutyState, Instance, Note, StepDone
from huiyin.obligations.rules import Rules, Unset
from huiyin.policy.across import Metric
from huiyin.policy.conditions import Condition
from huiyin.policy.metrics import COUNTS, Subject, dims, subject

REFERENCE = "ref:"
"""Begins a key that stands for a text kept outside the log; whoever stores it puts a keyed hash there."""
NOTHING = ("",)
YES, NO = Decimal(1), Decimal(0)


class Apart(StrEnum):
    """What is told beside a figure."""

    NO = ""
    EXTENDED = "extended"
    OPEN = "open"
    UNDETERMINED = "undetermined"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one case contributes to a metric, at `place` in it; `of` is 0 where nothing is measured.

    `keys` stand in the order of the metric's dims. Parts of a whole are 1 or 0, times are seconds.
    """

    metric: str
    place: str
    at: datetime
    keys: tuple[str, ...]
    value: Decimal | None = YES
    of: int = 1
    apart: Apart = Apart.NO
    paused: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """What some entries come to: `value` of `of` that were measured; None without any.

    Of a share `n` are those that count for it (of `on_time` with the `extended` ones); else all.
    """

    keys: tuple[str, ...] = ()
    value: Decimal | None = None
    n: int = 0
    of: int = 0
    extended: int = 0
    open: int = 0
    undetermined: int = 0
    unanswered: int = 0
    paused: int = 0
    median: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """Entries added up; two sums are added without looking at the entries again."""

    total: Decimal = NO
    of: int = 0
    extended: int = 0
    open: int = 0
    undetermined: int = 0
    unanswered: int = 0
    paused: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        """Both together."""
        return Sum(
            self.total + other.total,
            self.of + other.of,
            self.extended + other.extended,
            self.open + other.open,
            self.undetermined + other.undetermined,
            self.unanswered + other.unanswered,
            self.paused + other.paused,
        )

    def group(self, kind: str, keys: tuple[str, ...] = (), middle: Decimal | None = None) -> Group:
        """The group that it comes to under a kind."""
        value: Decimal | None = self.total if self.of or kind in COUNTS else None
        if value is not None and kind not in (*COUNTS, "sum"):
            value = self.total / self.of
        n = int(self.total) if kind in ADDED else self.of
        return Group(
            keys,
            value,
            n,
            self.of,
            self.extended,
            self.open,
            self.undetermined,
            self.unanswered,
            self.paused,
            middle,
        )


ADDED = frozenset({"share", "on_time", "late", "repeat", "complete"})


def total(kind: str, found: Iterable[Entry]) -> Group:
    """What some entries of one metric come to."""
    kept = tuple(found)
    if kind == "repeat":
        kept = tuple(_repeated(kept))
    added = sum(map(_sum, kept), start=Sum())
    values = [e.value for e in kept if e.of and e.value is not None]
    middle = median(values) if kind == "duration" and values else None
    return added.group(kind, middle=middle)


def groups(kind: str, found: Iterable[Entry]) -> tuple[Group, ...]:
    """The same, one group for all entries with the same keys; the most frequent first."""
    by_keys: dict[tuple[str, ...], list[Entry]] = {}
    for entry in found:
        by_keys.setdefault(entry.keys, []).append(entry)
    made = [replace(total(kind, some), keys=keys) for keys, some in by_keys.items()]
    return tuple(sorted(made, key=lambda group: (-group.of, group.keys)))


def _repeated(found: Iterable[Entry]) -> Iterator[Entry]:
    """Of entries with the same keys all but the first repeat it."""
    seen: set[tuple[str, ...]] = set()
    for entry in sorted(found, key=lambda one: (one.at, one.place)):
        yield replace(entry, value=YES if entry.keys in seen else NO)
        seen.add(entry.keys)


def _sum(entry: Entry) -> Sum:
    return Sum(
        total=entry.value or NO if entry.of else NO,
        of=entry.of,
        extended=int(entry.apart is Apart.EXTENDED),
        open=int(entry.apart is Apart.OPEN),
        undetermined=int(entry.apart is Apart.UNDETERMINED),
        unanswered=int(entry.apart is Apart.UNANSWERED),
        paused=entry.paused,
    )


# -- what one case contributes --


def entries(rules: Rules, state: CaseState) -> tuple[Entry, ...]:
    """What a case as it stands contributes to every metric of its pack."""
    found: list[Entry] = []
    for name, metric in rules.pack.metrics.items():
        about = subject(rules.pack, metric)
        if about is not None and about.procedure == state.procedure:
            case = Contribution(rules, state, name, metric, about)
            if case.holds(metric.when):
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
    def step(self) -> StepDone | None:
        """The latest time the step was done that the metric is about."""
        return self.state.steps.get(self.about.name)

    def made(
        self, at: datetime, value: Decimal | None = YES, place: str = "", **more: Any
    ) -> list[Entry]:
        """An entry for each combination of the case's values of the dims; none where it has none."""
        return [
            Entry(self.name, "|".join(filter(None, (place, str(n or "")))), at, keys, value, **more)
            for n, keys in enumerate(self._keys())
        ]

    def _keys(self) -> Iterator[tuple[str, ...]]:
        combined: list[tuple[str, ...]] = [()]
        for dim in dims(self.metric):
            combined = [(*one, word) for one in combined for word in self._words(dim)]
        yield from combined

    def _words(self, dim: str) -> Sequence[str]:
        if dim in ("person", "person_unit"):
            step = self.step
            return ((step.by if dim == "person" else step.unit) or "",) if step else NOTHING
        if dim == "version":
            return (self.rules.pack.version,)
        if dim in ("level", "unit"):
            return ((self.state.level if dim == "level" else self.state.unit) or "",)
        return _key_words(self.state.fields.get(dim))


def _key_words(value: Any) -> Sequence[str]:
    """The words of a value; of a text that is kept elsewhere its reference."""
    if is_reference(value):
        return (REFERENCE + str(value["ref"]),)
    return sorted(members(value)) if given(value) else NOTHING


def _cases(case: Contribution) -> list[Entry]:
    """The case itself, or the step that was done on it, once."""
    if case.about.what == "procedure":
        return case.made(case.opened)
    step = case.step
    if step is None or (case.about.outcome and step.outcome != case.about.outcome):
        return []
    if case.about.field and not given(_field(case)):
        return []
    return case.made(step.at)


def _field(case: Contribution) -> Any:
    return case.state.fields.get(f"{case.about.name}.{case.about.field}")


def _matters(case: Contribution) -> list[Entry]:
    """Cases that were joined are one matter, under their lead."""
    return [] if case.state.lead else case.made(case.opened)


def _share(case: Contribution) -> list[Entry]:
    """Of all cases those with the step; of those with the step those with the outcome."""
    step = case.step
    if case.about.what == "step":
        return case.made(case.opened, YES if step else NO)
    if step is None:
        return []
    return case.made(step.at, YES if step.outcome == case.about.outcome else NO)


def _value(case: Contribution) -> list[Entry]:
    """The number in a field as it was given last; a step without it is told apart."""
    step = case.step
    if step is None:
        return []
    value = number(_field(case))
    if value is None:
        return case.made(step.at, None, of=0, apart=Apart.UNANSWERED)
    return case.made(step.at, value)


def _instances(case: Contribution) -> Iterator[Instance]:
    return (i for i in case.state.instances.values() if i.duty == case.about.name)


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


_KINDS: dict[str, Callable[[Contribution], list[Entry]]] = {
    "count": _cases,
    "count_linked": _matters,
    "ranking": _cases,
    "share": _share,
    "mean": _value,
    "imported": _value,
    "on_time": _on_time,
    "late": _late,
}
