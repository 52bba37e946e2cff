"""Writing what was measured: first what was asked for and whether it was reached, then every figure."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Figures = Mapping[str, Any]
Read = Callable[[Figures], float]


class Target:
    """One figure that was asked for: which part has it, how to read it, the bound."""

    def __init__(
        self,
        part: str,
        words: str,
        read: Read,
        *,
        least: float = 0.0,
        most: float = 0.0,
        unit: str = "",
    ) -> None:
        self.part, self.words, self.read = part, words, read
        self.least, self.most, self.unit = least, most, unit

    def asked(self) -> str:
        """The bound in words."""
        bound = f"≥ {self.least:g}" if self.least else f"≤ {self.most:g}"
        return f"{bound} {self.unit}".strip()

    def reached(self, value: float) -> bool:
        """Whether a figure keeps the bound."""
        return value >= self.least if self.least else value <= self.most


def _crowd(figures: Figures) -> float:
    return float(figures["crowd"]["32"]["per second"] / figures["crowd"]["8"]["per second"])


def _starved(figures: Figures) -> float:
    return float(figures["crowd"]["32"]["slowest / median"])


def _peer(figures: Figures) -> float:
    peer = figures["django-helpdesk, REST"]["8"]["per second"]
    return float(figures["Huiyin, quick form"]["8"]["per second"] / peer)


def _growth(name: str) -> Read:
    def read(figures: Figures) -> float:
        small, large = figures["pages"][name].values()
        return float(large["ms"] / small["ms"])

    return read


def _more_statements(figures: Figures) -> float:
    pages = figures["pages"].values()
    return float(
        max(b["statements"] - a["statements"] for a, b in (page.values() for page in pages))
    )


PAGES = (
    "my duties",
    "list, all",
    "list, open",
    "list, late",
    "list, page 2",
    "case",
    "search, number",
    "search, phone",
)

TARGETS = [
    Target(
        "registration",
        "registration against the transaction by hand",
        lambda f: f["ratio"],
        least=0.5,
    ),
    Target("registration", "round trips of a registration", lambda f: len(f["statements"]), most=8),
    Target("registration", "registrations a second, 32 clients to 8", _crowd, least=0.95),
    Target("registration", "slowest registration to the middle one, 32 clients", _starved, most=10),
    Target("overhttp", "registration over HTTP against django-helpdesk's REST", _peer, least=2),
    Target(
        "sweeping",
        "sweep, all limits at once, against bare SQL",
        lambda f: f["all due"]["ratio"],
        least=0.2,
    ),
    Target(
        "sweeping",
        "sweep, one limit a case at midnight, against bare SQL",
        lambda f: f["midnight"]["ratio"],
        least=0.2,
    ),
    Target(
        "sweeping", "a look when nothing is due", lambda f: f["nothing due ms"], most=5, unit="ms"
    ),
    Target("pages", "more statements of any page at the larger size", _more_statements, most=0.5),
    *(
        Target(
            "pages",
            f"{name}: time at the larger size to that at the smaller",
            _growth(name),
            most=1.2,
        )
        for name in PAGES
    ),
    Target(
        "starting",
        "cold start to the sign-in page",
        lambda f: f["start ms"]["sign-in"],
        most=500,
        unit="ms",
    ),
    Target(
        "starting",
        "cold start to a store's portal",
        lambda f: f["start ms"]["portal"],
        most=500,
        unit="ms",
    ),
    Target(
        "starting",
        "memory when idle, pages and background work",
        lambda f: max(f["memory MiB"].values()),
        most=150,
        unit="MiB",
    ),
    Target("core", "fold of 17 events", lambda f: f["fold of 17 events ms"], most=0.25, unit="ms"),
]


def written(found: Mapping[str, Mapping[str, Figures]], *, command: str, machine: str) -> str:
    """The page of results."""
    lines = [
        "# What was measured",
        "",
        f"Repeat with `{command}` in the project's folder. {machine}.",
        "Ratios are of one run on one machine; absolute figures say little elsewhere. Figures of a",
        "machine that does other work at the same time (see its load below) scatter by a third.",
        "",
        "| figure | asked | database | reached | |",
        "|---|---|---|---|---|",
        *_asked(found),
        "",
    ]
    for part, by_engine in found.items():
        for engine, figures in by_engine.items():
            lines += [f"## {part}, {engine}", "", *_figures(figures), ""]
    return "\n".join(lines)


def _asked(found: Mapping[str, Mapping[str, Figures]]) -> Iterator[str]:
    for target in TARGETS:
        for engine, figures in found.get(target.part, {}).items():
            try:
                value = target.read(figures)
            except (KeyError, ValueError):
                continue
            mark = "yes" if target.reached(value) else "**no**"
            shown = f"{_number(value)} {target.unit}".strip()
            yield f"| {target.words} | {target.asked()} | {engine} | {shown} | {mark} |"


def _figures(figures: Figures, depth: int = 0) -> Iterator[str]:
    for name, value in figures.items():
        head = f"{'  ' * depth}- {name}"
        if isinstance(value, Mapping):
            yield head
            yield from _figures(value, depth + 1)
        else:
            yield f"{head}: {_number(value)}"


def _number(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
    if isinstance(value, list):
        return " · ".join(f"`{one}`" for one in value)
    return str(value)
