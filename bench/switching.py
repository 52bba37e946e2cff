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
from huiyin.cases.sweep import sweep
from huiyin.people.models import Company
from huiyin.policies.commands import install
from huiyin.policies.models import PackVersion
from huiyin.policies.revising import Office, Wanted, draft, sign, submit
from huiyin.policy.check import accept
from huiyin.policy.load import load, parse
from tests.shell.cases.world import World

UNTIL = "register"
JUDGED = 5
"""Rounds of the sweep after the move that are timed."""


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
    moved, worked = perf_counter(), process_time()
    move = moving.decide(caller(world, "management", now), 2, "统一按新版办")
    while moving.go_on(move.id, now):
        pass
    figures["move all s"] = perf_counter() - moved
    figures["move all, seconds of this processor"] = process_time() - worked
    figures["moved"] = Case.objects.filter(edition=2).count()
    figures["events of the move"] = CaseEvent.objects.filter(kind="pack_changed").count()
    figures["cases and events lost"] = lost(before)
    began = perf_counter()
    judged = sum(sweep(now + timedelta(seconds=1)) for _ in range(JUDGED))
    figures["judged by the new rules, cases a second"] = judged / (perf_counter() - began)
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


def lost(before: tuple[int, int]) -> int:
    """Cases that are gone, and events beyond one more for each moved case."""
    cases, events = totals()
    return abs(before[0] - cases) + abs(events - before[1] - before[0])
