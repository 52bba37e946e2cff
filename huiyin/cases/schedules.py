"""Schedules: what the calendar calls for is opened, once a period and target, however late.

Every whole period since the company took the schedule into force is owed. After an outage the
missed ones are opened with the date they had; that their limits have passed is then a breach of
the company's. Samples that belong to an opened case are drawn with a seed that nobody chose.
"""

import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import Max

from huiyin.cases.caller import Caller, system
from huiyin.cases.draws import drawn_for
from huiyin.cases.models import Case, Opening
from huiyin.cases.work import run
from huiyin.obligations.rules import Rules
from huiyin.obligations.schedules import Slot, calendar_start, next_slot, slots
from huiyin.people.directory import Directory
from huiyin.people.models import Company
from huiyin.policies.rules import NoPolicy
from huiyin.policy.across import Schedule
from huiyin.writegate import gate

LOST = (OperationalError, InterfaceError)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Planned:
    """One case that a schedule calls for: in which period, for which unit or person."""

    name: str
    schedule: Schedule
    slot: Slot
    target: str = ""
    unit: str | None = None


def open_due(now: datetime) -> int:
    """Open everything that schedules call for until now, in every company; returns how many."""
    count = 0
    for company in Company.objects.order_by("id"):
        try:
            caller = system(company, now)
            planned = list(missing(caller))
        except NoPolicy:
            continue
        for one in planned:
            count += _try(caller, one)
    return count


def missing(caller: Caller) -> Iterator[Planned]:
    """What is to be opened and is not, the oldest first; one query a schedule."""
    rules = caller.book.current(caller.now)
    last = _last(caller.company)
    found = [
        planned
        for name, schedule in rules.pack.rounds.items()
        for planned in _of_schedule(caller, rules, name, schedule, last.get(name))
    ]
    yield from sorted(found, key=lambda planned: planned.slot.at)


def next_opening(caller: Caller) -> datetime | None:
    """When the company's next case is opened by a schedule."""
    rules = caller.book.current(caller.now)
    moments = [
        next_slot(schedule, rules.calendar, _since(caller, name), caller.now).at
        for name, schedule in rules.pack.rounds.items()
    ]
    return min(moments, default=None)


def _last(company: Company) -> dict[str, date]:
    rows = Opening.objects.filter(company=company).values("schedule")
    return {row["schedule"]: row["last"] for row in rows.annotate(last=Max("period_start"))}


def _since(caller: Caller, name: str) -> datetime:
    """Since when the company has this schedule: the first version in force that knows it."""
    book = caller.book
    return next(edition.since for edition in book.editions if name in edition.rules.pack.rounds)


def _of_schedule(
    caller: Caller, rules: Rules, name: str, schedule: Schedule, last: date | None
) -> Iterator[Planned]:
    since = _since(caller, name)
    if last is not None:  # that period once more: of several targets some may be missing
        since = max(since, calendar_start(rules.calendar, last))
    for slot in slots(schedule, rules.calendar, since, caller.now):
        targets = list(_targets(caller, schedule, slot))
        if last is not None and slot.period.first == last:
            done = _done(caller.company, name, last)
            targets = [target for target in targets if target[0] not in done]
        for target, unit in targets:
            yield Planned(name, schedule, slot, target, unit)


def _done(company: Company, name: str, period: date) -> set[str]:
    rows = Opening.objects.filter(company=company, schedule=name, period_start=period)
    return set(rows.values_list("target", flat=True))


def _targets(caller: Caller, schedule: Schedule, slot: Slot) -> Iterator[tuple[str, str | None]]:
    """For what a case is opened: the company, or each unit or person there was at the start."""
    per = schedule.per
    if per is None:
        yield "", None
        return
    start = calendar_start(caller.book.current(caller.now).calendar, slot.period.first)
    then = Directory(caller.people.organisation, start)
    if per in ("person", *caller.book.current(caller.now).pack.roles):
        persons = then.holders(per) if per != "person" else [p.id for p in then.persons()]
        yield from ((person, then.unit_of(person)) for person in persons)
    else:
        yield from ((u.id, u.id) for u in then.units() if per in ("unit", u.kind))


def _try(caller: Caller, planned: Planned) -> int:
    """Open one; what cannot be opened is told and tried again, and stops no other."""
    try:
        return _open(caller, planned)
    except LOST:
        raise
    except Exception:  # whatever it is, the other schedules go on
        facts = {
            "reference": f"E-{secrets.token_hex(3).upper()}",
            "company": caller.company.slug,
            "schedule": planned.name,
            "period": planned.slot.period.name,
        }
        _log.exception("a schedule cannot open its case", extra=facts)
        return 0


def _open(caller: Caller, planned: Planned) -> int:
    slot = planned.slot
    try:
        if slot.day is None:
            with gate(), transaction.atomic():
                _note(caller, planned, None)
            return 0
        why = _because(caller, planned)
        if planned.name.startswith("sample ") and not why["because"].get("pool"):
            with gate(), transaction.atomic():
                _note(caller, planned, None)
            return 0  # there was nothing to draw from
        run(
            caller,
            lambda work: (
                work.create(planned.schedule.opens, unit=planned.unit, at=slot.at, **why).case
            ),
            then=lambda case: _note(caller, planned, case),
        )
    except IntegrityError:
        if not _done(caller.company, planned.name, slot.period.first) & {planned.target}:
            raise
        return 0  # another worker was quicker
    return 1


def _because(caller: Caller, planned: Planned) -> dict[str, Any]:
    """Why the case is opened, with what was drawn for it; looked up before anybody has to wait."""
    slot = planned.slot
    because: dict[str, Any] = {"schedule": planned.name, "period": slot.period.name}
    if planned.target:
        because["target"] = planned.target
    if slot.merged:
        because["merged"] = list(slot.merged)
    why: dict[str, Any] = {"because": because}
    for sample in drawn_for(caller, planned.schedule.opens, slot):
        because |= sample.because
        if sample.prefill:
            why["prefill"] = why.get("prefill", {}) | sample.prefill
    return why


def _note(caller: Caller, planned: Planned, case: Case | None) -> None:
    slot = planned.slot
    Opening.objects.create(
        company=caller.company,
        schedule=planned.name,
        period=slot.period.name,
        period_start=slot.period.first,
        target=planned.target,
        due_on=slot.day,
        case=case,
        opened_at=caller.now,
    )
