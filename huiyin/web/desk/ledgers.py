"""D10: the ledgers of the pack, views over the one log: of cases, of acts, of duties, of papers."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.policy.across import Ledger
from huiyin.policy.ledgers import SOURCES, procedure_of
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.ledger_empty import nothing
from huiyin.web.desk.ledger_rows import COUNTED, Book, Key, Narrow
from huiyin.web.desk.lists import chip, chips_of, pager_of, wanted_of
from huiyin.web.pages import ListPage
from huiyin.web.parts import (
    Action,
    Cell,
    Column,
    Empty,
    FilterChip,
    FilterChoice,
    LedgerTable,
    Pager,
    Row,
    Tab,
    Tabs,
)
from huiyin.worktime import Period, PeriodUnit, period_of, previous_period

MOST_TABS = 6
OF_CASES = ("unit", "level", "stage")
PERIODS: Mapping[str, tuple[PeriodUnit, int]] = {
    "month": ("month", 0),
    "last_month": ("month", 1),
    "quarter": ("quarter", 0),
    "last_quarter": ("quarter", 1),
    "year": ("year", 0),
}
"""Spans of time that a reader may choose: a unit, and how many of them ago."""


@desk
def ledgers(desk: Desk, name: str = "") -> HttpResponse:
    """A ledger of the pack: a view over the log, never a second truth."""
    able = seen_by(desk)
    if not able:
        empty = Empty(title=_("没有您可以看的台账"), words=_("台账由制度规定谁记、谁看。"))
        return render(
            desk.request,
            "web/nothing.html",
            {"shell": desk.shell("ledgers"), "title": _("台账"), "empty": empty},
        )
    if name not in able:
        return HttpResponseRedirect(desk.href("ledger", next(iter(able))))
    spec, word = able[name], desk.speaker.word
    book = book_of(desk, spec)
    lines = book.page(Key(desk.request.GET.get("before", ""), desk.request.GET.get("after", "")))
    clauses = desk.speaker.clauses(spec.clause, 1)
    pager = pager_of(desk, lines.newer, lines.older, len(lines.rows))
    listing = ListPage(
        title=word(spec.label),
        clause=clauses[0] if clauses else None,
        actions=[_exporting(desk, name)],
        views=_tabs(desk, able, name) if len(able) <= MOST_TABS else None,
        chips=[*_others(desk, able, name), *filters(desk, spec)],
        clear_href=desk.href("ledger", name) if narrowed(desk) else "",
        table=ledger_table(desk, book, lines.rows) if lines.rows else None,
        empty=None if lines.rows or lines.older else _empty(desk, spec),
        pager=_with_source(pager, desk, lines.rows),
        hidden_words=_("个人信息已遮盖"),
        print_href=_printing(desk),
        printing="print" in desk.request.GET,
    )
    return render(desk.request, "web/list.html", {"shell": desk.shell("ledgers"), "page": listing})


def _tabs(desk: Desk, able: Mapping[str, Ledger], name: str) -> Tabs:
    word = desk.speaker.word
    return Tabs(
        label=_("台账"),
        tabs=[
            Tab(words=word(one.label), href=desk.href("ledger", n), on=n == name)
            for n, one in able.items()
        ],
    )


def _others(desk: Desk, able: Mapping[str, Ledger], name: str) -> list[FilterChip]:
    """More ledgers than fit side by side: one list to choose from."""
    if len(able) <= MOST_TABS:
        return []
    word = desk.speaker.word
    choices = [
        FilterChoice(words=word(one.label), href=desk.href("ledger", n), on=n == name)
        for n, one in able.items()
    ]
    words = _("换一本台账（共 %(count)s 本）") % {"count": len(able)}
    return [FilterChip(words=words, icon="table", choices=choices)]


def seen_by(desk: Desk) -> dict[str, Ledger]:
    """The ledgers that the reader keeps or may see."""
    roles = set(desk.caller.actor.roles)
    return {
        name: spec
        for name, spec in desk.speaker.pack.ledgers.items()
        if procedure_of(desk.speaker.pack, spec) or spec.rows in SOURCES
        if not (who := {*spec.seen_by, *spec.kept_by}) or who & roles
    }


def book_of(desk: Desk, spec: Ledger) -> Book:
    """A ledger as the reader narrowed it."""
    return Book(desk.speaker, spec, lambda case: desk.href("case", case), narrow_of(desk, spec))


def _exporting(desk: Desk, name: str) -> Action:
    query = desk.request.GET.copy()
    for key in ("before", "after", "print"):
        query.pop(key, None)
    there = desk.href("export", name) + (f"?{query.urlencode()}" if query else "")
    return Action(label=_("导出 Excel"), href=there, icon="download", style="outline")


def _printing(desk: Desk) -> str:
    query = desk.request.GET.copy()
    query["print"] = "1"
    return "?" + query.urlencode()


# -- what the reader narrows it to --


def narrowed(desk: Desk) -> bool:
    """Whether any filter is set."""
    return any(desk.request.GET.get(name) for name in ("procedure", *OF_CASES, "late", "period"))


def filters(desk: Desk, spec: Ledger) -> list[FilterChip]:
    """The filters that mean something for the rows of a ledger."""
    if spec.rows == "people":
        return chips_of(desk, ("unit",))
    pack, word = desk.speaker.pack, desk.speaker.word
    procedure = procedure_of(pack, spec)
    stages = pack.procedures[procedure or pack.main_procedure].stages
    return [
        chip(desk, "period", _("时间"), [(n, _words(n)) for n in PERIODS]),
        *chips_of(desk, ("unit", "level") if procedure else ("procedure", "unit", "level")),
        chip(desk, "stage", _("环节"), [(stage, word(stage)) for stage in stages]),
        chip(desk, "late", _("按时与否"), [("yes", _("有逾期"))]),
    ]


def _words(period: str) -> str:
    return {
        "month": _("本月"),
        "last_month": _("上月"),
        "quarter": _("本季"),
        "last_quarter": _("上季"),
        "year": _("今年"),
    }[period]


def narrow_of(desk: Desk, spec: Ledger) -> Narrow:
    """What the reader asked for."""
    names = OF_CASES if procedure_of(desk.speaker.pack, spec) else ("procedure", *OF_CASES)
    since, until = span_of(desk)
    late = desk.request.GET.get("late") == "yes"
    return Narrow(wanted_of(desk, names), late, since, until)


def span_of(desk: Desk) -> tuple[datetime | None, datetime | None]:
    """The span of time asked for: its first moment, and the first one after it."""
    asked = PERIODS.get(desk.request.GET.get("period", ""))
    if asked is None:
        return None, None
    found: Period = period_of(asked[0], desk.speaker.today)
    for _ago in range(asked[1]):
        found = previous_period(found)
    rules = desk.speaker.rules
    return rules.day_start(found.first), rules.day_start(_next(found.last))


def _next(day: date) -> date:
    return day + timedelta(days=1)


# -- the table --


def ledger_table(desk: Desk, book: Book, rows: list[list[Cell]]) -> LedgerTable:
    """The columns as the pack lists them, and beneath them what it comes to."""
    figures = {"count", "late", "rounds", "contacts"}
    columns = [
        Column(label=label, phone="pair" if n else "title", right=path in figures)
        for n, (path, label) in enumerate(zip(book.paths, book.headings, strict=True))
    ]
    return LedgerTable(
        caption=desk.speaker.word(book.spec.label),
        columns=columns,
        rows=[Row(ident=f"row-{n}", cells=cells) for n, cells in enumerate(rows)],
        foot=_foot(book, len(columns)),
    )


def _foot(book: Book, width: int) -> list[Cell]:
    total = book.sum()
    if total is None or width < len(("sum", "rest")):
        return []
    if total.more:
        words = _("超过 %(count)s 条，缩小条件才合计") % {"count": COUNTED}
        return [Cell(words=words, spans=width)]
    unit = _("合计 %(count)s 条") % {"count": total.rows}
    if book.procedure and not book.part:
        unit = _("合计 %(count)s 件") % {"count": total.rows}
    said = []
    if total.open is not None:
        ended = total.rows - total.open
        said += [
            _("在办 %(count)s") % {"count": total.open},
            _("已结束 %(count)s") % {"count": ended},
        ]
    if total.late is not None:
        said += [_("有逾期 %(count)s") % {"count": total.late}]
    return [Cell(words=unit, spans=2), Cell(words=" · ".join(said), spans=width - 2)]


def _with_source(pager: Pager, desk: Desk, rows: list[list[Cell]]) -> Pager:
    """The pager, saying where the figures come from and until when."""
    if not rows:
        return pager
    until = desk.speaker.short(desk.caller.now)
    return Pager(
        previous=pager.previous,
        next=pager.next,
        words=pager.words,
        source=_("来自同一份日志，截至 %(until)s") % {"until": until},
    )


def _empty(desk: Desk, spec: Ledger) -> Empty:
    if narrowed(desk):
        return Empty(
            title=_("没有符合条件的"),
            words=_("放宽条件，或清空条件看全部。"),
            actions=[Action(label=_("清空条件"), href=desk.request.path, style="outline")],
        )
    return Empty(title=_("台账还没有内容"), words=nothing(desk.speaker, spec))
