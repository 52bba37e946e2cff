"""Samples: which cases are drawn when a case that a sample belongs to is opened (pack-study 5.20)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from huiyin.cases.caller import Caller
from huiyin.cases.log import event_of
from huiyin.cases.models import Case, CaseEvent, CompanySeal
from huiyin.eventlog.merkle import company_genesis
from huiyin.obligations.rules import Rules
from huiyin.obligations.samples import Drawn, draw
from huiyin.obligations.schedules import Slot, calendar_start
from huiyin.policy.across import Sample
from huiyin.worktime import Period, period_of, previous_period

WHOLE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Sampled:
    """What a draw adds to the opening of a case: frozen in its log, offered in its forms."""

    because: dict[str, Any]
    prefill: dict[str, Any]


def drawn_for(caller: Caller, procedure: str, slot: Slot) -> Iterator[Sampled]:
    """The draws that belong to a procedure which a slot opens."""
    rules = caller.book.current(caller.now)
    for name, sample in rules.pack.samples.items():
        if sample.opens == procedure:
            yield _draw(caller, rules, name, sample, slot)


def _draw(caller: Caller, rules: Rules, name: str, sample: Sample, slot: Slot) -> Sampled:
    period = _period(sample, slot)
    first = calendar_start(rules.calendar, period.first)
    end = min(calendar_start(rules.calendar, period.last) + WHOLE_DAY, slot.at)
    cases = _pool(caller, sample, first, end)
    found = _take(rules, sample, cases, _seed(caller, end), slot)
    numbers = [cases[case] for case in found.cases]
    because = {
        "sample": name,
        "seed": found.seed,
        "pool": list(found.order),
        "drawn": list(found.cases),
        "numbers": [cases[case] for case in found.order],
    }
    if sample.not_by:
        because["apart"] = _doers(found.cases, sample.not_by)
    return Sampled(because, _prefill(rules, name, sample, numbers))


def _period(sample: Sample, slot: Slot) -> Period:
    """The period drawn from: the one that ends with the slot's day, else the last one before it."""
    each = str(sample.pool.get("period") or sample.pool.get("in_period") or sample.each)
    day = slot.day or slot.period.first
    now = period_of(each, day)  # type: ignore[arg-type]  # refused there when it is no period
    return now if day == now.last else previous_period(now)


def _pool(caller: Caller, sample: Sample, first: datetime, end: datetime) -> dict[str, str]:
    """Cases, by id to number, that meet the pool's condition within a span of time."""
    procedure = sample.pool.get("procedure")
    cases = Case.objects.filter(company=caller.company, changed_at__gte=first)
    if procedure:
        cases = cases.filter(procedure=procedure)
    rows = CaseEvent.objects.filter(case__in=cases, at__gte=first, at__lt=end)
    if step := sample.pool.get("done"):
        rows = rows.filter(kind="acted", body__contains=f'"step":"{step}"')
    elif stage := sample.pool.get("stage"):
        rows = _entering(caller, rows, str(procedure or ""), str(stage))
    else:
        rows = rows.filter(kind="opened")
    ids = set(rows.values_list("case_id", flat=True))
    return dict(Case.objects.filter(id__in=ids).values_list("id", "number"))


def _entering(caller: Caller, rows: Any, procedure: str, stage: str) -> Any:
    """Acts of steps that lead into a stage."""
    spec = caller.book.current(caller.now).pack.procedures[procedure]
    steps = [
        name
        for name, step in spec.steps.items()
        if step.to == stage or any(outcome.to == stage for outcome in step.outcomes.values())
    ]
    found = rows.none()
    for name in steps:
        found = found | rows.filter(kind="acted", body__contains=f'"step":"{name}"')
    return found


def _doers(cases: Sequence[str], steps: Sequence[str]) -> list[str]:
    """Who did one of some steps on one of some cases."""
    rows = CaseEvent.objects.filter(case__in=cases, kind="acted")
    asked = Q()
    for step in steps:
        asked |= Q(body__contains=f'"step":"{step}"')
    bodies = rows.filter(asked).values_list("body", flat=True)
    return sorted({person for body in bodies for person in event_of(body).actor.people})


def _seed(caller: Caller, end: datetime) -> str:
    """The company's seal at the end of the period: nobody chose it."""
    seals = CompanySeal.objects.filter(company=caller.company, sealed_at__lt=end).order_by(
        "-number"
    )
    seal = seals.first()
    return seal.hash if seal else company_genesis(caller.company.id)


def _take(rules: Rules, sample: Sample, cases: dict[str, str], seed: str, slot: Slot) -> Drawn:
    on = rules.local_date(slot.at)
    at_least = int(rules.number(sample.at_least, on))
    wanted = int(rules.number(sample.draw, on))
    spec = rules.pack.parameters.get(sample.draw)
    if spec is not None and spec.unit == "percent":
        return draw(cases, seed, percent=wanted, at_least=at_least)
    return draw(cases, seed, count=wanted, at_least=at_least)


def _prefill(rules: Rules, name: str, sample: Sample, numbers: list[str]) -> dict[str, Any]:
    """Tables that say `filled_from` this sample get a row for each drawn case."""
    found: dict[str, Any] = {}
    for step, spec in rules.pack.procedures[sample.opens or ""].steps.items():
        for field, form in spec.form.items():
            if form.filled_from == name and form.columns:
                first = next(iter(form.columns))
                found[f"{step}.{field}"] = [{first: number} for number in numbers]
                if form.rows_equal in spec.form:
                    found[f"{step}.{form.rows_equal}"] = str(len(numbers))
    return found
