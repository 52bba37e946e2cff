"""D5: the review queue: cases that wait for the reader's decision, one under his eyes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.cases.models import DutyRow
from huiyin.cases.personal import revealed
from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.people.ids import new_id
from huiyin.policy.procedures import Procedure
from huiyin.web.desk.duties import item_of
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.looking import Looking, look
from huiyin.web.desk.panes import approval_form, fresh_form
from huiyin.web.desk.pieces import evidence_items
from huiyin.web.pages import QueueEntry, ReviewPage
from huiyin.web.parts import (
    Countdown,
    Empty,
    MarkedText,
    Notice,
    Span,
    StepForm,
    Tab,
    Tabs,
    Tag,
)
from huiyin.web.present import cases as shown
from huiyin.web.present import countdowns
from huiyin.web.present.facts import facts_of
from huiyin.web.present.speaker import Speaker


def decides(row: DutyRow, spec: Procedure) -> bool:
    """Whether a duty asks for a decision: a signature, or a step that may send a case back.

    Calls on customers have a desk of their own, with their script.
    """
    if row.kind == "approval":
        return True
    _label, _clauses, step = item_of(row, spec)
    if not step or spec.steps[step].call is not None:
        return False
    outcomes = spec.steps[step].outcomes.values()
    here = spec.steps[step].in_
    index = {stage: n for n, stage in enumerate(spec.stages)}
    return any(o.to in index and here and index[o.to] < index.get(here[0], 0) for o in outcomes)


@desk
def review(desk: Desk) -> HttpResponse:
    """Show what waits for the reader's decision, and the one chosen."""
    rows = [row for row in desk.owed.rows if decides(row, _spec(desk, row))]
    chosen = desk.request.GET.get("case", "") or (rows[0].case_id if rows else "")
    texts = shown.texts_of(desk.speaker, [row.case for row in rows])
    queue = [_entry(desk, row, dict(texts), current=row.case_id == chosen) for row in rows]
    late = sum(entry.late for entry in queue)
    tabs = Tabs(
        label=_("待审核"),
        tabs=[Tab(words=_("待我审核"), href=desk.href("review"), on=True, count=len(queue))],
    )
    summary = _("%(count)s 件待审，%(late)s 件逾期") % {"count": len(queue), "late": late}
    page = ReviewPage(summary=summary, tabs=tabs, queue=queue, empty=None if queue else _empty())
    row = next((row for row in rows if row.case_id == chosen), None)
    if row is not None:
        page = _with_case(desk, page, row)
    return render(desk.request, "web/review.html", {"shell": desk.shell("review"), "page": page})


def _spec(desk: Desk, row: DutyRow) -> Procedure:
    return desk.caller.book.of_edition(row.case.edition).pack.procedures[row.case.procedure]


def _empty() -> Empty:
    return Empty(title=_("没有等您审核的案件"), words=_("提交审核后会按到期时间排在这里。"))


def _entry(desk: Desk, row: DutyRow, texts: dict[str, str | None], *, current: bool) -> QueueEntry:
    speaker = Speaker(desk.caller, desk.caller.book.of_edition(row.case.edition), desk.speaker.lang)
    label, _clauses, _step = item_of(row, speaker.pack.procedures[row.case.procedure])
    tags = (
        [Tag(words=_("第 %(round)s 次提交") % {"round": row.case.rounds + 1}, tone="soon")]
        if row.case.rounds
        else []
    )
    return QueueEntry(
        countdown=countdowns.of_row(row, speaker),
        number=shown.number(speaker, row.case),
        href=desk.href("review") + f"?case={row.case_id}",
        what=shown.title(speaker, row.case, texts),
        words=f"{speaker.word(label)} · {speaker.unit(row.case.unit)}",
        level=speaker.level(row.case.level),
        tags=tags,
        current=current,
    )


def _with_case(desk: Desk, page: ReviewPage, row: DutyRow) -> ReviewPage:
    looking = look(desk, row.case_id)
    speaker = looking.speaker
    sent_back = _sent_back(looking)
    changed = rewritten(looking, sent_back) if sent_back else frozenset()
    facts = facts_of(
        speaker,
        looking.case,
        looking.assessment.state,
        looking.texts,
        desk.href("unmask", row.case_id),
        looking.sight,
        changed,
    )
    return ReviewPage(
        summary=page.summary,
        tabs=page.tabs,
        queue=page.queue,
        number=shown.number(looking.speaker, looking.case),
        level=speaker.level(looking.case.level),
        tags=[Tag(words=speaker.unit(looking.case.unit), icon="map-pin")],
        open_href=desk.href("case", row.case_id),
        returned=_returned(looking, sent_back),
        returned_changes=_changes(changed),
        facts=facts.lines,
        evidence=evidence_items(looking),
        countdown=_countdown(row, speaker),
        form=_form(looking, row),
    )


def _countdown(row: DutyRow, speaker: Speaker) -> Countdown:
    return countdowns.of_row(row, speaker)


def _form(looking: Looking, row: DutyRow) -> StepForm | None:
    if row.kind == "approval":
        name = row.duty.removeprefix("approval ")
        return approval_form(looking, name, new_id(looking.desk.caller.now))
    _label, _clauses, step = item_of(row, looking.spec)
    return fresh_form(looking, step) if step in looking.open_steps else None


def _sent_back(looking: Looking) -> Event | None:
    """The decision that sent the case back last."""
    if not looking.assessment.state.rounds:
        return None
    for event in reversed(looking.events):
        form = event.data.get("form") or {}
        if event.kind == Kind.ACTED and event.data.get("outcome") and form.get("reason"):
            return event
    return None


def _returned(looking: Looking, event: Event | None) -> Notice | None:
    """Why the case was sent back before, on top of what was handed in again."""
    if event is None:
        return None
    words = revealed(event.data["form"]["reason"], looking.texts)
    title = _("%(name)s %(moment)s 退回") % {
        "name": looking.speaker.person(event.actor.person),
        "moment": looking.speaker.short(event.at),
    }
    return Notice(title=title, words=str(words or ""), icon="arrow-back-up", tone="soon")


def rewritten(looking: Looking, since: Event) -> frozenset[str]:
    """Fields (`step.field`) that say something else than before a case was sent back."""
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    for event in looking.events:
        if event.kind == Kind.ACTED:
            told = before if event.seq < since.seq else after
            for name, value in (event.data.get("form") or {}).items():
                told[f"{event.data['step']}.{name}"] = revealed(value, looking.texts)
    steps = {path.partition(".")[0] for path in before}
    return frozenset(
        path
        for path, value in after.items()
        if path.partition(".")[0] in steps and before.get(path) != value
    )


def _changes(changed: frozenset[str]) -> MarkedText | None:
    if not changed:
        return None
    count = len(changed)
    words = ngettext("这次改了 %(count)s 处，已标出。", "这次改了 %(count)s 处，已标出。", count)
    return MarkedText(spans=[Span(text=words % {"count": count}, kind="strong")])
