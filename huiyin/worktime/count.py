"""When a term ends, when it must have begun, and how much of it is over.

Every limit is the last good instant: an act at that moment is in time, one a
microsecond later is not. Minutes and hours run on through nights and rest days;
workhours run in office hours; everything else counts days (see `add`).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from huiyin.worktime.calendar import PROVISIONAL, WORKING, Calendar
from huiyin.worktime.duration import (
    CLOCKED,
    ELAPSED_SECONDS,
    MONTHS,
    Counting,
    CountingRules,
    Duration,
    Unit,
    counting_for,
)
from huiyin.worktime.months import anniversary, day_before_anniversary
from huiyin.worktime.pause import Pause, Span, last_instant, merged, paused_days, without

_SECOND: Final = timedelta(seconds=1)
_HOUR_SECONDS: Final = 3600
_DAYS_PER_WEEK: Final = 7
# No calendar leaves a company this long without a working day or an unpaused one.
_SEARCH_DAYS: Final = 120 * 366


class Limit(NamedTuple):
    """The last good instant of a term, on the company's clock.

    `provisional`: the working days it was counted on are not all published yet.
    """

    moment: datetime
    provisional: bool


class NoWorkingDay(ValueError):
    """A calendar that has no working day left to count on."""


def add(
    start: datetime,
    term: Duration,
    rules: CountingRules,
    calendar: Calendar,
    pauses: Iterable[Pause] = (),
) -> Limit:
    """The last good instant of a term that starts at `start` (aware).

    - minutes, hours: that much time later; a pause moves the limit by its length.
    - workhours: that much office time on working days, outside pauses.
    - days, workdays, weeks, months, years: the n-th counted day, to its midnight or
      close of business. An included day zero counts unless it is already over when the
      term starts (after close of business). Months keep the day of the month, or take
      the month's last day. A day that is wholly or partly paused is not counted.

    Raises UncountedUnit if the rules do not say how the unit counts, ValueError for a
    naive start, NoWorkingDay if the calendar has no working days.
    """
    local = calendar.local(start)
    begin = local.astimezone(UTC)
    spans = merged(pauses, begin) if pauses else []
    if term.unit in CLOCKED:
        return add_clocked(begin, term.unit, length_of(term), calendar, spans)
    rule = counting_for(term.unit, rules)
    return nth_counted(
        local, term.unit, days_in(local, term, rule, calendar), rule, calendar, spans
    )


def before(moment: datetime, term: Duration, rules: CountingRules, calendar: Calendar) -> datetime:
    """The last instant that is at least `term` ahead of `moment`.

    Minutes, hours and workhours are taken off exactly. For days it is the end (midnight
    or close of business, as the unit's rule says) of the n-th day before the day of
    `moment`; an included day zero makes that day itself the first. Never after `moment`.
    """
    local = calendar.local(moment)
    utc = local.astimezone(UTC)
    if term.unit is Unit.WORKHOUR:
        return _take_office_time(utc, length_of(term), calendar)
    if term.unit in CLOCKED:
        return calendar.local(utc - length_of(term))
    rule = counting_for(term.unit, rules)
    day = local.date().toordinal()
    included = rule.day_zero == "included"
    if term.unit is Unit.WORKDAY:
        found = _nth_workday_back(day if included else day - 1, term.count, calendar)
    elif term.unit in MONTHS:
        months = term.count * MONTHS[term.unit]
        found = anniversary(local.date(), -months).toordinal()
        whole = day_before_anniversary(date.fromordinal(found + 1), months) <= local.date()
        found += included and whole
    else:
        found = day - _in_days(term) + included
    return min(last_instant(found, rule, calendar), local)


def length_of(term: Duration) -> timedelta:
    """The length of a term in minutes, hours or workhours."""
    return term.count * ELAPSED_SECONDS.get(term.unit, _HOUR_SECONDS) * _SECOND


def add_clocked(
    begin: datetime, unit: Unit, length: timedelta, calendar: Calendar, pauses: Sequence[Span]
) -> Limit:
    """A length of time after `begin` (UTC), of office time if the unit is workhour."""
    if unit is not Unit.WORKHOUR:
        return Limit(calendar.local(_elapse(begin, length, pauses)), provisional=False)
    if not length:
        return Limit(calendar.local(begin), provisional=False)
    for (start, end), provisional in office_spans(begin, calendar, pauses):
        if length <= end - start:
            return Limit(calendar.local(start + length), provisional)
        length -= end - start
    raise AssertionError("office_spans never ends without an error")


def nth_counted(
    local: datetime,
    unit: Unit,
    count: int,
    rule: Counting,
    calendar: Calendar,
    pauses: Sequence[Span],
) -> Limit:
    """The end of the `count`-th counted day of a term that starts at a local moment.

    Working days are counted for workdays, calendar days for every other day unit.
    """
    paused = paused_days(pauses, rule, calendar) if pauses else frozenset()
    first = first_day(local, rule, calendar)
    if unit is Unit.WORKDAY:
        last, provisional = _nth_workday(first, count, calendar, paused)
    else:
        last, provisional = _nth_day(first, count, paused), False
    return Limit(last_instant(last, rule, calendar), provisional)


def days_in(local: datetime, term: Duration, rule: Counting, calendar: Calendar) -> int:
    """How many days a term counts: working days for workdays, else calendar days."""
    if term.unit not in MONTHS:
        return _in_days(term)
    months = term.count * MONTHS[term.unit]
    first = first_day(local, rule, calendar)
    if rule.day_zero == "excluded":
        last = anniversary(local.date(), months)
    else:
        last = day_before_anniversary(date.fromordinal(first), months)
    return last.toordinal() - first + 1


def first_day(local: datetime, rule: Counting, calendar: Calendar) -> int:
    """Ordinal of the first day that can count for a term starting at a local moment."""
    day = local.date().toordinal()
    if rule.day_zero == "excluded":
        return day + 1
    return day + 1 if local > last_instant(day, rule, calendar) else day


def _in_days(term: Duration) -> int:
    return term.count * (_DAYS_PER_WEEK if term.unit is Unit.WEEK else 1)


def _elapse(begin: datetime, length: timedelta, spans: Sequence[Span]) -> datetime:
    """`begin` plus a length of time, not counting the pauses that start before its end."""
    end = begin + length
    for start, stop in spans:
        if start >= end:
            break
        end += stop - start
    return end


def _nth_day(first: int, count: int, paused: frozenset[int]) -> int:
    """The `count`-th day from `first` on (itself the first), leaving out paused days."""
    if not paused:
        return first + count - 1
    day = first - 1
    while count:
        day += 1
        count -= day not in paused
    return day


def _nth_workday(
    first: int, count: int, calendar: Calendar, paused: frozenset[int]
) -> tuple[int, bool]:
    """The `count`-th unpaused working day from `first`, and if a day up to it is provisional."""
    marks = calendar.marks
    seen = 0
    for day in range(first, first + _SEARCH_DAYS):
        mark = marks[day]
        seen |= mark
        if mark & WORKING and day not in paused:
            count -= 1
            if not count:
                return day, bool(seen & PROVISIONAL)
    raise NoWorkingDay("the calendar has no working day to count on")


def _nth_workday_back(last: int, count: int, calendar: Calendar) -> int:
    for day in range(last, last - _SEARCH_DAYS, -1):
        if calendar.marks[day] & WORKING:
            count -= 1
            if not count:
                return day
    raise NoWorkingDay("the calendar has no working day to count on")


def office_spans(
    begin: datetime, calendar: Calendar, pauses: Sequence[Span]
) -> Iterator[tuple[Span, bool]]:
    """Office time from `begin` (UTC) on, without pauses, and if a day up to it is provisional."""
    first = calendar.local(begin).date().toordinal()
    seen = 0
    for ordinal in range(first, first + _SEARCH_DAYS):
        mark = calendar.marks[ordinal]
        seen |= mark
        if not mark & WORKING:
            continue
        for opens, closes in calendar.office_hours(date.fromordinal(ordinal)):
            if closes > begin:
                for span in without((max(opens, begin), closes), pauses):
                    yield span, bool(seen & PROVISIONAL)
    raise NoWorkingDay("the calendar has no working day to count on")


def _take_office_time(moment: datetime, length: timedelta, calendar: Calendar) -> datetime:
    last = calendar.local(moment).date().toordinal()
    if not length:
        return calendar.local(moment)
    for ordinal in range(last, last - _SEARCH_DAYS, -1):
        if not calendar.marks[ordinal] & WORKING:
            continue
        for opens, closes in reversed(list(calendar.office_hours(date.fromordinal(ordinal)))):
            available = min(closes, moment) - opens
            if available <= timedelta(0):
                continue
            if length <= available:
                return calendar.local(min(closes, moment) - length)
            length -= available
    raise NoWorkingDay("the calendar has no working day to count on")
