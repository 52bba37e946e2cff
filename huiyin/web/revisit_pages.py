"""D6: what the revisit desk needs: the list by due date, the call, what to know first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from huiyin.web.pages import FactLine
from huiyin.web.parts import (
    Action,
    Countdown,
    Empty,
    FilterChip,
    Refusal,
    StatusLine,
    StepForm,
    Tag,
    Timeline,
)
from huiyin.web.parts.script import Comparison, Consequence


@dataclass(frozen=True, kw_only=True)
class CallEntry:
    """A customer to be called: when, who, about what, how often tried."""

    href: str
    name: str
    number: str
    what: str
    words: str = ""
    countdown: Countdown | None = None
    agreed: str = ""
    tags: Sequence[Tag] = ()
    current: bool = False

    @property
    def late(self) -> bool:
        """Whether it wears the red edge."""
        return self.countdown is not None and self.countdown.state == "overdue"


@dataclass(frozen=True, kw_only=True)
class CallPane:
    """The call: whom, the three ways, the script as one form, what follows, the form of a missed try."""

    name: str
    number: str
    open_href: str
    label: str
    version: str = ""
    contact: Sequence[FactLine] = ()
    ways: Sequence[Action] = ()
    form: StepForm | None = None
    tried: StepForm | None = None
    tried_words: str = ""
    tried_open: bool = False
    link: Sequence[tuple[str, str]] = ()
    link_code: SafeString | None = None
    follows: Sequence[Consequence] = ()
    refused: Refusal | None = None


@dataclass(frozen=True, kw_only=True)
class KnowFirst:
    """The right column: the case, its rounds, who worked on it; tries; the customer's own words."""

    facts: Sequence[FactLine] = ()
    more: Sequence[FactLine] = ()
    masked_words: str = ""
    tries: Timeline | None = None
    tries_words: str = ""
    compared: Sequence[Comparison] = ()
    draw: Sequence[tuple[str, str]] = ()
    kept_title: str = ""
    kept: str = ""


@dataclass(frozen=True, kw_only=True)
class RevisitsPage:
    """D6."""

    summary: str
    chips: Sequence[FilterChip]
    entries: Sequence[CallEntry]
    empty: Empty | None = None
    call: CallPane | None = None
    know: KnowFirst | None = None
    answer: StatusLine | None = None
