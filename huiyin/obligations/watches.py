"""`hits`: what a watch finds across cases (pack-study 5.14). Reads narrow facts, never logs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal

from huiyin.worktime import (
    Calendar,
    Counting,
    Duration,
    Period,
    PeriodUnit,
    Unit,
    before,
    period_of,
    previous_period,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One case as a watch sees it: when it counts, and what tells it apart from others."""

    case: str
    occurred: datetime
    apart: tuple[str, ...]


def hits(seen: Sequence[Seen], at_least: int, start: datetime, end: datetime) -> tuple[str, ...]:
    """The cases of one group that together reach a count within a window; empty below it.

    Cases count once for each way in which they differ: the same customer complaining again does
    not add up where the watch asks for different customers.
    """
    within = [one for one in seen if start <= one.occurred <= end]
    if len({one.apart for one in within}) < at_least:
        return ()
    ordered = sorted(within, key=lambda one: (one.occurred, one.case))
    return tuple(dict.fromkeys(one.case for one in ordered))


def returned(seen: Sequence[Seen], spans: Sequence[tuple[datetime, datetime]]) -> tuple[Seen, ...]:
    """The cases that came back: each lies within the term after a remedy of the same had ended.

    A span runs from the end of a remedy to the end of its term; what occurred while it was still
    under way, or at the very moment it ended, did not come back.
    """
    return tuple(one for one in seen if any(end < one.occurred <= until for end, until in spans))


def surge(base: int, periods: int, now: int, percent: Decimal) -> bool:
    """Whether a count lies more than so many percent above the mean of so many periods before it."""
    return periods > 0 and now * periods > base * (1 + percent / 100)


def base_of(period: Period, term: Duration, calendar: Calendar) -> tuple[Period, ...]:
    """The whole periods within a term before a period, with which a surge compares it; oldest first."""
    plain = dict.fromkeys(Unit, Counting("excluded", "midnight"))
    start = datetime.combine(period.first, time.min, tzinfo=calendar.tz)
    since = calendar.local(before(start, term, plain, calendar)).date()
    found = []
    earlier = previous_period(period)
    while earlier.first >= since:
        found.append(earlier)
        earlier = previous_period(earlier)
    return tuple(reversed(found))


def streak(
    moments: Sequence[datetime], unit: PeriodUnit, at_least: int, calendar: Calendar
) -> tuple[Period, ...]:
    """The first so many periods in a row that each hold a moment; empty when there are none."""
    held = {period_of(unit, calendar.local(moment).date()) for moment in moments}
    row: tuple[Period, ...] = ()
    for period in sorted(held, key=lambda one: one.first):
        row = (*row, period) if row and previous_period(period) == row[-1] else (period,)
        if len(row) >= at_least > 0:
            return row[-at_least:]
    return ()
