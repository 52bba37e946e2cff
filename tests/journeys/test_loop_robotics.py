"""A robot integrator: acceptance fails, the customer is not content, the second round ends it."""

from pathlib import Path

from tests.journeys.conftest import OpenPage
from tests.journeys.loop import Line, Loop, company

TAKEN: list[Line] = [
    ("tracker", "register"),
    ("tracker", "triage"),
    ("tracker", "complete"),
    ("tracker", "route"),
    ("tech", "confirm"),
    ("tech", "investigate"),
]
PLANNED: list[Line] = [("tech", "plan"), ("chief", "sign:plan"), ("tracker", "sync")]
WORKED: list[Line] = [("tech", "implement"), ("tech", "part_done")]
BAD = {"outcome": "不合格", "thorough": "否", "reason": "还在掉件"}


def test_a_failed_acceptance_a_discontent_customer_and_a_second_round(
    open_any: OpenPage, tmp_path: Path
) -> None:
    with company("robotics", tmp_path) as (script, site):
        loop = Loop(script, site, open_any)
        loop.open("agent", "receive")
        loop.play([*TAKEN, *PLANNED, *WORKED, ("tech", "rectify_plan"), ("chief", "accept", BAD)])
        loop.stands("tech", "内部验收：不合格")
        loop.play([("tech", "implement"), ("chief", "accept"), ("tech", "report")])
        loop.play([("agent", "notify")])
        low = {"outcome": "不满意", "score": "2", "opinion": "还掉件"}
        loop.play([("agent", "rate", low), ("tracker", "coordinate", {"why": "换的吸盘不合适"})])
        loop.stands("tech", "不满意")
        again = {"again": "只换了一只吸盘"}
        loop.play([("tech", "investigate"), ("tech", "plan", again), *PLANNED[1:], *WORKED])
        loop.play([("tech", "rectify_plan"), ("chief", "accept"), ("tech", "report")])
        loop.play([("agent", "notify"), ("agent", "rate"), ("tech", "review_cause")])
        loop.play([("tracker", "finish"), ("tracker", "archive")])
        loop.stands("tracker", "已归档")
