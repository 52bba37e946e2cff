"""What the pages of the regulation need: its text with figures, a clause, revisions, the tools."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.web.pages import Crumb
from huiyin.web.parts import (
    Action,
    ApprovalStrip,
    Clause,
    Confirm,
    Empty,
    ErrorSummary,
    Field,
    Figure,
    LedgerTable,
    Notice,
    Progress,
    Refusal,
    StepForm,
    Tabs,
    Tag,
)


@dataclass(frozen=True, kw_only=True)
class ClauseLine:
    """One clause: id, what it demands, what in the pack carries it, its figures with the cases."""

    ident: str
    demand: str
    href: str
    kept_by: str
    carried_by: Sequence[str] = ()
    more: int = 0
    figures: str = ""
    late: str = ""
    late_href: str = ""
    nothing: str = ""


@dataclass(frozen=True, kw_only=True)
class Article:
    """The clauses of one article as the regulation cites it."""

    cite: str
    clauses: Sequence[ClauseLine]


@dataclass(frozen=True, kw_only=True)
class RegulationPage:
    """The regulation, article by article, as it is in force; what is approved to come."""

    title: str
    words: str
    views: Tabs
    articles: Sequence[Article]
    coming: Notice | None = None
    review: Notice | None = None
    posts: Notice | None = None
    period: str = ""
    basis: str = ""


@dataclass(frozen=True, kw_only=True)
class ClausePage:
    """One clause: what it demands, what enforces it, how it is kept this quarter."""

    crumbs: Sequence[Crumb]
    title: str
    ident: str
    demand: str
    kept_by: str
    tags: Sequence[Tag]
    figures: Sequence[Figure]
    period: str
    nothing: str
    carriers: LedgerTable | None
    duties: LedgerTable | None
    remarks: Sequence[Notice] = ()
    paused: str = ""


@dataclass(frozen=True, kw_only=True)
class ParameterRow:
    """A value that the company sets: what it is, under which clauses, now, and as drafted."""

    label: str
    note: str
    clauses: Sequence[Clause]
    value: str
    field: Field | None = None
    fixed: bool = False
    changed: bool = False
    drafted: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """One change in words: whether it tightens, relaxes or changes, and for whom."""

    effect: str
    words: str
    whom: str = ""


@dataclass(frozen=True, kw_only=True)
class RunLine:
    """A run of a tool as a line: what, how it ended, where it is read."""

    label: str
    words: str
    href: str
    good: bool | None = None
    progress: Progress | None = None


@dataclass(frozen=True, kw_only=True)
class BlockShown:
    """What a tool said: a line, or a table with a head."""

    words: str = ""
    title: bool = False
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, kw_only=True)
class RevisionPage:
    """D11: the draft, what changes in words, what would have been, who signs, when it begins."""

    crumbs: Sequence[Crumb]
    title: str
    tags: Sequence[Tag]
    strip: ApprovalStrip
    parameters: Sequence[ParameterRow]
    changes: Sequence[ChangeLine]
    action: str
    once: str
    editable: bool
    answer: Notice | Refusal | None = None
    problems: ErrorSummary | None = None
    fields: Sequence[Field] = ()
    effective: Sequence[tuple[str, str]] = ()
    runs: Sequence[RunLine] = ()
    whatif: Sequence[BlockShown] = ()
    whatif_words: str = ""
    cases: LedgerTable | None = None
    cases_words: str = ""
    submit_refused: str = ""
    sign: StepForm | None = None
    others: Sequence[Action] = ()
    history: LedgerTable | None = None
    compared: str = ""
    poll: str = ""


@dataclass(frozen=True, kw_only=True)
class ToolCard:
    """One tool: what it answers, and the form that starts it."""

    title: str
    words: str
    form: StepForm
    command: str


@dataclass(frozen=True, kw_only=True)
class ToolsPage:
    """The author's tools and their latest runs."""

    title: str
    views: Tabs
    tools: Sequence[ToolCard]
    runs: Sequence[RunLine]
    empty: Empty | None = None


@dataclass(frozen=True, kw_only=True)
class RunPage:
    """One run of a tool: how far it is, or what it said; printable."""

    crumbs: Sequence[Crumb]
    title: str
    words: str
    tag: Tag
    blocks: Sequence[BlockShown] = ()
    progress: Progress | None = None
    cases: LedgerTable | None = None
    cases_words: str = ""
    again: Action | None = None
    poll: str = ""


@dataclass(frozen=True, kw_only=True)
class RunningPage:
    """Running cases by edition, and the decision to take them over."""

    title: str
    views: Tabs
    editions: LedgerTable
    answer: Notice | Refusal | None = None
    progress: Progress | None = None
    form: StepForm | None = None
    confirm: Confirm | None = None
    refused: Refusal | None = None
    moves: LedgerTable | None = None
    poll: str = ""
