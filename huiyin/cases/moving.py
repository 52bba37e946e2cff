"""Running cases taken over to another edition, as many as there are, by one recorded decision.

Each case gets its own event in its own chain and is judged by the new rules in the same step, so
that no list shows a limit that no longer holds; a chunk of cases is one short transaction. Stopped
in the middle, the next run goes on where it was. What cannot be judged is left to the sweep.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import QuerySet

from huiyin.cases import log
from huiyin.cases.caller import Caller
from huiyin.cases.models import Case, Move
from huiyin.cases.sweep import judge
from huiyin.eventlog.envelope import Actor, Event
from huiyin.eventlog.kinds import Kind
from huiyin.people.models import Company
from huiyin.policies.rights import rights
from huiyin.policies.rules import Edition, rulebook
from huiyin.policy.pack import Pack
from huiyin.rows import Row, update_many
from huiyin.writegate import gate

CHUNK = 100
COLUMNS = ("id", "seq", "head", "pack_id", "edition", "next_due_at", "changed_at", "unjudged")

READ = ("company_id", "procedure", "stage")


_log = logging.getLogger(__name__)


class CannotMove(Exception):
    """The decision is refused; `args[0]` says why: not_allowed, right, unknown, not_yet, under_way."""


def running(company: Company, edition: int) -> QuerySet[Case]:
    """Cases that have not ended and are judged by an earlier edition."""
    return Case.objects.filter(company=company, closed_at=None, edition__lt=edition)


def decide(caller: Caller, edition: int, reason: str) -> Move:
    """Record the decision that running cases go over to an edition in force. Raises `CannotMove`."""
    pack = caller.book.current(caller.now).pack
    if pack.revising is None or not pack.revising.running:
        raise CannotMove("not_allowed")
    if not rights(pack, caller.people, caller.actor).move:
        raise CannotMove("right")
    target = caller.book.by_number.get(edition)
    if target is None:
        raise CannotMove("unknown")
    if target.since > caller.now:
        raise CannotMove("not_yet")
    actor = caller.actor
    try:
        with gate(), transaction.atomic():
            return Move.objects.create(
                company=caller.company,
                edition=edition,
                reason=reason,
                clause=list(pack.revising.clause),
                decided_at=caller.now,
                actor={"person": actor.person, "unit": actor.unit, "roles": list(actor.roles)},
                total=running(caller.company, edition).count(),
            )
    except IntegrityError:
        raise CannotMove("under_way") from None


def stop(caller: Caller, move: Move) -> None:
    """Leave the cases that have not been moved where they are. Raises `CannotMove`."""
    if not rights(caller.book.current(caller.now).pack, caller.people, caller.actor).move:
        raise CannotMove("right")
    with gate():
        found = Move.objects.filter(id=move.id, finished_at=None, stopped_at=None)
        found.update(stopped_at=caller.now)


def under_way() -> Iterator[Move]:
    """Decisions that have not come to their end, in every company."""
    yield from Move.objects.filter(finished_at=None, stopped_at=None).order_by("id")


def move_all(clock: Callable[[], datetime]) -> int:
    """Carry out every decision that is under way; returns how many cases were looked at."""
    count = 0
    for move in under_way():
        while done := go_on(move.id, clock()):
            count += done
    return count


def go_on(move_id: str, now: datetime, *, chunk: int = CHUNK) -> int:
    """Move one more chunk; returns how many cases it looked at, 0 when the decision is carried out."""
    with gate(), transaction.atomic():
        move = Move.objects.select_for_update().select_related("company").get(id=move_id)
        if move.finished_at or move.stopped_at:
            return 0
        rows = running(move.company, move.edition).select_for_update().filter(id__gt=move.cursor)
        found = list(rows.only(*COLUMNS, *READ).order_by("id")[:chunk])
        if found:
            _judge(move.company, _chunk(move, found, now), now)
        else:
            move.finished_at = now
        move.save()
    return len(found)


def _chunk(move: Move, found: list[Case], now: datetime) -> list[Case]:
    target = rulebook(move.company).by_number[move.edition]
    taken = [case for case in found if fits(case, target.rules.pack)]
    taking = Taking(move, target, f"{move.id}.{move.chunks}", now)
    events: list[Row] = []
    for case in taken:
        events += taking.event(case, len(events))
    log.store(events)
    update_many(Case, [{name: getattr(case, name) for name in COLUMNS} for case in taken])
    move.cursor, move.chunks = found[-1].id, move.chunks + 1
    move.moved += len(taken)
    move.stayed += len(found) - len(taken)
    return taken


def _judge(company: Company, cases: list[Case], now: datetime) -> None:
    """Judge what was moved by the new rules; one that cannot be judged leaves all to the sweep."""
    try:
        with transaction.atomic():
            judge(company, cases, now)
    except OperationalError:
        raise
    except Exception:  # whatever it is, the sweep tells of it, case by case
        _log.exception("moved cases are left to the sweep", extra={"company": company.slug})


def fits(case: Case, pack: Pack) -> bool:
    """Whether a pack knows where the case stands; else nobody could go on with it."""
    spec = pack.procedures.get(case.procedure)
    return spec is not None and case.stage in ("", *spec.stages)


@dataclass(frozen=True)
class Taking:
    """What the events of one chunk have in common."""

    move: Move
    target: Edition
    command: str
    now: datetime

    def event(self, case: Case, position: int) -> list[Row]:
        """Seal the event onto the case's chain and note that its duties are to be judged anew."""
        said = self.move.actor
        actor = Actor(person=said["person"], unit=said["unit"], roles=tuple(said["roles"]))
        pack = self.target.rules.pack
        event = Event(
            case=case.id,
            seq=case.seq + 1,
            kind=str(Kind.PACK_CHANGED),
            at=self.now,
            recorded=self.now,
            command=self.command,
            actor=actor,
            data={
                "pack": pack.pack,
                "version": pack.version,
                "edition": self.target.number,
                "reason": self.move.id,
                "clause": list(self.move.clause),
            },
        )
        rows = log.rows_for(case, [event], position)
        case.pack_id, case.edition = self.target.pack_id, self.target.number
        case.next_due_at = case.changed_at = self.now
        case.unjudged = True
        return rows
