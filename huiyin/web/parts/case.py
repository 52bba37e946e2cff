"""Parts that show a case: what is owed, by when, under which clause, what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar


class CountdownState(StrEnum):
    """How a due moment stands; decided on the server, never by the browser."""

    OVERDUE = "overdue"
    SOON = "soon"
    TODAY = "today"
    LATER = "later"
    PAUSED = "paused"
    UNDETERMINED = "undetermined"
    NO_LIMIT = "no-limit"
    MET = "met"
    MET_LATE = "met-late"
    MISSED = "missed"
    WAIVED = "waived"
    LAPSED = "lapsed"


_COUNTDOWN_ICONS = {
    CountdownState.OVERDUE: "alert-triangle",
    CountdownState.SOON: "clock-exclamation",
    CountdownState.TODAY: "clock",
    CountdownState.LATER: "calendar",
    CountdownState.PAUSED: "player-pause",
    CountdownState.UNDETERMINED: "help-circle",
    CountdownState.MET: "circle-check",
    CountdownState.MET_LATE: "circle-check",
    CountdownState.MISSED: "alert-triangle",
    CountdownState.WAIVED: "gavel",
    CountdownState.LAPSED: "circle-minus",
}
_TICKING = {CountdownState.OVERDUE, CountdownState.SOON, CountdownState.TODAY}


@dataclass(frozen=True, kw_only=True)
class Countdown:
    """A due moment with its state (ui: Countdown).

    ``amount``: the time left or late in words ("2小时14分"), for overdue, soon, today, met late.
    ``words``: what stands in the box instead of the state's own words: the date when later
    ("10月12日 周一 12:00"), a bare moment ("今天 24:00").
    ``resumes``: the day a paused clock goes on. ``under``: the line beneath, with the absolute
    moment ("今天 08:28 到期") or who has to fix the limit ("待管理层核定"). ``why``: address of the
    explanation. ``due``: the moment itself, aware; scripts tick by it. ``provisional``: the date
    crosses a year whose calendar is not published. ``size``: "", "small" or "large". ``was``: the
    moments that an extension put off, struck through before the one that holds.
    """

    template: ClassVar[str] = "web/parts/countdown.html"
    state: CountdownState
    amount: str = ""
    words: str = ""
    resumes: str = ""
    due: datetime | None = None
    under: str = ""
    why: str = ""
    provisional: bool = False
    size: str = ""
    was: Sequence[str] = ()

    @property
    def icon(self) -> str:
        """Name of the state's icon; empty when there is none."""
        return _COUNTDOWN_ICONS.get(self.state, "")

    @property
    def ticks(self) -> bool:
        """Whether a script keeps the words current."""
        return self.due is not None and self.state in _TICKING and not self.words


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A chip that cites a clause (ui: Clause chip).

    ``label``: article as the regulation writes it ("第十一条(一)"). ``href``: the article's page.
    The rest fills what opens on focus, hover or tap: ``title``, ``demand`` in the company's own
    words, ``version`` ("2026.1 版 11.1.b"), ``figures`` of the quarter with ``figures_href``.
    """

    template: ClassVar[str] = "web/parts/clause_chip.html"
    label: str
    href: str = ""
    title: str = ""
    demand: str = ""
    version: str = ""
    figures: str = ""
    figures_href: str = ""


@dataclass(frozen=True, kw_only=True)
class Level:
    """How grave a case is: ``rank`` of ``of`` bars, with words. ``words`` is never empty."""

    template: ClassVar[str] = "web/parts/level.html"
    rank: int
    of: int
    words: str

    @property
    def bars(self) -> list[bool]:
        """One entry a bar, true when it is filled."""
        return [number < self.rank for number in range(self.of)]

    @property
    def highest(self) -> bool:
        """Whether this is the gravest level, drawn in black and bold."""
        return self.of > 1 and self.rank >= self.of


@dataclass(frozen=True, kw_only=True)
class Tag:
    """A small boxed word. ``tone``: "", "accent", "late", "soon", "pause" or "provisional"."""

    template: ClassVar[str] = "web/parts/tag.html"
    words: str
    icon: str = ""
    tone: str = ""


@dataclass(frozen=True, kw_only=True)
class Action:
    """One thing to press: a link, or a form of its own when ``method`` is "post".

    ``label`` is the verb. ``style``: "", "primary", "outline", "danger" or "plain". ``refused``:
    why it cannot be pressed now; the button is then drawn off with the reason beside it.
    ``key``: the key shown beside it. ``fields``: hidden values of the form it posts.
    """

    template: ClassVar[str] = "web/parts/action.html"
    label: str
    href: str = ""
    icon: str = ""
    style: str = ""
    small: bool = False
    method: str = "get"
    name: str = ""
    value: str = ""
    key: str = ""
    refused: str = ""
    once: str = ""
    fields: Sequence[tuple[str, str]] = ()
    label_full: str = ""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody: name, unit or post, and the character on the round sign (the first by default)."""

    template: ClassVar[str] = "web/parts/person.html"
    name: str
    post: str = ""
    sign: str = ""

    @property
    def initial(self) -> str:
        """The character in the circle."""
        return self.sign or self.name[:1]


@dataclass(frozen=True, kw_only=True)
class DutyRow:
    """One duty (ui: Duty row): when | verb and case in one line; facts | one action.

    ``ident`` is a stable element id, so that a swap keeps the focus. ``verb`` names the act.
    ``number_words`` stands where there is no number yet; ``level_words`` where no level is set.
    ``facts`` are short words after the clause. ``bearer`` is shown on a case page, where the
    reader may not be the one who owes; ``mine`` marks the reader's own. ``refresh`` is the
    address that answers with this row anew when a threshold passes.
    """

    template: ClassVar[str] = "web/parts/duty_row.html"
    ident: str
    countdown: Countdown
    verb: str
    case: str = ""
    number: str = ""
    number_href: str = ""
    number_words: str = ""
    level: Level | None = None
    level_words: str = ""
    clauses: Sequence[Clause] = ()
    tags: Sequence[Tag] = ()
    facts: Sequence[str] = ()
    bearer: Person | None = None
    mine: bool = False
    action: Action | None = None
    second_action: Action | None = None
    action_words: str = ""
    chosen: bool = False
    refresh: str = ""

    @property
    def late(self) -> bool:
        """Whether the row wears the red edge."""
        return self.countdown.state is CountdownState.OVERDUE


@dataclass(frozen=True, kw_only=True)
class DutyGroup:
    """Duties under one heading. ``kind``: overdue, soon, today, undetermined or later.

    ``count`` counts all of them, also those not shown; ``more`` leads to the rest (``more_words``:
    "展开其余 8 项").
    """

    template: ClassVar[str] = "web/parts/duty_group.html"
    kind: str
    title: str
    count: int
    rows: Sequence[DutyRow]
    words: str = ""
    more: str = ""
    more_words: str = ""

    @property
    def icon(self) -> str:
        """The icon of the group's heading."""
        return _COUNTDOWN_ICONS.get(CountdownState[self.kind.upper()], "rubber-stamp")


class StageState(StrEnum):
    """Where a stage stands: done, the current one, still to come, or not needed in this case."""

    PAST = "past"
    NOW = "now"
    NEXT = "next"
    SKIPPED = "skipped"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One official stage. ``words``: its moment, or who comes next; ``late`` says so for ever."""

    name: str
    state: StageState
    words: str = ""
    late: bool = False
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Stepper:
    """The stages of a case in order (ui: Stage stepper)."""

    template: ClassVar[str] = "web/parts/stepper.html"
    stages: Sequence[Stage]

    @property
    def position(self) -> int:
        """Number of the current stage, from 1; of the last one when all are done."""
        for number, stage in enumerate(self.stages, start=1):
            if stage.state is StageState.NOW:
                return number
        return len(self.stages)

    @property
    def current(self) -> Stage:
        """The stage that the phone shows alone."""
        return self.stages[self.position - 1]

    @property
    def long(self) -> bool:
        """Whether a phone folds it: it would push the duties off the screen."""
        return len(self.stages) > 4


@dataclass(frozen=True, kw_only=True)
class Masked:
    """A value that is covered (ui: Masked value).

    ``masked`` is all that the page holds until the reader gives a reason at ``show``.
    ``label`` names the thing for the button's accessible name ("手机号"). Once shown: ``value``,
    for ``seconds`` more, and ``today`` times looked today.
    """

    template: ClassVar[str] = "web/parts/masked.html"
    masked: str
    label: str = ""
    show: str = ""
    value: str = ""
    seconds: int = 120
    today: int | None = None
    ident: str = ""


@dataclass(frozen=True, kw_only=True)
class Span:
    """A piece of running text.

    ``kind``: "" plain, "masked" (``text`` says what was there), "vague", "added",
    "removed" or "strong".
    """

    template: ClassVar[str] = "web/parts/span.html"
    text: str
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class MarkedText:
    """Running text with covered, vague or changed pieces; line breaks are kept."""

    template: ClassVar[str] = "web/parts/marked_text.html"
    spans: Sequence[Span]


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """One thing that happened (ui: Timeline entry).

    ``occurred``: moment in words; ``recorded``: set only when it was recorded later ("16:15").
    ``tone``: "" or "late" (square, red) or "accent". ``corrects``: words and address of the entry
    that this one corrects.
    """

    occurred: str
    act: str
    who: str = ""
    what: str = ""
    recorded: str = ""
    tone: str = ""
    late: str = ""
    clauses: Sequence[Clause] = ()
    note: str = ""
    corrects: str = ""
    corrects_href: str = ""
    at: datetime | None = None
    ident: str = ""


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """Entries, newest first. ``chain``: the line about the sealed log beneath."""

    template: ClassVar[str] = "web/parts/timeline.html"
    entries: Sequence[TimelineEntry]
    chain: str = ""
    chain_href: str = ""
    more: str = ""


class ApprovalState(StrEnum):
    """State of one signature in a chain."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"
    NOT_NEEDED = "not-needed"
    RETURNED = "returned"


_APPROVAL_ICONS = {
    ApprovalState.DONE: "circle-check",
    ApprovalState.NOW: "hourglass",
    ApprovalState.NEXT: "circle-dashed",
    ApprovalState.NOT_NEEDED: "circle-minus",
    ApprovalState.RETURNED: "arrow-back-up",
}


@dataclass(frozen=True, kw_only=True)
class ApprovalStep:
    """One step: ``name``; person, moment and state, or why it is not needed, in ``words``."""

    name: str
    state: ApprovalState
    words: str = ""

    @property
    def icon(self) -> str:
        """Icon of the state."""
        return _APPROVAL_ICONS[self.state]


@dataclass(frozen=True, kw_only=True)
class ApprovalStrip:
    """All steps of an approval in order; ``upright`` in a narrow column."""

    template: ClassVar[str] = "web/parts/approval_strip.html"
    steps: Sequence[ApprovalStep]
    upright: bool = False
