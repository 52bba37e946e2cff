"""D10 and the list of cases: views over the log, page by page, with the pack's ledgers."""

from collections.abc import Mapping

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.cases.access import may_find, visible
from huiyin.cases.lists import Page, page_of
from huiyin.cases.models import Case, DutyRow
from huiyin.cases.personal import open_all, revealed
from huiyin.people.vault import find_by_value
from huiyin.policy.across import Ledger
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.pages import ListPage, SearchPage
from huiyin.web.parts import (
    Action,
    Cell,
    Column,
    Empty,
    FilterChip,
    FilterChoice,
    LedgerTable,
    Notice,
    Pager,
    Row,
    Tab,
    Tabs,
)
from huiyin.web.present import cases as shown
from huiyin.web.present import countdowns
from huiyin.web.present.speaker import Speaker

FILTERS = ("procedure", "unit", "level", "stage")


@desk
def cases(desk: Desk) -> HttpResponse:
    """The cases that the reader may see, newest first."""
    rows = _filtered(desk, visible(desk.caller))
    state = desk.request.GET.get("state", "")
    here = desk.href("cases")
    states = [
        ("", _("全部")),
        ("open", _("办理中")),
        ("late", _("有逾期")),
        ("closed", _("已结束")),
    ]
    views = Tabs(
        label=_("案件"),
        tabs=[
            Tab(words=w, href=f"{here}?state={k}" if k else here, on=k == state) for k, w in states
        ],
    )
    rows = _in_state(rows, state)
    page = _page(desk, rows)
    listing = ListPage(
        title=_("案件"),
        actions=[
            Action(label=_("登记"), href=desk.href("register"), icon="file-plus", style="primary")
        ],
        views=views,
        chips=_chips(desk),
        clear_href=here if any(desk.request.GET.get(f) for f in FILTERS) else "",
        table=case_table(desk, page.cases) if page.cases else None,
        empty=_nothing(desk) if not page.cases else None,
        pager=_pager(desk, page),
    )
    return render(desk.request, "web/list.html", {"shell": desk.shell("cases"), "page": listing})


def _in_state(rows: QuerySet[Case], state: str) -> QuerySet[Case]:
    if state == "open":
        return rows.filter(closed_at=None)
    if state == "closed":
        return rows.filter(closed_at__isnull=False)
    if state == "late":
        return rows.filter(
            Exists(DutyRow.objects.filter(case=OuterRef("pk"), breach_at__isnull=False))
        )
    return rows


def _filtered(desk: Desk, rows: QuerySet[Case]) -> QuerySet[Case]:
    wanted = {name: desk.request.GET[name] for name in FILTERS if desk.request.GET.get(name)}
    return rows.filter(**wanted)


def _page(desk: Desk, rows: QuerySet[Case]) -> Page:
    page = page_of(
        rows, before=desk.request.GET.get("before", ""), after=desk.request.GET.get("after", "")
    )
    page.cases[:] = [case for case in page.cases if may_find(case, desk.caller)]
    return page


def _pager(desk: Desk, page: Page) -> Pager:
    query = desk.request.GET.copy()
    for name in ("before", "after"):
        query.pop(name, None)
    tail = f"&{query.urlencode()}" if query else ""
    return Pager(
        previous=f"?after={page.newer}{tail}" if page.newer else "",
        next=f"?before={page.older}{tail}" if page.older else "",
        words=_("本页 %(count)s 条") % {"count": len(page.cases)},
    )


def _chips(desk: Desk) -> list[FilterChip]:
    pack, speaker = desk.speaker.pack, desk.speaker
    main = pack.procedures[pack.main_procedure]
    units = [(u.id, speaker.unit(u.id)) for u in desk.caller.people.organisation.units.values()]
    return [
        _chip(
            desk,
            "procedure",
            _("程序"),
            [(n, speaker.word(p.label)) for n, p in pack.procedures.items()],
        ),
        _chip(desk, "unit", _("部门"), units),
        _chip(
            desk, "level", _("级别"), [(n, speaker.word(lv.label)) for n, lv in pack.levels.items()]
        ),
        _chip(desk, "stage", _("环节"), [(s, speaker.word(s)) for s in main.stages]),
    ]


def _chip(desk: Desk, name: str, label: str, values: list[tuple[str, str]]) -> FilterChip:
    chosen = desk.request.GET.get(name, "")
    words = dict(values).get(chosen, _("全部"))

    def href(value: str) -> str:
        query = desk.request.GET.copy()
        query[name] = value
        return "?" + query.urlencode()

    choices = [FilterChoice(words=_("全部"), href=href(""), on=not chosen)]
    choices += [FilterChoice(words=w, href=href(v), on=v == chosen) for v, w in values]
    sign = "：" if desk.speaker.lang == "zh" else ": "
    return FilterChip(
        words=f"{label}{sign}{words}",
        on=bool(chosen),
        choices=choices,
        clear=href("") if chosen else "",
    )


def _nothing(desk: Desk) -> Empty:
    return Empty(
        title=_("没有符合条件的案件"),
        words=_("登记后会出现在这里；也可能在您看不到的部门。"),
        actions=[Action(label=_("登记"), href=desk.href("register"), style="outline")],
    )


def case_table(desk: Desk, found: list[Case]) -> LedgerTable:
    """Cases as a table: number, what, unit, level, stage, next limit."""
    texts = shown.texts_of(desk.speaker, found)
    due = _next_due(found)
    columns = [
        Column(label=_("编号"), phone="title"),
        Column(label=_("事项"), phone="line"),
        Column(label=_("部门")),
        Column(label=_("级别")),
        Column(label=_("环节")),
        Column(label=_("接收")),
        Column(label=_("最近时限")),
    ]
    return LedgerTable(
        caption=_("案件"),
        columns=columns,
        rows=[_case_row(desk, c, texts, due.get(c.id)) for c in found],
    )


def _next_due(found: list[Case]) -> dict[str, DutyRow]:
    rows = DutyRow.objects.filter(case__in=found, owed=True, due_at__isnull=False).order_by(
        "-due_at"
    )
    return {row.case_id: row for row in rows}


def _case_row(desk: Desk, case: Case, texts: Mapping[str, str | None], due: DutyRow | None) -> Row:
    speaker = Speaker(desk.caller, desk.caller.book.of_id(case.pack_id), desk.speaker.lang)
    level = speaker.level(case.level)
    limit = (
        Cell(part=countdowns.of_row(due, speaker))
        if due is not None
        else Cell(none=_("已结束") if case.closed_at else _("无时限"))
    )
    return Row(
        ident=f"case-{case.id}",
        cells=[
            Cell(words=shown.number(case), href=desk.href("case", case.id)),
            Cell(words=shown.title(speaker, case, texts), clip=True),
            Cell(words=speaker.unit(case.unit), none=_("未定")),
            Cell(part=level) if level else Cell(none=_("未定级")),
            Cell(words=speaker.word(case.stage), none=_("未开始")),
            Cell(words=speaker.short(case.opened_at)),
            limit,
        ],
    )


@desk
def ledgers(desk: Desk, name: str = "") -> HttpResponse:
    """A ledger of the pack: a view over the log, never a second truth."""
    pack = desk.speaker.pack
    able = {n: spec for n, spec in pack.ledgers.items() if _may_see(desk, spec)}
    if not able:
        empty = Empty(title=_("没有您可以看的台账"), words=_("台账由制度规定谁记、谁看。"))
        return render(
            desk.request,
            "web/nothing.html",
            {"shell": desk.shell("ledgers"), "title": _("台账"), "empty": empty},
        )
    if name not in able:
        return HttpResponseRedirect(desk.href("ledger", next(iter(able))))
    spec = able[name]
    page = _page(desk, _filtered(desk, _ledger_rows(desk, spec)))
    word = desk.speaker.word
    tabs = [
        Tab(words=word(s.label), href=desk.href("ledger", n), on=n == name) for n, s in able.items()
    ]
    chips = desk.speaker.clauses(spec.clause, 1)
    listing = ListPage(
        title=word(spec.label),
        clause=chips[0] if chips else None,
        views=Tabs(label=_("台账"), tabs=tabs),
        chips=_chips(desk),
        table=_ledger_table(desk, spec, page.cases) if page.cases else None,
        empty=None
        if page.cases
        else Empty(title=_("台账还没有内容"), words=_("有案件以后自动记入，不需要另外填写。")),
        pager=_pager(desk, page),
        hidden_words=_("个人信息已遮盖"),
    )
    return render(desk.request, "web/list.html", {"shell": desk.shell("ledgers"), "page": listing})


def _may_see(desk: Desk, spec: Ledger) -> bool:
    allowed = {*spec.seen_by, *spec.kept_by}
    return not allowed or bool(allowed & set(desk.caller.actor.roles))


def _ledger_rows(desk: Desk, spec: Ledger) -> QuerySet[Case]:
    procedure = (
        spec.rows if spec.rows in desk.speaker.pack.procedures else desk.speaker.pack.main_procedure
    )
    rows = visible(desk.caller).filter(procedure=procedure)
    if spec.mine:
        rows = rows.filter(
            events__body__contains=f'"person":"{desk.caller.actor.person}"'
        ).distinct()
    return rows


BUILT_IN = {
    "number": gettext_noop("编号"),
    "stage": gettext_noop("环节"),
    "level": gettext_noop("级别"),
    "unit": gettext_noop("部门"),
    "opened": gettext_noop("接收"),
    "closed": gettext_noop("结束"),
    "flags": gettext_noop("标记"),
}


def _ledger_table(desk: Desk, spec: Ledger, found: list[Case]) -> LedgerTable:
    speaker = desk.speaker
    texts = open_all(
        desk.caller.company.id,
        *([case.fields.get(path) for path in spec.columns] for case in found),
    )
    columns = [
        Column(label=_column(speaker, path), phone="title" if n == 0 else "pair")
        for n, path in enumerate(spec.columns)
    ]
    if "number" not in spec.columns:
        columns.insert(0, Column(label=_("编号"), phone="title"))
    rows = [Row(ident=case.id, cells=_cells(desk, spec, case, texts)) for case in found]
    return LedgerTable(caption=speaker.word(spec.label), columns=columns, rows=rows)


def _column(speaker: Speaker, path: str) -> str:
    if path in BUILT_IN:
        return str(_(BUILT_IN[path]))
    spec = shown.field_spec(speaker, speaker.pack.main_procedure, path)
    if spec is not None:
        return speaker.word(spec.label)
    step = speaker.pack.procedures[speaker.pack.main_procedure].steps.get(path.partition(".")[0])
    return speaker.word(step.label) if step is not None else speaker.word(path)


def _cells(desk: Desk, spec: Ledger, case: Case, texts: Mapping[str, str | None]) -> list[Cell]:
    cells = (
        []
        if "number" in spec.columns
        else [Cell(words=shown.number(case), href=desk.href("case", case.id))]
    )
    return cells + [_cell(desk, case, path, texts) for path in spec.columns]


def _cell(desk: Desk, case: Case, path: str, texts: Mapping[str, str | None]) -> Cell:
    speaker = desk.speaker
    plain = {
        "stage": speaker.word(case.stage),
        "unit": speaker.unit(case.unit),
        "opened": speaker.short(case.opened_at),
        "closed": speaker.short(case.closed_at) if case.closed_at else "",
        "flags": "、".join(speaker.word(f) for f in case.flags),
    }
    if path == "number":
        return Cell(words=shown.number(case), href=desk.href("case", case.id))
    if path == "level":
        level = speaker.level(case.level)
        return Cell(part=level) if level else Cell(none=_("未定级"))
    if path in plain:
        return Cell(words=plain[path], none=_("无"))
    spec = shown.field_spec(speaker, case.procedure, path)
    words = (
        shown.covered(speaker, spec, revealed(case.fields.get(path), texts))
        if path in case.fields
        else ""
    )
    return Cell(words=words, none=_("未填"), clip=True)


@desk
def search(desk: Desk) -> HttpResponse:
    """One field: number, query code, a whole phone number. A part of one finds nothing and says why."""
    query = desk.request.GET.get("q", "").strip()
    found: list[Case] = []
    remark = None
    if query:
        rows = visible(desk.caller)
        by_number = rows.filter(number__icontains=query)
        found = list(by_number.order_by("-id")[:50])
        if not found:
            ids = find_by_value(desk.caller.company.id, query)
            found = list(rows.filter(id__in=ids[:50]).order_by("-id"))
        digits = query.isdigit() and 4 <= len(query) < 11
        if not found and digits:
            remark = Notice(
                title=_("电话要写完整"),
                words=_("为保护个人信息，电话按密文比对，只写一部分查不到。"),
                icon="info-circle",
            )
        found = [case for case in found if may_find(case, desk.caller)]
    page = SearchPage(
        query=query,
        words=_("%(count)s 件") % {"count": len(found)} if query else "",
        remark=remark,
        table=case_table(desk, found) if found else None,
        empty=None
        if found
        else Empty(
            title=_("没有找到，或您无权查看。"), words=_("可以查：编号、查询码、完整手机号、姓名。")
        ),
    )
    return render(
        desk.request, "web/search.html", {"shell": desk.shell("cases", search=query), "page": page}
    )
