"""Parts of lists and figures: tables that become cards on a phone, filters, pages, numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from huiyin.web.parts.case import Action, Clause, Countdown, Level, Tag
from huiyin.web.parts.trends import Length, Met, Trend


@dataclass(frozen=True, kw_only=True)
class FilterChip:
    """One filter: a link.

    ``on`` when it holds; ``clear`` then takes it away; with ``choices`` (links) pressing it opens
    them; ``count`` in bold; ``tone`` "" or "late".
    """

    template: ClassVar[str] = "web/parts/filter_chip.html"
    words: str
    href: str = ""
    count: int | None = None
    icon: str = ""
    tone: str = ""
    on: bool = False
    clear: str = ""
    choices: Sequence["FilterChoice"] = ()


@dataclass(frozen=True, kw_only=True)
class FilterChoice:
    """A value of a filter: a link to the list with it."""

    words: str
    href: str
    on: bool = False


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One view among several, a link."""

    words: str
    href: str
    on: bool = False
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Tabs:
    """Views side by side; every one is a page of its own address."""

    template: ClassVar[str] = "web/parts/tabs.html"
    label: str
    tabs: Sequence[Tab]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number that opens; ``value`` "" with ``why_none`` (no data). ``tone``: "" or "late"."""

    template: ClassVar[str] = "web/parts/figure.html"
    label: str
    value: str = ""
    unit: str = ""
    note: str = ""
    href: str = ""
    icon: str = ""
    tone: str = ""
    why_none: str = ""
    large: bool = False


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A share drawn as a bar with its words: ``done`` of ``total``, ``late`` of them hatched."""

    template: ClassVar[str] = "web/parts/bar.html"
    label: str
    words: str
    done: int
    late: int
    total: int
    href: str = ""

    @property
    def done_percent(self) -> str:
        """Width of the plain piece."""
        return f"{100 * self.done / self.total:.1f}%" if self.total else "0%"

    @property
    def late_end_percent(self) -> str:
        """Where the hatched piece ends."""
        return f"{100 * (self.done + self.late) / self.total:.1f}%" if self.total else "0%"

    @property
    def late_percent(self) -> str:
        """Width of the hatched piece."""
        return f"{100 * self.late / self.total:.1f}%" if self.total else "0%"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a ledger.

    ``sort``: "", "ascending" or "descending" as it stands; ``href`` sorts by it.
    ``phone``: how it shows on a card: "title", "line", "pair" (with its label) or "none".
    """

    label: str
    href: str = ""
    sort: str = ""
    right: bool = False
    phone: str = "pair"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell: words, or a part.

    ``href`` makes a link; ``struck`` strikes through what is void;
    an empty cell says why in ``none`` ("—" alone would mean zero, secret or unknown).
    ``typed`` is the number, day or moment behind the words, for a spreadsheet.
    """

    words: str = ""
    href: str = ""
    part: Clause | Countdown | Length | Level | Met | Tag | Trend | None = None
    late: bool = False
    struck: bool = False
    quiet: bool = False
    clip: bool = False
    none: str = ""
    spans: int = 1
    typed: Decimal | date | datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row; cells in the order of the columns."""

    cells: Sequence[Cell]
    ident: str = ""
    chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class LedgerTable:
    """A table with a caption for readers of screens, a foot of totals, cards on a phone."""

    template: ClassVar[str] = "web/parts/ledger_table.html"
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    foot: Sequence[Cell] = ()


@dataclass(frozen=True, kw_only=True)
class Pager:
    """Earlier and later page by key, no numbers.

    ``words``: about this page ("本页 12 条");
    ``source``: where the totals come from and until when, with a link to check.
    """

    template: ClassVar[str] = "web/parts/pager.html"
    previous: str = ""
    next: str = ""
    words: str = ""
    source: str = ""
    source_link: Action | None = None
