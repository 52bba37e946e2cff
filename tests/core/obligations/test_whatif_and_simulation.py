"""The same history under other rules, and a year that has not happened: both through the real core."""

import time
from datetime import datetime
from functools import cache

import pytest

from huiyin.eventlog.envelope import Event
from huiyin.obligations.packrun import play_all
from huiyin.obligations.rules import Rules
from huiyin.obligations.simulate import Company, Course, Outcome, busiest, simulate
from huiyin.obligations.whatif import advise, whatif, with_parameter
from tests.core.policy.bakery_pack import bakery, bakery_tests, edited

COMPLAINT = "procedures/complaint.yaml"


@cache
def rules() -> Rules:
    return with_parameter(Rules(bakery().pack), "large", "500")


@cache
def history() -> dict[str, list[Event]]:
    """The scenarios of the bakery as the cases of a company."""
    played = play_all(bakery().pack, bakery_tests())
    return {one.scenario.name: one.result.draft.events for one in played if one.result.draft}


def end() -> datetime:
    moment = rules().moment("2026-04-01T00:00")
    assert moment is not None
    return moment


def test_the_same_rules_change_nothing() -> None:
    found = whatif(rules(), rules(), history(), end())
    assert found.differences == ()
    assert found.unmatched == ()
    assert found.before == found.after
    assert found.cases == len(history()) > 1


def test_a_shorter_limit_makes_late_what_was_kept_and_says_in_which_case() -> None:
    found = whatif(rules(), with_parameter(rules(), "begin_limit", "20"), history(), end())
    before, after = (side["complaint", "register"] for side in (found.before, found.after))
    assert before.rate is not None
    assert after.rate is not None
    assert after.rate < before.rate
    late = [difference for difference in found.differences if difference.kind == "now_late"]
    assert late
    assert {difference.duty for difference in late} == {"register"}
    assert any("恰好三十分钟登记" in difference.case for difference in late)
    assert found.kinds()["moved"] >= 1


def test_a_longer_limit_keeps_what_was_late() -> None:
    found = whatif(rules(), with_parameter(rules(), "begin_limit", "60"), history(), end())
    assert found.kinds()["now_kept"] == 1
    assert [d.case for d in found.differences if d.kind == "now_kept"] == [
        next(name for name in history() if name.startswith("晚一秒登记"))
    ]


def test_acts_without_counterpart_are_listed_not_guessed() -> None:
    text = "  tell:   {label: 告诉顾客进展, clause: a6, by: clerk, in: [处理]}\n"
    gone = edited(COMPLAINT, text, "").pack.model_copy()
    found = whatif(rules(), Rules(gone, parameters=rules().parameters), history(), end())
    assert {act.what for act in found.unmatched} == {"step tell"}
    assert all(
        any(event.seq == act.seq for event in history()[act.case]) for act in found.unmatched
    )


def test_a_new_duty_appears_and_a_removed_one_disappears() -> None:
    added = "  thank: {label: 致谢, clause: a9, after: answer, due: {within: 2 workdays}, done_by: tell}\ncadences:"
    new = Rules(edited(COMPLAINT, "cadences:", added).pack, parameters=rules().parameters)
    there = whatif(rules(), new, history(), end())
    assert {(d.kind, d.duty) for d in there.differences} == {("appears", "thank")}
    back = whatif(new, rules(), history(), end())
    assert {(d.kind, d.duty) for d in back.differences} == {("disappears", "thank")}


def test_the_least_value_that_would_have_kept_the_promise_is_offered() -> None:
    key = ("complaint", "register")
    found = advise(
        rules(),
        history(),
        end(),
        parameter="begin_limit",
        duty=key,
        target=1.0,
        candidates=range(10, 60),
    )
    assert found is not None
    assert (found.value, found.rate) == ("31", 1.0)
    none = advise(
        rules(), history(), end(), parameter="begin_limit", duty=key, target=1.0, candidates=(5, 10)
    )
    assert none is None


# -- a year in seconds --


def courses() -> list[Course]:
    names = ("普通投诉三个工作日的最后一分钟", "漏告诉一天，过零点即违期；严重的")
    found = [(name, events) for name, events in history().items() if name.startswith(names)]
    return [
        Course(name, events, weight) for (name, events), weight in zip(found, (3, 1), strict=True)
    ]


def year(people: int, cases: float = 20.0, days: int = 60) -> Outcome:
    company = Company(
        cases, people={"clerk": people, "manager": 1}, minutes={"register": 15}, usual=10
    )
    begin = rules().moment("2026-01-01T00:00")
    assert begin is not None
    return simulate(rules(), courses(), company, begin, days)


def test_the_same_seed_is_the_same_year() -> None:
    assert year(3, days=20) == year(3, days=20)


def test_with_fewer_people_more_is_late_and_everybody_is_busier() -> None:
    few, many = year(1), year(8)
    register = ("complaint", "register")
    assert few.figures[register].rate is not None
    assert many.figures[register].rate is not None
    assert few.figures[register].rate < many.figures[register].rate
    assert busiest(few)["clerk"] > busiest(many)["clerk"]
    waits = {post.role: post.mean_wait for post in few.posts}
    assert waits["clerk"] > {post.role: post.mean_wait for post in many.posts}["clerk"]


def test_what_is_late_most_stands_first() -> None:
    latest = year(1).latest()
    rates = [figure.rate for _, figure in latest]
    assert rates == sorted(rates)


def test_as_many_cases_come_as_were_announced() -> None:
    found = year(5, cases=20.0, days=100)
    assert found.cases == pytest.approx(2000, rel=0.1)
    assert found.acts >= found.cases


def test_a_year_of_ten_cases_a_day_takes_seconds() -> None:
    start = time.process_time()
    found = year(4, cases=10.0, days=365)
    assert found.cases > 3000
    assert time.process_time() - start < 20
