"""What if: the same logs under other rules, what rates would have been and which cases change.

The acts are what happened; only what follows from them is derived again. Acts that the other rules
do not know are listed, not guessed (pack-study 5.19). Numbers, papers and child cases are in the
log and stay as they are. Nothing is stored.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.fold import Fold
from huiyin.obligations.model import CaseState, DutyState, Instance
from huiyin.obligations.rules import Rules, Unset

Logs = Mapping[str, Sequence[Event]]
"""Cases by id, each with its log."""

LATE = frozenset({DutyState.BREACHED, DutyState.DONE_LATE})
COUNTED = LATE | {DutyState.DONE}


@dataclass(frozen=True)
class Figure:
    """How often a duty was owed and kept; undetermined, lapsed and waived ones count for nothing."""

    in_time: int = 0
    late: int = 0
    open: int = 0

    @property
    def rate(self) -> float | None:
        """The share that was kept in time, before excuses; None where nothing was due yet."""
        due = self.in_time + self.late
        return self.in_time / due if due else None


@dataclass(frozen=True)
class Difference:
    """One duty of one case that comes out differently."""

    case: str
    instance: str
    duty: str
    kind: Literal["now_late", "now_kept", "moved", "appears", "disappears"]
    before: Instance | None
    after: Instance | None


@dataclass(frozen=True)
class Unmatched:
    """An act of the log that the other rules have no counterpart for."""

    case: str
    seq: int
    what: str


@dataclass(frozen=True)
class WhatIf:
    """The comparison: figures by procedure and duty, every difference, every act without counterpart."""

    at: datetime
    cases: int
    before: Mapping[tuple[str, str], Figure]
    after: Mapping[tuple[str, str], Figure]
    differences: tuple[Difference, ...]
    unmatched: tuple[Unmatched, ...]

    @property
    def changed_cases(self) -> tuple[str, ...]:
        """Cases in which anything comes out differently."""
        return tuple(dict.fromkeys(difference.case for difference in self.differences))

    def kinds(self) -> Counter[str]:
        """How many differences there are of each kind."""
        return Counter(difference.kind for difference in self.differences)


def whatif(
    old: Rules, new: Rules, logs: Logs, at: datetime, tick: Callable[[], None] = lambda: None
) -> WhatIf:
    """Fold every log under both rules and compare as seen at a moment; `tick` after each case."""
    tallies = (Tally(), Tally())
    differences: list[Difference] = []
    unmatched: list[Unmatched] = []
    for case, log in logs.items():
        before, _ = _folded(old, case, log, at)
        after, strange = _folded(new, case, log, at)
        unmatched += strange
        for state, tally in zip((before, after), tallies, strict=True):
            tally.add(state)
        differences += _compared(case, before, after)
        tick()
    return WhatIf(
        at=at,
        cases=len(logs),
        before=tallies[0].figures(),
        after=tallies[1].figures(),
        differences=tuple(differences),
        unmatched=tuple(unmatched),
    )


def _folded(
    rules: Rules, case: str, log: Sequence[Event], at: datetime
) -> tuple[CaseState, list[Unmatched]]:
    kept: list[Event] = []
    strange: list[Unmatched] = []
    procedure = ""
    for event in log:
        procedure = str(event.data["procedure"]) if event.kind == Kind.OPENED else procedure
        unknown = _unknown(rules, procedure, event)
        if unknown is None:
            kept.append(event)
        elif unknown:
            strange.append(Unmatched(case, event.seq, unknown))
    fold = Fold(rules)
    try:
        fold.run(kept).advance(at)
    except Unset as unset:
        strange.append(Unmatched(case, fold.state.seq, f"parameter {unset.args[0]}"))
    return fold.state, strange


def _unknown(rules: Rules, procedure: str, event: Event) -> str | None:
    """What the rules do not know about an event; None when they know it, empty when it is left out."""
    spec = rules.pack.procedures.get(procedure)
    if event.kind == Kind.PACK_CHANGED:
        return ""
    if spec is None:
        return f"procedure {procedure}" if event.kind == Kind.OPENED else ""
    if event.kind == Kind.ACTED:
        step, outcome = str(event.data["step"]), event.data.get("outcome")
        if step not in spec.steps:
            return f"step {step}"
        if outcome is not None and outcome not in spec.steps[step].outcomes:
            return f"outcome {step}:{outcome}"
    if event.kind in (Kind.SIGNED, Kind.WITHDRAWN) and event.data["approval"] not in spec.approvals:
        return f"approval {event.data['approval']}"
    return None


def _compared(case: str, before: CaseState, after: CaseState) -> list[Difference]:
    found = []
    for name in dict.fromkeys([*before.instances, *after.instances]):
        old, new = before.instances.get(name), after.instances.get(name)
        kind = _kind(old, new)
        if kind is not None:
            known = old or new
            found.append(Difference(case, name, known.duty if known else "", kind, old, new))
    return found


def _kind(
    old: Instance | None, new: Instance | None
) -> Literal["now_late", "now_kept", "moved", "appears", "disappears"] | None:
    if old is None or new is None:
        return "appears" if old is None else "disappears"
    was, now = old.state in LATE, new.state in LATE
    if was != now:
        return "now_late" if now else "now_kept"
    return "moved" if old.moment != new.moment else None


@dataclass
class Tally:
    """Counts the duties of many cases."""

    counts: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)

    def add(self, state: CaseState) -> None:
        """Count the duties of one case."""
        for instance in state.instances.values():
            if instance.benchmark:
                continue
            counter = self.counts.setdefault((state.procedure, instance.duty), Counter())
            if instance.state in COUNTED:
                counter["late" if instance.state in LATE else "in_time"] += 1
            elif instance.owed:
                counter["open"] += 1

    def figures(self) -> dict[tuple[str, str], Figure]:
        """The counts by procedure and duty."""
        return {
            key: Figure(counter["in_time"], counter["late"], counter["open"])
            for key, counter in self.counts.items()
        }


# -- the next better value --


@dataclass(frozen=True)
class Advice:
    """The least value of a parameter with which a duty would have been kept often enough."""

    value: str
    rate: float


def with_parameter(rules: Rules, name: str, value: str) -> Rules:
    """The rules with one value in force from the beginning; for trying, never stored."""
    values = dict.fromkeys((*rules.pack.parameters[name].values, "0001-01-01"), value)
    return replace(rules, parameters={**rules.parameters, name: values}, _compiled={})


def advise(
    rules: Rules,
    logs: Logs,
    at: datetime,
    *,
    parameter: str,
    duty: tuple[str, str],
    target: float,
    candidates: Iterable[int],
) -> Advice | None:
    """The first candidate, from the least up, that would have kept a duty to its target; None if none."""
    for value in sorted(candidates):
        tried = with_parameter(rules, parameter, str(value))
        tally = Tally()
        for case, log in logs.items():
            tally.add(_folded(tried, case, log, at)[0])
        rate = tally.figures().get(duty, Figure()).rate
        if rate is not None and rate >= target:
            return Advice(str(value), rate)
    return None
