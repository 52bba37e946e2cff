"""Small pictures beside a number: how it went over some periods, and how long it is beside others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

SMALL, LARGE, EDGE = (160, 40), (320, 96), 5


@dataclass(frozen=True, kw_only=True)
class Point:
    """One period of a line: what it is called, what stands there; ``height`` from 0 to 1.

    No height: no data, and the line has a gap there.
    """

    label: str
    words: str
    height: float | None = None


@dataclass(frozen=True, kw_only=True)
class Trend:
    """A small line over some periods, the oldest first, drawn on the server.

    ``label`` says it in words for readers of screens; the line begins at nought. ``large``: with the
    numbers beneath.
    """

    template: ClassVar[str] = "web/parts/trend.html"
    label: str
    points: Sequence[Point]
    large: bool = False

    @property
    def width(self) -> int:
        """How wide the picture is."""
        return (LARGE if self.large else SMALL)[0]

    @property
    def height(self) -> int:
        """How high the picture is."""
        return (LARGE if self.large else SMALL)[1]

    @property
    def ground(self) -> int:
        """Where nought lies."""
        return self.height - EDGE

    @property
    def dots(self) -> Sequence[tuple[str, str]]:
        """Where the points lie."""
        return [place for place in self._places if place is not None]

    @property
    def last(self) -> tuple[str, str] | None:
        """Where the latest point lies, if it has one."""
        return self._places[-1] if self._places else None

    @property
    def lines(self) -> Sequence[str]:
        """The stretches between gaps, each as the points of a line."""
        found: list[list[str]] = [[]]
        for place in self._places:
            if place is None:
                found.append([])
            else:
                found[-1].append(",".join(place))
        return [" ".join(stretch) for stretch in found if len(stretch) > 1]

    @property
    def _places(self) -> list[tuple[str, str] | None]:
        step = (self.width - 2 * EDGE) / max(len(self.points) - 1, 1)
        return [
            None
            if point.height is None
            else (
                f"{EDGE + n * step:.1f}",
                f"{self.ground - point.height * (self.ground - EDGE):.1f}",
            )
            for n, point in enumerate(self.points)
        ]


@dataclass(frozen=True, kw_only=True)
class Length:
    """How long a number is beside the others of its table; the number stands in ``words``, and opens."""

    template: ClassVar[str] = "web/parts/length.html"
    words: str
    share: float
    href: str = ""

    @property
    def percent(self) -> str:
        """The width of the bar."""
        return f"{100 * self.share:.1f}%"


@dataclass(frozen=True, kw_only=True)
class Met:
    """Whether a target was met: icon, word and the target; never colour alone."""

    template: ClassVar[str] = "web/parts/met.html"
    words: str
    met: bool
