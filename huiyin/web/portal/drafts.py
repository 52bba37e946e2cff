"""What a customer typed and has not sent: kept for the device that typed it, encrypted."""

import json
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
