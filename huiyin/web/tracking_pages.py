"""What the pages of tracking and supervision need: rows with their rhythm, entries, rungs, drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from huiyin.web.parts import (
    Action,
    Bar,
    Clause,
    Conflict,
    Countdown,
    Empty,
    FilterChip,
    LedgerTable,
    Level,
    Pager,
    Person,
    Refusal,
    StatusLine,
    StepForm,
    Tabs,
    Tag,
)


@dataclass(frozen=True, kw_only=True)
class Beat:
    """One day of a rhythm: ``tone`` kept, good (made good late), missed, due or none; a mark; words."""

    tone: str
    mark: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Beats:
    """The days of a rhythm side by side, each with words for who cannot see the boxes."""

    template: ClassVar[str] = "web/parts/beats.html"
    label: str
    beats: Sequence[Beat]


@dataclass(frozen=True, kw_only=True)
class TrackedRow:
    """A case under a rhythm. ``next_words``: when it is due again; ``pressed``: an open notice."""

    number: str
    href: str
    title: str
    beats: Beats
    action: Action
    who: Person | None = None
    unit: str = ""
    level: Level | None = None
    rhythm: str = ""
    next_words: str = ""
    progress: Bar | None = None
    countdown: Countdown | None = None
    pressed: Tag | None = None
    chosen: bool = False
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was answered at one time; ``changed`` since the time before."""

    words: str
    changed: bool = False


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question with its answers, newest first."""

    label: str
    answers: Sequence[Answer]


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """Entries made before: who and when, newest first, and what each answered."""

    times: Sequence[str]
    questions: Sequence[Question]


@dataclass(frozen=True, kw_only=True)
class Rung:
    """A rung of the ladder: ``state`` done, now or next."""

    state: str
    title: str
    words: str = ""
    href: str = ""
    countdown: Countdown | None = None
    clauses: Sequence[Clause] = ()
    tag: Tag | None = None

    @property
    def icon(self) -> str:
        """Icon of its state."""
        return {"done": "circle-check", "now": "file-alert"}.get(self.state, "circle-dashed")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """The case under the hands: the form that is to be filled in now, or why it cannot be."""

    title: str
    number: str
    href: str
    headline: str = ""
    clauses: Sequence[Clause] = ()
    last: str = ""
    form: StepForm | None = None
    answer: StatusLine | Conflict | Refusal | None = None
    refused: Refusal | None = None
    earlier: Earlier | None = None
    rungs: Sequence[Rung] = ()
    press: Sequence[Action] = ()


@dataclass(frozen=True, kw_only=True)
class TrackingPage:
    """D7: whom to track today, who lags, which rung is next."""

    summary: str
    late_words: str = ""
    views: Tabs
    chips: Sequence[FilterChip] = ()
    rows: Sequence[TrackedRow] = ()
    days: Sequence[str] = ()
    empty: Empty | None = None
    pager: Pager | None = None
    entry: Entry | None = None
    stores: LedgerTable | None = None
    bearers: LedgerTable | None = None


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    """A supervision notice: about which case, who must answer until when."""

    number: str
    href: str
    kind: str
    about: str
    about_number: str = ""
    about_href: str = ""
    stage: str = ""
    owed: str = ""
    who: Person | None = None
    countdown: Countdown | None = None
    action: Action | None = None
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class SupervisionPage:
    """Which notices are out, who must answer each, until when."""

    summary: str
    late_words: str = ""
    views: Tabs
    chips: Sequence[FilterChip] = ()
    rows: Sequence[NoticeRow] = ()
    empty: Empty | None = None
    pager: Pager | None = None


@dataclass(frozen=True, kw_only=True)
class ReportDraft:
    """A report on one case that waits to be sent: due when, drafted from what, the form to send it."""

    number: str
    href: str
    title: str
    level: Level | None = None
    label: str = ""
    countdown: Countdown | None = None
    words: str = ""
    form: StepForm | None = None
    refused: Refusal | None = None
    answer: StatusLine | Conflict | Refusal | None = None
    clauses: Sequence[Clause] = ()


@dataclass(frozen=True, kw_only=True)
class ReportsPage:
    """What goes upward today: drafts that a person edits and sends."""

    summary: str
    views: Tabs
    drafts: Sequence[ReportDraft] = ()
    empty: Empty | None = None
    pager: Pager | None = None
