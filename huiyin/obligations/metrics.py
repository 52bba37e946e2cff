"""`total`: what the entries of cases to a metric come to; see `contributing.py` for the entries.

Where there is nothing to measure the value is None: neither 0 nor 100 %. A number of cases may be 0.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from statistics import median

from huiyin.policy.metrics import COUNTS, SHARES

REFERENCE = "ref:"
"""Begins a key that stands for a text kept outside the log; whoever stores it puts a keyed hash there."""
YES, NO = Decimal(1), Decimal(0)


class Apart(StrEnum):
    """What is told beside a figure."""

    NO = ""
    EXTENDED = "extended"
    OPEN = "open"
    UNDETERMINED = "undetermined"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one case contributes to a metric, at `place` in it; `of` is 0 where nothing is measured.

    `keys` stand in the order of the metric's dims. Parts of a whole are 1 or 0, times are seconds.
    """

    metric: str
    place: str
    at: datetime
    keys: tuple[str, ...]
    value: Decimal | None = YES
    of: int = 1
    apart: Apart = Apart.NO
    paused: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """What some entries come to: `value` of `of` that were measured; None without any.

    Of a share `n` are those that count for it (of `on_time` with the `extended` ones); else all.
    """

    keys: tuple[str, ...] = ()
    value: Decimal | None = None
    n: int = 0
    of: int = 0
    extended: int = 0
    open: int = 0
    undetermined: int = 0
    unanswered: int = 0
    paused: int = 0
    median: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """Entries added up; two sums are added without looking at the entries again."""

    total: Decimal = NO
    of: int = 0
    extended: int = 0
    open: int = 0
    undetermined: int = 0
    unanswered: int = 0
    paused: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        """Both together."""
        return Sum(
            self.total + other.total,
            self.of + other.of,
            self.extended + other.extended,
            self.open + other.open,
            self.undetermined + other.undetermined,
            self.unanswered + other.unanswered,
            self.paused + other.paused,
        )

    def group(self, kind: str, keys: tuple[str, ...] = (), middle: Decimal | None = None) -> Group:
        """The group that it comes to under a kind."""
        value: Decimal | None = self.total if self.of or kind in COUNTS else None
        if value is not None and kind not in (*COUNTS, "sum"):
            value = self.total / self.of
        n = int(self.total) if kind in SHARES else self.of
        return Group(
            keys,
            value,
            n,
            self.of,
            self.extended,
            self.open,
            self.undetermined,
            self.unanswered,
            self.paused,
            middle,
        )


def total(kind: str, found: Iterable[Entry]) -> Group:
    """What some entries of one metric come to."""
    kept = tuple(found)
    if kind == "repeat":
        kept = tuple(_repeated(kept))
    added = sum(map(_sum, kept), start=Sum())
    values = [e.value for e in kept if e.of and e.value is not None]
    middle = median(values) if kind == "duration" and values else None
    return added.group(kind, middle=middle)


def groups(kind: str, found: Iterable[Entry]) -> tuple[Group, ...]:
    """The same, one group for all entries with the same keys; the most frequent first."""
    by_keys: dict[tuple[str, ...], list[Entry]] = {}
    for entry in found:
        by_keys.setdefault(entry.keys, []).append(entry)
    made = [replace(total(kind, some), keys=keys) for keys, some in by_keys.items()]
    return tuple(sorted(made, key=lambda group: (-group.of, group.keys)))


def _repeated(found: Iterable[Entry]) -> Iterator[Entry]:
    """Of entries with the same keys all but the first repeat it."""
    seen: set[tuple[str, ...]] = set()
    measured = (entry for entry in found if entry.of)
    for entry in sorted(measured, key=lambda one: (one.at, one.place)):
        yield replace(entry, value=YES if entry.keys in seen else NO)
        seen.add(entry.keys)


def _sum(entry: Entry) -> Sum:
    return Sum(
        total=entry.value or NO if entry.of else NO,
        of=entry.of,
        extended=int(entry.apart is Apart.EXTENDED),
        open=int(entry.apart is Apart.OPEN),
        undetermined=int(entry.apart is Apart.UNDETERMINED),
        unanswered=int(entry.apart is Apart.UNANSWERED),
        paused=entry.paused,
    )
