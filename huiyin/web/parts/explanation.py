"""Why a duty is due when it is (D3): five facts, a calendar or a line of stretches, the sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from huiyin.web.parts.case import Clause, Countdown, TimelineEntry


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One of the five facts: 从, 计, 跳过, 暂停, 到. ``tone``: "", "pause" or "strong"."""

    label: str
    value: str
    note: str = ""
    tone: str = ""
    countdown: Countdown | None = None


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day of the calendar. ``kind``: start, counted, skipped, paused or outside.

    ``ordinal``: its number among the counted days. ``makeup``: a working day made up for a holiday
    (班). ``words``: reason or remark. ``today`` and ``due`` frame it.
    """

    date: str
    kind: str
    ordinal: int | None = None
    words: str = ""
    makeup: bool = False
    today: bool = False
    due: bool = False


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A row of the table: the span of time, how it counts, the running sum, by which source."""

    span: str
    how: str
    sum: str
    kind: str = "counted"
    clauses: Sequence[Clause] = ()
    source: str = ""
    source_href: str = ""
    makeup: bool = False
    last: bool = False
    minutes: int = 0


@dataclass(frozen=True, kw_only=True)
class DueExplanation:
    """All of it.

    ``weeks`` (seven days each, Monday first) for limits in days; for minutes and hours ``weeks``
    is empty and the stretches are drawn as a line. ``customer_words``: the same without
    clauses, to be copied for a customer. ``quote``: what the clause demands.
    """

    template: ClassVar[str] = "web/parts/due_explanation.html"
    title: str
    case: str = ""
    case_href: str = ""
    clause: Clause | None = None
    quote: str = ""
    facts: Sequence[Fact] = ()
    weeks: Sequence[Sequence[Day]] = ()
    stretches: Sequence[Stretch] = ()
    changes: Sequence[TimelineEntry] = ()
    changes_words: str = ""
    what_if: Sequence[tuple[str, Clause | None]] = ()
    customer_words: str = ""
    provisional: str = ""
    print_href: str = ""

    @property
    def line(self) -> list[tuple[Stretch, str, str]]:
        """Stretches with the start and width of their piece of the line, in percent."""
        total = sum(stretch.minutes for stretch in self.stretches) or 1
        pieces: list[tuple[Stretch, str, str]] = []
        start = 0
        for stretch in self.stretches:
            if stretch.minutes:
                width = 100 * stretch.minutes / total
                pieces.append((stretch, f"{100 * start / total:.2f}%", f"{width:.2f}%"))
                start += stretch.minutes
        return pieces
