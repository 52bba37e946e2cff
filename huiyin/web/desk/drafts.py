"""Drafts: what somebody typed and has not handed in, encrypted, for that person only."""

import json
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from huiyin.cases.models import Draft
from huiyin.people.vault.cipher import lock, place, unlock
from huiyin.people.vault.index import index_key
from huiyin.web.desk.frame import Desk, desk

LARGEST = 200_000
LEFT_OUT = frozenset({"csrfmiddlewaretoken", "once", "password", "seen"})


def _where(desk: Desk, form: str) -> bytes:
    return place("cases_draft.body", desk.caller.company.id, f"{desk.caller.actor.person}.{form}")


@require_POST
@desk
def draft(desk: Desk, form: str) -> HttpResponse:
    """Keep what is typed; answers with the time it was kept."""
    data = {key: values for key, values in desk.request.POST.lists() if key not in LEFT_OUT}
    text = json.dumps(data, ensure_ascii=False)
    if len(text) > LARGEST:
        return JsonResponse({"saved": ""}, status=413)
    key = index_key(desk.caller.company.id)
    Draft.objects.update_or_create(
        owner=desk.caller.actor.person,
        form=form[:120],
        defaults={
            "company": desk.caller.company,
            "body": lock(key, text.encode(), _where(desk, form)),
            "saved_at": desk.caller.now,
        },
    )
    return JsonResponse({"saved": desk.speaker.short(desk.caller.now)})


def kept_draft(desk: Desk, form: str) -> tuple[dict[str, list[str]], str] | None:
    """What was typed before, and when; None without a draft."""
    row = Draft.objects.filter(
        owner=desk.caller.actor.person, form=form, company=desk.caller.company
    ).first()
    if row is None:
        return None
    text = unlock(index_key(desk.caller.company.id), bytes(row.body), _where(desk, form))
    found: Any = json.loads(text)
    return found, desk.speaker.short(row.saved_at)


def drop_draft(desk: Desk, form: str) -> None:
    """What was handed in needs no draft."""
    Draft.objects.filter(
        company=desk.caller.company, owner=desk.caller.actor.person, form=form
    ).delete()
