"""Delivery: walks the outbox after commit and makes each message once (DESIGN rule 9).

An event leaves the outbox in the transaction that makes its messages and records what follows, so
a crash in between means that it is walked again, and nothing is said twice. An event that cannot
be walked is held back, longer each time, and told loudly; it stops no other.
"""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import InterfaceError, OperationalError, transaction

from huiyin.cases import marks, metrics, outbox
from huiyin.cases.caller import Caller, system
from huiyin.cases.commands.following import open_because_of, record_delivered
from huiyin.cases.models import Case
from huiyin.cases.watches import Noted, keep
from huiyin.channels import customers, mail
from huiyin.channels.customers.calls import settle
from huiyin.channels.making import Follows, read
from huiyin.channels.models import Message
from huiyin.obligations.metrics import Entry
from huiyin.people.ids import new_id
from huiyin.people.models import Company
from huiyin.writegate import gate

BATCH = 200
LOST = (OperationalError, InterfaceError)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Walk:
    """One event of the outbox with what follows from it."""

    event: int
    case: Case
    follows: Follows
    ids: tuple[str, ...] = ()
    """Ids of its messages, which sort as their events happened."""


@dataclass
class Plan:
    """What is to be done about a batch of events."""

    walks: list[Walk] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    noted: list[tuple[Case, list[Noted]]] = field(default_factory=list)
    marked: list[tuple[Case, dict[int, str]]] = field(default_factory=list)
    counted: list[tuple[Case, int, tuple[Entry, ...]]] = field(default_factory=list)

    def of(self, taken: list[int]) -> "Plan":
        """The part that concerns some events; facts of cases are as true for any part."""
        mine = set(taken)
        walks = [walk for walk in self.walks if walk.event in mine]
        failed = [event for event in self.failed if event in mine]
        return Plan(walks, failed, self.noted, self.marked, self.counted)


def deliver(now: datetime, *, batch: int = BATCH) -> int:
    """Walk one batch of the outbox; returns how many events. Call again until it returns 0."""
    if not outbox.anything(now):
        return 0
    early = None
    if outbox.one_writer():  # think first, so that nobody waits for the file meanwhile
        early = _plan(outbox.look(now, batch), now)
    with gate(), transaction.atomic():
        taken = outbox.take(now, batch)
        plan = early.of(taken) if early else _plan(taken, now)
        plain = [walk for walk in plan.walks if not walk.follows.commands]
        _make(plain, now)
        for case, noted in plan.noted:
            keep(case, noted)
        for case, found in plan.marked:
            marks.keep(case, found)
        metrics.keep_many(plan.counted)
        outbox.leave([walk.event for walk in plain])
        outbox.hold_back(plan.failed, now)
    rest = [walk for walk in plan.walks if walk.follows.commands]
    return len(plain) + len(plan.failed) + sum(_with_commands(walk, now) for walk in rest)


def _plan(events: list[int], now: datetime) -> Plan:
    """What follows from each event; those for which that cannot be said."""
    callers: dict[Company, Caller] = {}
    plan = Plan()
    for waiting in outbox.by_case(events):
        case, seqs = waiting.case, waiting.events
        try:
            caller = callers.setdefault(case.company, system(case.company, now))
            found = read(caller, case, waiting.log, seqs)
            marked = marks.of_case(case, caller.book.of_edition(case.edition)) if found.told else {}
        except LOST:
            raise
        except Exception:  # this case is held back, the others go on
            _tell(case.id)
            plan.failed += seqs.values()
        else:
            plan.walks += [Walk(seqs[one.seq], case, one) for one in found.follows]
            plan.noted.append((case, list(found.noted.values())))
            plan.marked += [(case, marked)] if found.told else []
            plan.counted.append((case, waiting.log[-1].seq, found.entries))
    plan.walks = _numbered(sorted(plan.walks, key=lambda walk: walk.event), now)
    return plan


def _numbered(walks: list[Walk], now: datetime) -> list[Walk]:
    ids = iter(sorted(new_id(now) for walk in walks for _ in walk.follows.said))
    return [replace(walk, ids=tuple(islice(ids, len(walk.follows.said)))) for walk in walks]


def _make(walks: Sequence[Walk], now: datetime) -> None:
    made = [pair for walk in walks for pair in _messages(walk, now)]
    messages = [message for message, _way in made]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    mail.prepare(messages, now)
    customers.prepare(made, now)
    for walk in walks:
        if walk.follows.settles:
            settle(walk.case.id, walk.follows.settles, walk.event)


def _messages(walk: Walk, now: datetime) -> list[tuple[Message, str]]:
    return [
        (
            Message(
                id=ident,
                company_id=walk.case.company_id,
                case_id=walk.case.id,
                event_id=walk.event,
                person=said.person,
                kind=said.kind,
                key=said.key[:160],
                title=said.title.zh[:200],
                title_en=said.title.en[:200],
                text=said.text.zh,
                text_en=said.text.en,
                late=said.late,
                created=now,
            ),
            said.way,
        )
        for ident, said in zip(walk.ids, walk.follows.said, strict=True)
    ]


def _with_commands(walk: Walk, now: datetime) -> int:
    """An event from which records in a log follow, in a transaction of its own."""
    try:
        with gate(), transaction.atomic():
            if not outbox.take(now, 1, walk.event):
                return 0
            _record(walk, now)
            _make([walk], now)
            outbox.leave([walk.event])
    except LOST:
        raise
    except Exception:  # held back; the others go on
        _tell(walk.case.id)
        with gate():
            outbox.hold_back([walk.event], now)
    return 1


def _record(walk: Walk, now: datetime) -> None:
    caller = system(walk.case.company, now)
    case, found = walk.case.id, walk.follows
    if found.opens is not None:
        open_because_of(caller, case, found.opens, found.seq, command=f"opens-{walk.event}")
    for number, receipt in enumerate(found.receipts):
        data: dict[str, Any] = {
            "notice": receipt.notice,
            "channel": receipt.channel,
            "result": "delivered",
            "to": list(receipt.persons),
        }
        if receipt.digest:
            data["digest"] = receipt.digest
        record_delivered(caller, case, data, command=f"told-{walk.event}-{number}")


def _tell(case: str) -> None:
    facts = {"reference": f"E-{secrets.token_hex(3).upper()}", "case": case}
    _log.exception("an event cannot be delivered; held back", extra=facts)
