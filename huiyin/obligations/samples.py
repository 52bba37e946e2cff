"""`draw`: a sample that nobody chose and anybody can draw again (pack-study 5.20)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import ceil
from typing import Any


@dataclass(frozen=True, slots=True)
class Drawn:
    """The pool in the order of the draw; the first `count` are drawn, the others stand by."""

    seed: str
    order: tuple[str, ...]
    count: int

    @property
    def cases(self) -> tuple[str, ...]:
        """What was drawn."""
        return self.order[: self.count]

    def instead(self, used: Iterable[str]) -> str | None:
        """The next one in order when a drawn case is replaced; None when the pool is used up."""
        gone = set(used) | set(self.cases)
        return next((case for case in self.order if case not in gone), None)


def draw(
    pool: Iterable[str],
    seed: str,
    *,
    percent: int | None = None,
    count: int | None = None,
    at_least: int = 1,
) -> Drawn:
    """Order a pool by SHA-256 of seed and case; take a share (rounded up) or a number, at least some."""
    order = tuple(sorted(set(pool), key=lambda case: sha256(f"{seed}{case}".encode()).digest()))
    wanted = count if count is not None else ceil(len(order) * (percent or 0) / 100)
    return Drawn(seed, order, min(max(wanted, at_least), len(order)))


def draws(because: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every draw that belongs to a case, as its opening tells: the first, and further ones."""
    if "sample" in because:
        yield because
    yield from because.get("more", ())
