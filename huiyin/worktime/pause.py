"""Pauses: stretches of time that do not count towards a term."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from huiyin.worktime.calendar import Calendar
from huiyin.worktime.duration import Counting

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Pause:
    """From `start` until `end`, the moment at which the term runs on. Both aware."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a pause needs moments with a time zone")
        if self.end.astimezone(UTC) < self.start.astimezone(UTC):
            raise ValueError("a pause ends before it starts")


def merged(pauses: Iterable[Pause], since: datetime) -> list[Span]:
    """The pauses after `since` in UTC, in order, overlapping ones joined, empty ones dropped."""
    spans: list[Span] = []
    clipped = ((max(p.start.astimezone(UTC), since), p.end.astimezone(UTC)) for p in pauses)
    for start, end in sorted(clipped):
        if end <= start:
            continue
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return spans


def paused_days(spans: Sequence[Span], rule: Counting, calendar: Calendar) -> frozenset[int]:
    """Ordinals of the days that are wholly or partly paused.

    A pause that begins when the day is already over (at its close of business, if the
    term ends there) leaves that day alone; so does one that ends as the day begins.
    """
    found: set[int] = set()
    for start, end in spans:
        first, last = calendar.local(start).date(), calendar.local(end).date()
        if start >= last_instant(first.toordinal(), rule, calendar):
            first = date.fromordinal(first.toordinal() + 1)
        if end <= calendar.start_of(last).astimezone(UTC):
            last = date.fromordinal(last.toordinal() - 1)
        found.update(range(first.toordinal(), last.toordinal() + 1))
    return frozenset(found)


def last_instant(ordinal: int, rule: Counting, calendar: Calendar) -> datetime:
    """The last good instant of a day under a counting rule, on the company's clock."""
    on = date.fromordinal(ordinal)
    return calendar.end_of(on) if rule.end == "midnight" else calendar.close_of(on)


def without(span: Span, pauses: Sequence[Span]) -> list[Span]:
    """What is left of a span when the (merged) pauses are cut out of it."""
    left: list[Span] = []
    start, end = span
    for paused_from, paused_to in within(span, pauses):
        if paused_from > start:
            left.append((start, paused_from))
        start = paused_to
    if start < end:
        left.append((start, end))
    return left


def within(span: Span, pauses: Sequence[Span]) -> list[Span]:
    """The parts of a span that lie in the (merged) pauses."""
    cut = ((max(start, span[0]), min(end, span[1])) for start, end in pauses)
    return [(start, end) for start, end in cut if start < end]
