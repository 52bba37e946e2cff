"""What the calendar calls for is opened once, with its right date, however long nobody looked."""

from datetime import date, timedelta

import pytest

from huiyin.cases import schedules
from huiyin.cases.log import read
from huiyin.cases.models import CompanySeal, DutyRow, Opening
from huiyin.cases.schedules import next_opening, open_due
from huiyin.cases.sealing import rebuild, seal, verify
from huiyin.cases.sweep import sweep
from huiyin.cases.work import Refused
from huiyin.people.commands import add_unit
from tests.shell.cases.world import World
from tests.shell.worker.rounds import DAY, NINE, company, complaint, do


def rounds(world: World) -> list[tuple[str, str, date | None]]:
    """Every round that was opened: period, store, the day it was meant for."""
    names = {unit: name for name, unit in world.units.items()}
    rows = Opening.objects.filter(schedule="daily").order_by("period_start", "target")
    return sorted((row.period, names.get(row.target, "?"), row.due_on) for row in rows)


@pytest.mark.django_db
def test_each_store_gets_its_round_every_day_and_only_once() -> None:
    world = company()
    assert open_due(NINE - timedelta(seconds=1)) == 0
    assert open_due(NINE) == 2
    assert open_due(NINE) == 0
    assert open_due(NINE + DAY / 2) == 0
    assert rounds(world) == [
        ("2026-03-02", "东店", date(2026, 3, 2)),
        ("2026-03-02", "西店", date(2026, 3, 2)),
    ]
    case = Opening.objects.filter(target=world.units["东店"]).get().case
    assert case is not None
    assert (case.procedure, case.stage, case.unit) == ("round", "待查", world.units["东店"])
    owed = DutyRow.objects.get(case=case)
    assert owed.bearer_unit == world.units["东店"]


@pytest.mark.django_db
def test_after_an_outage_the_missed_ones_are_opened_with_the_dates_they_had() -> None:
    world = company()
    open_due(NINE)
    assert open_due(NINE + 4 * DAY) == 8
    assert open_due(NINE + 4 * DAY) == 0
    missed = Opening.objects.get(period="2026-03-04", target=world.units["东店"]).case
    assert missed is not None
    opened = read(missed.id)[0]
    assert opened.at == NINE + 2 * DAY
    assert opened.recorded == NINE + 4 * DAY
    assert opened.data["because"]["period"] == "2026-03-04"
    owed = DutyRow.objects.get(case=missed)
    assert owed.state == "breached"
    assert ["born_late", ""] in owed.notes
    while sweep(NINE + 5 * DAY):
        pass
    assert list(verify(world.company, NINE + 5 * DAY)) == []


@pytest.mark.django_db
def test_a_store_that_is_added_later_is_owed_from_its_own_day_on() -> None:
    world = company()
    open_due(NINE + DAY)
    made = add_unit(
        world.company.id, code="南店", name="南店", kind="门店", at=NINE + DAY, by="system"
    )
    world.units["南店"] = made.id
    open_due(NINE + 2 * DAY)
    assert [period for period, store, _ in rounds(world) if store == "南店"] == ["2026-03-04"]


@pytest.mark.django_db
def test_a_crash_between_two_targets_leaves_the_other_to_the_next_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = company()
    note = schedules._note
    calls: list[int] = []

    def once(*args: object) -> None:
        calls.append(1)
        if len(calls) > 2:  # the sample of the week, which had nothing to draw, comes first
            raise KeyboardInterrupt
        note(*args)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(schedules, "_note", once)
        with pytest.raises(KeyboardInterrupt):
            open_due(NINE)
    assert len(rounds(world)) == 1
    assert open_due(NINE) == 1
    assert len(rounds(world)) == 2
    opened = Opening.objects.filter(schedule="daily")
    assert len(set(opened.values_list("case_id", flat=True))) == 2


@pytest.mark.django_db
def test_two_workers_open_a_slot_once(monkeypatch: pytest.MonkeyPatch) -> None:
    world = company()
    known = list(schedules.missing(world.caller("总办", NINE)))
    assert open_due(NINE) == 2
    monkeypatch.setattr(schedules, "missing", lambda _caller: known)
    assert open_due(NINE) == 0
    assert len(rounds(world)) == 2
    assert list(verify(world.company, NINE)) == []


@pytest.mark.django_db
def test_the_next_opening_is_known() -> None:
    world = company()
    assert next_opening(world.caller("总办", NINE)) == NINE + DAY


@pytest.mark.django_db
def test_the_monthly_draw_is_frozen_with_a_seed_that_nobody_chose() -> None:
    world = company()
    cases = [complaint(world, NINE + n * DAY, f"1380000000{n}") for n in range(6)]
    for case in cases[:5]:
        do(world, case, "finish", NINE + 8 * DAY)
    seal(world.company, NINE + 20 * DAY)
    open_due(NINE + 35 * DAY)
    row = Opening.objects.get(schedule="monthly", period="2026-04")
    assert row.case is not None
    because = read(row.case.id)[0].data["because"]
    assert sorted(because["pool"]) == sorted(case.id for case in cases[:5])
    assert because["drawn"] == because["pool"][:2]
    assert because["seed"] == CompanySeal.objects.get().hash
    assert len(row.case.fields["call.cases"]) == 2


@pytest.mark.django_db
def test_what_schedules_opened_can_be_rebuilt_to_the_same_rows() -> None:
    world = company()
    open_due(NINE + 3 * DAY)
    before = list(DutyRow.objects.order_by("case", "instance").values("case", "instance", "state"))
    rebuild(world.company, NINE + 3 * DAY)
    after = list(DutyRow.objects.order_by("case", "instance").values("case", "instance", "state"))
    assert before == after


@pytest.mark.django_db
def test_what_every_holder_of_a_post_owes_is_a_case_of_each_that_only_he_may_do() -> None:
    world = company()
    open_due(NINE + 31 * DAY)
    rows = Opening.objects.filter(schedule="statements", period="2026-04").select_related("case")
    cases = {row.target: row.case for row in rows}
    assert set(cases) == {world.persons[name] for name in ("小东", "小西", "总办")}
    mine = cases[world.persons["小西"]]
    assert mine is not None
    assert mine.unit == world.units["西店"]
    assert DutyRow.objects.get(case=mine).bearer_person == world.persons["小西"]
    with pytest.raises(Refused):
        do(world, mine, "write", NINE + 32 * DAY, "小东")
    assert do(world, mine, "write", NINE + 32 * DAY, "小西").stage == "已写"
