"""One figure of the regulation: its value, how it went, its groups, and the cases behind each number."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.cases.work import Gone
from huiyin.obligations.metrics import Group
from huiyin.policy.metrics import dims
from huiyin.reports.figures import behind
from huiyin.reports.overview import counted, over
from huiyin.reports.readers import metrics_for
from huiyin.reports.runs import of_any
from huiyin.reports.spans import Span, last_spans, span_of
from huiyin.web.desk.figures import OVER, unit_of
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.lists import case_table, page_here, pager_of
from huiyin.web.desk.metric_parts import cases_href, figure_part, group_table
from huiyin.web.pages import Crumb, ListPage
from huiyin.web.parts import Cell, Column, Empty, FilterChip, LedgerTable, Row
from huiyin.web.present.figures import Told
from huiyin.web.present.periods import period_words
from huiyin.web.report_pages import MetricPage


@desk
def metric(desk: Desk, name: str) -> HttpResponse:
    """Show a figure about a period, with the periods before it."""
    told = _told(desk, name)
    span = _span(desk, told)
    rules = desk.speaker.rules
    spans = last_spans(rules, span.period.unit, span.first, OVER)
    found = over(desk.caller, name, spans)
    now = counted(desk.caller, name, span)
    query = desk.request.GET.copy()
    query["print"] = "1"
    page = MetricPage(
        crumbs=[Crumb(words=_("指标"), href=desk.href("figures")), Crumb(words=told.label)],
        title=told.label,
        clauses=desk.speaker.clauses(told.metric.clause),
        periods=_periods(desk, span),
        figure=figure_part(desk, told, now, found[-2]),
        met=told.met(now.total),
        trend=told.trend([one.period for one in spans], list(found), large=True),
        groups=group_table(desk, told, now) if now.groups else None,
        history=_history(desk, told, name, spans, found),
        remarks=_remarks(desk, told, now.total),
        print_href="?" + query.urlencode(),
        printing="print" in desk.request.GET,
    )
    return render(desk.request, "web/metric.html", {"shell": desk.shell("figures"), "page": page})


def _told(desk: Desk, name: str) -> Told:
    able = metrics_for(desk.caller, desk.speaker.rules)
    if name not in able:
        raise Gone(name)
    told = Told(desk.speaker, able[name])
    if not told.countable:
        raise Gone(name)
    return told


def _span(desk: Desk, told: Told) -> Span:
    """The period asked for; else the metric's own that runs now."""
    today, asked = desk.speaker.today, desk.request.GET.get("period", "")
    if not asked:
        return span_of(desk.speaker.rules, unit_of(told.metric), today)
    period = of_any(today, asked)
    if period is None:
        raise Gone(asked)
    return span_of(desk.speaker.rules, period.unit, period.first)


def _periods(desk: Desk, span: Span) -> list[FilterChip]:
    """The latest periods of the same length, and the one that is shown."""
    found = list(last_spans(desk.speaker.rules, span.period.unit, desk.speaker.today, OVER))[::-1]
    if span.name not in [one.name for one in found]:
        found.append(span)
    return [
        FilterChip(
            words=period_words(desk.speaker, one.period),
            href=f"?period={one.name}",
            on=one.name == span.name,
        )
        for one in found
    ]


def _history(
    desk: Desk, told: Told, name: str, spans: Sequence[Span], found: Sequence[Group]
) -> LedgerTable:
    """The same as the line, as a table."""
    columns = [
        Column(label=_("期间"), phone="title"),
        Column(label=_("数值"), right=True),
        Column(label=_("由来"), right=True),
        Column(label=_("另外")),
    ]
    rows = []
    for span, group in reversed(list(zip(spans, found, strict=True))):
        there = cases_href(desk, name, span) if group.of else ""
        cells = [
            Cell(words=period_words(desk.speaker, span.period)),
            Cell(words=told.value(group) or _("无数据"), href=there if told.value(group) else ""),
            Cell(words=told.basis(group), none=_("就是件数")),
            Cell(words=" · ".join(told.apart(group)), none=_("没有")),
        ]
        rows.append(Row(ident=f"span-{span.name}", cells=cells))
    caption = _("%(metric)s：各期") % {"metric": told.label}
    return LedgerTable(caption=caption, columns=columns, rows=rows)


def _remarks(desk: Desk, told: Told, total: Group) -> list[str]:
    """What the pack says about the figure, its target, and what is told apart."""
    found = [desk.speaker.word(told.metric.note)] if told.metric.note else []
    target = told.target_words()
    if target:
        found.append(_("目标：%(target)s") % {"target": target})
    if told.metric.when:
        found.append(_("只数符合制度所列条件的"))
    found += told.apart(total)
    found.append(_("只数您能看到的案件；没有数据写“无数据”，不写 0，也不写 100 %"))
    return found


@desk
def metric_cases(desk: Desk, name: str) -> HttpResponse:
    """The cases behind a figure, or behind one of its groups."""
    told = _told(desk, name)
    span, query = _span(desk, told), desk.request.GET
    keys = {dim: query[f"key{n}"] for n, dim in enumerate(dims(told.metric)) if f"key{n}" in query}
    found = page_here(desk, behind(desk.caller, name, span, keys))
    said = told.keys(Group(keys=tuple(keys.values()))) if keys else []
    title = _("%(metric)s：%(period)s") % {
        "metric": told.label,
        "period": period_words(desk.speaker, span.period),
    }
    clauses = desk.speaker.clauses(told.metric.clause, 1)
    page = ListPage(
        title=" · ".join([title, *said]),
        clause=clauses[0] if clauses else None,
        table=case_table(desk, found.cases) if found.cases else None,
        empty=None
        if found.cases
        else Empty(title=_("没有这样的案件"), words=_("您能看到的案件里没有。")),
        pager=pager_of(desk, found.newer, found.older, len(found.cases)),
    )
    return render(desk.request, "web/list.html", {"shell": desk.shell("figures"), "page": page})
