"""Extensions: the old limit stays readable beside the new one, with who granted it."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from huiyin.cases import log
from huiyin.obligations.fold import Fold

if TYPE_CHECKING:
    from tests.shell.desk.office import Desk

Frozen = Callable[[datetime], Any]
AGREED = {"decision": "同意"}


@pytest.fixture
def plant(db: None) -> "Desk":
    from tests.shell.desk.office import PACKS, open_desk  # noqa: PLC0415

    return open_desk(PACKS / "robotics" / "2026.1", "05_extension")


def test_both_limits_are_shown_on_the_case_and_among_the_duties(
    plant: "Desk", frozen: Frozen
) -> None:
    case = plant.play("ask_ext")
    with frozen(plant.at("2026-03-13T09:00")):
        before = plant.browser("技术甲").get(plant.url(f"cases/{case.id}/")).content.decode()
    assert "原定" not in before
    signed = {"at": "2026-03-13T18:00", "who": "客服头", "sign": "ext", "with": AGREED}
    plant.player.play([signed])
    with frozen(plant.at("2026-03-13T18:01")):
        page = plant.browser("技术头").get(plant.url(f"cases/{case.id}/")).content.decode()
        mine = plant.browser("技术头").get(plant.url()).content.decode()
    for text in (page, mine):
        assert "原定 <s>今天 18:00</s>" in text
        assert "3月20日 周五 18:00" in text
    assert "延期获准：客服头 今天 18:00" in page


def test_the_customer_reads_the_first_promise_beside_the_new_one(plant: "Desk") -> None:
    from huiyin.web.portal.promises import put_off  # noqa: PLC0415  (Django must be set up)

    plant.play("ask_ext")
    case = plant.player.play(
        [{"at": "2026-03-13T18:00", "who": "客服头", "sign": "ext", "with": AGREED}]
    )
    rules = plant.world.caller("customer", plant.at("2026-03-13T18:01")).book.of("2026.1")
    state = Fold(rules).run(log.read(case.id)).state
    (handle,) = [i for i in state.instances.values() if i.duty == "handle"]
    (other,) = [i for i in state.instances.values() if i.duty == "register"]
    assert put_off(handle) == plant.at("2026-03-13T18:00")
    assert put_off(other) is None
