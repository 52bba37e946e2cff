"""What the pages of figures and reports need; see `pages.py`."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.web.pages import Crumb, FactLine
from huiyin.web.parts import (
    Action,
    Clause,
    Empty,
    Figure,
    FilterChip,
    LedgerTable,
    Met,
    Notice,
    Tabs,
    Tag,
    Trend,
)


@dataclass(frozen=True, kw_only=True)
class ReportEntry:
    """A report of the pack: who makes it for whom and how often, and its latest runs.

    ``current``: the page of the period that runs now, where no run is about it.
    """

    ident: str
    title: str
    words: str
    clauses: Sequence[Clause]
    current: Action | None = None
    runs: LedgerTable | None = None
    none: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportList:
    """The reports that the reader may open."""

    words: str
    views: Tabs | None
    reports: Sequence[ReportEntry]
    empty: Empty | None = None


@dataclass(frozen=True, kw_only=True)
class ReportSection:
    """One section: figures, a table, or what somebody wrote.

    ``parts`` are drawn one after the other; ``written`` are lines of text of the case's form;
    ``missing`` says what must still be written and by whom; ``note`` stands beneath.
    """

    number: str
    title: str
    clause: Clause | None = None
    parts: Sequence[object] = ()
    table: LedgerTable | None = None
    written: Sequence[FactLine] = ()
    missing: Notice | None = None
    empty: str = ""
    note: str = ""
    link: Action | None = None


@dataclass(frozen=True, kw_only=True)
class ReportPage:
    """A report about one period, as it would be handed over.

    ``standing`` says whether the figures are frozen, and as of when.
    """

    crumbs: Sequence[Crumb]
    company: str
    title: str
    period: str
    clauses: Sequence[Clause]
    state: Tag | None
    facts: Sequence[FactLine]
    periods: Sequence[FilterChip]
    standing: Notice
    sections: Sequence[ReportSection]
    remarks: Sequence[str] = ()
    actions: Sequence[Action] = ()
    print_href: str = ""
    printing: bool = False


@dataclass(frozen=True, kw_only=True)
class FigureList:
    """Every figure of the regulation; at most five large on top.

    ``counted``: how cases were counted; the first line names the period.
    """

    words: str
    views: Tabs
    each: Sequence[FilterChip]
    back: Sequence[FilterChip]
    first: Sequence[Figure] = ()
    table: LedgerTable | None = None
    elsewhere: LedgerTable | None = None
    counted: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class MetricPage:
    """One figure: its value, how it went, its groups with the cases behind each.

    ``none``: why there is no value. ``remarks``: the pack's own note, and what is told apart.
    """

    crumbs: Sequence[Crumb]
    title: str
    clauses: Sequence[Clause]
    periods: Sequence[FilterChip]
    figure: Figure
    met: Met | None = None
    none: str = ""
    trend: Trend | None = None
    groups: LedgerTable | None = None
    history: LedgerTable | None = None
    remarks: Sequence[str] = ()
    print_href: str = ""
    printing: bool = False
