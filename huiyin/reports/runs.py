"""The runs of a report: each period's case of the procedure that hands it in, and how that stands.

A report covers the period that is over when it falls due: one opened on the last day of a month is
about that month, one opened on the first day and due some days later about the month before, one
opened on the first day and due by its end about that month itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import get_args

from django.db.models import Q

from huiyin.cases.caller import Caller
from huiyin.cases.log import event_of
from huiyin.cases.models import Case, CaseEvent, DutyRow, Opening
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.rules import Rules
from huiyin.policy.across import Report
from huiyin.policy.pack import Pack
from huiyin.reports.readers import roles_of
from huiyin.worktime import Period, PeriodUnit, period_of, previous_period

RECENT = 8
"""So many runs of a report are listed."""
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Sent:
    """That somebody handed a report in: in which event of the case."""

    by: str
    at: datetime
    seq: int


@dataclass(frozen=True)
class Run:
    """One period of a report: its case, when it must be handed in, whether it was."""

    period: Period
    case: Case
    step: str
    due: datetime | None = None
    breached: bool = False
    sent: Sent | None = None

    def state(self, now: datetime) -> str:
        """`sent`, `sent_late`, `overdue`, or `draft` while there is time."""
        done = self.sent.at if self.sent is not None else now
        late = self.breached or (self.due is not None and done > self.due)
        if self.sent is not None:
            return "sent_late" if late else "sent"
        return "overdue" if late else "draft"


def rhythm_of(rules: Rules, report: Report, on: date) -> PeriodUnit:
    """The period of a report; a month where the pack names none."""
    return _unit(rules, report.each or "", on)


def _unit(rules: Rules, each: str, on: date) -> PeriodUnit:
    if each in rules.pack.parameters:
        each = rules.raw_parameter(each, on) or ""
    return next((unit for unit in get_args(PeriodUnit) if unit == each), "month")


def hand_in(pack: Pack, name: str) -> str:
    """The step by which a report is handed in; empty for one that no procedure hands in.

    The one called as the report is; else the first that somebody who makes the report owes from the
    opening on; else the first that he may do.
    """
    report = pack.reports[name]
    spec = pack.procedures.get(report.procedure or "")
    if spec is None:
        return ""
    mine = roles_of(report.by)
    able = [step for step, one in spec.steps.items() if roles_of(one.by) & mine]
    owed = [
        step
        for duty in spec.duties.values()
        if "opened" in duty.after
        for step in (key.partition(":")[0] for key in duty.done_by)
        if step in able
    ]
    return next((step for step in (*([name] if name in able else []), *owed, *able)), "")


def covers(rhythm: PeriodUnit, opened: date, due: date | None) -> Period:
    """The period that a report is about, by the day its case was opened and the day it falls due."""
    period = period_of(rhythm, opened)
    if (due is not None and due >= period.last) or opened > _middle(period):
        return period
    return previous_period(period)


def _middle(period: Period) -> date:
    return period.first + (period.last - period.first) / 2


def runs(caller: Caller, rules: Rules, names: Iterable[str]) -> dict[str, list[Run]]:
    """The latest runs of some reports, newest first; the same few queries whatever their number."""
    procedures = {rules.pack.reports[name].procedure for name in names}
    found = _runs(rules, names, _openings(caller, rules, procedures), caller.now)
    return {name: some[:RECENT] for name, some in found.items()}


def of_case(caller: Caller, rules: Rules, case: Case) -> dict[str, Run]:
    """The reports that a case hands in, each with its run; nothing is asked for any other case."""
    names = [name for name, one in rules.pack.reports.items() if one.procedure == case.procedure]
    if not names:
        return {}
    openings = list(Opening.objects.filter(case=case).select_related("case")[:1])
    found = _runs(rules, names, openings, caller.now)
    return {name: some[0] for name, some in found.items() if some}


def _runs(
    rules: Rules, names: Iterable[str], openings: Sequence[Opening], now: datetime
) -> dict[str, list[Run]]:
    handed = {name: hand_in(rules.pack, name) for name in names}
    cases = [row.case for row in openings if row.case is not None]
    owed, sent = _owed(cases), _sent(cases, set(handed.values()) - {""})
    found: dict[str, list[Run]] = {name: [] for name in handed}
    for name, step in handed.items():
        report = rules.pack.reports[name]
        rhythm = rhythm_of(rules, report, rules.local_date(now))
        for row in openings:
            if step and row.case is not None and row.case.procedure == report.procedure:
                found[name].append(_run(rules, rhythm, step, row, row.case, owed, sent))
    return found


def _openings(caller: Caller, rules: Rules, procedures: set[str | None]) -> list[Opening]:
    """The latest openings of each schedule that opens one of some procedures."""
    today, asked = rules.local_date(caller.now), Q(pk__in=[])
    for name, schedule in rules.pack.rounds.items():
        if schedule.opens in procedures:
            since = periods(_unit(rules, schedule.each, today), today, RECENT + 1)[-1].first
            asked |= Q(schedule=name, period_start__gte=since)
    rows = Opening.objects.filter(asked, company=caller.company, case__isnull=False)
    return list(rows.select_related("case").order_by("-period_start", "-id"))


def _owed(cases: Sequence[Case]) -> dict[str, list[DutyRow]]:
    rows = DutyRow.objects.filter(case__in=[case.id for case in cases], benchmark=False)
    found: dict[str, list[DutyRow]] = {}
    for row in rows.order_by("due_at", "id"):
        found.setdefault(row.case_id, []).append(row)
    return found


def _sent(cases: Sequence[Case], steps: set[str]) -> dict[tuple[str, str], Sent]:
    """The latest act by which each case's report was handed in."""
    events = CaseEvent.objects.filter(case__in=[case.id for case in cases], kind=Kind.ACTED)
    found = {}
    for case, body in events.order_by("case_id", "seq").values_list("case_id", "body"):
        event = event_of(body)
        if event.data["step"] in steps:
            found[case, event.data["step"]] = Sent(event.actor.person, event.at, event.seq)
    return found


def _run(
    rules: Rules,
    rhythm: PeriodUnit,
    step: str,
    row: Opening,
    case: Case,
    owed: Mapping[str, list[DutyRow]],
    sent: Mapping[tuple[str, str], Sent],
) -> Run:
    duties = {
        name
        for name, duty in rules.pack.procedures[case.procedure].duties.items()
        if step in {key.partition(":")[0] for key in duty.done_by}
    }
    rows = [one for one in owed.get(case.id, []) if one.duty in duties]
    due = next((one.due_at for one in rows if one.due_at is not None), None)
    last = rules.local_date(due - INSTANT) if due else None
    return Run(
        period=covers(rhythm, row.due_on or row.period_start, last),
        case=case,
        step=step,
        due=due,
        breached=any(one.breach_at is not None for one in rows),
        sent=sent.get((case.id, step)),
    )


def periods(rhythm: PeriodUnit, today: date, count: int = RECENT) -> list[Period]:
    """The current period and those before it, newest first."""
    found = [period_of(rhythm, today)]
    while len(found) < count:
        found.append(previous_period(found[-1]))
    return found


def named(rhythm: PeriodUnit, today: date, name: str) -> Period | None:
    """The period of that name, not later than today; None for a name that is none."""
    try:
        first = _first_day(name)
    except ValueError:
        return None
    period = period_of(rhythm, first)
    return period if period.name == name and period.first <= today else None


def _first_day(name: str) -> date:
    year, _dash, rest = name.partition("-")
    if not rest:
        return date(int(year), 1, 1)
    if rest.startswith("W"):
        return date.fromisocalendar(int(year), int(rest[1:]), 1)
    if rest[0] in "QH":
        months = {"Q": 3, "H": 6}[rest[0]]
        return date(int(year), (int(rest[1:]) - 1) * months + 1, 1)
    return date.fromisoformat(name if "-" in rest else f"{name}-01")


def of_any(today: date, name: str) -> Period | None:
    """The period of that name, of whatever unit, not later than today."""
    found = (named(unit, today, name) for unit in get_args(PeriodUnit))
    return next((period for period in found if period is not None), None)
