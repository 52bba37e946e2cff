"""What is drawn opens its own work: nobody chose it, somebody else does it, nothing drawn is left out."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest

from huiyin.cases.log import read
from huiyin.cases.models import Case, Opening
from huiyin.cases.schedules import open_due
from huiyin.cases.sealing import rebuild, verify
from huiyin.cases.work import Refused
from tests.shell.cases.world import World
from tests.shell.worker.rounds import DAY, NINE, PACK, company, complaint, do

MONDAY = NINE + 7 * DAY
"""9 March: the first week was watched whole, and it has ended."""


def finished(world: World, number: int = 5) -> list[Case]:
    """Complaints that 小西 finished in the first week, one more that is not."""
    cases = [complaint(world, NINE + n * DAY / 2, f"1380000000{n}") for n in range(number)]
    done = [do(world, case, "finish", NINE + 4 * DAY, "总办") for case in cases]
    complaint(world, NINE, "13900000000")
    return done


def recheck() -> Case:
    row = Opening.objects.get(schedule="sample finished", period="2026-W11")
    assert row.case is not None
    return row.case


def rows(numbers: Sequence[str]) -> list[Mapping[str, str]]:
    return [{"number": number, "good": "好"} for number in numbers]


@pytest.mark.django_db
def test_a_sample_that_no_schedule_opens_opens_its_own_case_once_a_period() -> None:
    world = company()
    cases = finished(world)
    open_due(MONDAY - timedelta(hours=2))
    open_due(MONDAY + DAY)
    open_due(MONDAY + 2 * DAY)
    case = recheck()
    because = read(case.id)[0].data["because"]
    assert sorted(because["pool"]) == sorted(one.id for one in cases)
    assert because["drawn"] == because["pool"][:2]
    numbers = {one.id: one.number for one in cases}
    drawn = [numbers[one] for one in because["drawn"]]
    assert case.fields["check.cases"] == [{"number": number} for number in drawn]
    assert case.fields["check.count"] == "2"
    rebuild(world.company, MONDAY + 2 * DAY)
    assert list(verify(world.company, MONDAY + 2 * DAY)) == []


@pytest.mark.django_db
def test_a_period_that_left_nothing_to_draw_opens_nothing() -> None:
    company()
    open_due(MONDAY + DAY)
    row = Opening.objects.get(schedule="sample finished", period="2026-W11")
    assert row.case is None


@pytest.mark.django_db
def test_whoever_worked_on_a_drawn_case_does_not_check_it() -> None:
    world = company()
    finished(world)
    open_due(MONDAY)
    case = recheck()
    drawn = [row["number"] for row in case.fields["check.cases"]]
    form = {"count": "2", "cases": rows(drawn)}
    with pytest.raises(Refused) as refused:
        do(world, case, "check", MONDAY + DAY, "总办", **form)
    assert "[r1] 总办办过抽中的案件" in str(refused.value)
    assert do(world, case, "check", MONDAY + DAY, "老组", **form).stage == "已复查"


@pytest.mark.django_db
def test_what_was_drawn_is_checked_and_only_another_of_the_pool_may_stand_for_it() -> None:
    world = company()
    finished(world)
    open_due(MONDAY)
    case = recheck()
    numbers = read(case.id)[0].data["because"]["numbers"]
    for given, says in (
        ([], "未填"),
        ([numbers[0], "没有的"], "没有的不在可抽的案件里"),
        ([numbers[0], numbers[0]], f"缺抽中的{numbers[1]}"),
    ):
        with pytest.raises(Refused) as refused:
            do(world, case, "check", MONDAY, "老组", count="2", cases=rows(given))
        assert says in str(refused.value)
    swapped = rows([numbers[0], numbers[2]])
    assert do(world, case, "check", MONDAY, "老组", count="2", cases=swapped).stage == "已复查"


@pytest.mark.django_db
def test_two_samples_of_one_case_keep_their_own_rows() -> None:
    table = (
        "          others: {label: 另抽的, type: table, filled_from: again,"
        " columns: {number: {label: 编号, plain: true}}}\n"
    )
    sample = (
        "  again: {label: 另抽一件, clause: r1, draw: '1', each: week, opens: recheck,"
        " pool: {procedure: complaint, done: take, period: week}}\n"
    )
    pack = PACK.replace("          count: {label: 件数", f"{table}          count: {{label: 件数")
    pack = pack.replace("  finished:\n    label: 每周抽", f"{sample}  finished:\n    label: 每周抽")
    world = company(pack=pack)
    finished(world)
    open_due(MONDAY)
    case = recheck()
    assert (len(case.fields["check.others"]), len(case.fields["check.cases"])) == (1, 2)
    drawn = [row["number"] for row in case.fields["check.cases"]]
    form = {"count": "2", "cases": rows(drawn), "others": [{"number": "没有这件"}]}
    with pytest.raises(Refused) as refused:
        do(world, case, "check", MONDAY + DAY, "老组", **form)
    assert "另抽的" in str(refused.value)
    form["others"] = case.fields["check.others"]
    do(world, case, "check", MONDAY + DAY, "老组", **form)
