"""The integrator's ledgers: every feedback in its row, live, each hand it passed through, the day's work."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from huiyin.cases.models import AppendOnly, Case, CaseEvent
from huiyin.cases.sweep import sweep
from huiyin.obligations.scenarios import flat
from tests.shell.access.files import Office
from tests.shell.access.test_ledgers import row_of, table
from tests.shell.cases.world import Player, yaml_in
from tests.shell.desk.office import PACKS, open_company

Frozen = Callable[[datetime], Any]
TESTS = PACKS / "robotics" / "2026.1" / "tests"
ROUTE = {"department": "技术部", "field": "夹具", "requirement": "查明并更换"}
ROUTE |= {"limit": "2026-03-13T18:00", "tracker": "专员"}


@pytest.fixture
def house(db: None) -> Office:
    params = {"objection_term": "1", "check_general": "99", "respond_urgent": "30"}
    return Office(open_company("robotics", params))


def lines(count: int) -> list[Any]:
    """A feedback by phone that was registered, graded and checked: as many of these acts."""
    found = yaml_in(TESTS / "02_routing.yaml")
    ready = next(one for one in found if one["name"].startswith("未分类定级"))["given"]
    return flat(ready)[:count]


def feedback(house: Office, *more: dict[str, Any], count: int = 4) -> Case:
    """A feedback with so many acts of its beginning, and what was done then."""
    return Player(house.world, "feedback").play([*lines(count), *more])


def routed(at: str = "2026-03-04T11:00", **changed: str) -> dict[str, Any]:
    return {"at": at, "who": "专员", "do": "route", "with": ROUTE | changed}


@pytest.mark.proves("robotics", "6.2.2")
def test_every_feedback_has_its_row_and_no_row_can_be_taken_out(
    house: Office, frozen: Frozen
) -> None:
    cases = [feedback(house, routed()), feedback(house), feedback(house, count=3)]
    with frozen(house.at("2026-03-04T12:00")):
        rows = table(house, "客服甲", "feedback_ledger")
        unseen = table(house, "外协工", "feedback_ledger")
    assert sorted(row[0] for row in rows[1:]) == sorted(case.number for case in cases)
    row = row_of(rows, cases[0].number)
    assert (row["类别"], row["级别"], row["责任部门"]) == ("产品质量类", "一般", "技术部")
    assert row["环节"] == "处理中"
    assert unseen == []
    with pytest.raises(AppendOnly):
        CaseEvent.objects.filter(case=cases[0]).delete()


@pytest.mark.proves("robotics", "14.2.1")
def test_the_progress_ledger_shows_a_step_as_soon_as_it_was_done(
    house: Office, frozen: Frozen
) -> None:
    case = feedback(house)
    with frozen(house.at("2026-03-04T11:00")):
        before = row_of(table(house, "专员", "progress_ledger"), case.number)
        Player(house.world, "feedback", case).play([routed()])
        after = row_of(table(house, "专员", "progress_ledger"), case.number)
    assert (before["环节"], after["环节"]) == ("分流中", "处理中")
    assert after["责任部门"] == "技术部"
    assert before != after


@pytest.mark.proves("robotics", "14.2.3")
def test_a_number_leads_to_stage_holder_and_next_limit_an_unknown_one_to_nothing(
    house: Office, frozen: Frozen
) -> None:
    case = feedback(house, routed())
    browser = house.browser("专员")
    with frozen(house.at("2026-03-04T12:00")):
        found = browser.get(house.desk.url(f"search/?q={case.number}"), follow=True)
        nothing = browser.get(house.desk.url("search/?q=FB-2026-0031"), follow=True)
        row = row_of(table(house, "专员", "progress_ledger"), case.number)
        outside = house.browser("外协工").get(
            house.desk.url(f"search/?q={case.number}"), follow=True
        )
    words = found.content.decode()
    assert case.id in words
    assert "处理中" in words
    assert "3月5日" in str(row)
    assert "没有找到" in nothing.content.decode()
    assert case.id not in nothing.content.decode() + outside.content.decode()


@pytest.mark.proves("robotics", "4.4.2")
def test_the_ledger_of_hands_says_who_had_it_when_and_the_late_list_who_missed_what(
    house: Office, frozen: Frozen
) -> None:
    found = yaml_in(TESTS / "02_routing.yaml")
    handed = next(one for one in found if one["name"].startswith("异议须有理由"))["given"]
    case = Player(house.world, "feedback").play(flat(handed))
    while sweep(house.at("2026-03-11T09:00")):
        pass
    with frozen(house.at("2026-03-11T09:00")):
        rows = table(house, "审计员", "holders")
        late = table(house, "审计员", "overdue")
    hands = list(dict.fromkeys((row[3], row[1]) for row in reversed(rows[1:]) if row[3] != "系统"))
    assert hands[-5:] == [
        ("专员", "03-05 11:00"),
        ("生产头", "03-05 14:00"),
        ("客服头", "03-06 18:00"),
        ("专员", "03-09 09:00"),
        ("技术头", "03-09 10:00"),
    ]
    assert len(late) == 2
    missed = row_of(late, case.number)
    assert (missed["时限"], missed["事项"]) == ("已迟 15小时", "按级别提出方案")
    with pytest.raises(AppendOnly):
        CaseEvent.objects.filter(case=case).update(recorded=house.at("2026-03-05T10:00"))


@pytest.mark.proves("robotics", "6.4.2")
def test_the_day_list_of_the_specialist_has_all_that_waits_for_him_by_due_moment(
    house: Office, frozen: Frozen
) -> None:
    calls = [feedback(house, count=1) for _ in range(3)]
    unrouted = feedback(house)
    with frozen(house.at("2026-03-04T12:00")):
        rows = table(house, "专员", "day_list")
        day = house.browser("专员").get(house.desk.url()).content.decode()
        other = house.browser("技术甲").get(house.desk.url()).content.decode()
    assert sorted(row[1] for row in rows[1:]) == ["1个工作日内分流"] + ["1个工作日内受理登记"] * 3
    places = [day.index(case.id) for case in (*calls, unrouted)]
    assert not any(case.id in other for case in calls)
    assert places == sorted(places)
