"""An independent model of working time: slow, day by day and quarter-hour by quarter-hour.

It shares no code with huiyin.worktime. Its working days come from another library than
the product's. Times are naive and mean Shanghai, which has no daylight saving time; all
of them lie on quarter-hours.
"""

import calendar as months
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache

from holidays import country_holidays

QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 2018, 2026
OFFICE = ((time(9), time(12)), (time(13), time(18)))
CLOSE = time(18)

Stretch = tuple[datetime, datetime]


@cache
def working_days() -> frozenset[date]:
    """All days worked in China in the years of the model."""
    china = country_holidays("CN", years=range(FIRST_YEAR, LAST_YEAR + 1))
    made_up = set(china.weekend_workdays)
    day, found = date(FIRST_YEAR, 1, 1), set()
    while day.year <= LAST_YEAR:
        if day in made_up or (day.weekday() < 5 and day not in china):
            found.add(day)
        day += DAY
    return frozenset(found)


def limit(
    start: datetime, count: int, unit: str, zero: str, end: str, pauses: Sequence[Stretch] = ()
) -> datetime:
    if unit in ("minute", "hour", "workhour"):
        quarters = {"minute": count // 15, "hour": count * 4, "workhour": count * 4}[unit]
        return _tick(start, quarters, pauses, office_only=unit == "workhour")
    wanted = count if unit == "workday" else _calendar_days(start, count, unit, zero, end)
    for day in _days_from(start.date()):
        last = _last_instant(day, end)
        if day == start.date() and (zero == "excluded" or start > last):
            continue
        if unit == "workday" and day not in working_days():
            continue
        if _touched(max(start, datetime.combine(day, time.min)), last, pauses):
            continue
        wanted -= 1
        if wanted == 0:
            return last
    raise AssertionError("days never end")


def deadline_for_asking(moment: datetime, count: int, unit: str, zero: str, end: str) -> datetime:
    """The end of the n-th day before a moment, for days, weeks and workdays."""
    wanted = count * 7 if unit == "week" else count
    day = moment.date() if zero == "included" else moment.date() - DAY
    while True:
        if unit != "workday" or day in working_days():
            wanted -= 1
        if wanted == 0:
            return min(moment, _last_instant(day, end))
        day -= DAY


def _tick(
    start: datetime, quarters: int, pauses: Sequence[Stretch], *, office_only: bool
) -> datetime:
    now = start
    while quarters:
        paused = any(begin <= now < end for begin, end in pauses)
        open_now = now.date() in working_days() and any(a <= now.time() < b for a, b in OFFICE)
        quarters -= not paused and (open_now or not office_only)
        now += QUARTER
    return now


def _calendar_days(start: datetime, count: int, unit: str, zero: str, end: str) -> int:
    if unit in ("day", "week"):
        return count * (7 if unit == "week" else 1)
    length = count * {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[unit]
    if zero == "excluded":
        return (_same_day(start.date(), length) - start.date()).days
    first = start.date() + (DAY if start > _last_instant(start.date(), end) else 0 * DAY)
    target = _same_day(first, length)
    # Where the month lacks the day, the term ends with the month.
    last = target - DAY if target.day == first.day else target
    return (last - first).days + 1


def _same_day(day: date, length: int) -> date:
    year, month = day.year, day.month
    for _ in range(length):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, months.monthrange(year, month)[1]))


def _days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += DAY


def _last_instant(day: date, end: str) -> datetime:
    return datetime.combine(day, time.max if end == "midnight" else CLOSE)


def _touched(begin: datetime, end: datetime, pauses: Sequence[Stretch]) -> bool:
    return any(a < b and a < end and b > begin for a, b in pauses)
