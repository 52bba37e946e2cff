"""One person's messages: how many are unread, a page of them, reading them.

A view is the whole inbox, what is `unread`, or what tells of lateness (`late`).
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from huiyin.cases.caller import Caller
from huiyin.channels.models import Message
from huiyin.writegate import gate

PAGE = 50
UNREAD, LATE = "unread", "late"
VIEWS: dict[str, dict[str, Any]] = {
    UNREAD: {"read_at": None},
    LATE: {"late": True, "read_at": None},
}


@dataclass(frozen=True)
class Inbox:
    """A page of messages, newest first, with the keys of the pages around it."""

    messages: list[Message]
    newer: str = ""
    older: str = ""


def _mine(caller: Caller) -> QuerySet[Message]:
    return Message.objects.filter(company=caller.company, person=caller.actor.person)


def unread(caller: Caller, view: str = UNREAD) -> int:
    """How many messages the caller has not read; one look into an index."""
    return _mine(caller).filter(**VIEWS[view]).count()


def inbox(
    caller: Caller, view: str = "", *, before: str = "", after: str = "", size: int = PAGE
) -> Inbox:
    """A page of a view: messages older than `before`, newer than `after`, or the newest."""
    rows = _mine(caller).filter(**VIEWS.get(view, {}))
    if after:
        found = list(rows.filter(id__gt=after).order_by("id")[: size + 1])
        more, found = len(found) > size, found[:size][::-1]
        return Inbox(
            found, newer=found[0].id if more and found else "", older=found[-1].id if found else ""
        )
    found = list((rows.filter(id__lt=before) if before else rows).order_by("-id")[: size + 1])
    more, found = len(found) > size, found[:size]
    return Inbox(
        found,
        newer=found[0].id if before and found else "",
        older=found[-1].id if more and found else "",
    )


def read_all(caller: Caller, until: str = "", view: str = "") -> int:
    """Mark the caller's messages of a view as read, up to one of them or all; returns how many."""
    rows = _mine(caller).filter(**VIEWS.get(view, {})).filter(read_at=None)
    with gate():
        return (rows.filter(id__lte=until) if until else rows).update(read_at=caller.now)
