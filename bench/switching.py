"""Another version of the pack: installed, checked, approved, and running cases taken over to it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import perf_counter, process_time
from typing import Any

from bench import clones
from bench.company import PACK, open_office, played
from bench.place import report
from huiyin.cases import moving
from huiyin.cases.caller import Caller
from huiyin.cases.models import Case, CaseEvent
from huiyin.people.models import Company
from huiyin.policies.commands import install
from huiyin.policies.models import PackVersion
from huiyin.policies.revising import Office, Wanted, draft, sign, submit
from huiyin.policy.check import accept
from huiyin.policy.load import load, parse
from tests.shell.cases.world import World

UNTIL = "register"
MOVING = 20.0
"""Seconds of the move that are timed; it is background work that goes on where it was stopped."""


def main(*, quick: bool) -> None:
    """Measure on the database of the environment."""
    office = open_office()
    case = played(office, UNTIL)
    count = 10_000 if quick else 100_000
    clones.copy([case.id], count - 1, values=False)
    world, opened = office.world, office.opened
    figures: dict[str, Any] = {"running cases": count}
    figures["install and check s"] = timed(lambda: brought(world, opened))
    figures["approve s"] = timed(lambda: approved(world, opened))
    now = opened + timedelta(days=2)
    before = totals()
    figures["switched over at midnight"] = (
        caller(world, "management", now).book.edition_at(now).number
    )
    figures["running cases that stayed"] = Case.objects.filter(edition=1).count()
    began, worked = perf_counter(), process_time()
    move = moving.decide(caller(world, "management", now), 2, "统一按新版办")
    slowest = done = 0.0
    while done < MOVING and moving.go_on(move.id, now):
        slowest = max(slowest, perf_counter() - began - done)
        done = perf_counter() - began
    moved = Case.objects.filter(edition=2).count()
    figures["moved and judged anew, cases a second"] = moved / done
    figures["the same, a second of this processor"] = moved / (process_time() - worked)
    figures["slowest step of the move s"] = slowest
    figures["cases and events lost"] = lost(before, moved)
    report(figures)


def timed(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


def caller(world: World, role: str, now: datetime) -> Caller:
    """Somebody with a role, as a door makes him."""
    world.company = Company.objects.get(id=world.company.id)
    name = next(n for n, roles in world.roles.items() if role in roles)
    return world.caller(name, now)


def brought(world: World, at: datetime) -> None:
    """Read, check and install the next version, which lets management move running cases."""
    sources = dict(load(PACK).sources)
    sources["pack.yaml"] = sources["pack.yaml"].replace("version: 2026.1", "version: 2026.2")
    sources["revising.yaml"] += "running: management\n"
    loaded = parse(sources)
    accept(loaded)
    install(loaded, by="system", at=at)


def approved(world: World, at: datetime) -> None:
    """Draft, submit and sign it; in force from the next midnight."""
    drafter, boss = (caller(world, role, at) for role in ("operations", "management"))
    desk = Office(drafter.company, drafter.actor, drafter.now)
    version = PackVersion.objects.get(version="2026.2")
    day = desk.rules.local_date(at) + timedelta(days=1)
    row = draft(desk, Wanted({}, day, pack_id=version.id))
    submit(desk, row, {})
    sign(Office(boss.company, boss.actor, boss.now), row, approve=True)


def totals() -> tuple[int, int]:
    """How many cases and events there are."""
    return Case.objects.count(), CaseEvent.objects.count()


def lost(before: tuple[int, int], moved: int) -> int:
    """Cases that are gone, events that are gone, and moved cases without their event."""
    cases, events = totals()
    told = CaseEvent.objects.filter(kind="pack_changed").count()
    return abs(before[0] - cases) + max(0, before[1] + moved - events) + abs(told - moved)
