"""What a customer typed and has not sent: kept for the device that typed it."""

from django.http import HttpResponse, JsonResponse, QueryDict

from huiyin.cases.drafts import Shelf, TooLong
from huiyin.web.portal.fields import clean
from huiyin.web.portal.frame import Portal

LEFT_OUT = frozenset({"csrfmiddlewaretoken", "once", "add", "remove"})


def _shelf(door: Portal) -> Shelf:
    return Shelf(door.caller, door.device.id)


def _typed(post: QueryDict) -> dict[str, list[str]]:
    told = clean(post).lists()
    return {name: [str(v) for v in values] for name, values in told if name not in LEFT_OUT}


def keep(door: Portal, form: str) -> HttpResponse:
    """Keep what is typed; answers with the time it was kept."""
    try:
        done = _shelf(door).keep(form, _typed(door.request.POST), door.used() or "")
    except TooLong:
        return JsonResponse({"saved": ""}, status=413)
    return JsonResponse({"saved": door.speaker.short(door.caller.now) if done else ""})


def sent(door: Portal, form: str, key: str) -> None:
    """Forget the draft; remember what was sent, and the form's one-time key."""
    _shelf(door).sent(form, _typed(door.request.POST), key)


def sent_before(door: Portal, form: str) -> str | None:
    """The one-time key under which this device sent the same words a moment ago."""
    return _shelf(door).sent_before(form, _typed(door.request.POST))


def kept(door: Portal, form: str) -> tuple[QueryDict, str] | None:
    """What was typed on this device before, and when; None without a draft."""
    held = _shelf(door).kept(form)
    if held is None:
        return None
    post = QueryDict(mutable=True)
    for key, values in held.fields.items():
        post.setlist(key, values)
    return post, door.speaker.short(held.saved_at)


def drop(door: Portal, form: str) -> None:
    """What was sent needs no draft."""
    _shelf(door).drop(form)
