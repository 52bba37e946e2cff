"""D1 and P4: what I owe, by due moment."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.cases.lists import Owed, waiting_for
from huiyin.cases.models import DutyRow
from huiyin.policy.procedures import Procedure
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.lists import chips_of, wanted_of
from huiyin.web.desk.shares import shares_of
from huiyin.web.desk.to_sign import duty_of, revisions
from huiyin.web.pages import MyDuties, Waiting
from huiyin.web.parts import (
    Action,
    CountdownState,
    DutyGroup,
    Empty,
    FilterChip,
    MarkedText,
    Person,
    Span,
    Tag,
)
from huiyin.web.parts import DutyRow as DutyPart
from huiyin.web.present import cases as shown
from huiyin.web.present import countdowns
from huiyin.web.present.speaker import Speaker

KINDS = {
    CountdownState.OVERDUE: "overdue",
    CountdownState.SOON: "soon",
    CountdownState.TODAY: "today",
}
FOLDED = ("undetermined", "later")
FEW = 2
WAITING = 6
NARROW = ("unit", "level", "stage")


@desk
def duties(desk: Desk) -> HttpResponse:
    """Show what the reader owes."""
    wanted = desk.request.GET.get("when", "")
    only = wanted_of(desk, NARROW)
    owed = desk.owed_among(only) if only else desk.owed
    waiting, own = waiting_for(desk.caller), shares_of(desk)
    texts = shown.texts_of(desk.speaker, [row.case for row in owed.rows])
    rows = [(kind_of(row, desk.speaker), duty_part(desk, row, texts)) for row in owed.rows]
    if not only:
        rows = [("no_limit", duty_of(desk, row)) for row in revisions(desk)] + rows
    page = MyDuties(
        summary=_("按到期时间排列。"),
        late_words=ngettext("%(count)s 项已逾期", "%(count)s 项已逾期", owed.late)
        % {"count": owed.late}
        if owed.late
        else "",
        summary_rest=_nearest(owed, desk.speaker),
        chips=_chips(desk, owed, wanted),
        narrow=chips_of(desk, NARROW),
        deputies=_deputies(desk),
        groups=_groups(rows, owed, wanted, desk),
        empty=None if rows else (_none_of_these(desk) if only else _empty(desk)),
        waiting=[_waiting(desk, row) for row in waiting[:WAITING]],
        waiting_count=len(waiting),
        waiting_href=desk.href("cases") if len(waiting) > WAITING else "",
        shares=own.bars,
        shares_title=own.title,
        shares_words=own.words,
        shares_note=own.note,
        calendar=_calendar_hint(desk.speaker),
        register=Action(
            label=_("登记"), href=desk.href("register"), icon="file-plus", style="primary", key="N"
        ),
        print_href=_with(desk, "print", "1"),
        printing="print" in desk.request.GET,
        poll=desk.request.get_full_path(),
    )
    template = (
        "web/duty_list.html" if desk.request.headers.get("HX-Request") else "web/my_duties.html"
    )
    return render(desk.request, template, {"shell": desk.shell("duties"), "page": page})


def kind_of(row: DutyRow, speaker: Speaker) -> str:
    """Under which heading a duty stands; one without a known limit follows those of today."""
    if row.due_at is None:
        return "later" if row.reason == "no_limit" else "undetermined"
    return KINDS.get(countdowns.state_of(row.due_at, speaker), "later")


def item_of(row: DutyRow, spec: Procedure) -> tuple[str, tuple[str, ...], str]:
    """What a duty is called, its clauses, and the step that fulfils it."""
    if row.kind == "approval":
        approval = spec.approvals[row.duty.removeprefix("approval ")]
        return approval.label, approval.clause, ""
    item = spec.duties.get(row.duty) or spec.cadences[row.duty]
    step = next(
        (key.partition(":")[0] for key in item.done_by if key.partition(":")[0] in spec.steps), ""
    )
    return item.label, item.clause, step


def duty_part(desk: Desk, row: DutyRow, texts: Mapping[str, str | None]) -> DutyPart:
    """One duty as a row: when, what, on which case, one button."""
    speaker = Speaker(desk.caller, desk.caller.book.of_edition(row.case.edition), desk.speaker.lang)
    spec = speaker.pack.procedures[row.case.procedure]
    label, clauses, step = item_of(row, spec)
    case = row.case
    verb = (
        speaker.word(spec.steps[step].verb or spec.steps[step].label)
        if step
        else speaker.word(label)
    )
    where = desk.href("case", case.id)
    title = shown.title(speaker, case, texts)
    return DutyPart(
        ident=f"duty-{row.pk}",
        countdown=countdowns.of_row(row, speaker, why=desk.href("why", case.id, row.instance)),
        verb=speaker.word(label),
        case="，".join(part for part in (speaker.unit(case.unit), title) if part)
        if speaker.lang == "zh"
        else title,
        number=case.number,
        number_href=where,
        number_words=_("未取号") if spec.number else "",
        level=speaker.level(case.level),
        clauses=speaker.clauses(clauses, 1),
        action=Action(
            label=verb, href=f"{where}?do={step}#act" if step else where, style=_style(row, desk)
        ),
        chosen=False,
    )


def _style(row: DutyRow, desk: Desk) -> str:
    late = row.due_at is not None and row.due_at < desk.caller.now
    return "primary" if late else "outline"


def _with(desk: Desk, name: str, value: str) -> str:
    """This page, with one choice made anew and the others kept."""
    query = desk.request.GET.copy()
    query.pop("print", None)
    query[name] = value
    if not value:
        del query[name]
    return desk.href("duties") + (f"?{query.urlencode()}" if query else "")


def _nearest(owed: Owed, speaker: Speaker) -> str:
    coming = [row.due_at for row in owed.rows if row.due_at and row.due_at >= speaker.caller.now]
    return (
        _("最近一项 %(moment)s 到期。") % {"moment": speaker.moment(min(coming))} if coming else ""
    )


def _chips(desk: Desk, owed: Owed, wanted: str) -> list[FilterChip]:
    later = owed.total - owed.late - owed.soon - owed.today - owed.unknown
    chips = [
        ("", _("全部"), owed.total, "", ""),
        ("overdue", _("已逾期"), owed.late, "alert-triangle", "late"),
        ("soon", _("1 小时内"), owed.soon, "clock-exclamation", ""),
        ("today", _("今天"), owed.today, "", ""),
        ("later", _("以后"), later, "", ""),
    ]
    if owed.unknown:
        chips.insert(-1, ("undetermined", _("时限待定"), owed.unknown, "", ""))
    return [
        FilterChip(
            words=words,
            href=_with(desk, "when", key),
            count=count,
            icon=icon,
            tone=tone if count else "",
            on=key == wanted,
        )
        for key, words, count, icon, tone in chips
    ]


def _groups(
    rows: Sequence[tuple[str, DutyPart]], owed: Owed, wanted: str, desk: Desk
) -> list[DutyGroup]:
    titles = {
        "no_limit": _("等您签署"),
        "overdue": _("已逾期"),
        "soon": _("1 小时内"),
        "today": _("今天"),
        "undetermined": _("时限待定"),
        "later": _("以后"),
    }
    groups = []
    for kind, title in titles.items():
        found = [part for k, part in rows if k == kind]
        if not found or wanted not in ("", kind):
            continue
        many = len(found) > FEW and len(rows) > 2 * FEW
        cut = kind in FOLDED and many and not wanted and "print" not in desk.request.GET
        groups.append(
            DutyGroup(
                kind=kind,
                title=title,
                count=len(found),
                rows=found[:FEW] if cut else found,
                words=_("做完仍记为“迟”，逾期记录不会消失") if kind == "overdue" else "",
                more=_with(desk, "when", kind) if cut else "",
                more_words=_("展开其余 %(count)s 项") % {"count": len(found) - FEW} if cut else "",
            )
        )
    return groups


def _deputies(desk: Desk) -> list[Tag]:
    away = desk.caller.people.deputised_by(desk.caller.actor.person)
    return [
        Tag(words=_("同时显示 %(name)s 的待办") % {"name": desk.speaker.person(p)}, icon="user")
        for p in away
    ]


def _empty(desk: Desk) -> Empty:
    return Empty(
        title=_("现在没有您要办的事"),
        words=_("有新的投诉、审核或答复轮到您时，会按到期时间出现在这里。"),
        actions=[Action(label=_("登记"), href=desk.href("register"), style="outline")],
    )


def _none_of_these(desk: Desk) -> Empty:
    return Empty(
        title=_("这里没有您要办的事"),
        words=_("换一个部门、级别或环节，或看全部。"),
        actions=[Action(label=_("看全部"), href=desk.href("duties"), style="outline")],
    )


def _waiting(desk: Desk, row: DutyRow) -> Waiting:
    speaker = Speaker(desk.caller, desk.caller.book.of_edition(row.case.edition), desk.speaker.lang)
    label, _clauses, _step = item_of(row, speaker.pack.procedures[row.case.procedure])
    known = row.due_at is not None
    return Waiting(
        person=bearer(row, speaker),
        what=speaker.word(label),
        number=shown.number(speaker, row.case),
        number_href=desk.href("case", row.case_id),
        countdown=countdowns.of_row(row, speaker) if known else None,
        moment="" if known else _("无时限"),
    )


def bearer(row: DutyRow, speaker: Speaker) -> Person:
    """Who owes: the person, or the post with its unit."""
    if row.bearer_person:
        return speaker.person_part(row.bearer_person)
    roles = [role for role in row.bearer_roles.split("+") if role]
    people = speaker.caller.people
    holders = [p for role in roles for p in people.holders(role, row.bearer_unit or None)]
    names = list(dict.fromkeys(holders))
    post = _("、").join(speaker.role(role) for role in roles)
    if len(names) == 1:
        return Person(name=speaker.person(names[0]), post=post)
    if roles == ["customer"]:
        return Person(name=_("顾客"))
    return Person(name=post or _("未指定"), post=speaker.unit(row.bearer_unit))


def _calendar_hint(speaker: Speaker) -> MarkedText:
    """What is special about the calendar today and at the turn of the year."""
    day = speaker.calendar.day(speaker.today)
    spans = [Span(text=_("今天计入工作日。") if day.working else _("今天不计入工作日。"))]
    next_year = speaker.today.year + 1
    if speaker.calendar.provisional(date(next_year, 6, 1)):
        spans.append(
            Span(text=_("%(year)s 年节假日尚未公布，跨年期限标为暂定。") % {"year": next_year})
        )
    return MarkedText(spans=spans)
