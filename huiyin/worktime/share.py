"""How much of a term is over: a share of it, and whole units between two moments."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from huiyin.worktime.calendar import WORKING, Calendar
from huiyin.worktime.count import (
    add,
    add_clocked,
    days_in,
    first_day,
    length_of,
    nth_counted,
    office_spans,
)
from huiyin.worktime.duration import (
    CLOCKED,
    MONTHS,
    Counting,
    CountingRules,
    Duration,
    Unit,
    counting_for,
)
from huiyin.worktime.pause import Pause, last_instant, merged

_WHOLE: Final = 100
_DAYS_PER_WEEK: Final = 7
_MONTHS_PER_YEAR: Final = 12


def part_of(
    start: datetime,
    term: Duration,
    percent: int,
    rules: CountingRules,
    calendar: Calendar,
    pauses: Iterable[Pause] = (),
) -> datetime:
    """The moment at which `percent` (1 to 100) of a term is used up, in its own unit.

    Minutes, hours and workhours are divided exactly: half of 1 hour is 30 minutes.
    Days are never divided: the share is rounded up to a whole counted day and ends with
    it (70 % of 10 workdays is the end of the 7th), but a share below 100 % stays a day
    short of the limit, since a warning that comes with the breach warns nobody (70 % of
    3 workdays is the end of the 2nd). Months and years are counted in their days. A term
    of a single day has only its hours to divide: the share of the time from start to limit.
    """
    if not 1 <= percent <= _WHOLE:
        raise ValueError(f"a share of a term is between 1 and 100 percent, not {percent}")
    local = calendar.local(start)
    begin = local.astimezone(UTC)
    spans = merged(pauses, begin)
    if term.unit in CLOCKED:
        share = length_of(term) * percent / _WHOLE
        return add_clocked(begin, term.unit, share, calendar, spans).moment
    rule = counting_for(term.unit, rules)
    days = days_in(local, term, rule, calendar)
    if percent == _WHOLE or days == 1:
        limit = nth_counted(local, term.unit, days, rule, calendar, spans).moment
        return calendar.local(begin + (limit.astimezone(UTC) - begin) * percent / _WHOLE)
    share_days = min(-(-days * percent // _WHOLE), days - 1)
    return nth_counted(local, term.unit, share_days, rule, calendar, spans).moment


def between(
    start: datetime, end: datetime, unit: Unit, rules: CountingRules, calendar: Calendar
) -> int:
    """How many whole units of a term that starts at `start` are over at `end`.

    The inverse of `add`: the greatest n whose limit is not after `end`, 0 if none is.
    """
    local, until = calendar.local(start), calendar.local(end)
    begin, stop = local.astimezone(UTC), until.astimezone(UTC)
    if stop < begin:
        return 0
    if unit is Unit.WORKHOUR:
        return worked(begin, stop, calendar) // timedelta(hours=1)
    if unit in CLOCKED:
        return (stop - begin) // length_of(Duration(1, unit))
    rule = counting_for(unit, rules)
    if unit in MONTHS:
        return _whole_months(local, until, unit, rules, calendar)
    first, last = first_day(local, rule, calendar), _last_day_over(until, rule, calendar)
    if unit is Unit.WORKDAY:
        return sum(calendar.marks[day] & WORKING for day in range(first, last + 1))
    return max(0, last - first + 1) // (_DAYS_PER_WEEK if unit is Unit.WEEK else 1)


def _last_day_over(until: datetime, rule: Counting, calendar: Calendar) -> int:
    day = until.date().toordinal()
    return day if until >= last_instant(day, rule, calendar) else day - 1


def _whole_months(
    local: datetime, until: datetime, unit: Unit, rules: CountingRules, calendar: Calendar
) -> int:
    months = (until.year - local.year) * _MONTHS_PER_YEAR + until.month - local.month
    count = months // MONTHS[unit] + 1
    while count and add(local, Duration(count, unit), rules, calendar).moment > until:
        count -= 1
    return count


def worked(begin: datetime, stop: datetime, calendar: Calendar) -> timedelta:
    """How much of the time between two moments lies in office hours."""
    total = timedelta(0)
    for (start, end), _ in office_spans(begin, calendar, ()):
        if start >= stop:
            break
        total += min(end, stop) - start
    return total
