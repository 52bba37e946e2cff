"""Revisions of the regulation that wait for the reader: a duty without limit, and a message while they wait."""

from django.utils.translation import gettext as _

from huiyin.policies.models import Revision
from huiyin.policies.revising import Office, awaiting, submitted_at
from huiyin.web.desk.frame import Desk
from huiyin.web.message_pages import MessageEntry
from huiyin.web.parts import Action, Countdown, CountdownState
from huiyin.web.parts import DutyRow as DutyPart


def revisions(desk: Desk) -> list[Revision]:
    """Those that wait for the reader's signature."""
    caller = desk.caller
    return awaiting(Office(caller.company, caller.actor, caller.now))


def duty_of(desk: Desk, row: Revision) -> DutyPart:
    """A revision to be signed, as a row of what the reader owes."""
    speaker, where = desk.speaker, desk.href("revision", row.number)
    spec = speaker.pack.revising
    return DutyPart(
        ident=f"revision-{row.number}",
        countdown=Countdown(state=CountdownState.NO_LIMIT, under=speaker.moment(submitted_at(row))),
        verb=_("签署制度修订"),
        case=row.reason,
        number=_("修订 %(number)s") % {"number": row.number},
        number_href=where,
        clauses=speaker.clauses(spec.clause, 1) if spec is not None else (),
        action=Action(label=_("去签署"), href=where, style="outline"),
    )


def message_of(desk: Desk, row: Revision) -> MessageEntry:
    """The same as a message, unread until it is signed."""
    speaker = desk.speaker
    said = {"number": row.number, "who": speaker.person(row.drafted_by), "why": row.reason}
    return MessageEntry(
        moment=speaker.moment(submitted_at(row)),
        title=_("制度修订 %(number)s 等您签署") % said,
        words=_("%(who)s起草：%(why)s") % said if row.reason else "",
        href=desk.href("revision", row.number),
        unread=True,
    )
