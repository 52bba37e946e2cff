"""The figures of the regulation, each for its own period, with what it is made of and how it went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.cases.work import Gone
from huiyin.obligations.metrics import Group
from huiyin.policy.across import Metric
from huiyin.policy.metrics import PERIODS
from huiyin.reports.overview import beside, over
from huiyin.reports.readers import metrics_for
from huiyin.reports.spans import Span, last_spans
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.reports import views
from huiyin.web.parts import Cell, Column, Figure, FilterChip, LedgerTable, Row
from huiyin.web.present.beside import beside_words
from huiyin.web.present.figures import Told
from huiyin.web.present.periods import period_words, rhythm_words, short_words
from huiyin.web.report_pages import FigureList
from huiyin.worktime import PeriodUnit

OVER = 8
"""A line goes over so many periods."""
FIRST = 5
"""So many figures stand large on top, and no more."""
UNITS: Mapping[str, PeriodUnit] = {
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
}
BACK = range(4)
"""How many periods back the reader may go here; a figure's own page goes further."""


@dataclass(frozen=True)
class Line:
    """One metric over the periods up to the one asked for, the latest last."""

    name: str
    told: Told
    spans: Sequence[Span]
    groups: Sequence[Group]

    @property
    def now(self) -> Group:
        """The period asked for."""
        return self.groups[-1]


def unit_of(metric: Metric) -> PeriodUnit:
    """The period of a metric as its pack says; a month where it says none."""
    found: list[PeriodUnit] = [u for u in PERIODS if u in metric.by and u != "day"]  # type: ignore[misc]
    return found[0] if found else "month"


@desk
def figures(desk: Desk) -> HttpResponse:
    """Show every figure of the regulation."""
    able = metrics_for(desk.caller, desk.speaker.rules)
    if not able:
        raise Gone("figures")
    each, ago = asked(desk)
    told = {name: Told(desk.speaker, metric) for name, metric in able.items()}
    lines = [line_of(desk, name, one, each, ago) for name, one in told.items() if one.countable]
    page = FigureList(
        words=_("截至 %(until)s，只数您能看到的案件，每个数都能点开。")
        % {"until": desk.speaker.moment(desk.caller.now)},
        views=views(desk, "figures"),
        each=_each(desk, each, ago),
        back=_back(desk, each, ago),
        first=_first(desk, lines),
        table=_table(desk, lines) if lines else None,
        elsewhere=_elsewhere(desk, {n: one for n, one in told.items() if not one.countable}),
        counted=_counted(desk, each, ago),
    )
    return render(desk.request, "web/figures.html", {"shell": desk.shell("figures"), "page": page})


def asked(desk: Desk) -> tuple[str, int]:
    """The kind of period asked for, and how many of them back."""
    each, ago = desk.request.GET.get("each", ""), desk.request.GET.get("ago", "0")
    if (each and each not in UNITS) or ago not in [str(n) for n in BACK]:
        raise Gone("figures")
    return each, int(ago)


def line_of(desk: Desk, name: str, told: Told, each: str, ago: int) -> Line:
    """A metric over its last periods; one query."""
    unit = UNITS.get(each) or unit_of(told.metric)
    spans = last_spans(desk.speaker.rules, unit, desk.speaker.today, OVER + ago)
    spans = spans[: len(spans) - ago]
    return Line(name, told, spans, over(desk.caller, name, spans))


def _counted(desk: Desk, each: str, ago: int) -> list[str]:
    """How the cases of the period were counted; of a month where each figure has its own."""
    spans = last_spans(desk.speaker.rules, UNITS.get(each, "month"), desk.speaker.today, ago + 1)
    found = beside(desk.caller, desk.speaker.pack.main_procedure, spans[0])
    return [period_words(desk.speaker, spans[0].period), *beside_words(found)]


# -- what the reader chooses --


def _each(desk: Desk, each: str, ago: int) -> list[FilterChip]:
    words = {"": _("各按制度定的周期")} | {n: rhythm_words(unit) for n, unit in UNITS.items()}
    return [
        FilterChip(words=said, href=f"?each={name}&ago={ago}", on=name == each)
        for name, said in words.items()
    ]


def _back(desk: Desk, each: str, ago: int) -> list[FilterChip]:
    found = []
    for back in BACK:
        words = (_("本期"), _("上期"), _("前两期"), _("前三期"))[back]
        if each:
            spans = last_spans(desk.speaker.rules, UNITS[each], desk.speaker.today, back + 1)
            words = period_words(desk.speaker, spans[0].period)
        found.append(FilterChip(words=words, href=f"?each={each}&ago={back}", on=back == ago))
    return found


# -- the five on top --


def _first(desk: Desk, lines: Sequence[Line]) -> list[Figure]:
    """At most five: first those with a target, then those that are held beside the period before."""
    valued = [line for line in lines if line.now.value is not None and line.now.of]
    held = [line for line in valued if line.told.metric.target]
    beside = [line for line in valued if line.told.metric.beside]
    chosen = {line.name: line for line in (*held, *beside, *valued)}
    return [_figure(desk, line) for line in list(chosen.values())[:FIRST]]


def _figure(desk: Desk, line: Line) -> Figure:
    told, span = line.told, line.spans[-1]
    met = told.met(line.now)
    before = told.full(line.groups[-2])
    notes = [
        told.basis(line.now),
        met.words if met is not None else "",
        _("上期 %(value)s") % {"value": before},
    ]
    return Figure(
        label=f"{told.label} · {period_words(desk.speaker, span.period)}",
        value=told.value(line.now),
        note=" · ".join(filter(None, notes)),
        href=desk.href("metric", line.name) + f"?period={span.name}",
        icon="alert-triangle" if met is not None and not met.met else "",
        tone="late" if met is not None and not met.met else "",
    )


# -- the table of all --


def _table(desk: Desk, lines: Sequence[Line]) -> LedgerTable:
    columns = [
        Column(label=_("指标"), phone="title"),
        Column(label=_("期间")),
        Column(label=_("数值"), right=True),
        Column(label=_("上期"), right=True),
        Column(label=_("近%(count)s期") % {"count": OVER}, phone="line"),
        Column(label=_("由来")),
        Column(label=_("目标")),
        Column(label=_("条款")),
    ]
    rows = [Row(ident=f"figure-{line.name}", cells=_cells(desk, line)) for line in lines]
    return LedgerTable(caption=_("制度里的指标"), columns=columns, rows=rows)


def _cells(desk: Desk, line: Line) -> list[Cell]:
    told, span = line.told, line.spans[-1]
    clauses = desk.speaker.clauses(told.metric.clause, 1)
    value = told.value(line.now)
    why = told.why_none() if not value and told.metric.kind == "imported" else ""
    apart = told.apart(line.now)
    basis = " · ".join(filter(None, (told.basis(line.now), *apart)))
    met = told.met(line.now)
    return [
        Cell(words=told.label, href=desk.href("metric", line.name) + f"?period={span.name}"),
        Cell(words=short_words(span.period)),
        Cell(words=value or _("无数据")),
        Cell(words=told.value(line.groups[-2]) or _("无数据")),
        Cell(part=told.trend([one.period for one in line.spans], list(line.groups))),
        Cell(words=basis or why, none=_("就是件数") if value else told.why_none()),
        Cell(part=met, words=told.target_words(), none=_("制度没有定目标")),
        Cell(part=clauses[0] if clauses else None),
    ]


def _elsewhere(desk: Desk, told: Mapping[str, Told]) -> LedgerTable | None:
    """Metrics of which the log says nothing, and why."""
    if not told:
        return None
    columns = [
        Column(label=_("指标"), phone="title"),
        Column(label=_("条款")),
        Column(label=_("为什么没有数"), phone="line"),
    ]
    rows = []
    for name, one in told.items():
        clauses = desk.speaker.clauses(one.metric.clause, 1)
        cells = [
            Cell(words=one.label),
            Cell(part=clauses[0] if clauses else None),
            Cell(words=one.why_none()),
        ]
        rows.append(Row(ident=f"figure-{name}", cells=cells))
    return LedgerTable(caption=_("数据在别处的指标"), columns=columns, rows=rows)
