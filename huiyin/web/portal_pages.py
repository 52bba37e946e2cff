"""What each page of the portal and the papers need: one class a page, filled by its view.

A view passes ``{"shell": PortalShell, "page": <one of these>}``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from huiyin.web.parts import (
    Action,
    Clause,
    Countdown,
    DraftState,
    MarkedText,
    NextStep,
    Notice,
    Refusal,
    StatusLine,
    StepForm,
)


@dataclass(frozen=True, kw_only=True)
class ComplainPage:
    """P1: one column of questions, ``form.body`` in order; ``promise`` stands at the end."""

    title: str
    lead: str
    form: StepForm
    promise: MarkedText | None = None


@dataclass(frozen=True, kw_only=True)
class ReceiptPage:
    """P2: it arrived, what now, how to look it up.

    ``code``: the query code, shown once; ``intake``: number of the intake. ``picture``: address of
    the receipt as a picture; ``to_phone``: sends it. ``phone``: the number to call.
    """

    title: str
    words: str
    code: str
    intake: str
    look_href: str
    steps: Sequence[NextStep]
    note: Notice | None = None
    qr: SafeString | None = None
    picture: str = ""
    to_phone: Action | None = None
    more: Sequence[Action] = ()
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class WayEntry:
    """What happened, in a customer's words.

    ``tone``: "", "now" or "late"; ``why``: the page that tells how a date is counted;
    ``was``: the moment promised first, before it was put off.
    """

    title: str
    moment: str
    words: str = ""
    tone: str = ""
    late_words: str = ""
    why: str = ""
    datetime: str = ""
    was: str = ""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What the company offers: a paragraph, numbered promises, who stands for it."""

    title: str
    words: str
    items: Sequence[MarkedText] = ()
    facts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, kw_only=True)
class PauseAsk:
    """A pause to which the customer is asked to agree: what is meant, the form with yes and no."""

    title: str
    words: Sequence[str]
    form: StepForm


@dataclass(frozen=True, kw_only=True)
class ProgressPage:
    """P3: where it stands, what is offered, what can be answered."""

    as_of: str
    title: str
    way: Sequence[WayEntry]
    lead: str = ""
    proposal: Proposal | None = None
    form: StepForm | None = None
    form_note: str = ""
    pause: PauseAsk | None = None
    own_title: str = ""
    own: Sequence[tuple[str, str]] = ()
    answer: StatusLine | Refusal | None = None
    actions: Sequence[Action] = ()
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonalPage:
    """What is held about a customer: own words and facts, requests made before, a form for one."""

    title: str
    own: Sequence[tuple[str, str]]
    facts: Sequence[tuple[str, str]]
    back_href: str
    asked: Sequence[tuple[str, str]] = ()
    form: StepForm | None = None
    notice: Notice | None = None
    actions: Sequence[Action] = ()
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class WhyPage:
    """How a date is counted, in a customer's words: a sentence, facts, the stretches one by one."""

    title: str
    words: str
    facts: Sequence[tuple[str, str, str]]
    rows: Sequence[tuple[str, str, str]]
    back_href: str


@dataclass(frozen=True, kw_only=True)
class LookPage:
    """One form under a title: the query code, more evidence, a correction."""

    title: str
    form: StepForm
    lead: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class StoreEntry:
    """A store that can be chosen."""

    name: str
    href: str
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class StoresPage:
    """Choose the store that the complaint is about."""

    title: str
    stores: Sequence[StoreEntry]


@dataclass(frozen=True, kw_only=True)
class RunningClock:
    """The clock on top of P5. ``percent``: how much of the limit is used."""

    label: str
    countdown: Countdown
    before: str
    percent: int
    words: str = ""
    clause: Clause | None = None


@dataclass(frozen=True, kw_only=True)
class QuickPage:
    """P5: stop the clock first, fill in the rest later. A desk page in the portal's sizes."""

    title: str
    back_href: str
    form: StepForm
    clock: RunningClock | None = None
    draft: DraftState | None = None
    offline: Notice | None = None
    steps: Sequence[NextStep] = ()
    submit_words: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperBox:
    """A box of a paper that is ticked or not."""

    label: str
    ticked: bool


@dataclass(frozen=True, kw_only=True)
class PaperCell:
    """A cell of a paper: label, words, boxes before the words, ``late`` underlined after them."""

    label: str
    words: str = ""
    boxes: Sequence[PaperBox] = ()
    late: str = ""
    strong: bool = False
    tall: bool = False


@dataclass(frozen=True, kw_only=True)
class PaperSignature:
    """A signature: role, name, unit, moment, kind ("电子签名"); empty without a name."""

    role: str
    name: str = ""
    unit: str = ""
    moment: str = ""
    kind: str = ""
    stamp: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperPage:
    """D14: a paper on A4. ``rows`` hold one or two cells; a ``letter`` has paragraphs instead.

    ``void``: the stamp across a void paper. ``code``: the QR code as SVG, made by us.
    ``fingerprint``: hash of the content in groups.
    """

    company: str
    title: str
    head: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[PaperCell]]
    letter: Sequence[str] = ()
    addressee: str = ""
    signatures: Sequence[PaperSignature] = ()
    code: SafeString | None = None
    code_words: str = ""
    basis: str = ""
    fingerprint: str = ""
    issued: str = ""
    pages: str = ""
    void: str = ""
    download: Action | None = None
    back_href: str = ""
