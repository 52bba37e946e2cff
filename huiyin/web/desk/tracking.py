"""D7: whom to track today, who lags, what is entered in place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.cases import rhythms
from huiyin.cases.access import may_find
from huiyin.cases.lists import page_of
from huiyin.cases.models import Case, DutyRow
from huiyin.cases.rhythms import Day, Tracked
from huiyin.policy.procedures import Procedure
from huiyin.web.desk.duties import bearer, item_of
from huiyin.web.desk.entries import acts_of, earlier_of
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.ladder import press_actions, presses, rungs_of
from huiyin.web.desk.lists import pager_of
from huiyin.web.desk.looking import Looking, look, refusal_part
from huiyin.web.desk.panes import fresh_form
from huiyin.web.desk.recorded import status_line
from huiyin.web.parts import (
    Action,
    Conflict,
    Empty,
    FilterChip,
    LedgerTable,
    Refusal,
    StatusLine,
    StepForm,
    Tab,
    Tabs,
)
from huiyin.web.present import cases as shown
from huiyin.web.present import countdowns
from huiyin.web.present.rhythms import beats_of, board_table, progress_of, short_day
from huiyin.web.present.speaker import Speaker
from huiyin.web.tracking_pages import Entry, TrackedRow, TrackingPage

PLACE = "tracking"
FAR = datetime.max.replace(tzinfo=UTC)


@desk
def tracking(desk: Desk) -> HttpResponse:
    """Show who must be tracked, and the case that was chosen with the form to fill in."""
    chosen = desk.request.GET.get("case", "")
    looking = look(desk, chosen) if chosen else None
    return _page(desk, looking, chosen=desk.request.GET.get("do", ""))


def show(
    looking: Looking,
    *,
    chosen: str = "",
    form: StepForm | None = None,
    answer: StatusLine | Conflict | Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page again, with a form that came back."""
    return _page(looking.desk, looking, chosen=chosen, form=form, answer=answer, status=status)


def _page(
    desk: Desk,
    looking: Looking | None,
    *,
    chosen: str = "",
    form: StepForm | None = None,
    answer: StatusLine | Conflict | Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    rules = desk.speaker.rules
    names, day = rhythms.tracking(rules), Day.of(rules, desk.caller.now)
    found = rhythms.tracked(desk.caller, names, day)
    view = desk.request.GET.get("view", "due")
    listed = page_of(
        found.of(view),
        before=desk.request.GET.get("before", ""),
        after=desk.request.GET.get("after", ""),
    )
    cases = [case for case in listed.cases if may_find(case, desk.caller)]
    rows = _rows(desk, cases, names, day, looking)
    page = TrackingPage(
        summary=_("今天要跟踪 %(due)s 件，已做 %(done)s 件。")
        % {"due": found.due, "done": found.done},
        late_words=_("%(count)s 件超过时限") % {"count": found.late} if found.late else "",
        views=views(desk, "tracking"),
        chips=_chips(desk, found, view),
        rows=rows,
        days=[short_day(one) for one in day.days],
        empty=None if rows else _empty(desk, found),
        pager=pager_of(desk, listed.newer, listed.older, len(rows)),
        entry=_entry(looking, chosen, form, answer) if looking is not None else None,
        **_boards(desk, names, day),
    )
    where = {"shell": desk.shell("tracking"), "page": page}
    return render(desk.request, "web/tracking.html", where, status=status)


def views(desk: Desk, current: str) -> Tabs:
    """The pages of tracking: cases, notices, reports upward."""
    pages = [("tracking", _("跟踪"), True)]
    procedures = desk.speaker.pack.procedures.values()
    pages.append(("supervision", _("督办"), any(p.supervision for p in procedures)))
    pages.append(("upward", _("上报"), bool(rhythms.reporting(desk.speaker.rules))))
    tabs = [
        Tab(words=words, href=desk.href(name), on=name == current)
        for name, words, there in pages
        if there
    ]
    return Tabs(label=_("跟踪与督办"), tabs=tabs)


def _chips(desk: Desk, found: Tracked, view: str) -> list[FilterChip]:
    here = desk.href("tracking")
    chips = (
        ("due", _("今天该跟踪"), found.due, "", ""),
        ("late", _("超过时限"), found.late, "alert-triangle", "late"),
        ("missed", _("近 7 天漏过"), found.missed, "", ""),
        ("all", _("全部"), found.all, "", ""),
    )
    return [
        FilterChip(
            words=words,
            href=f"{here}?view={key}",
            count=count,
            icon=icon if count else "",
            tone=tone if count else "",
            on=key == view,
        )
        for key, words, count, icon, tone in chips
    ]


def _empty(desk: Desk, found: Tracked) -> Empty:
    if found.all:
        return Empty(
            title=_("这里没有案件"),
            words=_("全部跟踪中的案件有 %(count)s 件。") % {"count": found.all},
            actions=[Action(label=_("看全部"), href=desk.href("tracking") + "?view=all")],
        )
    return Empty(
        title=_("现在没有要跟踪的案件"),
        words=_("案件进入制度规定要跟踪的阶段以后，会按节奏出现在这里。"),
    )


@dataclass(frozen=True)
class _Rows:
    """What every row of the list needs."""

    desk: Desk
    day: Day
    texts: Mapping[str, str | None]
    chosen: str

    def row(self, case: Case, beats: Sequence[DutyRow], term: DutyRow | None) -> TrackedRow:
        """One case: its rhythm, how far the work is, until when."""
        desk = self.desk
        speaker = Speaker(desk.caller, desk.caller.book.of_edition(case.edition), desk.speaker.lang)
        spec = speaker.pack.procedures[case.procedure]
        running = _running(beats)
        due = running is not None and _due(running, self.day)
        why = desk.href("why", case.id, term.instance) if term is not None else ""
        return TrackedRow(
            number=shown.number(speaker, case),
            href=desk.href("case", case.id),
            title=shown.title(speaker, case, self.texts),
            beats=beats_of(beats, self.day, speaker),
            action=_action(desk, speaker, case, running, due=due),
            who=bearer(term, speaker) if term is not None else None,
            unit=speaker.unit(case.unit),
            level=speaker.level(case.level),
            rhythm=speaker.word(item_of(running, spec)[0]) if running is not None else "",
            next_words=_next(speaker, running, due=due),
            progress=progress_of(case, term, speaker),
            countdown=countdowns.of_row(term, speaker, why=why) if term is not None else None,
            chosen=case.id == self.chosen,
        )


def _rows(
    desk: Desk, cases: Sequence[Case], names: rhythms.Names, day: Day, looking: Looking | None
) -> list[TrackedRow]:
    beats = rhythms.beats(cases, names, day)
    terms = rhythms.terms_of(cases, rhythms.limits(desk.speaker.rules))
    chosen = looking.case.id if looking is not None else ""
    making = _Rows(desk, day, shown.texts_of(desk.speaker, cases), chosen)
    ordered = sorted(cases, key=lambda c: _urgency(beats[c.id], terms.get(c.id), day))
    return [making.row(case, beats[case.id], terms.get(case.id)) for case in ordered]


def _running(beats: Sequence[DutyRow]) -> DutyRow | None:
    return next((b for b in beats if b.owed), None)


def _due(running: DutyRow, day: Day) -> bool:
    return running.due_at is not None and running.due_at <= day.ends


def _urgency(
    beats: Sequence[DutyRow], term: DutyRow | None, day: Day
) -> tuple[bool, bool, datetime]:
    """What is due today comes first, what lags on top of it; then by the limit of the work."""
    running = _running(beats)
    limit = term.due_at if term is not None and term.due_at is not None else FAR
    return running is None or not _due(running, day), limit >= day.now, limit


def _action(
    desk: Desk, speaker: Speaker, case: Case, running: DutyRow | None, *, due: bool
) -> Action:
    steps = speaker.pack.procedures[case.procedure].steps
    step = item_of(running, speaker.pack.procedures[case.procedure])[2] if running else ""
    return Action(
        label=speaker.word(steps[step].verb or steps[step].label) if step else _("查看"),
        label_full=shown.number(speaker, case),
        href=desk.href("tracking") + f"?case={case.id}#entry",
        style="primary" if due else "outline",
        small=True,
    )


def _next(speaker: Speaker, running: DutyRow | None, *, due: bool) -> str:
    if running is None or running.due_at is None:
        return ""
    moment = {"moment": speaker.moment(running.due_at)}
    return (_("%(moment)s 前") if due else _("今天不用，下次 %(moment)s")) % moment


def _boards(desk: Desk, names: rhythms.Names, day: Day) -> dict[str, LedgerTable | None]:
    found = rhythms.board(desk.caller, names, day)
    speaker = desk.speaker
    stores = rhythms.summed(found, (0,))
    owing = rhythms.summed(found, (1, 2))
    return {
        "stores": board_table(
            _("部门、门店"),
            [(speaker.unit(unit) or _("未定"), days) for (unit,), days in stores.items()],
            day,
        ),
        "bearers": board_table(
            _("谁该跟踪"),
            [(_owing(speaker, *key), days) for key, days in owing.items()],
            day,
        ),
    }


def _owing(speaker: Speaker, roles: str, person: str) -> str:
    """The person, or the post with whoever holds it now."""
    if person:
        return speaker.person(person)
    said = [role for role in roles.split("+") if role]
    holders = dict.fromkeys(p for role in said for p in speaker.caller.people.holders(role, None))
    names = _("、").join(speaker.person(p) for p in list(holders)[:3])
    post = _("、").join(speaker.role(role) for role in said)
    return (
        f"{post}（{names}）"
        if names and speaker.lang == "zh"
        else f"{post} ({names})"
        if names
        else post
    )


def _entry(
    looking: Looking,
    chosen: str,
    form: StepForm | None,
    answer: StatusLine | Conflict | Refusal | None,
) -> Entry:
    speaker, spec = looking.speaker, looking.spec
    step = _step(looking, chosen)
    where = looking.desk.href("tracking") + f"?case={looking.case.id}&do={{step}}#entry"
    acts = acts_of(looking, step) if step else []
    last = acts[-1] if acts else None
    told = (
        {"moment": speaker.short(last.at), "who": speaker.person(last.actor.person)} if last else {}
    )
    done = looking.desk.request.GET.get("done", "")
    if answer is None and done in spec.steps:
        answer = status_of(looking, done)
    if form is None and answer is None and step in looking.open_steps:
        form = fresh_form(looking, step, place=PLACE)
    refusals = looking.standing.get(step, ()) if form is None and answer is None else ()
    label = spec.steps[step].label if step else spec.label
    return Entry(
        title=speaker.word(label),
        number=shown.number(looking.speaker, looking.case),
        href=looking.desk.href("case", looking.case.id),
        headline=shown.title(speaker, looking.case, looking.texts, 120),
        clauses=speaker.clauses(spec.steps[step].clause, 1) if step else (),
        last=_("上次 %(moment)s %(who)s") % told if told else "",
        form=form,
        answer=answer,
        refused=refusal_part(speaker, label, refusals, brief=False) if refusals else None,
        earlier=earlier_of(looking, step) if step else None,
        rungs=rungs_of(looking),
        press=[]
        if chosen and chosen == step and _pressing(looking, step)
        else press_actions(looking, where),
    )


def status_of(looking: Looking, step: str) -> StatusLine:
    """What was recorded a moment ago."""
    return status_line(looking, looking.spec.steps[step].label, step)


def _pressing(looking: Looking, step: str) -> bool:
    return presses(looking.spec.steps[step], looking.speaker.pack.procedures)


def _step(looking: Looking, chosen: str) -> str:
    """The step that keeps the rhythm, or one by which a notice is sent when that is asked for."""
    steps = looking.spec.steps
    kept = {step_of(looking.spec, name) for name in looking.spec.tracking_rhythms} - {""}
    if chosen in steps and (chosen in kept or _pressing(looking, chosen)):
        return chosen
    running = [r for r in looking.rows if r.kind == "cadence" and r.owed]
    for row in running:
        if row.duty in looking.spec.tracking_rhythms:
            return item_of(row, looking.spec)[2]
    return next(iter(sorted(kept)), "")


def step_of(spec: Procedure, cadence: str) -> str:
    """The step that keeps a rhythm; empty when a child case does."""
    keys = (key.partition(":")[0] for key in spec.cadences[cadence].done_by)
    return next((key for key in keys if key in spec.steps), "")
