"""Drafts of the desk's forms: kept while somebody types, given back to that person only."""

from dataclasses import dataclass

from django.http import HttpResponse, JsonResponse, QueryDict
from django.views.decorators.http import require_POST

from huiyin.cases.drafts import Shelf, TooLong
from huiyin.cases.work import effect_of
from huiyin.policy.procedures import Step
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.present.forms import Given, read
from huiyin.web.present.speaker import Speaker

LEFT_OUT = frozenset(
    ["csrfmiddlewaretoken", "once", "password", "seen", "round", "add", "remove", "again", "look"]
)


def _shelf(desk: Desk) -> Shelf:
    return Shelf(desk.caller, desk.caller.actor.person)


def _typed(desk: Desk) -> dict[str, list[str]]:
    told = desk.request.POST.lists()
    return {name: [str(v) for v in values] for name, values in told if name not in LEFT_OUT}


@require_POST
@desk
def draft(desk: Desk, form: str) -> HttpResponse:
    """Keep what is typed; answers with the time it was kept."""
    try:
        done = _shelf(desk).keep(form, _typed(desk), desk.request.POST.get("once", ""))
    except TooLong:
        return JsonResponse({"saved": ""}, status=413)
    return JsonResponse({"saved": desk.speaker.short(desk.caller.now) if done else ""})


@dataclass(frozen=True)
class Restored:
    """A form as it was left, and when that was."""

    given: Given
    moment: str


def restored(desk: Desk, form: str, spec: Step, speaker: Speaker) -> Restored | None:
    """What the reader typed before; None without a draft, or when asked for a fresh form."""
    held = None if "fresh" in desk.request.GET else _shelf(desk).kept(form)
    if held is None:
        return None
    post = QueryDict(mutable=True)
    for name, values in held.fields.items():
        post.setlist(name, values)
    return Restored(read(post, spec, speaker), speaker.short(held.saved_at))


def drop_draft(desk: Desk, form: str) -> None:
    """What was handed in needs no draft."""
    _shelf(desk).drop(form)


def handed_in(desk: Desk, form: str, key: str) -> None:
    """What was handed in needs no draft; the same again, after going back, is known by its words."""
    _shelf(desk).sent(form, _typed(desk), key)


def handed_in_before(desk: Desk, form: str) -> str | None:
    """The case that the reader opened with the very same words a moment ago."""
    shelf = _shelf(desk)
    key = shelf.sent_before(form, _typed(desk))
    return effect_of(desk.caller, key) if key else None
