"""Common problems: found by watches, caused by which cases, and whether it became less."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.cases.improvements import Problem, Problems, problems
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.lists import pager_of
from huiyin.web.pages import ListPage
from huiyin.web.parts import Cell, Column, Empty, LedgerTable, Row
from huiyin.web.present import cases as shown
from huiyin.web.present.speaker import Speaker


@desk
def improvements(desk: Desk) -> HttpResponse:
    """List what watches found, newest first."""
    found = problems(desk.caller, before=desk.request.GET.get("before", ""))
    empty = Empty(
        title=_("还没有发现共性问题"),
        words=_("同样的投诉到了制度定的次数，系统自己立一件改进，列在这里。"),
    )
    page = ListPage(
        title=_("共性问题与改进"),
        table=_table(desk, found) if found.rows else None,
        empty=None if found.rows else empty,
        pager=pager_of(desk, "", found.older, len(found.rows)) if found.rows else None,
    )
    context = {"shell": desk.shell("improvements"), "page": page}
    return render(desk.request, "web/list.html", context)


def _table(desk: Desk, found: Problems) -> LedgerTable:
    columns = [
        Column(label=_("发现"), phone="title"),
        Column(label=_("例如"), phone="line"),
        Column(label=_("部门")),
        Column(label=_("发现时间")),
        Column(label=_("改进案件")),
        Column(label=_("环节")),
        Column(label=_("引起它的案件"), right=True),
        Column(label=_("改进前"), right=True),
        Column(label=_("改进后"), right=True),
        Column(label=_("效果")),
    ]
    texts = shown.texts_of(desk.speaker, [one.example for one in found.rows if one.example])
    rows = [Row(cells=_cells(desk, one, texts), ident=f"p-{one.case.id}") for one in found.rows]
    return LedgerTable(caption=_("共性问题与改进"), columns=columns, rows=rows)


def _cells(desk: Desk, one: Problem, texts: Mapping[str, str | None]) -> list[Cell]:
    speaker, href = desk.speaker, desk.href("case", one.case.id)
    watch = speaker.pack.watches.get(one.watch)
    label = speaker.word(watch.label) if watch is not None else one.watch
    return [
        Cell(words=label),
        _example(desk, one, texts),
        Cell(words=speaker.unit(one.case.unit), none=_("未定")),
        Cell(words=speaker.short(one.case.opened_at)),
        Cell(words=_again(speaker, one), href=href),
        Cell(words=speaker.word(one.case.stage), none=_("未开始")),
        Cell(words=str(one.causes), href=href + "#related"),
        Cell(words=str(one.before)),
        Cell(words="" if one.after is None else str(one.after), none=_("还没有量")),
        _effect(desk, one),
    ]


def _example(desk: Desk, one: Problem, texts: Mapping[str, str | None]) -> Cell:
    """What one of the cases behind it is about."""
    if one.example is None:
        return Cell(none=_("看不到"))
    return Cell(words=shown.title(desk.speaker, one.example, texts), clip=True)


def _again(speaker: Speaker, one: Problem) -> str:
    """The case's number, and in which round it is when the problem came back."""
    number = shown.number(speaker, one.case)
    if not one.case.rounds:
        return number
    return f"{number} " + _("第 %(round)s 轮") % {"round": one.case.rounds + 1}


def _effect(desk: Desk, one: Problem) -> Cell:
    """The verdict: less or not, once the same span has passed; or when it can be said."""
    if one.again:
        href = desk.href("case", one.again)
        return Cell(words=_("又发生了，已重新立案"), href=href, late=True)
    if one.after is None:
        if one.case.closed_at is None or one.until is None:
            return Cell(none=_("改完以后再比"))
        return Cell(none=_("%(moment)s 再比") % {"moment": desk.speaker.moment(one.until)})
    if one.after < one.before:
        return Cell(words=_("少了 %(count)s 件") % {"count": one.before - one.after})
    return Cell(words=_("没有减少"), late=True)
