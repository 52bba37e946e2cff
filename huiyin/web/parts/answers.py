"""Parts that answer: refused, somebody was faster, nothing here, done, not yet done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from huiyin.web.parts.case import Action, Clause
from huiyin.web.parts.fields import Field


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why something cannot be done now: what, what is missing, who, which clause, next.

    ``title``: the refused act as a sentence. ``missing`` and ``who``: one sentence a line.
    ``brief``: drawn as one of several on the case page, with a lock and no box.
    """

    template: ClassVar[str] = "web/parts/refusal.html"
    title: str
    missing: Sequence[str] = ()
    who: Sequence[str] = ()
    clauses: Sequence[Clause] = ()
    next: Action | None = None
    brief: bool = False


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Somebody was faster: ``title`` says who, when, what; the reader's text is kept."""

    template: ClassVar[str] = "web/parts/conflict.html"
    title: str
    words: str = ""
    actions: Sequence[Action] = ()


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A boxed remark. ``tone``: "", "accent", "late" or "soon". ``alert``: read out at once."""

    template: ClassVar[str] = "web/parts/notice.html"
    title: str = ""
    words: str = ""
    icon: str = "info-circle"
    tone: str = ""
    clauses: Sequence[Clause] = ()
    links: Sequence[Action] = ()
    alert: bool = False


@dataclass(frozen=True, kw_only=True)
class Empty:
    """Nothing to list: what would be here, what comes next and when, one or two things to do."""

    template: ClassVar[str] = "web/parts/empty.html"
    title: str
    words: str = ""
    actions: Sequence[Action] = ()


@dataclass(frozen=True, kw_only=True)
class NoData:
    """A figure that cannot be given; ``why`` is never empty (not 0 %, not 100 %)."""

    template: ClassVar[str] = "web/parts/nodata.html"
    label: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Counted progress of something long. ``words``: what is left ("约 6 秒")."""

    template: ClassVar[str] = "web/parts/progress.html"
    label: str
    done: int
    total: int
    words: str = ""
    notes: Sequence[str] = ()
    cancel: Action | None = None


@dataclass(frozen=True, kw_only=True)
class Confirm:
    """Before what cannot be undone: consequences, reason, identity; buttons name the act.

    ``danger`` is false where nothing is lost by it (showing a covered value). ``files``: it takes some.
    """

    template: ClassVar[str] = "web/parts/confirm.html"
    title: str
    consequences: Sequence[str]
    act: str
    keep: str
    action: str
    keep_href: str
    fields: Sequence[Field] = ()
    once: str = ""
    ident: str = "confirm"
    danger: bool = True
    files: bool = False


@dataclass(frozen=True, kw_only=True)
class StatusLine:
    """What was recorded, whether on time, and the next duty. ``late`` draws the fact in red."""

    template: ClassVar[str] = "web/parts/status_line.html"
    done: str
    next: str = ""
    next_action: Action | None = None
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing to correct: the field's label, its element id, the sentence beside it."""

    label: str
    anchor: str
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class ErrorSummary:
    """Above the button: how many things to correct, each a link to its field."""

    template: ClassVar[str] = "web/parts/error_summary.html"
    problems: Sequence[Problem]
    brief: bool = False


@dataclass(frozen=True, kw_only=True)
class DraftState:
    """Where the typed text is.

    ``saved``: time of the last save ("10:41"); ``restored``: when it was typed, if it was brought
    back now; ``local``: it lies on this device only.
    """

    template: ClassVar[str] = "web/parts/draft_state.html"
    saved: str = ""
    restored: str = ""
    discard: str = ""
    local: bool = False


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """What comes next for a customer or receiver: when it happens, and what."""

    when: str
    what: str


@dataclass(frozen=True, kw_only=True)
class NextSteps:
    """A short list of what follows, each with its moment."""

    template: ClassVar[str] = "web/parts/next_steps.html"
    steps: Sequence[NextStep]
