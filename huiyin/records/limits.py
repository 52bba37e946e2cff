"""Counting tries of strangers, so that codes cannot be guessed and forms not be poured in.

What is stored is a keyed hash of what and who, and a number; no address of anybody.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from huiyin.records.models import Tries
from huiyin.writegate import gate


def _key(what: str, who: str) -> str:
    return salted_hmac("huiyin tries", f"{what}\n{who}", algorithm="sha256").hexdigest()


def wait(what: str, who: str, *, most: int, span: timedelta, now: datetime) -> timedelta | None:
    """How long somebody must wait before trying again; None when he need not."""
    row = Tries.objects.filter(key=_key(what, who)).first()
    if row is None or row.count < most or row.since + span <= now:
        return None
    return row.since + span - now


def count(what: str, who: str, *, span: timedelta, now: datetime) -> int:
    """Count a try, and return how many there were since the span began."""
    with gate(), transaction.atomic():
        row, _new = Tries.objects.select_for_update().get_or_create(
            key=_key(what, who), defaults={"since": now}
        )
        if row.since + span <= now:
            row.since, row.count = now, 0
        row.count += 1
        row.save(update_fields=["since", "count"])
        return row.count
