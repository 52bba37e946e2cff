"""The script of a revisit that a company keeps by a procedure of its own: which one is in force."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tests.shell.desk.office import Desk, open_desk
from tests.shell.desk.test_revisits import CINEMA, MORNING, TALKED, do, words

Frozen = Callable[[datetime], Any]
FOUND = 302


@pytest.fixture
def office(db: None) -> Desk:
    return open_desk(CINEMA, "10_own_answer")


def keep_script(office: Desk, version: str, starts: str) -> None:
    """The company keeps a script of its own, issued on the first of March."""
    from tests.shell.cases.world import Player  # noqa: PLC0415  (Django must be set up)

    script = {"version": version, "starts": starts, "script": f"您好，这是{version}的话术。"}
    script |= {"steps": [{"no": "1", "step": "说明身份", "must": "是"}]}
    Player(office.world, "revisit_script").play(
        [
            {"at": "2026-03-01T09:00", "who": "客服何", "do": "draft", "with": script},
            {"at": "2026-03-01T10:00", "who": "客服主任", "sign": "script"},
            {"at": "2026-03-01T11:00", "who": "客服何", "do": "issue"},
        ]
    )


@pytest.mark.parametrize(
    ("starts", "holds", "other"),
    [("2026-03-05", "新版", "旧版"), ("2026-03-06", "旧版", "新版")],
    ids=["from the day itself", "not the day before"],
)
def test_a_script_serves_from_the_day_it_starts_and_until_then_the_one_before(
    office: Desk, frozen: Frozen, starts: str, holds: str, other: str
) -> None:
    keep_script(office, "旧版", starts="2026-03-01")
    keep_script(office, "新版", starts=starts)
    case, browser = office.play("accept"), office.browser("客服何")
    with frozen(office.at(MORNING)):
        opened = browser.get(office.url(f"revisits/?case={case.id}&step=revisit")).content.decode()
        refused = do(office, case, browser, **{**TALKED, "script": other}, once="a")
        named = do(office, case, browser, **{**TALKED, "script": holds}, once="b")
    assert f"这是{holds}的话术" in opened
    assert f"这是{other}的话术" not in opened
    assert f"应为现行的“{holds}”" in words(refused)
    assert named.status_code == FOUND


def test_without_a_script_that_has_started_the_regulations_own_serves(
    office: Desk, frozen: Frozen
) -> None:
    keep_script(office, "新版", starts="2026-04-01")
    case, browser = office.play("accept"), office.browser("客服何")
    with frozen(office.at(MORNING)):
        opened = browser.get(office.url(f"revisits/?case={case.id}&step=revisit")).content.decode()
    assert "新版" not in opened
    assert "制度 2026.1 版" in opened


def test_a_record_names_the_script_in_force_and_no_other(office: Desk, frozen: Frozen) -> None:
    keep_script(office, "2026 版", starts="2026-03-01")
    case, browser = office.play("accept"), office.browser("客服何")
    with frozen(office.at(MORNING)):
        opened = browser.get(office.url(f"revisits/?case={case.id}&step=revisit"))
        other = do(office, case, browser, **TALKED, once="a")
        named = do(office, case, browser, **{**TALKED, "script": "2026 版"}, once="b")
    assert "2026 版" in opened.content.decode()
    assert "应为现行的“2026 版”" in words(other)
    assert named.status_code == FOUND
