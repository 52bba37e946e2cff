"""What the page of messages needs; words are in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.web.parts import Action, Empty, FilterChip, Pager


@dataclass(frozen=True, kw_only=True)
class OlderMessage:
    """An older message on the same case, under the newest one."""

    moment: str
    title: str
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class MessageEntry:
    """A message: moment, title, words, where it leads; ``late`` tells of lateness.

    ``older`` are those of the same page about the same case, ``more`` says how many.
    """

    moment: str
    title: str
    words: str = ""
    href: str = ""
    unread: bool = False
    late: bool = False
    older: Sequence[OlderMessage] = ()
    more: str = ""


@dataclass(frozen=True, kw_only=True)
class MessagesPage:
    """Messages, newest first, those of a case together; ``filters`` choose the unread ones."""

    messages: Sequence[MessageEntry]
    filters: Sequence[FilterChip] = ()
    empty: Empty | None = None
    pager: Pager | None = None
    read_all: Action | None = None
