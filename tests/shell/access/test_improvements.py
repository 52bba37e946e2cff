"""Common problems: the cases that caused them, the same count before and after, and again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from huiyin.cases.episodes import look
from huiyin.cases.improvements import Problem, problems
from huiyin.cases.models import Case
from tests.shell.access.department import Department
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


def ended(case: Case, at: datetime) -> None:
    case.closed_at = at
    case.save()


@pytest.fixture
def problem(department: Department) -> Problem:
    for _ in range(5):
        department.complaint(**KIND)
    return found(department, "总监", department.at("2026-03-06T09:00"))


def test_a_common_problem_says_what_caused_it_and_how_many_there_were(problem: Problem) -> None:
    assert (problem.causes, problem.before, problem.after) == (5, 5, None)
    assert not problem.judged(problem.case.opened_at + timedelta(days=400))


def test_the_same_span_after_it_ended_is_compared_when_it_has_passed(
    problem: Problem, department: Department
) -> None:
    ended(problem.case, problem.case.opened_at + timedelta(hours=1))
    soon = listed(department, "总监", problem.case.opened_at + timedelta(days=1))
    assert soon.after == 0
    assert not soon.judged(problem.case.opened_at + timedelta(days=1))
    assert soon.judged(problem.case.opened_at + timedelta(days=60))


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
