"""A business centre: not solved when asked, worked on again, solved, answered and filed."""

from pathlib import Path

from tests.journeys.conftest import OpenPage
from tests.journeys.loop import Line, Loop, company

TAKEN: list[Line] = [
    ("first", "note"),
    ("first", "assess"),
    ("first", "assign"),
    ("solver", "accept_work"),
]
WORKED: list[Line] = [
    ("solver", "investigate"),
    ("solver", "solution"),
    ("first", "put_solution"),
    ("first", "agree"),
    ("solver", "solved"),
]
CLOSED: list[Line] = [
    ("first", "notify_result"),
    ("first", "survey"),
    ("first", "evaluate"),
    ("solver", "prevent"),
    ("first", "need_apology"),
    ("first", "apology_call"),
    ("first", "archive"),
]


def test_what_is_not_solved_goes_back_and_comes_again(open_any: OpenPage, tmp_path: Path) -> None:
    with company("bizcentre", tmp_path) as (script, site):
        loop = Loop(script, site, open_any)
        loop.open("first", "receive")
        loop.play([*TAKEN, *WORKED])
        bad = {"outcome": "未解决", "statement": "下午又不制冷了"}
        loop.play([("first", "ask", bad)])
        loop.stands("solver", "询问投诉人是否解决：未解决")
        loop.play([*WORKED, ("first", "ask"), *CLOSED])
        loop.stands("first", "存档")
