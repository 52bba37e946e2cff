"""P1: a customer says what happened, in the store whose QR code was read."""

from datetime import timedelta

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _

from huiyin.cases.codes import code_of, hash_of
from huiyin.cases.commands.acting import open_case
from huiyin.cases.work import Refused, Repeated, effect_of
from huiyin.obligations.model import CaseState
from huiyin.people.directory import UnitEntry
from huiyin.records import limits
from huiyin.web.parts import DraftState, ErrorSummary, MarkedText, Notice, Span, StepForm
from huiyin.web.portal import drafts
from huiyin.web.portal.fields import Body
from huiyin.web.portal.frame import Opening, Portal, lost, opening, portal
from huiyin.web.portal.promises import first_promise
from huiyin.web.portal.submit import Submission
from huiyin.web.portal_pages import ComplainPage

UNPROCESSABLE, TOO_MANY = 422, 429
MOST, SPAN = 30, timedelta(minutes=10)
"""How many complaints may come from one address in ten minutes; a store's guests share one."""


def unit_of(door: Portal, code: str) -> UnitEntry | None:
    """The store of a code, if it is open."""
    unit = door.caller.people.unit_by_code(code)
    return unit if unit in door.caller.people.units() else None


@portal
def complain(door: Portal, code: str) -> HttpResponseBase:
    """The form, and what comes back from it."""
    opened, unit = opening(door.pack), unit_of(door, code)
    if unit is None:
        return lost(door, _("没有这家门店，或已经关门。请重新选门店。"))
    sent = Submission(door, door.speaker, opened.step, opened.spec, unit.id)
    if door.request.method != "POST":
        return _first(door, unit, opened, sent)
    sent.take_files()
    if sent.key is None:
        stale = Notice(
            words=_("这一页已经过期，内容都还在。请再按一次提交。"), tone="soon", alert=True
        )
        return _page(door, unit, opened, sent, answer=stale, status=UNPROCESSABLE)
    if sent.changes:
        return _page(door, unit, opened, sent)
    return _pressed(door, unit, opened, sent, sent.key)


def _pressed(
    door: Portal, unit: UnitEntry, opened: Opening, sent: Submission, key: str
) -> HttpResponse:
    """Take the complaint, or say what is wrong; the same form again shows the first receipt."""
    for once in (key, drafts.sent_before(door, draft_name(unit))):
        before = effect_of(door.caller, once) if once else None
        if once and before is not None:
            drafts.drop(door, draft_name(unit))
            return _receipt(door, sent, before, once)
    if not sent.check(CaseState(procedure=opened.procedure, unit=unit.id)):
        return _page(door, unit, opened, sent, status=UNPROCESSABLE)
    return _accepted(door, unit, opened, sent, key)


def _accepted(
    door: Portal, unit: UnitEntry, opened: Opening, sent: Submission, key: str
) -> HttpResponse:
    now = door.caller.now
    if limits.wait("complain", door.address, most=MOST, span=SPAN, now=now) is not None:
        words = _("这个网络十分钟内提交得太多，内容都还在，请稍等再提交。")
        answer = Notice(words=words, tone="soon", alert=True)
        return _page(door, unit, opened, sent, answer=answer, status=TOO_MANY)
    code = code_of(key)
    try:
        case = open_case(
            door.caller,
            opened.procedure,
            [sent.doing()],
            command=key,
            query_hash=hash_of(door.company.id, code),
            unit=unit.id,
            then=sent.keep(),
        )
    except Refused as refused:
        sent.refused(refused.refusals)
        return _page(door, unit, opened, sent, status=UNPROCESSABLE)
    except Repeated as repeated:
        return _receipt(door, sent, repeated.case_id, key)
    limits.count("complain", door.address, span=SPAN, now=now)
    drafts.sent(door, draft_name(unit), key)
    return _receipt(door, sent, case.id, key)


def _receipt(door: Portal, sent: Submission, case_id: str, key: str) -> HttpResponse:
    sent.done()
    door.remember(case_id, code_of(key))
    return HttpResponseRedirect(door.href("portal_receipt", case_id))


# -- the page --


def draft_name(unit: UnitEntry) -> str:
    """The name of the draft of a store's form."""
    return f"portal {unit.id}"


def _first(door: Portal, unit: UnitEntry, opened: Opening, sent: Submission) -> HttpResponse:
    """The empty form, or what was typed here before."""
    name = draft_name(unit)
    if "fresh" in door.request.GET:
        drafts.drop(door, name)
        return HttpResponseRedirect(door.href("portal_complain", unit.code))
    before = drafts.kept(door, name)
    state = None
    if before is not None:
        sent.post, moment = before
        discard = door.href("portal_complain", unit.code) + "?fresh=1"
        state = DraftState(restored=moment, discard=discard)
    return _page(door, unit, opened, sent, draft=state)


def _page(
    door: Portal,
    unit: UnitEntry,
    opened: Opening,
    sent: Submission,
    *,
    answer: Notice | None = None,
    draft: DraftState | None = None,
    status: int = 200,
) -> HttpResponse:
    problems: ErrorSummary | None = sent.problems(brief=True)
    if sent.rest and answer is None:
        words = _("现在不能提交，内容都还在。请稍后再试，或直接联系门店。")
        answer = Notice(words=words, tone="late", alert=True)
    body: Body = sent.body()
    form = StepForm(
        action=door.href("portal_complain", unit.code),
        submit=_("提交%(what)s") % {"what": door.speaker.word(opened.spec.verb)}
        if opened.spec.verb
        else _("提交"),
        body=body,
        once=sent.once,
        ident="complain",
        draft=draft,
        draft_action=door.href("portal_draft", unit.code),
        problems=problems,
        answer=answer,
        files=True,
    )
    page = ComplainPage(
        title=_("请告诉我们发生了什么"),
        lead=_lead(door, opened),
        form=form,
        promise=_promise(door, opened),
    )
    shell = door.shell(
        door.speaker.unit(unit.id),
        [(_("换门店"), door.href("portal_stores"))],
        here=door.href("portal_complain", unit.code),
    )
    return door.page("complain", shell, page, status=status)


def _lead(door: Portal, opened: Opening) -> str:
    words = _("写不全没关系，先提交，之后还能补充。")
    promise = first_promise(door.speaker, opened.procedure, opened.step)
    if promise is None:
        return words + _("提交后给您查询码。")
    term, what = promise
    after = _("提交后 %(term)s内%(promise)s，并给您查询码。") % {"term": term, "promise": what}
    return words + after


def _promise(door: Portal, opened: Opening) -> MarkedText:
    """What stands at the end of the form; the first sentence only where the pack bars the accused."""
    kept = _("联系方式加密保存，只有回复您的人能看到，每次查看都有记录。")
    spans = [Span(text=kept)]
    if door.pack.procedures[opened.procedure].recuse:
        barred = [
            Span(text=_("您投诉到的人")),
            Span(text=_("不会经手这件事"), kind="strong"),
            Span(text="。" if door.speaker.lang == "zh" else ". "),
        ]
        spans = [*barred, *spans]
    return MarkedText(spans=spans)


@portal
def draft(door: Portal, code: str) -> HttpResponseBase:
    """Keep what is typed while it is typed."""
    unit = unit_of(door, code)
    if unit is None or door.request.method != "POST":
        return lost(door)
    return drafts.keep(door, draft_name(unit))
