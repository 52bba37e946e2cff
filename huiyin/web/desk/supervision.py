"""Supervision notices: which are out, about what, who must answer each until when."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.cases.access import may_find, visible
from huiyin.cases.lists import page_of
from huiyin.cases.models import Case, DutyRow
from huiyin.web.desk.duties import bearer, item_of
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.lists import pager_of
from huiyin.web.desk.tracking import FAR, views
from huiyin.web.parts import Action, Empty, FilterChip
from huiyin.web.present import cases as shown
from huiyin.web.present import countdowns
from huiyin.web.present.speaker import Speaker
from huiyin.web.tracking_pages import NoticeRow, SupervisionPage


@desk
def supervision(desk: Desk) -> HttpResponse:
    """Show the notices that are out, or those that were settled."""
    kinds = [n for n, p in desk.speaker.pack.procedures.items() if p.supervision]
    rows = visible(desk.caller).filter(procedure__in=kinds).select_related("parent")
    late = rows.filter(closed_at=None).filter(Exists(_overdue(desk)))
    running = rows.filter(closed_at=None)
    found = {"open": running, "late": late, "closed": rows.filter(closed_at__isnull=False)}
    view = desk.request.GET.get("view", "open")
    listed = page_of(
        found.get(view, running),
        before=desk.request.GET.get("before", ""),
        after=desk.request.GET.get("after", ""),
    )
    cases = [case for case in listed.cases if may_find(case, desk.caller)]
    counts = {name: query.count() for name, query in found.items()}
    notices = _rows(desk, cases)
    page = SupervisionPage(
        summary=_("发出未办结 %(count)s 份。") % {"count": counts["open"]},
        late_words=_("%(count)s 份逾期未复") % {"count": counts["late"]} if counts["late"] else "",
        views=views(desk, "supervision"),
        chips=_chips(desk, counts, view),
        rows=notices,
        empty=None if notices else _empty(),
        pager=pager_of(desk, listed.newer, listed.older, len(notices)),
    )
    return render(
        desk.request, "web/supervision.html", {"shell": desk.shell("tracking"), "page": page}
    )


def _overdue(desk: Desk) -> QuerySet[DutyRow]:
    return DutyRow.objects.filter(case=OuterRef("pk"), owed=True, due_at__lt=desk.caller.now)


def _chips(desk: Desk, counts: Mapping[str, int], view: str) -> list[FilterChip]:
    here = desk.href("supervision")
    words = (("open", _("未办结")), ("late", _("逾期未复")), ("closed", _("已办结")))
    return [
        FilterChip(
            words=said,
            href=f"{here}?view={name}",
            count=counts[name],
            icon="alert-triangle" if name == "late" and counts[name] else "",
            tone="late" if name == "late" and counts[name] else "",
            on=name == view,
        )
        for name, said in words
    ]


def _empty() -> Empty:
    return Empty(
        title=_("没有督办"),
        words=_("整改逾期时按制度自动发出；也可以在跟踪页或案件页手工发出。"),
    )


def _rows(desk: Desk, cases: Sequence[Case]) -> list[NoticeRow]:
    parents = [case.parent_id for case in cases if case.parent_id]
    about = {case.id: case for case in visible(desk.caller).filter(id__in=parents)}
    texts = shown.texts_of(desk.speaker, about.values())
    owed = DutyRow.objects.filter(case__in=list(cases), owed=True).order_by("-due_at", "-id")
    rows = {row.case_id: row for row in owed}
    ordered = sorted(cases, key=lambda case: _urgency(rows.get(case.id)))
    return [
        _row(desk, case, about.get(case.parent_id or ""), rows.get(case.id), texts)
        for case in ordered
    ]


def _urgency(row: DutyRow | None) -> tuple[bool, datetime]:
    """The soonest limit first; what has none comes last, the newest first."""
    return (row is None or row.due_at is None, row.due_at if row and row.due_at else FAR)


def _row(
    desk: Desk,
    case: Case,
    about: Case | None,
    row: DutyRow | None,
    texts: Mapping[str, str | None],
) -> NoticeRow:
    speaker = Speaker(desk.caller, desk.caller.book.of_edition(case.edition), desk.speaker.lang)
    spec = speaker.pack.procedures[case.procedure]
    label, _clauses, step = item_of(row, spec) if row is not None else ("", (), "")
    here = desk.href("case", case.id)
    why = desk.href("why", case.id, row.instance) if row is not None else ""
    verb = speaker.word(spec.steps[step].verb or spec.steps[step].label) if step else _("查看")
    return NoticeRow(
        number=shown.number(speaker, case),
        href=here,
        kind=speaker.word(spec.label),
        about=shown.title(speaker, about, texts) if about is not None else "",
        about_number=shown.number(speaker, about) if about is not None else "",
        about_href=desk.href("case", about.id) if about is not None else "",
        stage=speaker.word(case.stage),
        owed=speaker.word(label),
        who=bearer(row, speaker) if row is not None else None,
        countdown=countdowns.of_row(row, speaker, why=why) if row is not None else None,
        action=Action(
            label=verb,
            label_full=shown.number(speaker, case),
            href=f"{here}?do={step}#act" if step else here,
            style="outline",
            small=True,
        ),
        late=row is not None and row.due_at is not None and row.due_at < desk.caller.now,
    )
