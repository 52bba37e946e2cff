"""Entering afterwards what was first written on paper or done by phone (DESIGN rule 7).

The moment when it occurred is asked for; the moment when it is recorded is the server's. Both stay.
"""

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.web.parts import Action, Field
from huiyin.web.present.speaker import Speaker

NAME = "occurred"


def asked(request: HttpRequest) -> bool:
    """Whether this form is an entry afterwards."""
    return "paper" in request.GET or bool(request.POST.get("paper"))


def field(request: HttpRequest, name: str = NAME, error: str = "") -> Field:
    """Ask when it occurred."""
    return Field(
        kind="moment",
        name=name,
        label=_("实际发生时间"),
        value=request.POST.get(name, ""),
        hint=_("纸面或电话里先办、现在补录；记录时间由系统记"),
        error=error,
    )


def offer(here: str) -> Action:
    """The way from the plain form to an entry afterwards."""
    return Action(label=_("补录"), href=here, icon="history", style="plain")


def moment(request: HttpRequest, speaker: Speaker, name: str = NAME) -> tuple[datetime | None, str]:
    """When it occurred, and what is wrong with what was typed; None means now."""
    text = request.POST.get(name, "").strip()
    if not text:
        return None, ""
    found = speaker.rules.moment(text)
    if found is None:
        return None, _("请写成 2026-01-31 09:30")
    if found > speaker.caller.now:
        return None, _("发生时间在将来")
    return found, ""
