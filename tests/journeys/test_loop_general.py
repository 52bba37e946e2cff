"""Any company: the answer does not satisfy, the plan is made anew, the second answer does."""

from pathlib import Path

from tests.journeys.conftest import OpenPage
from tests.journeys.loop import Line, Loop, company

BEFORE: list[Line] = [
    ("staff", "accept"),
    ("boss", "kickoff"),
    ("staff", "respond"),
    ("staff", "analyse"),
]
SOLVED: list[Line] = [("boss", "plan"), ("staff", "present"), ("staff", "execute")]


def test_a_discontent_customer_gets_a_new_plan(open_any: OpenPage, tmp_path: Path) -> None:
    with company("general", tmp_path) as (script, site):
        loop = Loop(script, site, open_any)
        loop.open("staff", "receive")
        loop.play([*BEFORE, *SOLVED])
        bad = {"outcome": "不满意", "score": "2", "reason": "换来的还是有问题"}
        loop.play([("staff", "revisit", bad)])
        loop.stands("boss", "不满意")
        loop.play([*SOLVED, ("staff", "revisit")])
        loop.stands("staff", "结项验收回访：满意")
