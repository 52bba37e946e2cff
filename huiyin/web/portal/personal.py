"""What is held about a customer: to see, to set right, to ask for deletion (PIPL, articles 44 to 50)."""

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.cases.commands import marking
from huiyin.cases.work import Gone, Repeated
from huiyin.eventlog.kinds import Kind
from huiyin.people.vault import SubjectErased
from huiyin.web.parts import Action, Choice, ErrorSummary, Field, Notice, Problem, StepForm
from huiyin.web.portal.frame import Portal, portal
from huiyin.web.portal.looking import Looking, look
from huiyin.web.portal.progress import verb_of
from huiyin.web.portal.way import Way
from huiyin.web.portal_pages import PersonalPage
from huiyin.web.present.log import REQUESTS

UNPROCESSABLE = 422
LONGEST = 500


@dataclass(frozen=True)
class Asked:
    """What came with the form."""

    request: str = ""
    words: str = ""
    fault: str = ""
    too_long: str = ""


@portal
def personal(door: Portal, case_id: str) -> HttpResponseBase:
    """Show what is held, take a request."""
    try:
        looking = look(door, case_id)
    except Gone:
        return HttpResponseRedirect(door.href("portal_look"))
    if door.request.method != "POST":
        return _page(looking, Asked())
    return _asked(looking)


def _asked(looking: Looking) -> HttpResponse:
    door, post = looking.door, looking.door.request.POST
    asked = Asked(post.get("request", ""), post.get("words", "").strip())
    fault = "" if asked.request in REQUESTS else _("请选一项。")
    told = {"count": len(asked.words), "bound": LONGEST}
    long = _("太长了：现有 %(count)s 字，最多 %(bound)s 字。") % told
    too_long = long if len(asked.words) > LONGEST else ""
    key = door.used()
    if fault or too_long or key is None:
        return _page(
            looking, Asked(asked.request, asked.words, fault, too_long), status=UNPROCESSABLE
        )
    try:
        marking.note(door.caller, looking.case.id, asked.words, request=asked.request, command=key)
    except Repeated:
        pass
    except SubjectErased:
        return _page(looking, Asked())
    return HttpResponseRedirect(looking.href("portal_personal") + "#asked")


def _page(looking: Looking, asked: Asked, *, status: int = 200) -> HttpResponse:
    door, here = looking.door, looking.href("portal_progress")
    page = PersonalPage(
        title=_("我的个人信息"),
        own=Way(looking).own_words(),
        facts=_facts(looking),
        asked=_requests(looking),
        form=None if _erased(looking) else _form(looking, asked),
        notice=_notice(looking),
        actions=[
            Action(label=verb_of(looking, step), href=f"{here}?do={name}#answer", small=True)
            for name, step in looking.open_steps.items()
        ],
        back_href=here,
        phone=looking.phone,
    )
    return door.page(
        "personal", door.shell(looking.intake, [(_("看进度"), here)]), page, status=status
    )


def _erased(looking: Looking) -> bool:
    return any(event.kind == Kind.ERASED for event in looking.events)


def _notice(looking: Looking) -> Notice | None:
    if not _erased(looking):
        return None
    return Notice(words=_("您的个人信息已经删除，谁也打不开了；处理过程的记录仍在，但不再指向您。"))


def _facts(looking: Looking) -> list[tuple[str, str]]:
    """What is held beside the words, who looked at what is covered, and for what it is held."""
    events, speaker = looking.events, looking.speaker
    files = sum(e.kind == Kind.EVIDENCE_ADDED and bool(e.data.get("by_customer")) for e in events)
    looks = [event for event in events if event.kind == Kind.UNMASKED]
    facts = [(_("用来做什么"), _("只用来处理这件投诉，和按规定存档"))]
    if files:
        words = ngettext("%(count)s 个", "%(count)s 个", files) % {"count": files}
        facts.append((_("您传的文件"), words))
    words = _("还没有人看过完整的联系方式")
    if looks:
        counted = ngettext(
            "%(count)s 次，最近 %(moment)s", "%(count)s 次，最近 %(moment)s", len(looks)
        )
        words = counted % {"count": len(looks), "moment": speaker.moment(looks[-1].at)}
    facts.append((_("工作人员看过完整内容"), words))
    return facts


def _requests(looking: Looking) -> list[tuple[str, str]]:
    """What was asked before, and when."""
    return [
        (looking.speaker.moment(event.at), str(_(asked)))
        for event in looking.events
        if event.kind == Kind.NOTED and (asked := REQUESTS.get(event.data.get("request", "")))
    ]


def _form(looking: Looking, asked: Asked) -> StepForm:
    choices = [
        Choice(value=name, label=str(_(words)), chosen=name == asked.request)
        for name, words in REQUESTS.items()
    ]
    what = Field(
        kind="choice",
        name="request",
        label=_("您要我们做什么"),
        choices=choices,
        required=True,
        error=asked.fault,
    )
    words = Field(
        kind="longtext",
        name="words",
        label=_("具体是"),
        value=asked.words,
        limit=LONGEST,
        count=True,
        hint=_("可不写；请别在这里写证件号"),
        error=asked.too_long,
    )
    faults = [(field.label, field.ident, field.error) for field in (what, words) if field.error]
    problems = [Problem(label=label, anchor=ident, words=said) for label, ident, said in faults]
    return StepForm(
        action=looking.href("portal_personal"),
        submit=_("提交请求"),
        body=[what, words],
        once=looking.door.once(),
        ident="answer",
        problems=ErrorSummary(problems=problems) if problems else None,
    )
