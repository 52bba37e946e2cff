"""D10 and the list of cases: views over the log, page by page, with the pack's ledgers."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.cases.access import may_find, only_numbers, visible
from huiyin.cases.figures import mine_behind
from huiyin.cases.lists import Page, by_number, page_of
from huiyin.cases.models import Case, DutyRow
from huiyin.people.vault import find_by_value
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

ALL = "all"
"""Chosen where something else than everything is shown at first."""
FILTERS = ("procedure", "unit", "level", "stage")


@desk
def cases(desk: Desk) -> HttpResponse:
    """The cases that the reader may see, newest first."""
    rows = filtered(desk, visible(desk.caller), procedure=desk.speaker.pack.main_procedure)
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
    rows = _in_state(_mine(desk, rows), state)
    page = page_here(desk, rows)
    listing = ListPage(
        title=_("案件"),
        actions=[
            Action(label=_("登记"), href=desk.href("register"), icon="file-plus", style="primary")
        ],
        views=views,
        chips=chips_of(desk, usual={"procedure": desk.speaker.pack.main_procedure}),
        clear_href=here if any(desk.request.GET.get(f) for f in (*FILTERS, "mine")) else "",
        table=case_table(desk, page.cases) if page.cases else None,
        empty=_nothing(desk) if not page.cases else None,
        pager=pager_of(desk, page.newer, page.older, len(page.cases)),
    )
    return render(desk.request, "web/list.html", {"shell": desk.shell("cases"), "page": listing})


def _mine(desk: Desk, rows: QuerySet[Case]) -> QuerySet[Case]:
    """Only cases behind a figure of the reader's own month."""
    procedure, _dot, duty = desk.request.GET.get("mine", "").partition(".")
    if not duty:
        return rows
    since = desk.speaker.rules.day_start(desk.speaker.today.replace(day=1))
    return rows.filter(id__in=mine_behind(desk.caller, since, (procedure, duty)).values("id"))


def _in_state(rows: QuerySet[Case], state: str) -> QuerySet[Case]:
    if state == "open":
        return rows.filter(closed_at=None)
    if state == "closed":
        return rows.filter(closed_at__isnull=False)
    if state == "late":
        return rows.filter(late=True)
    return rows


def filtered(desk: Desk, rows: QuerySet[Case], *, procedure: str = "") -> QuerySet[Case]:
    """Only what the reader asked for; while he said nothing, only cases of a `procedure`."""
    wanted = {"procedure": procedure} | wanted_of(desk, FILTERS)
    return rows.filter(**{name: value for name, value in wanted.items() if value not in ("", ALL)})


def wanted_of(desk: Desk, names: Sequence[str]) -> dict[str, str]:
    """What the reader chose of some filters."""
    return {name: desk.request.GET[name] for name in names if desk.request.GET.get(name)}


def page_here(desk: Desk, rows: QuerySet[Case]) -> Page:
    """The page of cases asked for, without those from which the reader must stand aside."""
    page = page_of(
        rows, before=desk.request.GET.get("before", ""), after=desk.request.GET.get("after", "")
    )
    page.cases[:] = [case for case in page.cases if may_find(case, desk.caller)]
    return page


def pager_of(desk: Desk, newer: str, older: str, count: int) -> Pager:
    """The pages around this one."""
    query = desk.request.GET.copy()
    for name in ("before", "after"):
        query.pop(name, None)
    tail = f"&{query.urlencode()}" if query else ""
    return Pager(
        previous=f"?after={newer}{tail}" if newer else "",
        next=f"?before={older}{tail}" if older else "",
        words=_("本页 %(count)s 条") % {"count": count},
    )


def chips_of(
    desk: Desk, names: Sequence[str] = FILTERS, usual: Mapping[str, str] = MappingProxyType({})
) -> list[FilterChip]:
    """Filters by procedure, unit, level and stage, or some of them; `usual` is what is shown at first."""
    pack, speaker = desk.speaker.pack, desk.speaker
    main = pack.procedures[pack.main_procedure]
    units = [(u.id, speaker.unit(u.id)) for u in desk.caller.people.organisation.units.values()]
    labels = {"procedure": _("程序"), "unit": _("部门"), "level": _("级别"), "stage": _("环节")}
    values = {
        "procedure": [(n, speaker.word(p.label)) for n, p in pack.procedures.items()],
        "unit": units,
        "level": [(n, speaker.word(lv.label)) for n, lv in pack.levels.items()],
        "stage": [(s, speaker.word(s)) for s in main.stages],
    }
    return [chip(desk, name, labels[name], values[name], usual.get(name, "")) for name in names]


def chip(
    desk: Desk, name: str, label: str, values: list[tuple[str, str]], usual: str = ""
) -> FilterChip:
    """One filter, with its values as links; `usual` is what is shown at first."""
    chosen = desk.request.GET.get(name, "") or usual
    everything = ALL if usual else ""
    words = dict(values).get(chosen, _("全部"))

    def href(value: str) -> str:
        query = desk.request.GET.copy()
        query[name] = value
        return "?" + query.urlencode()

    choices = [FilterChoice(words=_("全部"), href=href(everything), on=chosen == everything)]
    choices += [FilterChoice(words=w, href=href(v), on=v == chosen) for v, w in values]
    sign = "：" if desk.speaker.lang == "zh" else ": "
    return FilterChip(
        words=f"{label}{sign}{words}",
        on=chosen != usual,
        choices=choices,
        clear=href("") if chosen != usual else "",
    )


def _nothing(desk: Desk) -> Empty:
    return Empty(
        title=_("没有符合条件的案件"),
        words=_("登记后会出现在这里；也可能在您看不到的部门。"),
        actions=[Action(label=_("登记"), href=desk.href("register"), style="outline")],
    )


def case_table(desk: Desk, found: list[Case]) -> LedgerTable:
    """Cases as a table: number, what, unit, level, stage, next limit."""
    hidden = only_numbers(desk.caller, found)
    seen = [case for case in found if case.id not in hidden]
    texts, due = shown.texts_of(desk.speaker, seen), _next_due(seen)
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
        rows=[
            _number_row(desk, c) if c.id in hidden else _case_row(desk, c, texts, due.get(c.id))
            for c in found
        ],
    )


def _next_due(found: list[Case]) -> dict[str, DutyRow]:
    rows = DutyRow.objects.filter(case__in=found, owed=True, due_at__isnull=False)
    return {row.case_id: row for row in rows.order_by("-due_at")}


def _case_row(desk: Desk, case: Case, texts: Mapping[str, str | None], due: DutyRow | None) -> Row:
    speaker = Speaker(desk.caller, desk.caller.book.of_edition(case.edition), desk.speaker.lang)
    level = speaker.level(case.level)
    limit = (
        Cell(part=countdowns.of_row(due, speaker))
        if due is not None
        else Cell(none=_("已结束") if case.closed_at else _("无时限"))
    )
    return Row(
        ident=f"case-{case.id}",
        cells=[
            Cell(words=shown.number(speaker, case), href=desk.href("case", case.id)),
            Cell(words=shown.title(speaker, case, texts), clip=True),
            Cell(words=speaker.unit(case.unit), none=_("未定")),
            Cell(part=level) if level else Cell(none=_("未定级")),
            Cell(words=speaker.word(case.stage), none=_("未开始")),
            Cell(words=speaker.short(case.opened_at)),
            limit,
        ],
    )


def _number_row(desk: Desk, case: Case) -> Row:
    """A case of which the reader sees number and stage only."""
    word, covered = desk.speaker.word, Cell(none=_("看不到"))
    spec = desk.caller.book.of_edition(case.edition).pack.procedures[case.procedure]
    return Row(
        ident=f"case-{case.id}",
        cells=[
            Cell(words=shown.number(desk.speaker, case), href=desk.href("case", case.id)),
            Cell(words=word(spec.label)),
            covered,
            covered,
            Cell(words=word(case.stage), none=_("未开始")),
            covered,
            covered,
        ],
    )


@desk
def search(desk: Desk) -> HttpResponse:
    """One field: number, query code, a whole phone number. A part of one finds nothing and says why."""
    query = desk.request.GET.get("q", "").strip()
    found: list[Case] = []
    remark = None
    if query:
        rows = visible(desk.caller)
        found = by_number(rows, query)
        if not found:
            ids = find_by_value(desk.caller.company.id, query)
            deep = visible(desk.caller, "masked")
            found = list(deep.filter(id__in=ids[:50]).order_by("-id"))
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
            title=_("没有找到，或您无权查看。"),
            words=_(
                "可以查：编号或它的开头、查询码、完整手机号、姓名；只记得编号的一段，办理中的也查得到。"
            ),
        ),
    )
    return render(
        desk.request, "web/search.html", {"shell": desk.shell("cases", search=query), "page": page}
    )
