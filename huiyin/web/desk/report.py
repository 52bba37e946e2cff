"""One report about one period: every section filled by the system, or saying what must be written."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.cases.work import Gone
from huiyin.policy.across import Report
from huiyin.records.copies import Copy, kept
from huiyin.reports.copies import beside_in
from huiyin.reports.overview import beside
from huiyin.reports.readers import readable
from huiyin.reports.runs import Run, Sent, named, periods, rhythm_of, runs
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.looking import Looking, look
from huiyin.web.desk.report_sections import Draft, sections
from huiyin.web.desk.reports import makers, receivers, sent_words, state_tag
from huiyin.web.pages import Crumb, FactLine
from huiyin.web.parts import Action, FilterChip, Notice
from huiyin.web.present.beside import beside_words
from huiyin.web.present.periods import period_words
from huiyin.web.report_pages import ReportPage
from huiyin.worktime import Period
from huiyin.worktime.words import format_span

AT_ONCE = 600
"""Seconds within which figures were counted as handed in; later ones are said to be later."""


@desk
def report(desk: Desk, name: str) -> HttpResponse:
    """Show a report about the period asked for, or about the one that is to be handed in next."""
    able = readable(desk.caller, desk.speaker.pack)
    if name not in able:
        raise Gone(name)
    found = runs(desk.caller, desk.speaker.rules, [name])[name]
    period = _asked(desk, able[name], found)
    run = next((one for one in found if one.period == period), None)
    draft = Draft(desk, name, able[name], period, run, _case_of(desk, run), _copy_of(name, run))
    page = _page(draft, found)
    return render(desk.request, "web/report.html", {"shell": desk.shell("figures"), "page": page})


def _asked(desk: Desk, spec: Report, found: Sequence[Run]) -> Period:
    """The period asked for; else the latest that is still to be handed in, else the latest."""
    rules, today = desk.speaker.rules, desk.speaker.today
    rhythm = rhythm_of(rules, spec, today)
    if asked := desk.request.GET.get("period", ""):
        period = named(rhythm, today, asked)
        if period is None:
            raise Gone(asked)
        return period
    waiting = [one.period for one in found if one.sent is None]
    if waiting:
        return waiting[0]
    return found[0].period if found else periods(rhythm, today, 1)[0]


def _case_of(desk: Desk, run: Run | None) -> Looking | None:
    """The case that hands the report in, where the reader may open it."""
    if run is None:
        return None
    try:
        return look(desk, run.case.id)
    except Gone:
        return None


def _copy_of(name: str, run: Run | None) -> Copy | None:
    """The figures as they were kept when the report was handed in."""
    if run is None or run.sent is None:
        return None
    return kept(run.case, name, run.sent.seq)


def _page(draft: Draft, found: Sequence[Run]) -> ReportPage:
    desk, speaker, run = draft.desk, draft.desk.speaker, draft.run
    title = speaker.word(draft.spec.label)
    query = desk.request.GET.copy()
    query["print"] = "1"
    return ReportPage(
        crumbs=[Crumb(words=_("报告"), href=desk.href("reports")), Crumb(words=title)],
        company=desk.company_name(),
        title=title,
        period=period_words(speaker, draft.period),
        clauses=speaker.clauses(draft.spec.clause),
        state=state_tag(desk, run) if run is not None else None,
        facts=_facts(draft),
        periods=_periods(draft, found),
        standing=_standing(draft),
        sections=sections(draft),
        remarks=_remarks(draft),
        actions=_actions(draft),
        print_href="?" + query.urlencode(),
        printing="print" in desk.request.GET,
    )


def _facts(draft: Draft) -> list[FactLine]:
    desk, run, period = draft.desk, draft.run, draft.period
    lines = [
        FactLine(label=_("期间"), words=f"{period.first.isoformat()} — {period.last.isoformat()}"),
        FactLine(label=_("编制"), words=makers(desk, draft.spec)),
        FactLine(label=_("送"), words=receivers(desk, draft.spec)),
    ]
    if run is None:
        return lines
    if draft.looking is not None:
        label = run.case.number or _("看案件")
        link = Action(label=label, href=desk.href("case", run.case.id))
        lines.append(FactLine(label=_("案件"), link=link))
    if run.due is not None:
        lines.append(FactLine(label=_("提交时限"), words=desk.speaker.moment(run.due)))
    if run.sent is not None:
        lines.append(FactLine(label=_("提交"), words=sent_words(desk, run)))
    return lines


def _periods(draft: Draft, found: Sequence[Run]) -> list[FilterChip]:
    """The periods that the reader may turn to, newest first."""
    desk = draft.desk
    rhythm = rhythm_of(desk.speaker.rules, draft.spec, desk.speaker.today)
    several = {one.name: one for one in periods(rhythm, desk.speaker.today, 4)}
    several |= {run.period.name: run.period for run in found[:4]} | {
        draft.period.name: draft.period
    }
    newest = sorted(several.values(), key=lambda one: one.first, reverse=True)
    return [
        FilterChip(
            words=period_words(desk.speaker, one),
            href=f"?period={one.name}",
            on=one == draft.period,
        )
        for one in newest
    ]


def _standing(draft: Draft) -> Notice:
    """As of when the figures are, and whether they still move."""
    desk, run = draft.desk, draft.run
    until = {"until": desk.speaker.moment(desk.caller.now)}
    if run is not None and run.sent is not None and draft.copy is not None:
        return _kept_words(desk, run.sent, draft.copy)
    if run is not None and run.sent is not None:
        words = _(
            "报告于 %(moment)s 提交。下面的数按现在的日志数，截至 %(until)s，不是提交时的数。"
        )
        said = until | {"moment": desk.speaker.moment(run.sent.at)}
        return Notice(
            title=_("不是提交时的数"), words=words % said, icon="info-circle", tone="soon"
        )
    if draft.period.last >= desk.speaker.today:
        words = _("期间还没有过完，数随日志变，截至 %(until)s。")
        return Notice(title=_("草稿"), words=words % until, icon="edit")
    words = _("系统按日志写成，截至 %(until)s；提交以前数还会随补记而变。")
    return Notice(title=_("草稿"), words=words % until, icon="edit")


def _kept_words(desk: Desk, sent: Sent, copy: Copy) -> Notice:
    """When the figures were counted and kept, and whether they are still what was kept."""
    speaker = desk.speaker
    said = {
        "sent": speaker.moment(sent.at),
        "who": speaker.person(sent.by),
        "counted": speaker.moment(copy.counted_at),
        "hash": copy.hash[:12],
    }
    if not copy.whole:
        words = _("留存的数与它的指纹 %(hash)s 不符，不能当作提交时的数。") % said
        return Notice(title=_("留存有误"), words=words, icon="alert-triangle", tone="late")
    words = _(
        "%(who)s 于 %(sent)s 提交；指标于 %(counted)s 按提交人能看到的案件数得并留存，此后不变。指纹 %(hash)s。"
    )
    after = (copy.counted_at - sent.at).total_seconds()
    if after > AT_ONCE:
        late = _("这些数比提交晚 %(span)s 才数得。") % {"span": format_span(after, speaker.lang)}
        return Notice(
            title=_("提交后留存的数"), words=f"{words % said} {late}", icon="lock", tone="soon"
        )
    return Notice(title=_("提交时的数"), words=words % said, icon="lock")


def _remarks(draft: Draft) -> list[str]:
    """How the cases of the period were counted; nothing for a report without figures."""
    if not any("metric" in section for section in draft.spec.sections):
        return []
    main = draft.desk.speaker.pack.main_procedure
    if draft.copy is not None:
        return beside_words(beside_in(draft.copy.body))
    return beside_words(beside(draft.desk.caller, main, draft.span))


def _actions(draft: Draft) -> list[Action]:
    """To the step that hands the report in, for whoever may do it."""
    looking, run = draft.looking, draft.run
    if looking is None or run is None or run.step not in looking.open_steps:
        return []
    href = draft.desk.href("case", run.case.id) + f"?do={run.step}#act"
    label = looking.speaker.word(looking.spec.steps[run.step].label)
    return [Action(label=label, href=href, style="primary", icon="edit")]
