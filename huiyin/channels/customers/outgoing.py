"""Letters and short messages to customers: tried again while it is certain that nothing left.

What is being sent is marked first. A mark that nobody takes away (we died in between) means that
it may have left; then it is not sent again, and staff say it by phone. What left is recorded in
the case's log in the transaction that takes the mark away.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction

from huiyin.cases import log
from huiyin.cases.caller import system
from huiyin.cases.commands.following import record_delivered
from huiyin.cases.models import Case
from huiyin.channels.customers.contacts import LETTER, SMS, Contact, contact_of
from huiyin.channels.customers.letters import Letter, letter, needs_link
from huiyin.channels.customers.sms import Came, hand_over
from huiyin.channels.models import Message, Sending
from huiyin.obligations.fold import Fold
from huiyin.policy.who import CUSTOMER_ROLE
from huiyin.writegate import gate

BATCH = 100
MOST_TRIES = 8
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
HOLD = timedelta(minutes=10)
RECORDED = {LETTER: "mail", SMS: "sms"}

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Batch:
    """What waits for the customer of one case by one way."""

    case: Case
    channel: str
    rows: Sequence[Sending]
    contact: Contact
    letter: Letter
    linked: bool


def prepare(messages: Iterable[tuple[Message, str]], now: datetime) -> None:
    """Note by which way some new messages are to reach their customer; "" is the page alone."""
    ways = {message.id: way for message, way in messages if way}
    if not ways:
        return
    stored = set(Message.objects.filter(id__in=ways).values_list("id", flat=True))
    rows = [
        Sending(message_id=key, channel=way, next_try=now)
        for key, way in ways.items()  # in the order of what happened
        if key in stored
    ]
    Sending.objects.bulk_create(rows, ignore_conflicts=True)


def last_way(case: Case, seq: int) -> Sending | None:
    """By which way what an event says was last sent to the customer; None when by none."""
    rows = Sending.objects.filter(message__case=case, message__person="", message__event__seq=seq)
    return rows.order_by("-id").first()


def send_waiting(now: datetime, *, batch: int = BATCH) -> int:
    """Send what waits, one letter a case; returns how many were tried or given to staff."""
    lost = _lost(now)
    groups: dict[tuple[str, str], list[Sending]] = defaultdict(list)
    for row in _take(now, batch):
        groups[row.message.case_id, row.channel].append(row)
    for (case, channel), rows in groups.items():
        rows.sort(key=lambda row: row.message_id)
        _send(_batch(case, channel, rows, now), now)
    return len(groups) + lost


def _take(now: datetime, batch: int) -> list[Sending]:
    """Mark what is sent now; nobody else takes it."""
    waiting = Sending.objects.filter(
        state="waiting", channel__in=(LETTER, SMS), next_try__lte=now
    ).order_by("next_try", "id")
    if not waiting.exists():
        return []
    with gate(), transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(of=("self",), skip_locked=True)
        taken = list(waiting.select_related("message__event")[:batch])
        marked = Sending.objects.filter(id__in=[row.id for row in taken])
        marked.update(state="sending", next_try=now + HOLD)
    return taken


def _lost(now: datetime) -> int:
    """Marks that nobody took away: given to staff, since they may have left."""
    rows = Sending.objects.filter(state="sending", next_try__lte=now).select_related(
        "message__event"
    )
    found = list(rows[:BATCH])
    for row in found:
        batch = _batch(row.message.case_id, row.channel, [row], now)
        _over(batch, "unsure", "interrupted", now)
    return len(found)


def _batch(case_id: str, channel: str, rows: Sequence[Sending], now: datetime) -> Batch:
    case = Case.objects.select_related("company").get(id=case_id)  # noqa: TID251
    book = system(case.company, now).book
    events = log.read(case.id)
    fold = Fold(book.of_edition(case.edition), book.by_name).run(events)
    contact = contact_of(case.company_id, fold.compiled.spec, fold.state.fields)
    seqs = {row.message.event.seq for row in rows}
    return Batch(
        case,
        channel,
        rows,
        contact,
        letter(case, fold, events, [row.message for row in rows]),
        needs_link(fold, [event for event in events if event.seq in seqs]),
    )


def _send(batch: Batch, now: datetime) -> None:
    if batch.linked and not batch.letter.link:
        came, detail = Came.REFUSED, "no address"
    elif batch.channel == LETTER:
        came, detail = _mail(batch)
    else:
        came, detail = _sms(batch)
    if came is Came.SENT:
        _sent(batch, now)
    elif came is Came.AGAIN and batch.rows[0].tries + 1 < MOST_TRIES:
        _again(batch, detail, now)
    else:
        _over(batch, "unsure" if came is Came.UNSURE else "failed", detail, now)


def _mail(batch: Batch) -> tuple[Came, str]:
    """By mail. What is said of a failure names no address."""
    written = batch.letter
    if not batch.contact.mail:
        return Came.REFUSED, "no address"
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    mail = EmailMessage(
        subject=f"[{written.company}] {written.title}",
        body=written.body,
        to=[batch.contact.mail],
        headers={"Message-ID": f"<{written.ident}@{host}>"},
    )
    try:
        mail.send()
    except SMTPRecipientsRefused as error:
        return Came.REFUSED, type(error).__name__
    except OSError as error:
        return Came.AGAIN, type(error).__name__
    return Came.SENT, ""


def _sms(batch: Batch) -> tuple[Came, str]:
    gateway, written = settings.SMS, batch.letter
    if not batch.contact.mobile or not gateway.address:
        return Came.REFUSED, "no number"
    said = {"company": written.company, "text": written.text, "link": written.link}
    text = gateway.text
    for name, words in said.items():
        text = text.replace("{" + name + "}", words)
    places = {
        **said,
        "text": text.strip(),
        "phone": batch.contact.mobile,
        "id": written.ident,
        "number": batch.case.number,
    }
    return hand_over(gateway, places)


def _rows(batch: Batch) -> Any:
    return Sending.objects.filter(id__in=[row.id for row in batch.rows], state="sending")


def _sent(batch: Batch, now: datetime) -> None:
    """Take the mark away and record the proof, both or neither."""
    with gate(), transaction.atomic():
        _rows(batch).update(state="sent", sent_at=now, detail="")
        for row in batch.rows:
            _record(batch, row, "delivered", now)


def _again(batch: Batch, detail: str, now: datetime) -> None:
    tries = batch.rows[0].tries + 1
    wait = min(FIRST_WAIT * 2**tries, LONGEST_WAIT)
    _log.warning("a customer could not be reached", extra={"about": batch.case.id, "tries": tries})
    with gate():
        _rows(batch).update(state="waiting", tries=tries, detail=detail[:200], next_try=now + wait)


def _over(batch: Batch, state: str, detail: str, now: datetime) -> None:
    """This way is at its end: the next one, at last staff by phone."""
    ways = batch.contact.ways
    after = ways[ways.index(batch.channel) + 1 :] if batch.channel in ways else ways[-1:]
    following = ways[-1:] if state == "unsure" else after[:1]
    _log.warning("a customer was not reached", extra={"about": batch.case.id, "way": batch.channel})
    with gate(), transaction.atomic():
        if not _rows(batch).update(state=state, detail=detail[:200]):
            return
        Sending.objects.bulk_create(
            [
                Sending(message=row.message, channel=way, next_try=now, detail=batch.channel)
                for row in batch.rows
                for way in following
            ],
            ignore_conflicts=True,
        )
        for row in batch.rows:
            _record(batch, row, "unsure" if state == "unsure" else "failed", now)


def _record(batch: Batch, row: Sending, result: str, now: datetime) -> None:
    """The proof in the case's log: which notice, by which way, what it said."""
    data = {
        "notice": row.message.key.removeprefix("notice "),
        "channel": RECORDED[batch.channel],
        "result": result,
        "to": [CUSTOMER_ROLE],
    }
    if result == "delivered":
        data["digest"] = batch.letter.digests[row.message_id]
    caller = system(batch.case.company, now)
    record_delivered(caller, batch.case.id, data, command=f"sent-{row.id}")
