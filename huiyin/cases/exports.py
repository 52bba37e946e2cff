"""What leaves the house in files: who took it, why, by which filter, how many rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.cases.caller import Caller
from huiyin.cases.models import Export
from huiyin.writegate import gate

SHOWN = 20


@dataclass(frozen=True)
class Taken:
    """One export as people read it; `rows` is None while it goes on, or where it was cut off."""

    person: str
    at: datetime
    reason: str
    narrowed: str
    rows: int | None
    state: str


def begin(caller: Caller, ledger: str, command: str, *, reason: str, narrowed: str) -> None:
    """Record that somebody takes a ledger, before anything leaves; the same command again is one."""
    _record(caller, ledger, command, "begun", reason=reason, narrowed=narrowed)


def end(caller: Caller, ledger: str, command: str, at: datetime, *, rows: int, whole: bool) -> None:
    """Record how it ended, and how many rows left."""
    _record(caller, ledger, command, "ended" if whole else "broken", at=at, rows=rows)


def _record(caller: Caller, ledger: str, command: str, state: str, **more: object) -> None:
    told = {"at": caller.now, "person": caller.actor.person, "ledger": ledger, **more}
    with gate(), transaction.atomic():
        Export.objects.get_or_create(
            company=caller.company, command=command, state=state, defaults=told
        )


def last(caller: Caller, ledger: str) -> Sequence[Taken]:
    """The last exports of a ledger, newest first; two queries."""
    rows = Export.objects.filter(company=caller.company, ledger=ledger)
    begun = list(rows.filter(state="begun").order_by("-id")[:SHOWN])
    ends = {
        row.command: row
        for row in rows.exclude(state="begun").filter(command__in=[b.command for b in begun])
    }
    return [
        Taken(
            person=row.person,
            at=row.at,
            reason=row.reason,
            narrowed=row.narrowed,
            rows=ends[row.command].rows if row.command in ends else None,
            state=ends[row.command].state if row.command in ends else "begun",
        )
        for row in begun
    ]
