"""The reports of the regulation: who makes which for whom, and how each period's stands."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.cases.access import visible
from huiyin.cases.work import Gone
from huiyin.policy.across import Report
from huiyin.reports.readers import readable, roles_of
from huiyin.reports.runs import Run, of_case, periods, rhythm_of, runs
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.looking import Looking
from huiyin.web.parts import Action, Cell, Column, Empty, LedgerTable, Row, Tab, Tabs, Tag
from huiyin.web.present.periods import period_words, rhythm_words
from huiyin.web.report_pages import ReportEntry, ReportList

LISTED = 4
"""So many runs of each report stand on the page of all."""


@desk
def reports(desk: Desk) -> HttpResponse:
    """List the reports that the reader makes or receives."""
    able = readable(desk.caller, desk.speaker.pack)
    if not able:
        raise Gone("reports")
    found = runs(desk.caller, desk.speaker.rules, able)
    open_ones = openable(desk, [run for some in found.values() for run in some])
    page = ReportList(
        words=_("系统按日志写好草稿，由人核对、补写后提交。"),
        views=views(desk, "reports"),
        reports=[_entry(desk, name, one, found[name], open_ones) for name, one in able.items()],
        empty=None if able else Empty(title=_("制度没有规定报告")),
    )
    return render(desk.request, "web/reports.html", {"shell": desk.shell("figures"), "page": page})


def views(desk: Desk, current: str) -> Tabs:
    """Figures and reports, side by side."""
    places = [("figures", _("指标"))]
    if readable(desk.caller, desk.speaker.pack):
        places.append(("reports", _("报告")))
    tabs = [Tab(words=words, href=desk.href(name), on=name == current) for name, words in places]
    return Tabs(label=_("指标与报告"), tabs=tabs)


def openable(desk: Desk, some: Sequence[Run]) -> frozenset[str]:
    """The cases of some runs that the reader may open; one query."""
    ids = [run.case.id for run in some]
    if not ids:
        return frozenset()
    return frozenset(visible(desk.caller, "masked").filter(id__in=ids).values_list("id", flat=True))


def makers(desk: Desk, report: Report) -> str:
    """Who makes a report, by role."""
    return _("、").join(desk.speaker.role(role) for role in sorted(roles_of(report.by)))


def receivers(desk: Desk, report: Report) -> str:
    """Whom a report goes to, by role."""
    return _("、").join(desk.speaker.role(role) for role in report.to)


def _entry(
    desk: Desk, name: str, report: Report, found: Sequence[Run], able: frozenset[str]
) -> ReportEntry:
    speaker = desk.speaker
    rhythm = rhythm_of(speaker.rules, report, speaker.today)
    running = periods(rhythm, speaker.today, 1)[0]
    words = _("%(rhythm)s · %(by)s 编制 · 送 %(to)s") % {
        "rhythm": rhythm_words(rhythm),
        "by": makers(desk, report),
        "to": receivers(desk, report),
    }
    return ReportEntry(
        ident=name,
        title=speaker.word(report.label),
        words=words,
        clauses=speaker.clauses(report.clause, 2),
        current=None
        if any(run.period == running for run in found[:LISTED])
        else Action(
            label=_("看%(period)s至今") % {"period": period_words(speaker, running)},
            href=desk.href("report", name) + f"?period={running.name}",
            icon="file-text",
            style="outline",
        ),
        runs=_table(desk, name, report, found[:LISTED], able) if found else None,
        none=_none(report),
    )


def _none(report: Report) -> str:
    """Why no period's report stands there."""
    if report.procedure is None:
        return _("制度没有为它规定提交的程序，随时可以看。")
    return _("还没有到第一份报告的日子。")


def _table(
    desk: Desk, name: str, report: Report, found: Sequence[Run], able: frozenset[str]
) -> LedgerTable:
    columns = [
        Column(label=_("报告的期间"), phone="title"),
        Column(label=_("状态"), phone="line"),
        Column(label=_("谁、何时提交")),
        Column(label=_("提交时限")),
        Column(label=_("案件")),
    ]
    rows = [
        Row(ident=f"{name}-{run.case.id}", cells=_cells(desk, name, run, able)) for run in found
    ]
    caption = _("%(report)s：各期") % {"report": desk.speaker.word(report.label)}
    return LedgerTable(caption=caption, columns=columns, rows=rows)


def _cells(desk: Desk, name: str, run: Run, able: frozenset[str]) -> list[Cell]:
    speaker = desk.speaker
    here = desk.href("report", name) + f"?period={run.period.name}"
    return [
        Cell(words=period_words(speaker, run.period), href=here),
        Cell(part=state_tag(desk, run)),
        Cell(words=sent_words(desk, run), none=_("还没有提交")),
        Cell(words=speaker.moment(run.due) if run.due else "", none=_("没有时限")),
        Cell(
            words=run.case.number or _("看案件") if run.case.id in able else run.case.number,
            href=desk.href("case", run.case.id) if run.case.id in able else "",
            none=_("您不能看那件案件"),
        ),
    ]


def sent_words(desk: Desk, run: Run) -> str:
    """By whom and when a report was handed in."""
    if run.sent is None:
        return ""
    speaker = desk.speaker
    return f"{speaker.person(run.sent.by)} {speaker.moment(run.sent.at)}"


def state_tag(desk: Desk, run: Run) -> Tag:
    """How a run stands: icon, word and shape."""
    return {
        "sent": Tag(words=_("已提交"), icon="circle-check"),
        "sent_late": Tag(words=_("已提交，迟"), icon="clock-exclamation", tone="late"),
        "overdue": Tag(words=_("逾期未提交"), icon="alert-triangle", tone="late"),
        "draft": Tag(words=_("草稿，待提交"), icon="edit", tone="provisional"),
    }[run.state(desk.caller.now)]


def drafts_of(looking: Looking) -> list[Action]:
    """From the case of a report to the report it hands in."""
    desk, pack = looking.desk, looking.desk.speaker.pack
    handed = {one.procedure for one in pack.reports.values()}
    if looking.case.procedure not in handed:
        return []
    able = readable(desk.caller, pack)
    found = of_case(desk.caller, desk.speaker.rules, looking.case)
    return [
        Action(
            label=(_("本期报告：%(report)s") if run.sent else _("本期报告草稿：%(report)s"))
            % {"report": desk.speaker.word(able[name].label)},
            href=desk.href("report", name) + f"?period={run.period.name}",
            icon="chart-bar",
        )
        for name, run in found.items()
        if name in able
    ]
