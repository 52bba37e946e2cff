"""Periods for schedules (a day, week, month …) and the day inside one that is meant.

A shifted day stays inside its period, so that two periods never claim each other's day;
a period without a working day has none, and the caller says that it was skipped.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from huiyin.worktime.calendar import Calendar
from huiyin.worktime.months import anniversary

PeriodUnit = Literal["day", "week", "month", "quarter", "half_year", "year"]
Shift = Literal["none", "next_workday", "previous_workday"]

_WEEKDAYS: Final = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
_DAY_NUMBER: Final = re.compile(r"day ([1-9]\d{0,2})")
_LENGTH_IN_MONTHS: Final[Mapping[str, int]] = {
    "month": 1,
    "quarter": 3,
    "half_year": 6,
    "year": 12,
}


@dataclass(frozen=True, slots=True)
class Period:
    """A natural period, `first` and `last` day included.

    `name` is unique among periods of all units: 2026-10-09, 2026-W41 (ISO week, Monday
    to Sunday), 2026-10, 2026-Q4, 2026-H2, 2026.
    """

    name: str
    first: date
    last: date
    unit: PeriodUnit

    def __contains__(self, on: date) -> bool:
        return self.first <= on <= self.last


def period_of(unit: PeriodUnit, on: date) -> Period:
    """The period of that unit in which the day lies. Raises ValueError for another unit."""
    if unit == "day":
        return Period(on.isoformat(), on, on, unit)
    if unit == "week":
        year, week, weekday = on.isocalendar()
        first = date.fromordinal(on.toordinal() - weekday + 1)
        return Period(f"{year}-W{week:02}", first, _later(first, 6), unit)
    if unit not in _LENGTH_IN_MONTHS:
        raise ValueError(f"'{unit}' is not a period; choose from {', '.join(get_args(PeriodUnit))}")
    length = _LENGTH_IN_MONTHS[unit]
    index = (on.month - 1) // length
    first = date(on.year, index * length + 1, 1)
    return Period(
        _NAMES[unit](on.year, index + 1), first, _before(anniversary(first, length)), unit
    )


_NAMES: Final[Mapping[str, Callable[[int, int], str]]] = {
    "month": "{}-{:02}".format,
    "quarter": "{}-Q{}".format,
    "half_year": "{}-H{}".format,
    "year": lambda year, _: str(year),
}


def next_period(period: Period) -> Period:
    """The period of the same unit that begins the day after this one ends."""
    return period_of(period.unit, _later(period.last, 1))


def ordinal(period: Period) -> int:
    """The running number of a period among those of its unit."""
    if period.unit in ("day", "week"):
        days = period.first.toordinal()
        return days if period.unit == "day" else days // 7
    return (period.first.year * 12 + period.first.month - 1) // _LENGTH_IN_MONTHS[period.unit]


def previous_period(period: Period) -> Period:
    """The period of the same unit that ends the day before this one begins."""
    return period_of(period.unit, _before(period.first))


def check_slot(slot: str) -> None:
    """Refuse a slot that `slot_in` does not know, with a sentence for the pack's author."""
    if slot not in ("first_day", "last_day", *_WEEKDAYS) and not _DAY_NUMBER.fullmatch(slot):
        raise ValueError(
            f"'{slot}' is not a day in a period: write first_day, last_day, a weekday "
            f"such as monday, or 'day 10'"
        )


def slot_in(period: Period, slot: str, shift: Shift, calendar: Calendar) -> date | None:
    """The day of a period that a schedule means, or None if the period has none.

    `slot`: "first_day", "last_day", a weekday (the first one in the period) or "day N"
    (its last day if it is shorter). `shift`: a rest day moves to the next or previous
    working day; where that leaves the period, to the nearest one on the other side; if
    the whole period is rest, there is no day. Raises ValueError for an unknown slot.
    """
    check_slot(slot)
    meant = _meant_day(period, slot)
    if meant is None or shift == "none" or calendar.is_workday(meant):
        return meant
    later = _first_workday(calendar, meant, period.last, 1)
    earlier = _first_workday(calendar, meant, period.first, -1)
    return (later or earlier) if shift == "next_workday" else (earlier or later)


def _meant_day(period: Period, slot: str) -> date | None:
    if slot == "first_day":
        return period.first
    if slot == "last_day":
        return period.last
    if slot in _WEEKDAYS:
        ahead = (_WEEKDAYS.index(slot) - period.first.weekday()) % len(_WEEKDAYS)
        found = _later(period.first, ahead)
        return found if found in period else None
    return min(_later(period.first, int(slot.removeprefix("day ")) - 1), period.last)


def _first_workday(calendar: Calendar, start: date, stop: date, step: int) -> date | None:
    ordinals = range(start.toordinal(), stop.toordinal() + step, step)
    days = (date.fromordinal(ordinal) for ordinal in ordinals)
    return next((day for day in days if calendar.is_workday(day)), None)


def _later(on: date, days: int) -> date:
    return date.fromordinal(on.toordinal() + days)


def _before(on: date) -> date:
    return _later(on, -1)
