"""P3: where a case stands, what was told, what the customer can answer, add, take back."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _

from huiyin.cases.commands.acting import act as do_act
from huiyin.cases.work import Conflict, Gone, Refused, Repeated, effect_of
from huiyin.channels.customers.language import used
from huiyin.people.vault import SubjectErased
from huiyin.policy.procedures import Step
from huiyin.web.parts import Action, Choice, Field, Refusal, StatusLine, StepForm
from huiyin.web.portal.consent import pause_ask, said_before
from huiyin.web.portal.frame import Portal, portal
from huiyin.web.portal.looking import Looking, look
from huiyin.web.portal.submit import Submission
from huiyin.web.portal.way import Way
from huiyin.web.portal_pages import ProgressPage, Proposal

OK, CONFLICT, UNPROCESSABLE = 200, 409, 422
Answer = StatusLine | Refusal | None


@portal
def progress(door: Portal, case_id: str) -> HttpResponseBase:
    """The page, with the form of the step that is asked for or that is waited for."""
    try:
        looking = look(door, case_id)
    except Gone:
        return HttpResponseRedirect(door.href("portal_look"))
    asked = door.request.GET.get("do", "")
    answer: Answer = said_before(looking)
    if asked and asked not in looking.open_steps:
        answer = _not_now(looking, asked)
    return _page(looking, Submissions(looking).of(asked), answer=answer or _recorded(looking))


class Submissions:
    """The customer's forms of one case."""

    def __init__(self, looking: Looking) -> None:
        self.looking = looking

    def of(self, asked: str = "") -> Submission | None:
        """The form asked for, or else the one that is waited for."""
        name = asked if asked in self.looking.open_steps else awaited(self.looking)
        if not name:
            return None
        step = self.looking.open_steps[name]
        return Submission(self.looking.door, self.looking.speaker, name, step)


def awaited(looking: Looking) -> str:
    """The step that the company waits for: an answer to what it told, then a score, until given."""
    answerable = bool(Way(looking).told())
    done, since = looking.assessment.state.steps, looking.case.stage_since
    for wanted in (lambda s: answerable and bool(s.outcomes), lambda s: s.once):
        for name, step in looking.open_steps.items():
            before = done.get(name)
            fresh = before is None or not before.valid or (since is not None and before.at < since)
            if wanted(step) and fresh:
                return name
    return ""


@portal
def act(door: Portal, case_id: str, step: str) -> HttpResponseBase:
    """A customer does a step."""
    looking = look(door, case_id)
    spec = looking.own_steps.get(step)
    if spec is None or door.request.method != "POST":
        raise Gone(step)
    sent = Submission(door, looking.speaker, step, spec)
    if sent.key and effect_of(door.caller, sent.key):
        return _done(looking, sent)
    if step not in looking.open_steps:
        return _page(looking, None, answer=_not_now(looking, step), status=CONFLICT)
    sent.take_files()
    if sent.key is None or sent.changes:
        return _page(looking, sent, status=OK if sent.changes else UNPROCESSABLE)
    outcome = sent.post.get("outcome") or None
    if not sent.check(looking.assessment.state, outcome):
        return _page(looking, sent, status=UNPROCESSABLE)
    return _accepted(looking, sent, outcome)


def _accepted(looking: Looking, sent: Submission, outcome: str | None) -> HttpResponse:
    seen = sent.post.get("seen", "")
    single = sent.spec.once or sent.spec.outcomes
    doing = sent.doing(outcome=outcome, seen=int(seen) if single and seen.isdecimal() else None)
    caller, case = looking.door.caller, looking.case
    try:
        do_act(caller, case.id, [doing], command=sent.key, then=sent.keep())
    except Refused as refused:
        sent.refused(refused.refusals)
        return _page(look(looking.door, case.id), sent, status=UNPROCESSABLE)
    except (Conflict, SubjectErased):
        fresh = look(looking.door, case.id)
        return _page(fresh, sent, answer=_not_now(fresh, sent.step), status=CONFLICT)
    except Repeated:
        pass
    return _done(looking, sent)


def _done(looking: Looking, sent: Submission) -> HttpResponse:
    sent.done()
    used(looking.door.company, [looking.case.id], looking.door.caller.lang)
    return HttpResponseRedirect(looking.href("portal_progress") + f"?done={sent.step}#status")


def _recorded(looking: Looking) -> Answer:
    """What was just recorded, after the way back from a form."""
    name = looking.door.request.GET.get("done", "")
    done = looking.assessment.state.steps.get(name)
    step = looking.own_steps.get(name)
    if done is None or step is None or not step.status:
        return None
    return StatusLine(done=looking.speaker.word(step.status) + _("。"))


def _not_now(looking: Looking, name: str) -> Refusal | None:
    """What a customer wanted to do is not possible now: no reasons of the house, only what is so."""
    step = looking.own_steps.get(name)
    if step is None:
        return None
    what = looking.speaker.word(step.verb or step.label)
    done = looking.assessment.state.steps.get(name)
    if done is not None and done.by == "customer" and (step.once or step.outcomes):
        moment = looking.speaker.moment(done.at)
        title = _("%(moment)s 已经%(what)s过了。") % {"moment": moment, "what": what}
    else:
        title = _("现在不能%(what)s：这件投诉的情况已经变了。") % {"what": what}
    return Refusal(title=title, missing=[_("最新的进度在下面。")])


# -- the page --


def _page(
    looking: Looking, sent: Submission | None, *, answer: Answer = None, status: int = OK
) -> HttpResponse:
    door, speaker, way = looking.door, looking.speaker, Way(looking)
    waiting = sent is not None and bool(sent.spec.outcomes)
    told = way.told()
    proposal = Proposal(title=_("我们的答复"), words=told) if waiting and told else None
    title = _("我们给了答复，\n等您回复") if waiting and told else way.last_status()
    page = ProgressPage(
        as_of=speaker.moment(looking.events[-1].at),
        title=title,
        way=way.entries(awaited=_("等您回复") if waiting else ""),
        lead=_lead(sent),
        proposal=proposal,
        form=_form(looking, sent) if sent is not None else None,
        answer=answer,
        pause=pause_ask(looking),
        actions=_actions(looking, sent),
        own_title=_("您提交的内容"),
        own=way.own_words(),
        phone=looking.phone,
    )
    links = [(_("退出查看"), looking.href("portal_leave"))]
    shell = door.shell(looking.intake, links, here=looking.href("portal_progress"))
    return door.page("progress", shell, page, status=status)


def _lead(sent: Submission | None) -> str:
    """What a step that ends the case means, before it is done."""
    if sent is None or sent.spec.ends != "lapse":
        return ""
    return _("提交以后这件投诉就结束了，不再处理，不能恢复。")


def _form(looking: Looking, sent: Submission) -> StepForm:
    body: list[Any] = [*_outcomes(sent), *sent.body()]
    spec, speaker = sent.spec, looking.speaker
    files = any(field.kind == "file" for field in sent.form.asked.values())
    return StepForm(
        action=looking.href("portal_act", sent.step),
        submit=_("提交%(what)s") % {"what": speaker.word(spec.verb)} if spec.verb else _("提交"),
        body=body,
        once=sent.once,
        ident="answer",
        problems=sent.problems(brief=False),
        files=files,
        hidden=[("seen", str(looking.assessment.state.seq))],
    )


def _outcomes(sent: Submission) -> Sequence[Field]:
    """The answers of a step as large buttons, none chosen beforehand."""
    spec, speaker = sent.spec, sent.speaker
    if not spec.outcomes:
        return ()
    chosen = sent.post.get("outcome", "")
    choices = []
    for name, outcome in spec.outcomes.items():
        asked = [speaker.word(spec.form[f].label) for f in outcome.asks if f in spec.form]
        between = "、" if speaker.lang == "zh" else ", "
        words = _("请在下面写“%(what)s”") % {"what": between.join(asked)} if asked else ""
        label = speaker.word(name)
        choices.append(
            Choice(value=name, label=label, chosen=name == chosen, words=words or _("选这个就可以"))
        )
    return (
        Field(
            kind="choice",
            name="outcome",
            label=speaker.word(spec.label),
            choices=choices,
            required=True,
            help=_("没有期限，您想好再答。"),
            error=sent.faults.get("outcome", ""),
        ),
    )


def _actions(looking: Looking, sent: Submission | None) -> list[Action]:
    """What else can be done now."""
    now = sent.step if sent is not None else ""
    steps = [step_link(looking, name) for name in looking.open_steps if name != now]
    there = looking.href("portal_personal")
    return [*steps, Action(label=_("我的个人信息"), href=there, icon="user", small=True)]


def step_link(looking: Looking, name: str) -> Action:
    """A step that the customer may do now, as a button; one that takes files shows so."""
    step = looking.open_steps[name]
    takes = any(field.kind == "file" for field in step.form.values())
    return Action(
        label=verb_of(looking, step),
        href=looking.href("portal_progress") + f"?do={name}#answer",
        icon="paperclip" if takes else "",
        small=True,
    )


def verb_of(looking: Looking, step: Step) -> str:
    """The word on the button of a step."""
    return looking.speaker.word(step.verb or step.label)
