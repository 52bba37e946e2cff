"""Calls on customers: which are owed, what was tried on each case, what the customer said himself.

A call is a step that the pack marks with `call`. Nothing here is stored: tries are acts of that step.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, Value
from django.db.models.functions import Concat

from huiyin.cases.access import may_find, visible
from huiyin.cases.caller import Caller
from huiyin.cases.lists import mine
from huiyin.cases.log import read_many
from huiyin.cases.models import Case, DutyRow
from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.policy.contacts import Call
from huiyin.policy.pack import Pack
from huiyin.policy.procedures import Cadence, Duty, Procedure, Step

MOST = 200
PAGE = 20


@dataclass(frozen=True)
class Calling:
    """A step that calls on customers, and the duties that it fulfils."""

    procedure: str
    step: str
    spec: Step
    call: Call
    duties: tuple[str, ...]
    sampled: bool


def callings(pack: Pack) -> list[Calling]:
    """Every such step of a pack."""
    sampled = {sample.opens for sample in pack.samples.values()}
    return [
        Calling(name, step, item, item.call, _duties(spec, step), name in sampled)
        for name, spec in pack.procedures.items()
        for step, item in spec.steps.items()
        if item.call is not None
    ]


def _duties(spec: Procedure, step: str) -> tuple[str, ...]:
    named: dict[str, Cadence | Duty] = {**spec.cadences, **spec.duties}
    return tuple(n for n, d in named.items() if step in {k.partition(":")[0] for k in d.done_by})


def calling_of(pack: Pack, row: DutyRow) -> Calling | None:
    """The call that fulfils a duty, if one does."""
    procedure = row.case.procedure
    return next(
        (c for c in callings(pack) if c.procedure == procedure and row.duty in c.duties), None
    )


def _wanted(caller: Caller) -> Q:
    wanted = Q(pk__in=[])
    for calling in callings(caller.book.current(caller.now).pack):
        wanted |= Q(case__procedure=calling.procedure, duty__in=calling.duties)
    return wanted


def owed_calls(caller: Caller, *, most: int = MOST) -> list[DutyRow]:
    """Calls that the caller owes, the soonest first, those without a limit last; one query."""
    rows = (
        mine(caller).filter(_wanted(caller)).order_by(F("due_at").asc(nulls_last=True), "id")[:most]
    )
    return [row for row in rows if may_find(row.case, caller)]


def how_many(caller: Caller) -> int:
    """On how many cases the caller owes a call; one query, none where the pack has no calls.

    What counts is said in the count: as a condition of the rows it would send a database through
    all cases of the procedures, of which few are owed anything.
    """
    if not callings(caller.book.current(caller.now).pack):
        return 0
    call = Concat("case_id", Value(" "), "row")
    calls = Count(call, distinct=True, filter=_wanted(caller))
    return int(mine(caller).aggregate(calls=calls)["calls"])


def permitted(caller: Caller, *, size: int = PAGE) -> list[tuple[Calling, Case]]:
    """Cases at a stage where a call is permitted and not owed, the newest first."""
    pack = caller.book.current(caller.now).pack
    wanted = [c for c in callings(pack) if c.spec.may and set(c.spec.in_)]
    if not wanted:
        return []
    found = Q(pk__in=[])
    for calling in wanted:
        found |= Q(procedure=calling.procedure, stage__in=calling.spec.in_)
    cases = list(visible(caller).filter(found).order_by("-id")[:size])
    return [
        (calling, case)
        for case in cases
        if may_find(case, caller)
        for calling in wanted
        if calling.procedure == case.procedure and case.stage in calling.spec.in_
    ]


@dataclass(frozen=True)
class Try:
    """One call that was made: when, by whom, whether somebody was reached, the next moment."""

    step: str
    at: datetime
    by: str
    reached: bool
    outcome: str
    form: Mapping[str, Any]
    next: Any = None
    early: bool = False


@dataclass(frozen=True)
class Calls:
    """What the log of a case says about calling on its customer, in this round and before."""

    tries: tuple[Try, ...] = ()
    links: tuple[datetime, ...] = ()
    answered: datetime | None = None
    doers: frozenset[str] = frozenset()

    def of(self, step: str) -> list[Try]:
        """The tries of one step, the first one first."""
        return [one for one in self.tries if one.step == step]

    @property
    def missed(self) -> int:
        """How many tries in a row reached nobody."""
        count = 0
        for one in reversed(self.tries):
            if one.reached:
                break
            count += 1
        return count


def missed(call: Call, event: Event) -> bool:
    """Whether an act of a call reached nobody: every value of `missed` stands in it."""
    form = event.data.get("form") or {}
    said = {"outcome": event.data.get("outcome"), **form}
    return bool(call.missed) and all(said.get(n) == value for n, value in call.missed.items())


def calls_of(spec: Procedure, step: str, log: Iterable[Event], row: str = "") -> Calls:
    """Read what a log says about the calls of a step and of those made earlier."""
    calls = {n: s.call for n, s in spec.steps.items() if s.call is not None}
    call = calls[step]
    barred = set(spec.steps[step].not_by)
    tries: list[Try] = []
    links: list[datetime] = []
    doers: set[str] = set()
    answered = None
    for event in log:
        if event.kind != Kind.ACTED:
            continue
        name = str(event.data["step"])
        if name in barred:
            doers |= event.actor.people
        if name in calls and (not row or event.data.get("row") == row):
            tries.append(_try(calls[name], name, event))
        if name == call.link:
            links.append(event.at)
            answered = None
        if name == call.answer:
            answered = event.at
    return Calls(tuple(tries), tuple(links), answered, frozenset(doers))


def _try(call: Call, step: str, event: Event) -> Try:
    form = event.data.get("form") or {}
    none = missed(call, event)
    return Try(
        step=step,
        at=event.at,
        by=event.actor.person,
        reached=not none,
        outcome=str(event.data.get("outcome") or ""),
        form=form,
        next=form.get(call.next) if none and call.next else None,
        early=call.early,
    )


def logs_of(cases: Sequence[Case]) -> dict[str, list[Event]]:
    """The logs of some cases; one query."""
    return read_many(list({case.id for case in cases}))


def named(caller: Caller, numbers: Iterable[str]) -> Iterator[Case]:
    """The cases with some numbers that the caller may see; one query."""
    wanted = [number for number in numbers if number]
    rows = visible(caller).filter(number__in=wanted) if wanted else []
    return (case for case in rows if may_find(case, caller))
