"""Common problems: the cases that caused them, the same count before and after, and again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from huiyin.cases import log
from huiyin.cases.effects import measure_due
from huiyin.cases.episodes import look
from huiyin.cases.improvements import Problem, problems
from huiyin.cases.models import Case, DutyRow
from huiyin.cases.sealing import verify
from huiyin.eventlog.envelope import Event
from tests.shell.access.department import Department
from tests.shell.cases.world import Player
from tests.shell.worker.rounds import deliver_all

KIND = {"category": "产品问题", "cause": "产品故障", "product": "甲型"}


def found(department: Department, name: str, now: datetime) -> Problem:
    deliver_all(now)
    while look(now):
        pass
    return listed(department, name, now)


def listed(department: Department, name: str, now: datetime) -> Problem:
    rows = problems(department.world.caller(name, now)).rows
    return next(one for one in rows if one.watch == "weak_point")


@pytest.fixture
def problem(department: Department) -> Problem:
    for _ in range(5):
        department.complaint(**KIND)
    return found(department, "总监", department.at("2026-03-06T09:00"))


def improved(department: Department, problem: Problem) -> datetime:
    """The improvement is played to its end by its own people; when it ended."""
    plan = {"what": "换新款", "figure": "5 件", "source": "台账", "measure": "换新款"}
    plan |= {"owner": "专员李", "due": "2026-03-07T18:00"}
    lines = [
        {"at": "2026-03-06T10:00", "who": "主管甲", "do": "accept", "with": plan},
        {"at": "2026-03-06T14:00", "who": "专员李", "do": "complete", "with": {"done": "都换了"}},
        {
            "at": "2026-03-06T16:00",
            "who": "主管甲",
            "do": "evaluate",
            "with": {"outcome": "有效", "before": "5", "after": "0"},
        },
    ]
    Player(department.world, "improvement", problem.case).play(lines)
    return department.at("2026-03-06T16:00")


def test_a_common_problem_says_what_caused_it_and_how_many_there_were(problem: Problem) -> None:
    assert (problem.causes, problem.before, problem.after) == (5, 5, None)
    assert not problem.judged


def test_the_same_span_after_it_ended_is_counted_once_when_it_has_passed_and_stays(
    problem: Problem, department: Department
) -> None:
    end = improved(department, problem)
    assert measure_due(end + timedelta(days=1)) == 1
    soon = listed(department, "总监", end + timedelta(days=1))
    assert soon.after is None
    assert soon.until is not None
    assert soon.until >= end + timedelta(weeks=2)
    assert measure_due(soon.until) == 1
    assert measure_due(soon.until) == 0
    late = listed(department, "总监", soon.until)
    assert (late.before, late.after, late.judged) == (5, 0, True)
    counts = [(e.data["which"], e.data["count"]) for e in measured(problem.case)]
    assert counts == [("before", 5), ("after", 0)]


def measured(case: Case) -> list[Event]:
    """The counts in the log."""
    return [event for event in log.read(case.id) if event.kind == "measured"]


def test_what_comes_back_within_the_window_goes_on_in_the_same_case_in_a_new_round(
    problem: Problem, department: Department
) -> None:
    improved(department, problem)
    for _ in range(5):
        department.complaint(day="2026-03-10", **KIND)
    again = found(department, "总监", department.at("2026-03-11T09:00"))
    assert again.case.id == problem.case.id
    assert (again.case.rounds, again.case.stage, again.case.closed_at) == (1, "提示", None)
    assert (again.causes, again.before, again.after) == (10, 10, None)
    events = log.read(problem.case.id)
    (back,) = [event for event in events if event.kind == "reopened"]
    linked = {event.data["other"] for event in events if event.kind == "linked"}
    assert len(back.data["cases"]) == 5
    assert set(back.data["cases"]) <= linked
    rows = DutyRow.objects.filter(case=problem.case, duty="decide", owed=True)
    assert rows.count() == 1
    assert list(verify(department.world.company, department.at("2026-03-11T10:00"))) == []


def test_what_comes_back_after_the_window_is_a_matter_of_its_own(
    problem: Problem, department: Department
) -> None:
    improved(department, problem)
    for _ in range(5):
        department.complaint(day="2026-03-25", **KIND)
    again = found(department, "总监", department.at("2026-03-26T09:00"))
    assert again.case.id != problem.case.id
    assert again.case.rounds == 0


def test_who_sees_no_improvements_sees_none_here(problem: Problem, department: Department) -> None:
    now = problem.case.opened_at + timedelta(days=1)
    assert problems(department.world.caller("过路人", now)).rows == ()


def test_the_page_lists_it_with_both_counts(
    problem: Problem, department: Department, frozen: Callable[[datetime], Any]
) -> None:
    with frozen(problem.case.opened_at + timedelta(minutes=5)):
        page = department.browser("总监").get(department.desk.url("improvements/"))
    text = page.content.decode()
    assert "服务短板提示" in text
    assert "改完以后再比" in text
