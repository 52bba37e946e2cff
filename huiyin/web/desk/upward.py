"""Reports upward: what must be sent today, drafted from the entries; a person edits and sends."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.cases import rhythms
from huiyin.cases.access import may_find
from huiyin.cases.lists import page_of
from huiyin.cases.models import Case, DutyRow
from huiyin.cases.rhythms import Day
from huiyin.policy.procedures import Procedure
from huiyin.web.desk.duties import item_of
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.lists import pager_of
from huiyin.web.desk.looking import Looking, look, refusal_part
from huiyin.web.desk.panes import fresh_form
from huiyin.web.desk.tracking import status_of, step_of, views
from huiyin.web.parts import Conflict, Empty, Refusal, StatusLine, StepForm
from huiyin.web.present import cases as shown
from huiyin.web.present import countdowns
from huiyin.web.tracking_pages import ReportDraft, ReportsPage

PLACE = "upward"
AT_ONCE = 10
"""So many drafts a page; each is folded from its case's own log."""


@desk
def upward(desk: Desk) -> HttpResponse:
    """Show the reports that are due, each with its draft."""
    return _page(desk)


def show(
    looking: Looking,
    *,
    chosen: str = "",
    form: StepForm | None = None,
    answer: StatusLine | Conflict | Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page again, with the form that came back among the others."""
    back = _one(looking, chosen, None, form=form, answer=answer)
    return _page(looking.desk, back=(looking.case.id, back), status=status)


def _page(
    desk: Desk, *, back: tuple[str, ReportDraft] | None = None, status: int = 200
) -> HttpResponse:
    names, day = rhythms.reporting(desk.speaker.rules), Day.of(desk.speaker.rules, desk.caller.now)
    found = rhythms.tracked(desk.caller, names, day)
    listed = page_of(
        found.of("due" if desk.request.GET.get("view") != "all" else "all"),
        before=desk.request.GET.get("before", ""),
        after=desk.request.GET.get("after", ""),
        size=AT_ONCE,
    )
    beats = rhythms.beats(listed.cases, names, day)
    drafts = []
    for case in listed.cases:
        if back is not None and case.id == back[0]:
            drafts.append(back[1])
        elif may_find(case, desk.caller):
            drafts.append(_draft(desk, case, beats[case.id]))
    said = {"due": found.due, "done": found.done}
    page = ReportsPage(
        summary=_("今天该上报 %(due)s 份，已上报 %(done)s 份。") % said,
        views=views(desk, PLACE),
        drafts=drafts,
        empty=None if drafts else _empty(found.all),
        pager=pager_of(desk, listed.newer, listed.older, len(drafts)),
    )
    where = {"shell": desk.shell("tracking"), "page": page}
    return render(desk.request, "web/upward.html", where, status=status)


def _empty(running: int) -> Empty:
    title = _("今天没有要上报的")
    if running:
        words = _("在报的案件有 %(count)s 件，都还没到时候。") % {"count": running}
        return Empty(title=title, words=words)
    return Empty(title=title, words=_("案件进入制度规定要上报的阶段以后，草稿会出现在这里。"))


def _draft(desk: Desk, case: Case, beats: list[DutyRow]) -> ReportDraft:
    looking = look(desk, case.id)
    running = next((b for b in beats if b.owed), None)
    step = item_of(running, looking.spec)[2] if running is not None else first(looking.spec)
    done = desk.request.GET.get("done") if desk.request.GET.get("case") == case.id else ""
    answer = status_of(looking, step) if done == step else None
    form = None
    if answer is None and step in looking.open_steps:
        form = fresh_form(looking, step, place=PLACE, ident=f"form-{case.id}")
    return _one(looking, step, running, form=form, answer=answer)


def first(spec: Procedure) -> str:
    """The step by which a report of this procedure is sent."""
    return next((step_of(spec, name) for name in spec.report_rhythms), "")


def _one(
    looking: Looking,
    step: str,
    running: DutyRow | None,
    *,
    form: StepForm | None,
    answer: StatusLine | Conflict | Refusal | None,
) -> ReportDraft:
    speaker, spec = looking.speaker, looking.spec
    refusals = () if form is not None or answer is not None else looking.standing.get(step, ())
    item = running if running is not None else None
    label, clauses, _step = item_of(item, spec) if item is not None else (spec.label, (), "")
    return ReportDraft(
        number=shown.number(looking.speaker, looking.case),
        href=looking.desk.href("case", looking.case.id),
        title=shown.title(speaker, looking.case, looking.texts, 120),
        level=speaker.level(looking.case.level),
        label=speaker.word(label),
        clauses=speaker.clauses(clauses, 1),
        countdown=countdowns.of_row(running, speaker) if running is not None else None,
        form=form,
        refused=refusal_part(speaker, spec.steps[step].label, refusals, brief=False)
        if refusals
        else None,
        answer=answer,
    )
