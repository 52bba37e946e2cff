"""Rhythms: owed again and again while a condition holds (pack-study 5.9)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from huiyin.obligations.duties import Act, bearer_from, fulfil, lapse, next_ordinal
from huiyin.obligations.facts import Facts
from huiyin.obligations.model import CaseState, DutyState, Instance, Line, Note, Run
from huiyin.obligations.rules import Compiled, Rules, Unset
from huiyin.policy.procedures import Cadence
from huiyin.worktime import Unit, add, next_period, period_of

Slot = tuple[date, date]


def follow(rules: Rules, state: CaseState, compiled: Compiled, act: Act) -> None:
    """Start the rhythms whose condition came true, end those whose condition fell."""
    if not compiled.spec.cadences:
        return
    facts = Facts(rules, state, act[1])
    for name, cadence in compiled.spec.cadences.items():
        running = state.runs.get(name)
        holds = facts.holds(cadence.while_)
        if holds and running is None:
            run = state.runs[name] = Run(name, act[1])
            _next(rules, state, run, cadence, act[1], act)
        elif not holds and running is not None:
            if running.instance is not None:
                _end(running.instance, cadence, act)
            del state.runs[name]


def _end(instance: Instance, cadence: Cadence, act: Act) -> None:
    """The slot in which a rhythm ends is waived, or stays owed where the pack says so."""
    started = instance.slot is None or act[1] >= instance.slot[0]
    if cadence.partial == "waived" or not started:
        lapse(instance, act)


def discharge(
    rules: Rules, state: CaseState, compiled: Compiled, keys: Iterable[str], act: Act
) -> tuple[str, ...]:
    """An entry serves the slot in which it occurred, or the gap that is running."""
    done = compiled.cadences_done_by
    closed = []
    for name in dict.fromkeys([name for key in keys if key in done for name in done[key]]):
        cadence = compiled.spec.cadences[name]
        instance = _served(state, name, act[1])
        if instance is None:
            continue
        was_open = instance.state in (DutyState.PENDING, DutyState.UNDETERMINED)
        fulfil(instance, act)
        closed.append(instance.id)
        run = state.runs.get(name)
        if was_open and run is not None and run.instance is instance:
            _next(rules, state, run, cadence, _after(instance, act[1]), act)
    return tuple(closed)


def _after(instance: Instance, at: datetime) -> datetime:
    return at if instance.slot is None else max(at, instance.slot[0])


def _served(state: CaseState, name: str, at: datetime) -> Instance | None:
    """The gap that is running, or the day in which an entry lies, also one that was missed."""
    beats = (i for i in state.instances.values() if i.kind == "cadence" and i.duty == name)
    found = None
    for beat in beats:
        if beat.slot is None:
            found = beat if beat.owed else found
        elif (beat.owed or beat.missed) and beat.slot[0] <= at <= beat.slot[1]:
            return beat
    return found


def roll(rules: Rules, state: CaseState, instance: Instance) -> None:
    """After a missed slot or gap the next one begins; each miss is its own breach."""
    run = state.runs.get(instance.duty)
    if run is None or run.instance is not instance or instance.limit.moment is None:
        return
    cadence = rules.procedure(state.procedure).spec.cadences[instance.duty]
    _next(rules, state, run, cadence, instance.limit.moment, (instance.seq, instance.limit.moment))


def _next(
    rules: Rules, state: CaseState, run: Run, cadence: Cadence, since: datetime, act: Act
) -> None:
    name = run.cadence
    ordinal = next_ordinal(state, name)
    first = run.instance is None
    slot = None if cadence.each is None else _slot(rules, cadence, since, first=first)
    line = (
        _gap_line(rules, cadence, since, act)
        if slot is None
        else _slot_line(rules, slot, since, act)
    )
    instance = Instance(
        id=f"{name}@{act[0]}/{ordinal}",
        duty=name,
        kind="cadence",
        ordinal=ordinal,
        opened=since,
        seq=act[0],
        bearer=bearer_from(rules, state, rules.procedure(state.procedure).bearers[name]),
        lines=[line],
        round=state.rounds,
        slot=None if slot is None else (rules.day_start(slot[0]), rules.calendar.end_of(slot[1])),
    )
    if line.moment is None:
        instance.state = DutyState.UNDETERMINED
    run.instance = instance
    state.add(instance)


def _gap_line(rules: Rules, cadence: Cadence, since: datetime, act: Act) -> Line:
    plain = Line(None, act[1], act[0], "cadence")
    try:
        term = rules.term(cadence.gap or "", rules.local_date(since))
    except Unset as unset:
        return Line(None, act[1], act[0], "cadence", reason="parameter", parameter=unset.args[0])
    if cadence.days == "workdays" and term.unit is Unit.DAY:
        term = type(term)(term.count, Unit.WORKDAY)
    limit = add(since, term, rules.whole_days, rules.calendar)
    return Line(
        limit.moment,
        plain.set_at,
        plain.set_seq,
        "cadence",
        since,
        term,
        provisional=limit.provisional,
    )


def _slot_line(rules: Rules, slot: Slot, since: datetime, act: Act) -> Line:
    moment = rules.calendar.end_of(slot[1])
    return Line(
        moment,
        act[1],
        act[0],
        "cadence",
        since,
        end="slot",
        provisional=rules.calendar.provisional(slot[1]),
    )


def _slot(rules: Rules, cadence: Cadence, since: datetime, *, first: bool) -> Slot:
    """The slot after the one in which `since` lies; the same one when the pack counts it."""
    period = period_of(cadence.each or "day", rules.local_date(since))
    if not (first and cadence.first == "same"):
        period = next_period(period)
    while cadence.days == "workdays" and not _has_workday(rules, period.first, period.last):
        period = next_period(period)
    return period.first, period.last


def _has_workday(rules: Rules, first: date, last: date) -> bool:
    day = first
    while day <= last:
        if rules.calendar.is_workday(day):
            return True
        day += timedelta(days=1)
    return False


__all__ = ["Note", "discharge", "follow", "roll"]
