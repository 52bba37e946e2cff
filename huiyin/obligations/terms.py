"""Turning a due of the pack into a limit: the one place where a deadline is computed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple, cast

from huiyin.obligations.model import CaseState, Line, as_date
from huiyin.obligations.rules import Rules, Unset
from huiyin.policy.procedures import Due, Duty
from huiyin.worktime import (
    Counting,
    CountingRules,
    Duration,
    Pause,
    PeriodUnit,
    add,
    period_of,
)

NewLine = Callable[..., Line]
"""Makes a limit of an act, given its moment and what is known of it."""


class Trigger(NamedTuple):
    """What made a limit necessary: the act's seq and moment, why, the row of a table.

    `start` is when the duty arose, where that is earlier than the act that moves its limit.
    """

    seq: int
    at: datetime
    why: str
    row: Mapping[str, Any] | None = None
    start: datetime | None = None


def line_for(
    rules: Rules, state: CaseState, duty: Duty, trigger: Trigger, pauses: tuple[Pause, ...] = ()
) -> Line:
    """The limit of a duty as the case stands; undetermined with its reason when it cannot be said."""
    due = duty.due
    if due.by_level is None:
        return _line(rules, state, duty, due, trigger, pauses)
    if state.level is None:
        return _while_undetermined(rules, state, duty, due.by_level, trigger, pauses)
    if state.level not in due.by_level:
        return Line(None, trigger.at, trigger.seq, trigger.why, reason="no_limit")
    return _line(rules, state, duty, due.by_level[state.level], trigger, pauses)


def _while_undetermined(
    rules: Rules,
    state: CaseState,
    duty: Duty,
    by_level: Mapping[str, Due],
    trigger: Trigger,
    pauses: tuple[Pause, ...],
) -> Line:
    """Show the strictest limit that a level could bring, warn by it, never breach by it (5.7)."""
    lines = [_line(rules, state, duty, due, trigger, pauses) for due in by_level.values()]
    moments = [line.moment for line in lines if line.moment is not None]
    return Line(
        None, trigger.at, trigger.seq, trigger.why, reason="level", shown=min(moments, default=None)
    )


def _line(
    rules: Rules,
    state: CaseState,
    duty: Duty,
    due: Due,
    trigger: Trigger,
    pauses: tuple[Pause, ...] = (),
) -> Line:
    line: NewLine = partial(Line, set_at=trigger.at, set_seq=trigger.seq, why=trigger.why)
    if due.no_limit:
        return line(None, reason="no_limit")
    if due.at is not None:
        moment = _at_field(rules, state, duty, due.at, trigger)
        return line(moment) if moment is not None else line(None, reason="not_given")
    start = _start(rules, state, duty, due, trigger)
    if start is None:
        return line(None, reason="not_started")
    if due.end_of is not None:
        return line(_end_of(rules, due.end_of, start), start=start, end=due.end_of)
    return _within(rules, due, start, line, pauses)


def _within(
    rules: Rules, due: Due, start: datetime, line: NewLine, pauses: tuple[Pause, ...]
) -> Line:
    text, named = due.within or "", None
    term = rules.written(text)
    if term is None:
        named = text
        try:
            term = rules.named(text, rules.local_date(start))
        except Unset:
            return line(None, reason="parameter", parameter=named, start=start)
    limit = add(start, term, counting_for(rules, due, term), rules.calendar, pauses=pauses)
    return line(
        limit.moment,
        provisional=limit.provisional,
        start=start,
        term=term,
        parameter=named,
        pauses=pauses,
    )


def counting_for(rules: Rules, due: Due, term: Duration) -> CountingRules:
    """The pack's counting, with what this due says differently."""
    if due.day_zero is None and due.end is None:
        return rules.counting
    said = rules.counting.get(term.unit, Counting("excluded", "midnight"))
    return {
        **rules.counting,
        term.unit: Counting(due.day_zero or said.day_zero, due.end or said.end),
    }


def _start(
    rules: Rules, state: CaseState, duty: Duty, due: Due, trigger: Trigger
) -> datetime | None:
    """From the triggering act, the moment a field holds, or the act of a step.

    What is owed once per case counts from the first such act: doing a step again never buys time.
    """
    if not due.from_:
        return trigger.start or trigger.at
    for source in due.from_:
        moment = _known_start(rules, state, duty, source)
        if moment is not None:
            return moment
    return None


def _known_start(rules: Rules, state: CaseState, duty: Duty, source: str) -> datetime | None:
    if "." in source:
        return rules.moment(state.fields[source]) if source in state.fields else None
    if duty.per == "case":
        return state.first.get(source)
    step = state.steps.get(source)
    return step.at if step is not None else None


def _at_field(
    rules: Rules, state: CaseState, duty: Duty, path: str, trigger: Trigger
) -> datetime | None:
    """A moment given in a form or row; only as approved when the duty waits for that approval."""
    if path.startswith("row."):
        value = (trigger.row or {}).get(path.removeprefix("row."))
    else:
        value = _approved_or_given(rules, state, duty, path)
    return rules.moment(value) if value is not None else None


def _approved_or_given(rules: Rules, state: CaseState, duty: Duty, path: str) -> Any:
    step, _, name = path.partition(".")
    spec = rules.procedure(state.procedure).spec
    for key in duty.after:
        approval = key.removeprefix("approved ")
        if key.startswith("approved ") and spec.approvals[approval].of == step:
            return state.approved.get(approval, {}).get(name)
    return state.fields.get(path)


def _end_of(rules: Rules, period: str, start: datetime) -> datetime:
    unit = cast("PeriodUnit", period.removeprefix("same_"))
    return rules.calendar.end_of(period_of(unit, rules.local_date(start)).last)


def window_start(rules: Rules, due: Due, line: Line) -> datetime | None:
    """The first moment at which fulfilling counts: the start of the day `not_before` later."""
    if due.not_before is None or line.start is None:
        return None
    term = rules.term(due.not_before, rules.local_date(line.start))
    moment = add(line.start, term, rules.whole_days, rules.calendar).moment
    return rules.day_start(rules.local_date(moment)) if as_date(moment) else None
