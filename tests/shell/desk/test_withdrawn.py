"""What awaits signatures is taken back at the desk; what rested on them is refused, with the reason."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from huiyin.cases import log

if TYPE_CHECKING:
    from huiyin.cases.models import Case
    from tests.shell.desk.office import Desk

Frozen = Callable[[datetime], Any]
FOUND, FORBIDDEN = 302, 403
LOOKED = {"investigators": ["技术甲"], "way": ["技术检测"], "cause": "夹具磨损", "extent": "一台"}
PLAN = {
    "need": "换夹具",
    "person": "技术甲",
    "limit": "2026-03-12T18:00",
    "resources": "无需额外资源",
}
MEASURE = {"no": "1", "what": "换夹具", "person": "技术甲", "due": "2026-03-10"}


@pytest.fixture
def plant(db: None) -> "Desk":
    from tests.shell.desk.office import PACKS, open_desk  # noqa: PLC0415

    return open_desk(PACKS / "robotics" / "2026.1", "04_plan_and_work")


def planned(plant: "Desk") -> "Case":
    plant.player.play(plant.lines)
    looked = {**LOOKED, "severity": "一般"}
    plan = {**PLAN, "measures": [MEASURE]}
    return plant.player.play(
        [
            {"at": "2026-03-05T09:00", "who": "技术甲", "do": "investigate", "with": looked},
            {"at": "2026-03-05T10:00", "who": "技术甲", "do": "plan", "with": plan},
        ]
    )


def test_a_step_whose_approval_was_withdrawn_is_refused_with_the_reason(
    plant: "Desk", frozen: Frozen
) -> None:
    case = planned(plant)
    place = plant.url(f"cases/{case.id}/")
    with frozen(plant.at("2026-03-05T11:00")):
        owner, other = plant.browser("技术甲"), plant.browser("技术头")
        assert "撤回送审" in owner.get(place).content.decode()
        assert "撤回送审" not in other.get(place).content.decode()
        refused = other.post(f"{place}withdraw/plan/", {"once": "a"})
        assert refused.status_code == FORBIDDEN
        assert "只有提出人可以撤回" in refused.content.decode()
        assert owner.post(f"{place}withdraw/plan/", {"once": "b"}).status_code == FOUND
        late = owner.post(f"{place}withdraw/plan/", {"once": "c"})
        assert late.status_code == FORBIDDEN
        done = owner.post(f"{place}do/implement/", {"once": "d", "what": "已经换了夹具"})
        text = done.content.decode()
    assert done.status_code == FORBIDDEN or "aria-invalid" in text
    assert "处理方案还没有批准，不得实施" in text
    assert "已经换了夹具" in text
    steps = [e.data["step"] for e in log.read(case.id) if e.kind == "acted"]
    assert "implement" not in steps
    assert [e.kind for e in log.read(case.id)].count("withdrawn") == 1
