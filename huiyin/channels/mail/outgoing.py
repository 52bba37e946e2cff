"""Mail to people: one letter for all that waits for somebody, tried again with growing waits.

The letter's identification is made from its messages, so that a mail server that got the same
letter twice (we died between sending and noting it) can tell.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction

from huiyin.channels.models import Message, Sending
from huiyin.people.models import Person
from huiyin.writegate import gate

CHANNEL = "mail"
BATCH = 200
MOST_TRIES = 12
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
HOLD = timedelta(minutes=10)
"""How long somebody who took letters to send them may take; then another one tries."""

_log = logging.getLogger(__name__)


def prepare(messages: Iterable[Message], now: datetime) -> None:
    """Note which of some new messages are to leave by mail; nothing without a mail server."""
    if not settings.EMAIL_HOST:
        return
    by_id = {message.id: message for message in messages if message.person}
    stored = Message.objects.filter(id__in=by_id).values_list("id", flat=True)
    persons = {by_id[key].person for key in stored}
    reached = set(
        Person.objects.filter(id__in=persons, active=True, user__is_active=True)
        .exclude(user__email="")
        .values_list("id", flat=True)
    )
    Sending.objects.bulk_create(
        Sending(message_id=key, channel=CHANNEL, next_try=now)
        for key in stored
        if by_id[key].person in reached
    )


def send_waiting(now: datetime, *, batch: int = BATCH) -> int:
    """Send what waits, one letter a person; returns how many letters were tried."""
    letters: dict[str, list[Sending]] = defaultdict(list)
    for sending in _take(now, batch):
        letters[sending.message.person].append(sending)
    persons = Person.objects.filter(id__in=letters).select_related("user", "company")
    found = {person.id: person for person in persons}
    for person_id, sendings in letters.items():
        _send(found[person_id], sendings, now)
    return len(letters)


def _take(now: datetime, batch: int) -> list[Sending]:
    """Take letters to send: nobody else tries them while we do."""
    waiting = Sending.objects.filter(state="waiting", channel=CHANNEL, next_try__lte=now)
    if not waiting.exists():
        return []
    with gate(), transaction.atomic():
        rows = waiting.order_by("next_try", "id")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(of=("self",), skip_locked=True)
        taken = list(rows.select_related("message")[:batch])
        Sending.objects.filter(id__in=[row.id for row in taken]).update(next_try=now + HOLD)
    return taken


def _send(person: Person, sendings: list[Sending], now: datetime) -> None:
    address = person.user.email if person.user else ""
    try:
        _letter(person, address, [sending.message for sending in sendings]).send()
    except OSError as error:  # what smtplib raises when a server is not to be had or says no
        _failed(sendings, str(error)[:200], now)
        return
    with gate():
        keys = [sending.id for sending in sendings]
        Sending.objects.filter(id__in=keys).update(state="sent", sent_at=now, detail="")


def _letter(person: Person, address: str, messages: list[Message]) -> EmailMessage:
    first = f"{messages[0].title} / {messages[0].title_en}"
    more = f"（{len(messages)}）" if len(messages) > 1 else ""
    lines = [f"{m.title}\n{m.text}\n{m.title_en}\n{m.text_en}\n" for m in messages]
    name = sha256(" ".join(sorted(m.id for m in messages)).encode()).hexdigest()[:32]
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return EmailMessage(
        subject=f"[{person.company.name}] {first}{more}",
        body="\n".join(lines),
        to=[address],
        headers={"Message-ID": f"<{name}@{host}>"},
    )


def _failed(sendings: list[Sending], detail: str, now: datetime) -> None:
    for row in sendings:
        row.tries += 1
        row.detail = detail
        row.next_try = now + min(FIRST_WAIT * 2**row.tries, LONGEST_WAIT)
        if row.tries >= MOST_TRIES:
            row.state = "failed"
        _log.warning("mail could not be sent", extra={"about": row.message_id, "tries": row.tries})
    with gate():
        Sending.objects.bulk_update(sendings, ["tries", "detail", "next_try", "state"])
