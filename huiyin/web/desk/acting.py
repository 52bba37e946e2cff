"""What the desk posts: doing a step, signing, uncovering a value, drafts. One effect each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.cases.commands import acting, marking
from huiyin.cases.commands.acting import Doing
from huiyin.cases.models import Case
from huiyin.cases.personal import open_all, revealed
from huiyin.cases.work import Conflict, Gone, Refused, Repeated
from huiyin.people.ids import new_id
from huiyin.web.desk import late_entry, together
from huiyin.web.desk.case import show
from huiyin.web.desk.drafts import drop_draft
from huiyin.web.desk.files import Files, files_of, taking_files
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.looking import Looking, look, refusal_part
from huiyin.web.desk.panes import act_form, approval_form, draft_name
from huiyin.web.desk.recorded import status_line
from huiyin.web.desk.returning import Back
from huiyin.web.desk.signing import password_fault
from huiyin.web.parts import Choice, Confirm, Field, Masked, StepForm
from huiyin.web.parts import Conflict as ConflictPart
from huiyin.web.parts import Refusal as RefusalPart
from huiyin.web.present.forms import Given, faults_of, read

UNPROCESSABLE = 422
CONFLICT = 409
FORBIDDEN = 403


@dataclass(frozen=True)
class Handed:
    """A form that came back: the case, the step, what was typed, the files that came along."""

    looking: Looking
    step: str
    given: Given
    files: Files
    once: str

    @cached_property
    def back(self) -> Back:
        """The page that the form came from, if it was not the case's own."""
        return Back(self.looking, self.step)

    @property
    def signs(self) -> bool:
        """Whether this act is signed; a try that reached nobody states nothing to sign."""
        return self.looking.spec.steps[self.step].sign and not self.back.missed

    def again(
        self,
        faults: Mapping[str, str] | None = None,
        *,
        looking: Looking | None = None,
        answer: RefusalPart | ConflictPart | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """The page with the form again, with everything that was typed."""
        now = looking or self.looking
        form = self._form(now, faults, answer)
        if self.back.href:
            return self.back.page(now, form, status)
        return show(now, chosen=self.step, form=form, status=status)

    def _form(
        self,
        looking: Looking,
        faults: Mapping[str, str] | None,
        answer: RefusalPart | ConflictPart | None,
    ) -> StepForm:
        return act_form(
            looking,
            self.step,
            self.given.values,
            {**self.files.faults, **(faults or {})},
            self.once,
            outcome=self.given.outcome or "",
            row=self.given.row or "",
            answer=answer,
            files=self.files.items(),
        )


@taking_files
@require_POST
@desk
def do(desk: Desk, case_id: str, step: str) -> HttpResponse:
    """Do a step of a case with the form that was handed in."""
    looking = look(desk, case_id)
    spec = looking.spec.steps.get(step)
    if spec is None:
        raise Gone(step)
    post = desk.request.POST
    once = desk.once
    given = read(post, spec, looking.speaker)
    files = files_of(desk, once)
    given = replace(given, values={**given.values, **files.values})
    handed = Handed(looking, step, given, files, once)
    if given.changes_rows:
        return handed.again()
    wrong = password_fault(desk.request) if handed.signs else ""
    at, fault = late_entry.moment(desk.request, looking.speaker)
    if wrong or files.faults or fault:
        faults = {
            name: words for name, words in (("password", wrong), (late_entry.NAME, fault)) if words
        }
        return handed.again(faults, status=UNPROCESSABLE)
    return _done(handed, at)


def _done(handed: Handed, at: datetime | None) -> HttpResponse:
    looking, step, given = handed.looking, handed.step, handed.given
    desk, case_id, spec = looking.desk, looking.case.id, looking.spec.steps[step]
    seen, round_ = (_number(desk, name) for name in ("seen", "round"))
    doing = Doing(
        step=step,
        form=looking.known.taken(step, given.values),
        outcome=given.outcome,
        row=given.row,
        seen=seen,
        round=round_,
        signature="password" if handed.signs else None,
        files=handed.files.facts(),
        at=at,
    )
    keep = handed.files.keep(desk)
    try:
        done = acting.act(desk.caller, case_id, [doing], command=handed.once, then=keep)
    except Refused as refused:
        return _refused(handed, refused)
    except Repeated as repeated:
        return HttpResponseRedirect(handed.back.href or desk.href("case", repeated.case_id))
    except Conflict as conflict:
        return _conflict(handed, conflict)
    drop_draft(desk, draft_name(looking, step))
    also = together.also(looking, doing, given.values, handed.once)
    if handed.back.href:
        return HttpResponseRedirect(handed.back.href)
    return answered(desk, done, spec.label, step, also)


def _number(desk: Desk, name: str) -> int | None:
    """A hidden number of the form."""
    text = desk.request.POST.get(name, "")
    return int(text) if text.isdecimal() else None


def answered(desk: Desk, case: Case, label: str, step: str = "", also: str = "") -> HttpResponse:
    """After an act: what was recorded, whether in time, what is next. Without scripts: the case page."""
    if not desk.request.headers.get("HX-Request"):
        return HttpResponseRedirect(desk.href("case", case.id) + (f"?done={step}" if step else ""))
    desk.forget()
    looking = look(desk, case.id)
    line = status_line(looking, label, step)
    return show(looking, answer=replace(line, done=f"{line.done}；{also}") if also else line)


def _refused(handed: Handed, refused: Refused) -> HttpResponse:
    looking, step = handed.looking, handed.step
    beside, rest = faults_of(refused.refusals, looking.speaker)
    label = looking.spec.steps[step].label
    answer = refusal_part(looking.speaker, label, rest, brief=False) if rest else None
    status = FORBIDDEN if rest and not beside else UNPROCESSABLE
    return handed.again(beside, answer=answer, status=status)


def _conflict(handed: Handed, conflict: Conflict) -> HttpResponse:
    looking, step = handed.looking, handed.step
    speaker = looking.speaker
    words = {
        "name": speaker.person(conflict.by),
        "moment": speaker.moment(conflict.at),
        "label": speaker.word(looking.spec.steps[step].label),
    }
    part = ConflictPart(
        title=_("%(name)s 在 %(moment)s 已办理“%(label)s”。") % words,
        words=_("您的内容没有提交，文字还在下面。确实要再记一次，请再按一次按钮。"),
    )
    return handed.again(looking=look(looking.desk, looking.case.id), answer=part, status=CONFLICT)


@require_POST
@desk
def sign(desk: Desk, case_id: str, approval: str) -> HttpResponse:
    """Sign what awaits approval."""
    looking = look(desk, case_id)
    if approval not in looking.spec.approvals:
        raise Gone(approval)
    post = desk.request.POST
    decision = "refuse" if post.get("decision") == "refuse" else "approve"
    faults = {}
    if wrong := password_fault(desk.request):
        faults["password"] = wrong
    if decision == "refuse" and not post.get("note", "").strip():
        faults["note"] = _("不同意须写明原因")
    if faults:
        form = approval_form(
            looking, approval, new_id(desk.caller.now), faults, post.get("note", "")
        )
        return show(looking, chosen=f"sign:{approval}", form=form, status=UNPROCESSABLE)
    try:
        done = acting.sign(
            desk.caller,
            case_id,
            approval,
            decision,
            note=post.get("note", ""),
            command=desk.once,
        )
    except Refused as refused:
        spec = looking.spec.approvals[approval]
        return show(
            looking,
            answer=refusal_part(looking.speaker, spec.label, refused.refusals, brief=False),
            status=FORBIDDEN,
        )
    except Repeated as repeated:
        return HttpResponseRedirect(desk.href("case", repeated.case_id))
    return answered(desk, done, looking.spec.approvals[approval].label)


@desk
def unmask(desk: Desk, case_id: str) -> HttpResponse:
    """Ask for a reason, then show one covered value for two minutes; that somebody looked is an event."""
    looking = look(desk, case_id)
    what = desk.request.GET.get("what", "") or desk.request.POST.get("what", "")
    field = looking.assessment.state.fields.get(what)
    if field is None or not looking.sight.unmask:
        return show(looking, status=FORBIDDEN)
    words = looking.speaker.word
    reasons = looking.sight.purposes or (_("联系顾客"), _("核实情况"), _("处理投诉"))
    reason = desk.request.POST.get("reason", "")
    step, _dot, name = what.partition(".")
    label = looking.speaker.word(looking.spec.steps[step].form[name].label)
    if desk.request.method == "POST" and reason in reasons:
        marking.unmasked(desk.caller, case_id, what, reason)
        text = revealed(field, open_all(looking.case.company_id, field))
        part = Masked(
            masked="", label=label, value=str(text), ident=what.replace(".", "-"), today=1
        )
        return render(
            desk.request,
            "web/unmasked.html",
            {"shell": desk.shell("cases"), "part": part, "back": desk.href("case", case_id)},
        )
    confirm = Confirm(
        title=_("查看“%(label)s”") % {"label": label},
        consequences=[_("显示 2 分钟后自动遮盖"), _("您的姓名、时间和事由会记入日志")],
        act=_("查看"),
        keep=_("不看"),
        action=desk.href("unmask", case_id) + f"?what={what}",
        keep_href=desk.href("case", case_id),
        fields=[
            Field(
                kind="choice",
                name="reason",
                label=_("事由"),
                required=True,
                choices=[Choice(value=r, label=words(r)) for r in reasons],
            )
        ],
        danger=False,
    )
    return render(
        desk.request, "web/confirming.html", {"shell": desk.shell("cases"), "confirm": confirm}
    )
