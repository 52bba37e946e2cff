"""Doing a step on a lead and, in one go, on the cases joined to it: each judged by its own log."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from huiyin.cases.access import access_case
from huiyin.cases.commands import acting
from huiyin.cases.commands.acting import Doing
from huiyin.cases.work import Conflict, Gone, Refused, Repeated
from huiyin.web.desk.looking import Looking
from huiyin.web.parts import Field
from huiyin.web.present import cases as shown
from huiyin.web.present.forms import Same

NAME = "together"
MOST = 20


def offer(looking: Looking) -> list[Field]:
    """Ask whether the joined cases are to be acted on as well; nothing where there are none."""
    count = len(looking.assessment.state.members)
    if not count:
        return []
    words = _("同样办理并入的 %(count)s 件") % {"count": count}
    hint = _("各件按自己的记录判断，办不了的照实说明")
    return [Field(kind="check", name=NAME, label=words, help=hint)]


def also(looking: Looking, doing: Doing, typed: Mapping[str, Any], once: str) -> str:
    """Do the same on each joined case, one command each, if asked for; says what came of it.

    What was taken over from the lead by a mark stays there: it may be its customer's.
    """
    if not looking.desk.request.POST.get(NAME):
        return ""
    form = {name: value for name, value in typed.items() if not isinstance(value, Same)}
    caller, done, failed = looking.desk.caller, 0, []
    again = replace(doing, form=form, seen=None, round=None, files=())
    for n, member in enumerate(sorted(looking.assessment.state.members)[:MOST], 1):
        number = ""
        try:
            case, _sight = access_case(caller, member)
            number = shown.number(looking.speaker, case)
            acting.act(caller, member, [again], command=f"{once}+{n}")
            done += 1
        except Repeated:
            done += 1
        except Gone:
            failed.append(_("1 件不在您的权限内"))
        except Conflict:
            failed.append(_("%(number)s 刚有人办过") % {"number": number})
        except Refused as refused:
            words = refused.refusals[0].words(refused.pack, looking.speaker.lang)
            failed.append(f"{number} {words}")
    said = _("一并办理 %(done)s 件") % {"done": done}
    if failed:
        said += _("，未成 %(count)s 件：%(why)s") % {"count": len(failed), "why": "；".join(failed)}
    return said
