"""A cinema: acceptance fails, then the customer is not content, and the second round ends it."""

from pathlib import Path

from tests.journeys.conftest import OpenPage
from tests.journeys.loop import Line, Loop, company

PLANNED: list[Line] = [("cs", "judge"), ("cs", "assign"), ("cs", "grade"), ("owner", "plan")]
WORKED: list[Line] = [
    ("owner", "begin"),
    ("cs", "track"),
    ("owner", "measure_done"),
    ("owner", "done"),
]

# The page offers the standard in force itself.
MET = {f"items.{row}.result": "合格" for row in range(3)} | {"standard": "-"}
NOT_MET = {**MET, "items.0.result": "不合格", "items.0.finding": "左侧仍然偏黄"}


def test_a_failed_acceptance_a_discontent_customer_and_a_second_round(
    open_any: OpenPage, tmp_path: Path
) -> None:
    with company("cinema", tmp_path) as (script, site):
        loop = Loop(script, site, open_any)
        loop.open("cs", "register")
        loop.play([*PLANNED, *WORKED])
        loop.play([("qa", "accept", {"outcome": "不合格", "findings": "左侧仍然偏黄", **NOT_MET})])
        loop.stands("cs", "验收整改效果：不合格")
        loop.play([*WORKED, ("qa", "accept", MET)])
        bad = {"outcome": "仍不满意", "works": "没有效果", "feedback": "还是偏黄", "score": "1"}
        bad |= {"low_why": "看了一场又黄了", "tags": ["设备调试"]}
        loop.play([("cs", "revisit", bad)])
        loop.stands("cs", "结果回访：仍不满意")
        again = {"outcome": "二次整改", "analysis": "色轮老化", "new_limit": "@now+4d"}
        signed: list[Line] = [("cs", "sign:plan"), ("qa", "sign:plan"), ("jian", "sign:plan")]
        loop.play(
            [("owner", "plan", again), *signed, *WORKED, ("qa", "accept", MET), ("cs", "revisit")]
        )
        loop.play([("cs", "tell_result"), ("cs", "close", {"thorough": ["物料或人员不足"]})])
        loop.stands("cs", "结案")
