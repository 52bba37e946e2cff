"""Schedules: what the calendar calls for is opened, once a period and target, however late.

Every whole period since the company took the schedule into force is owed. After an outage the
missed ones are opened with the date they had; that their limits have passed is then a breach of
the company's. Samples that belong to an opened case are drawn with a seed that nobody chose.
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import Max

from huiyin.cases.caller import Caller, system
from huiyin.cases.draws import drawn_for
from huiyin.cases.models import Case, Opening
from huiyin.cases.work import run
from huiyin.obligations.rules import Rules, Unset
from huiyin.obligations.schedules import Slot, calendar_start, in_turn, next_slot, rhythm, slots
from huiyin.people.directory import Directory
from huiyin.people.models import Company
from huiyin.policies.rules import NoPolicy
from huiyin.policy.across import Schedule
from huiyin.policy.values import VERSION
from huiyin.worktime import Period
from huiyin.writegate import gate

LOST = (OperationalError, InterfaceError)

LOOK_BACK = timedelta(days=31)
WHOLE_DAY = timedelta(days=1)

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
        with suppress(NoPolicy):
            count += _company_due(system(company, now))
    return count


def _company_due(caller: Caller) -> int:
    return sum(_try(caller, planned) for planned in list(missing(caller)))


def missing(caller: Caller) -> Iterator[Planned]:
    """What is to be opened and is not, the oldest first; two queries a schedule."""
    rules = caller.book.current(caller.now)
    last = _last(caller.company)
    found = [
        planned
        for name, schedule in _rounds(rules, caller.now)
        for planned in _of_schedule(caller, rules, name, schedule, last.get(name))
    ]
    yield from sorted(found, key=lambda planned: planned.slot.at)


def _rounds(rules: Rules, now: datetime) -> Iterator[tuple[str, Schedule]]:
    """What is opened, in the rhythm that the company has set; without one it waits."""
    for name, schedule in rules.pack.rounds.items():
        with suppress(Unset):
            yield name, rhythm(rules, schedule, rules.local_date(now))


def next_opening(caller: Caller) -> datetime | None:
    """When the company's next case is opened by a schedule."""
    rules = caller.book.current(caller.now)
    moments = [
        next_slot(schedule, rules.calendar, _since(caller, name), caller.now).at
        for name, schedule in _rounds(rules, caller.now)
        if schedule.each != VERSION
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
    if schedule.each == VERSION:
        yield from _of_versions(caller, rules, name, schedule)
        return
    begun = _since(caller, name)
    since = begun
    if last is not None:  # what a crash or a fault left out lately is made up for
        since = max(begun, calendar_start(rules.calendar, last - LOOK_BACK))
    done = _done(caller.company, name, since)
    for slot in slots(schedule, rules.calendar, since, caller.now):
        for target in _targets(caller, rules, schedule, slot):
            if (slot.period.first, target.id) in done:
                continue
            day = rules.local_date(target.since or begun)
            if in_turn(schedule, slot.period, day):
                yield Planned(name, schedule, slot, target.id, target.unit)


def _of_versions(caller: Caller, rules: Rules, name: str, schedule: Schedule) -> Iterator[Planned]:
    """One with each version of the pack that the company took into force; new values are none."""
    done = _done(caller.company, name, _since(caller, name))
    former = None
    for edition in caller.book.editions:
        known = name in edition.rules.pack.rounds
        if edition.since <= caller.now and known and edition.pack_id != former:
            day = rules.local_date(edition.since)
            slot = Slot(Period(edition.rules.pack.version, day, day, "day"), day, edition.since)
            for target in _targets(caller, rules, schedule, slot, edition.since):
                if (day, target.id) not in done:
                    yield Planned(name, schedule, slot, target.id, target.unit)
        former = edition.pack_id


def _done(company: Company, name: str, since: datetime) -> set[tuple[date, str]]:
    rows = Opening.objects.filter(
        company=company, schedule=name, period_start__gte=since.date() - WHOLE_DAY
    )
    return set(rows.values_list("period_start", "target"))


@dataclass(frozen=True)
class Target:
    """For what a case is opened: nothing special, a unit or a person; since when it is counted."""

    id: str = ""
    unit: str | None = None
    since: datetime | None = None


def _targets(
    caller: Caller,
    rules: Rules,
    schedule: Schedule,
    slot: Slot,
    start: datetime | None = None,
) -> Iterator[Target]:
    """The company, or each unit or person there was at the start of a period."""
    per = schedule.per
    if per is None:
        yield Target()
        return
    start = start or calendar_start(rules.calendar, slot.period.first)
    then = Directory(caller.people.organisation, start)
    if per == "person":
        yield from (Target(p.id, then.unit_of(p.id)) for p in then.persons())
    elif per in rules.pack.roles:
        for person in then.holders(per):
            posts = [post for post in then.posts_of(person) if per in post.roles]
            yield Target(person, then.unit_of(person), min(post.since for post in posts))
    else:
        yield from (Target(u.id, u.id) for u in then.units() if per in ("unit", u.kind))


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
        if not _known(caller, planned):
            raise
        return 0  # another worker was quicker
    return 1


def _known(caller: Caller, planned: Planned) -> bool:
    rows = Opening.objects.filter(company=caller.company, schedule=planned.name)
    return rows.filter(period_start=planned.slot.period.first, target=planned.target).exists()


def _because(caller: Caller, planned: Planned) -> dict[str, Any]:
    """Why the case is opened, with what was drawn for it; looked up before anybody has to wait."""
    slot = planned.slot
    because: dict[str, Any] = {"schedule": planned.name, "period": slot.period.name}
    if planned.target:
        because["target"] = planned.target
    if slot.merged:
        because["merged"] = list(slot.merged)
    why: dict[str, Any] = {"because": because}
    for number, sample in enumerate(drawn_for(caller, planned.schedule.opens, slot)):
        if number:
            because.setdefault("more", []).append(sample.because)
        else:
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
