"""`hits`: what a watch finds across cases (pack-study 5.14). Reads narrow facts, never logs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


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


def surge(before: Sequence[int], now: int, percent: Decimal) -> bool:
    """Whether a count lies more than so many percent above the mean of the periods before it."""
    if not before:
        return False
    mean = Decimal(sum(before)) / len(before)
    return now > mean * (1 + percent / 100)


def streak(periods: Sequence[bool], at_least: int) -> bool:
    """Whether the latest periods, the newest last, all meet the condition, so many in a row."""
    return 0 < at_least <= len(periods) and all(periods[-at_least:])
