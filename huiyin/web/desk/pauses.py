"""Stopping and starting the clocks of a case: asked, refused with the reason, or recorded; the customer asked."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.cases.commands import pausing as commands
from huiyin.cases.commands.pausing import Wish
from huiyin.cases.work import Refused, Repeated
from huiyin.obligations import pausing
from huiyin.obligations.refusal import Refusal
from huiyin.people.ids import new_id
from huiyin.policy.procedures import Pausing
from huiyin.records.kinds import ACCEPT, sizes
from huiyin.web.desk.files import Files, files_of, taking_files
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.looking import Looking, look, refusal_part
from huiyin.web.desk.paused import standing
from huiyin.web.parts import Choice, Confirm, Field
from huiyin.web.parts import Refusal as RefusalPart
from huiyin.web.present import cases as shown
from huiyin.web.present.forms import faults_of
from huiyin.worktime import Pause

UNPROCESSABLE, FORBIDDEN = 422, 403
PROVEN, ASK = "proven", "ask"


@taking_files
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
    files = files_of(desk, once)
    if running is None and files.faults:
        faults = {"proof": " ".join(files.faults.values())}
        return _show(looking, running, faults, files=files, status=UNPROCESSABLE)
    try:
        if running is not None:
            commands.resume(desk.caller, case_id, command=once)
        else:
            _pause(looking, once, files)
    except Refused as refusal:
        beside, rest = faults_of(refusal.refusals, looking.speaker)
        answer = _part(looking, tuple(rest)) if rest else None
        return _show(looking, running, beside, answer, files=files, status=UNPROCESSABLE)
    except Repeated:
        pass
    return HttpResponseRedirect(desk.href("case", case_id))


def _pause(looking: Looking, once: str, files: Files) -> None:
    desk, post = looking.desk, looking.desk.request.POST
    wish = Wish(post.get("reason", ""), looking.speaker.rules.moment(post.get("until", "")))
    if post.get("how") == ASK:
        commands.ask(desk.caller, looking.case.id, wish, command=once)
        return
    commands.pause(
        desk.caller, looking.case.id, wish, files.facts(), command=once, then=files.keep(desk)
    )


def _part(looking: Looking, refused: tuple[Refusal, ...]) -> RefusalPart:
    return refusal_part(looking.speaker, _("暂停计时"), refused, brief=False)


def _show(
    looking: Looking,
    running: Pause | None,
    faults: dict[str, str] | None = None,
    answer: RefusalPart | None = None,
    *,
    files: Files | None = None,
    status: int = 200,
) -> HttpResponse:
    desk, spec = looking.desk, looking.spec.pausing
    here = desk.href("case", looking.case.id)
    title = _("恢复计时") if running is not None else _("暂停计时")
    confirm = None
    if spec is not None and (answer is None or faults is not None):
        confirm = Confirm(
            title=f"{title} {shown.number(looking.speaker, looking.case)}",
            consequences=_consequences(looking, spec, running),
            act=title,
            keep=_("不改"),
            action=desk.href("pause", looking.case.id),
            keep_href=here,
            fields=[]
            if running is not None
            else _fields(looking, spec, faults or {}, files or Files()),
            once=desk.once if files is not None else new_id(desk.caller.now),
            danger=False,
            files=spec.consent,
        )
    page = {"shell": desk.shell("cases"), "confirm": confirm, "answer": answer, "back": here}
    return render(desk.request, "web/pause.html", page, status=status)


def _consequences(looking: Looking, spec: Pausing, running: Pause | None) -> list[str]:
    speaker = looking.speaker
    labels = _("、").join(speaker.word(looking.spec.duties[name].label) for name in spec.duties)
    if running is not None:
        return [
            _("本来到 %(moment)s 自动恢复") % {"moment": speaker.moment(running.end)},
            _("“%(duties)s”从现在起接着计时") % {"duties": labels},
        ]
    return [
        _("“%(duties)s”停止计时，到恢复的时间自动接着算") % {"duties": labels},
        _("谁、什么时候、为什么暂停都记入日志，暂停的时间在统计中单列"),
    ]


def _fields(looking: Looking, spec: Pausing, faults: dict[str, str], files: Files) -> list[Field]:
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
    return fields + (_consent(looking, faults, files) if spec.consent else [])


def _consent(looking: Looking, faults: dict[str, str], files: Files) -> list[Field]:
    """How the customer agrees: proof of it, or the own answer on the progress page."""
    how = looking.desk.request.POST.get("how", PROVEN)
    choices = [
        Choice(
            value=PROVEN,
            label=_("已经同意"),
            words=_("附上证明，马上暂停"),
            chosen=how == PROVEN,
        ),
        Choice(
            value=ASK,
            label=_("请顾客自己回答"),
            words=_("顾客在进度页同意以后才暂停"),
            chosen=how == ASK,
        ),
    ]
    return [
        Field(kind="choice", name="how", label=_("顾客怎么同意"), required=True, choices=choices),
        Field(
            kind="file",
            name="proof",
            label=_("同意的证明"),
            hint=_("录音、聊天截图、签字的照片"),
            files=files.items().get("proof", ()),
            accept=ACCEPT,
            sizes=sizes(),
            error=faults.get("proof", "") or faults.get("consent", ""),
            when=[("how", PROVEN)],
        ),
    ]
