"""Whatever fell into an outage is opened on return with the date it had, once, holidays and all."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from huiyin.cases import schedules
from huiyin.cases.caller import system
from huiyin.cases.log import read
from huiyin.cases.models import DutyRow, Opening
from huiyin.cases.schedules import open_due
from huiyin.cases.sealing import rebuild, verify
from huiyin.policy.load import parse
from tests.shell.cases.world import World, build

PACK = """
pack: PACK
version: '2026.1'
title: 各种节奏
counting: {workday: {day_zero: excluded, end: midnight}}
roles: {clerk: {label: 办事员}}
parameters: {since: {label: 起, clause: r1, unit: workday, values: {2025-12-20: 1}}}
clauses: {r1: {cite: r1, text: 一}}
procedures:
  check:
    label: 查
    stages: [待查, 已查]
    opening_stage: 待查
    steps: {look: {label: 查, by: clerk, in: [待查], to: 已查}}
    duties:
      look: {label: 查, clause: r1, after: opened, due: {within: since}, done_by: look}
schedules:
  letters: {label: 每个工作日, clause: r1, opens: check, each: day, days: workdays, time: '09:00'}
  mondays: {label: 每周一, clause: r1, opens: check, each: week, slot: monday, shift: next_workday}
  fridays: {label: 每周五, clause: r1, opens: check, each: week, slot: friday, shift: previous_workday}
  monthly: {label: 每月, clause: r1, opens: check, each: month, slot: first_day, shift: next_workday}
  quarterly: {label: 每季, clause: r1, opens: check, each: quarter, slot: last_day, shift: previous_workday}
  halves: {label: 每半年, clause: r1, opens: check, each: half_year, slot: day 10, shift: next_workday}
  yearly: {label: 每年, clause: r1, opens: check, each: year, slot: first_day, shift: next_workday}
"""

BACK = datetime(2026, 10, 12, 4, 0, tzinfo=UTC)
"""Noon of Monday 12 October, the first working week after the autumn holidays."""

RHYTHMS = {
    "monthly": [
        "2026-01-04",  # 1 to 3 January are holidays; Sunday the 4th is worked instead
        "2026-02-02",
        "2026-03-02",
        "2026-04-01",
        "2026-05-06",
        "2026-06-01",
        "2026-07-01",
        "2026-08-03",
        "2026-09-01",
        "2026-10-08",
    ],
    "quarterly": ["2026-03-31", "2026-06-30", "2026-09-30"],
    "halves": ["2026-01-12", "2026-07-10"],
    "yearly": ["2026-01-04"],
}
FRIDAYS = {
    "2026-01-02": "2025-12-31",
    "2026-02-20": "",
    "2026-05-01": "2026-04-30",
    "2026-06-19": "2026-06-18",
    "2026-09-25": "2026-09-24",
    "2026-10-02": "2026-09-30",
}
MONDAYS = {
    "2026-02-16": "",
    "2026-02-23": "2026-02-24",
    "2026-04-06": "2026-04-07",
    "2026-05-04": "2026-05-06",
    "2026-10-05": "2026-10-08",
}
"""Weeks with holidays: which day stands for the Friday or Monday; none where the week is all rest."""


def company(slug: str = "rhythms") -> World:
    loaded = parse({"pack.yaml": PACK.replace("PACK", slug)})
    return build(loaded, {"总部": {}}, {"办事员": {"unit": "总部", "roles": ["clerk"]}})


def opened(world: World, name: str) -> list[str]:
    """The days meant by one schedule, in order; those that were skipped are left out."""
    rows = Opening.objects.filter(company=world.company, schedule=name).order_by("period_start")
    return [row.due_on.isoformat() for row in rows if row.due_on is not None]


def weekly(first: str, exceptions: dict[str, str]) -> list[str]:
    """One day a week from a date on, but for the weeks with holidays."""
    day, found = date.fromisoformat(first), []
    while day <= date(2026, 10, 12):
        found.append(exceptions.get(day.isoformat(), day.isoformat()))
        day += timedelta(days=7)
    return [one for one in found if one]


def everything(world: World) -> list[tuple[str, str, str, datetime, str, str]]:
    """Every opening with the moment of its case and what is owed on it."""
    rows = Opening.objects.filter(company=world.company, case__isnull=False).select_related("case")
    found = []
    for row in rows.order_by("schedule", "period_start"):
        assert row.case is not None
        owed = DutyRow.objects.get(case=row.case)
        event = read(row.case.id)[0]
        found.append(
            (row.schedule, row.period, str(row.due_on), event.at, str(owed.due_at), owed.state)
        )
    return found


def visits(days: int) -> Iterator[datetime]:
    """A worker that looks every so many days until the return."""
    now = datetime(2025, 12, 20, tzinfo=UTC)
    while now < BACK:
        yield now
        now += timedelta(days=days)
    yield BACK


@pytest.mark.django_db
def test_after_ten_months_every_rhythm_is_opened_with_its_right_dates() -> None:
    world = company()
    assert open_due(BACK) > 250
    for name, wanted in RHYTHMS.items():
        assert opened(world, name) == wanted, name
    assert opened(world, "fridays") == weekly("2025-12-26", FRIDAYS)
    assert opened(world, "mondays") == weekly("2025-12-22", MONDAYS)
    letters = opened(world, "letters")
    assert "2026-02-14" in letters  # a Saturday that is worked
    assert not {"2026-02-15", "2026-02-16", "2026-02-23", "2026-10-01"} & set(letters)
    assert open_due(BACK) == 0
    rebuild(world.company, BACK)
    assert list(verify(world.company, BACK)) == []


@pytest.mark.django_db
def test_who_was_down_for_months_ends_with_the_same_cases_as_who_never_was() -> None:
    down, steady = company("down"), company("steady")
    for now in visits(9):
        schedules._company_due(system(steady.company, now))
    schedules._company_due(system(down.company, BACK))
    assert [row[:-1] for row in everything(down)] == [row[:-1] for row in everything(steady)]


@pytest.mark.django_db
def test_two_workers_that_both_return_open_everything_once(monkeypatch: pytest.MonkeyPatch) -> None:
    world = company()
    caller = system(world.company, BACK)
    planned = list(schedules.missing(caller))
    real, between = schedules._try, iter(planned[::2])

    def turn_about(by: object, one: schedules.Planned) -> int:
        for other in between:  # the other worker is quicker with every second one
            real(caller, other)
            break
        return real(caller, one)

    monkeypatch.setattr(schedules, "_try", turn_about)
    open_due(BACK)
    rows = Opening.objects.filter(company=world.company).values_list("schedule", "period_start")
    assert len(rows) == len(set(rows)) == len(planned)
    assert opened(world, "monthly") == RHYTHMS["monthly"]


@pytest.mark.django_db
def test_what_could_not_be_opened_is_opened_later_although_its_successors_were(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = company()
    real = schedules._open

    def broken(caller: object, planned: schedules.Planned) -> int:
        if planned.slot.period.name == "2025-12-23":
            raise ValueError
        return real(caller, planned)  # type: ignore[arg-type]

    soon = datetime(2025, 12, 26, tzinfo=UTC)
    with monkeypatch.context() as patch:
        patch.setattr(schedules, "_open", broken)
        open_due(soon)
    assert "2025-12-23" not in opened(world, "letters")
    open_due(soon)
    assert "2025-12-23" in opened(world, "letters")
