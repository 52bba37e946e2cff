"""`slots`: the moments at which a schedule opens a case (pack-study 5.10).

One a whole period since adoption, whether or not anybody looked. A shifted day stays inside its
period; a period without a working day has none and is told as skipped.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from huiyin.obligations.rules import Rules
from huiyin.policy.across import Schedule
from huiyin.worktime import Calendar, Period, PeriodUnit, next_period, ordinal, period_of, slot_in


@dataclass(frozen=True, slots=True)
class Slot:
    """One period of a schedule and when its case opens; `day` is None where it is skipped.

    `merged` names earlier periods that the same case serves.
    """

    period: Period
    day: date | None
    at: datetime
    merged: tuple[str, ...] = ()


def rhythm(rules: Rules, schedule: Schedule, on: date) -> Schedule:
    """The schedule with what parameters say of its rhythm on a day. Raises `Unset`."""
    each, every = rules.number(schedule.each, on), rules.number(schedule.every, on)
    if (each, every) == (schedule.each, schedule.every):
        return schedule
    return schedule.model_copy(update={"each": each, "every": every})


def in_turn(schedule: Schedule, period: Period, begun: date) -> bool:
    """Whether a period is meant when only every so-many-th is, counted from the one of a day."""
    every = int(schedule.every)
    passed = ordinal(period) - ordinal(period_of(period.unit, begun))
    return every <= 1 or (passed > 0 and passed % every == 0)


def slots(
    schedule: Schedule, calendar: Calendar, since: datetime, until: datetime
) -> Iterator[Slot]:
    """The slots from the first whole period since a moment up to another, in order."""
    held: Slot | None = None
    for slot in _plain(schedule, calendar, since):
        if slot.at > until and slot.day is not None:
            break
        if slot.period.first > calendar.local(until).date():
            break
        if held is not None and schedule.merge and slot.day is not None and held.day == slot.day:
            held = replace(slot, merged=(*held.merged, held.period.name))
            continue
        if held is not None:
            yield held
        held = slot
    if held is not None and held.at <= until:
        yield held


def next_slot(schedule: Schedule, calendar: Calendar, since: datetime, after: datetime) -> Slot:
    """The first slot that opens a case after a moment."""
    begin = max(since, calendar_start(calendar, period_before(schedule, calendar, after)))
    return next(s for s in _plain(schedule, calendar, begin) if s.day is not None and s.at > after)


def period_before(schedule: Schedule, calendar: Calendar, moment: datetime) -> date:
    """The first day of the period in which a moment lies."""
    return period_of(_unit(schedule), calendar.local(moment).date()).first


def calendar_start(calendar: Calendar, day: date) -> datetime:
    """The first instant of a day."""
    return datetime.combine(day, time.min, tzinfo=calendar.tz)


def _unit(schedule: Schedule) -> PeriodUnit:
    return schedule.each  # type: ignore[return-value]  # a rhythm by now; another is refused there


def _plain(schedule: Schedule, calendar: Calendar, since: datetime) -> Iterator[Slot]:
    """Every slot from the first period that lies wholly after a moment, without end."""
    local = calendar.local(since)
    period = period_of(_unit(schedule), local.date())
    if calendar_start(calendar, period.first) < local:
        period = next_period(period)
    clock = time.fromisoformat(schedule.time)
    while True:
        day = slot_in(period, schedule.slot, schedule.shift, calendar)
        if day is not None and schedule.days == "workdays" and not calendar.is_workday(day):
            day = None
        at = datetime.combine(day or period.first, clock, tzinfo=calendar.tz)
        yield Slot(period, day, at)
        period = next_period(period)
