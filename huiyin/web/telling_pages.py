"""What the list of customers to be told by phone needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.web.pages import FactLine
from huiyin.web.parts import Action, Empty, StatusLine


@dataclass(frozen=True, kw_only=True)
class TellEntry:
    """A customer: who, what to say, since when, what did not work; the number when asked for."""

    name: str
    number: str
    href: str
    says: Sequence[str]
    since: str
    ident: str
    notes: Sequence[str] = ()
    contact: Sequence[FactLine] = ()
    open_href: str = ""
    actions: Sequence[Action] = ()


@dataclass(frozen=True, kw_only=True)
class TellingsPage:
    """The list."""

    summary: str
    entries: Sequence[TellEntry]
    empty: Empty | None = None
    answer: StatusLine | None = None
