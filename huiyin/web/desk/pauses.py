"""Stopping and starting the clocks of a case: asked, refused with the reason, or recorded."""

from datetime import datetime

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.cases.commands import marking
from huiyin.cases.work import Refused, Repeated
from huiyin.obligations import pausing
from huiyin.obligations.refusal import Refusal
from huiyin.people.ids import new_id
from huiyin.policy.procedures import Pausing
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.looking import Looking, look, refusal_part
from huiyin.web.desk.paused import standing
from huiyin.web.parts import Choice, Confirm, Field
from huiyin.web.parts import Refusal as RefusalPart
from huiyin.web.present import cases as shown
from huiyin.web.present.forms import faults_of
from huiyin.worktime import Pause

UNPROCESSABLE, FORBIDDEN = 422, 403


@desk
def pause(desk: Desk, case_id: str) -> HttpResponse:
    """Ask for a pause, or let the clocks run on before its end."""
    looking = look(desk, case_id)
    running = pausing.running(looking.assessment.state, desk.caller.now)
    refused = standing(looking)
    if refused or looking.spec.pausing is None:
        return _show(looking, None, answer=_part(looking, refused), status=FORBIDDEN)
    if desk.request.method != "POST":
        return _show(looking, running)
    once = desk.once
    try:
        if running is not None:
            marking.resume(desk.caller, case_id, command=once)
        else:
            _pause(looking, looking.spec.pausing, once)
    except Refused as refusal:
        beside, rest = faults_of(refusal.refusals, looking.speaker)
        answer = _part(looking, tuple(rest)) if rest else None
        return _show(looking, running, beside, answer, status=UNPROCESSABLE)
    except Repeated:
        pass
    return HttpResponseRedirect(desk.href("case", case_id))


def _pause(looking: Looking, spec: Pausing, once: str | None) -> None:
    post = looking.desk.request.POST
    until: datetime | None = looking.speaker.rules.moment(post.get("until", ""))
    marking.pause(
        looking.desk.caller,
        looking.case.id,
        post.get("reason", ""),
        until,
        consent=bool(post.get("consent")),
        command=once,
    )


def _part(looking: Looking, refused: tuple[Refusal, ...]) -> RefusalPart:
    return refusal_part(looking.speaker, _("暂停计时"), refused, brief=False)


def _show(
    looking: Looking,
    running: Pause | None,
    faults: dict[str, str] | None = None,
    answer: RefusalPart | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    desk, spec = looking.desk, looking.spec.pausing
    here = desk.href("case", looking.case.id)
    title = _("恢复计时") if running is not None else _("暂停计时")
    confirm = None
    if spec is not None and (answer is None or faults is not None):
        confirm = Confirm(
            title=f"{title} {shown.number(looking.case)}",
            consequences=_consequences(looking, spec, running),
            act=title,
            keep=_("不改"),
            action=desk.href("pause", looking.case.id),
            keep_href=here,
            fields=[] if running is not None else _fields(looking, spec, faults or {}),
            once=new_id(desk.caller.now),
            danger=False,
        )
    page = {"shell": desk.shell("cases"), "confirm": confirm, "answer": answer, "back": here}
    return render(desk.request, "web/pause.html", page, status=status)


def _consequences(looking: Looking, spec: Pausing, running: Pause | None) -> list[str]:
    speaker = looking.speaker
    labels = "、".join(speaker.word(looking.spec.duties[name].label) for name in spec.duties)
    if running is not None:
        return [
            _("本来到 %(moment)s 自动恢复") % {"moment": speaker.moment(running.end)},
            _("“%(duties)s”从现在起接着计时") % {"duties": labels},
        ]
    return [
        _("“%(duties)s”停止计时，到恢复的时间自动接着算") % {"duties": labels},
        _("谁、什么时候、为什么暂停都记入日志，暂停的时间在统计中单列"),
    ]


def _fields(looking: Looking, spec: Pausing, faults: dict[str, str]) -> list[Field]:
    post, speaker = looking.desk.request.POST, looking.speaker
    fields = [
        Field(
            kind="choice",
            name="reason",
            label=_("暂停的理由"),
            required=True,
            choices=[
                Choice(value=one, label=speaker.word(one), chosen=post.get("reason") == one)
                for one in spec.reasons
            ],
            clauses=speaker.clauses(spec.clause, 1),
            error=faults.get("reason", ""),
        ),
        Field(
            kind="moment",
            name="until",
            label=_("恢复的时间"),
            required=True,
            value=post.get("until", ""),
            error=faults.get("until", ""),
        ),
    ]
    if spec.consent:
        fields.append(
            Field(
                kind="check",
                name="consent",
                label=_("顾客已经同意暂停"),
                required=True,
                values=["1"] if post.get("consent") else (),
                error=faults.get("consent", ""),
            )
        )
    return fields
