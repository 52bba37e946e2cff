"""What a customer typed and has not sent: kept for the device that typed it, encrypted."""

import json
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.http import HttpResponse, JsonResponse, QueryDict

from huiyin.cases.models import Draft
from huiyin.people.vault.cipher import Unreadable, lock, place, unlock
from huiyin.people.vault.index import index_key
from huiyin.web.portal.fields import clean
from huiyin.web.portal.frame import Portal
from huiyin.writegate import gate

LARGEST = 200_000  # characters
LEFT_OUT = frozenset({"csrfmiddlewaretoken", "once", "add", "remove"})

AGAIN = timedelta(hours=1)
"""For so long the same words from the same device are the same complaint: somebody went back."""


def _where(door: Portal, form: str) -> bytes:
    return place("cases_draft.body", door.company.id, f"{door.device.id}.{form}")


def keep(door: Portal, form: str) -> HttpResponse:
    """Keep what is typed."""
    post = clean(door.request.POST)
    text = json.dumps({k: v for k, v in post.lists() if k not in LEFT_OUT}, ensure_ascii=False)
    if len(text) > LARGEST:
        return JsonResponse({"saved": ""}, status=413)
    body = lock(index_key(door.company.id), text.encode(), _where(door, form))
    with gate():
        Draft.objects.update_or_create(
            owner=door.device.id,
            form=form,
            defaults={"company": door.company, "body": body, "saved_at": door.caller.now},
        )
    return JsonResponse({"saved": door.speaker.short(door.caller.now)})


def _words(post: QueryDict) -> str:
    told = {k: v for k, v in clean(post).lists() if k not in LEFT_OUT}
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def sent(door: Portal, form: str, key: str) -> None:
    """Remember what this device sent last: a digest of its words, and the form's one-time key."""
    name, now = f"sent {form}", door.caller.now
    text = json.dumps({"words": _words(door.request.POST), "key": key, "at": now.isoformat()})
    body = lock(index_key(door.company.id), text.encode(), _where(door, name))
    with gate():
        Draft.objects.update_or_create(
            owner=door.device.id,
            form=name,
            defaults={"company": door.company, "body": body, "saved_at": now},
        )


def sent_before(door: Portal, form: str) -> str | None:
    """The one-time key under which this device sent the same words a moment ago."""
    name = f"sent {form}"
    row = Draft.objects.filter(owner=door.device.id, form=name, company=door.company).first()
    if row is None:
        return None
    try:
        last = json.loads(unlock(index_key(door.company.id), bytes(row.body), _where(door, name)))
    except Unreadable:
        return None
    recent = door.caller.now - datetime.fromisoformat(last["at"]) < AGAIN
    return str(last["key"]) if recent and last["words"] == _words(door.request.POST) else None


def kept(door: Portal, form: str) -> tuple[QueryDict, str] | None:
    """What was typed on this device before, and when; None without a draft."""
    rows = Draft.objects.filter(owner=door.device.id, form=form, company=door.company)
    row = rows.first()
    if row is None:
        return None
    try:
        text = unlock(index_key(door.company.id), bytes(row.body), _where(door, form))
    except Unreadable:
        return None
    held: dict[str, list[Any]] = json.loads(text)
    post = QueryDict(mutable=True)
    for key, values in held.items():
        post.setlist(key, [str(value) for value in values])
    return post, door.speaker.short(row.saved_at)


def drop(door: Portal, form: str) -> None:
    """What was sent needs no draft."""
    with gate():
        Draft.objects.filter(owner=door.device.id, form=form, company=door.company).delete()
