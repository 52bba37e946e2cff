"""What each page of the desk needs: one class a page, filled by its view, named in its template.

A view passes ``{"shell": DeskShell, "page": <one of these>}``. As with the parts, nothing here
decides anything; words are in the reader's language.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.web.parts import (
    Action,
    ApprovalStrip,
    Bar,
    Choice,
    Clause,
    Conflict,
    Countdown,
    DraftState,
    DueExplanation,
    DutyGroup,
    DutyRow,
    Empty,
    FileItem,
    FilterChip,
    LedgerTable,
    Level,
    MarkedText,
    Masked,
    Notice,
    Pager,
    Person,
    Refusal,
    StatusLine,
    StepForm,
    Stepper,
    Tabs,
    Tag,
    Timeline,
)


@dataclass(frozen=True, kw_only=True)
class Crumb:
    """A step of the way to this page; the last has no address."""

    words: str
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class FactLine:
    """A fact of a case: label, then words, a covered value or marked text; tags and a link.

    ``section``: the step it was written in; a list of facts shows it as a heading where it changes.
    ``changed``: written anew since the case was sent back.
    """

    label: str
    words: str = ""
    value: Masked | MarkedText | None = None
    tags: Sequence[Tag] = ()
    link: Action | None = None
    section: str = ""
    changed: bool = False


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Somebody the reader waits for. ``moment`` stands where there is no countdown ("无时限")."""

    person: Person
    what: str
    number: str = ""
    number_href: str = ""
    countdown: Countdown | None = None
    moment: str = ""
    note: str = ""
    links: Sequence[Action] = ()


@dataclass(frozen=True, kw_only=True)
class MyDuties:
    """D1 and P4: what the reader owes, in order of due moment.

    ``summary``: the line beneath the title; ``late_words`` its bold piece. ``chips``: by time;
    ``narrow``: by store, stage, level. ``deputies``: whose duties are shown too. ``poll``: the
    address that offers newer rows. ``printing``: all is unfolded, and the browser asks to print.
    """

    summary: str
    late_words: str = ""
    summary_rest: str = ""
    chips: Sequence[FilterChip]
    narrow: Sequence[FilterChip] = ()
    deputies: Sequence[Tag] = ()
    groups: Sequence[DutyGroup]
    empty: Empty | None = None
    answer: StatusLine | None = None
    waiting: Sequence[Waiting] = ()
    waiting_count: int = 0
    waiting_href: str = ""
    shares: Sequence[Bar] = ()
    shares_title: str = ""
    shares_words: str = ""
    shares_note: str = ""
    calendar: MarkedText | None = None
    register: Action | None = None
    print_href: str = ""
    printing: bool = False
    poll: str = ""


@dataclass(frozen=True, kw_only=True)
class Settled:
    """The line under what is owed: how many are settled, which of them late, where to read them."""

    words: str
    late_words: str = ""
    late_who: str = ""
    clause: Clause | None = None
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class PicturePair:
    """Two pictures that tell something only side by side; None where one is missing."""

    left: FileItem | None
    right: FileItem | None
    labels: Sequence[str]

    @property
    def sides(self) -> Sequence[tuple[str, FileItem | None]]:
        """Each picture with its label, the left one first."""
        return list(zip(self.labels, (self.left, self.right), strict=True))


@dataclass(frozen=True, kw_only=True)
class DocumentItem:
    """A paper of the case."""

    title: str
    words: str = ""
    href: str = ""
    format: str = "PDF"


@dataclass(frozen=True, kw_only=True)
class Related:
    """A case that stands in relation to this one."""

    number: str
    href: str
    words: str
    tag: Tag | None = None
    note: str = ""
    action: Action | None = None


@dataclass(frozen=True, kw_only=True)
class Duplicate:
    """A case that may be the same: what agrees, and what the receiver may do about it.

    ``choices`` ask about it inside the form at hand, under ``name``.
    """

    number: str
    href: str
    when: str
    what: str
    same: str
    actions: Sequence[Action] = ()
    name: str = ""
    choices: Sequence[Choice] = ()


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """D2: what is owed now, what the reader may do, why not the rest; then what happened.

    ``tabs``: at most three acts and "more"; ``form`` is the current one; ``answer`` stands in its
    place after an act. ``refused``: what cannot be done now, drawn brief. ``masked_words``: "3 处
    已遮盖". ``swap``: set by the view when it answers a posted act, so that stepper, duties and
    timeline are sent out of band with the pane of acts.
    """

    crumbs: Sequence[Crumb]
    number: str
    headline: str
    stepper: Stepper
    owed: Sequence[DutyRow]
    timeline: Timeline
    level: Level | None = None
    tags: Sequence[Tag] = ()
    line: str = ""
    line_link: Action | None = None
    actions: Sequence[Action] = ()
    owed_empty: Empty | None = None
    settled: Settled | None = None
    facts: Sequence[FactLine] = ()
    facts_more: Sequence[FactLine] = ()
    masked_words: str = ""
    quote: MarkedText | None = None
    quote_note: str = ""
    finding: Notice | None = None
    filters: Sequence[FilterChip] = ()
    documents: Sequence[DocumentItem] = ()
    documents_link: Action | None = None
    pairs: Sequence[PicturePair] = ()
    evidence: Sequence[FileItem] = ()
    evidence_count: int = 0
    evidence_words: str = ""
    tabs: Tabs | None = None
    form: StepForm | None = None
    answer: StatusLine | Conflict | Refusal | None = None
    refused: Sequence[Refusal] = ()
    approvals: ApprovalStrip | None = None
    related: Sequence[Related] = ()
    duplicates: Sequence[Duplicate] = ()
    duplicates_hidden: str = ""
    swap: bool = False


@dataclass(frozen=True, kw_only=True)
class NumberPage:
    """A case of which the reader sees number and stage only."""

    crumbs: Sequence[Crumb]
    number: str
    headline: str
    stepper: Stepper
    words: str


@dataclass(frozen=True, kw_only=True)
class DuePage:
    """D3: why a duty is due when it is."""

    crumbs: Sequence[Crumb]
    explanation: DueExplanation


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """A line of the help on levels. ``met``: true, false, or ``None`` where a person must judge."""

    text: MarkedText
    met: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A limit beside the form: label, what it is, clause, words after the clause."""

    label: str
    words: str = ""
    countdown: Countdown | None = None
    clause: Clause | None = None
    before_clause: str = ""
    after_clause: str = ""


@dataclass(frozen=True, kw_only=True)
class RegisterPage:
    """D4: registration in one page, with its clocks, possible duplicates and what follows."""

    title: str
    form: StepForm
    tag: str = ""
    draft: DraftState | None = None
    paper_href: str = ""
    discard: Action | None = None
    promises: Sequence[Promise] = ()
    duplicates: Sequence[Duplicate] = ()
    duplicates_hidden: str = ""
    duplicates_href: str = ""
    criteria: Sequence[Criterion] = ()
    criteria_note: str = ""
    criteria_clause: Clause | None = None
    after: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class QueueEntry:
    """A case in the review queue."""

    countdown: Countdown
    number: str
    href: str
    what: str
    words: str
    level: Level | None = None
    tags: Sequence[Tag] = ()
    current: bool = False

    @property
    def late(self) -> bool:
        """Whether it wears the red edge."""
        return self.countdown.state == "overdue"


@dataclass(frozen=True, kw_only=True)
class ReviewPage:
    """D5: the queue, the case as it was submitted with its changes marked, the opinion.

    ``form``: the opinion; a checklist, then what is wrong, to whom, until when. Its ``submit`` passes
    and ``others`` return; while an answer is no, ``submit_refused`` says why it cannot pass.
    """

    summary: str
    tabs: Tabs
    queue: Sequence[QueueEntry]
    empty: Empty | None = None
    number: str = ""
    level: Level | None = None
    tags: Sequence[Tag] = ()
    open_href: str = ""
    returned: Notice | None = None
    returned_changes: MarkedText | None = None
    facts: Sequence[FactLine] = ()
    evidence: Sequence[FileItem] = ()
    countdown: Countdown | None = None
    form: StepForm | None = None
    answer: StatusLine | Conflict | Refusal | None = None


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """D10 and the list of cases: views, filters, one table, pages.

    ``hidden_words``: what is covered; ``printing``: the browser asks to print.
    """

    title: str
    clause: Clause | None = None
    actions: Sequence[Action] = ()
    views: Tabs | None = None
    view_links: Sequence[Action] = ()
    chips: Sequence[FilterChip] = ()
    clear_href: str = ""
    table: LedgerTable | None = None
    empty: Empty | None = None
    pager: Pager | None = None
    hidden_words: str = ""
    print_href: str = ""
    printing: bool = False


@dataclass(frozen=True, kw_only=True)
class SearchPage:
    """Results for one question. ``remark``: why a partial number finds nothing."""

    query: str
    words: str = ""
    remark: Notice | None = None
    table: LedgerTable | None = None
    empty: Empty | None = None
    pager: Pager | None = None


@dataclass(frozen=True, kw_only=True)
class CompanyEntry:
    """A company the reader belongs to. ``words``: what waits there ("2 逾期，5 今天")."""

    name: str
    pack: str
    post: str
    action: Action
    words: str = ""
    late: bool = False
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class CompaniesPage:
    """Choose a company."""

    companies: Sequence[CompanyEntry]
