"""Rectification and acceptance: whys, the standard's items one by one, pictures before and after."""

from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from huiyin.cases import log
from huiyin.cases.models import Case
from huiyin.obligations.scenarios import flat
from tests.shell.cases.world import yaml_in
from tests.shell.desk.test_tracking import NINE, rectifying

if TYPE_CHECKING:
    from tests.shell.desk.office import Desk

Frozen = Callable[[datetime], Any]
FOUND, UNPROCESSABLE = 302, 422
PACKS = Path(__file__).parents[3] / "policy_packs"
PLAN = {
    "outcome": "首次方案",
    "analysis": "色温漂移",
    "measures": [
        {
            "no": "1",
            "what": "校色",
            "person": "技工张",
            "executor": "内部",
            "due": "2026-03-04T18:00",
        }
    ],
    "materials": "不需要",
    "people": "张",
    "technique": "不需要",
    "resources": "不需要",
    "contains": ["均不涉及"],
}
REPORT = {"summary": "已校色", "finished": "2026-03-03T11:00", "proof": "报告"}
DONE = {"row": "1", "done_at": "2026-03-03T10:50", "present": "李", "proof": "报告"}


@pytest.fixture
def studio(db: None) -> "Desk":
    from tests.shell.desk.office import open_company  # noqa: PLC0415

    return open_company("cinema")


def rectified(studio: "Desk") -> Case:
    """A complaint whose rectification was reported complete on 3 March."""
    rectifying(studio)
    lines: list[Mapping[str, Any]] = [
        {"at": "2026-03-02T10:00", "who": "技工张", "do": "plan", "with": PLAN},
        {"at": "2026-03-02T10:30", "who": "技工张", "do": "begin"},
        {"at": "2026-03-03T10:00", "who": "客服何", "do": "track", "with": NINE},
        {"at": "2026-03-03T11:00", "who": "技工李", "do": "measure_done", "with": DONE},
        {"at": "2026-03-03T12:00", "who": "技工张", "do": "done", "with": REPORT},
    ]
    return studio.player.play(lines)


def standard(studio: "Desk", version: str, starts: str, item: str) -> None:
    """A standard of acceptance for what the complaint is about, in force."""
    from tests.shell.cases.world import Player  # noqa: PLC0415

    form = {"type": "影音效果不达标", "way": "现场核查", "version": version, "starts": starts}
    items = [
        {"no": "1", "item": item, "quality": "色温 6500K±200", "method": "色度计实测"},
        {"no": "2", "item": "客户在场确认", "quality": "客户签字", "method": "查看签字"},
    ]
    Player(studio.world, "acceptance_standard").play(
        [
            {
                "at": "2026-03-01T09:00",
                "who": "质检赵",
                "do": "draft",
                "with": form | {"replaces": "没有", "items": items},
            },
            {
                "at": "2026-03-01T10:00",
                "who": "经理",
                "sign": "standard",
                "with": {"decision": "同意"},
            },
            {"at": "2026-03-01T11:00", "who": "质检赵", "do": "issue"},
        ]
    )


def test_acceptance_goes_item_by_item_by_the_standard_in_force(
    studio: "Desk", frozen: Frozen
) -> None:
    standard(studio, "2025 版", "2025-01-01", "画面偏色")
    standard(studio, "2026 版", "2026-03-01", "画面偏色和亮度")
    standard(studio, "2027 版", "2027-01-01", "还没有生效的一项")
    case = rectified(studio)
    with frozen(studio.at("2026-03-04T09:00")):
        page = studio.browser("质检赵").get(studio.url(f"cases/{case.id}/?do=accept"))
        text = page.content.decode()
    assert "画面偏色和亮度" in text
    assert "色温 6500K±200" in text
    assert "客户在场确认" in text
    assert "还没有生效的一项" not in text
    assert 'value="BZ-2026-002 2026 版"' in text
    assert text.count('class="checks-item"') == 2


def test_without_a_standard_the_form_says_so(studio: "Desk", frozen: Frozen) -> None:
    case = rectified(studio)
    with frozen(studio.at("2026-03-04T09:00")):
        page = studio.browser("质检赵").get(studio.url(f"cases/{case.id}/?do=accept"))
    assert "还没有生效的标准" in page.content.decode()


def test_a_failed_item_bars_acceptance_and_returns_with_its_finding(
    studio: "Desk", frozen: Frozen
) -> None:
    from tests.shell.desk.office import PASSWORD  # noqa: PLC0415

    case = rectified(studio)
    given = {
        "outcome": "合格",
        "way": "现场核查",
        "standard": "v1",
        "checked": "左侧仍偏黄",
        "findings": "左侧偏色",
        "items.0.no": "1",
        "items.0.item": "画面偏色",
        "items.0.result": "不合格",
        "items.0.finding": "左侧偏黄",
        "password": PASSWORD,
    }
    with frozen(studio.at("2026-03-04T09:00")):
        browser = studio.browser("质检赵")
        refused = browser.post(studio.url(f"cases/{case.id}/do/accept/"), given)
        back = browser.post(
            studio.url(f"cases/{case.id}/do/accept/"), given | {"outcome": "不合格"}
        )
    assert refused.status_code == UNPROCESSABLE
    assert "第 1 项不合格，不能判为“合格”" in refused.content.decode()
    assert "左侧偏黄" in refused.content.decode()
    assert back.status_code == FOUND
    last = [event.data for event in log.read(case.id) if event.kind == "acted"][-1]
    assert last["outcome"] == "不合格"
    assert last["form"]["items"][0]["result"] == "不合格"


def test_whys_are_a_chain_of_five_and_empty_ones_are_left_out(
    studio: "Desk", frozen: Frozen
) -> None:
    from tests.shell.desk.office import PASSWORD  # noqa: PLC0415

    case = rectifying(studio)
    given = {name: value for name, value in PLAN.items() if name != "measures"} | {
        "contains": ["均不涉及"],
        "mark.materials": "不需要",
        "mark.technique": "不需要",
        "mark.resources": "不需要",
        "whys.0.why": "画面偏黄",
        "whys.1.why": "色温漂移",
        "whys.2.why": "灯泡老化没有按期更换",
        "whys.3.why": "",
        "measures.0.no": "1",
        "measures.0.what": "换灯泡",
        "measures.0.person": studio.world.persons["技工张"],
        "measures.0.executor": "内部",
        "measures.0.due": "2026-03-04T18:00",
        "password": PASSWORD,
    }
    with frozen(studio.at("2026-03-02T10:00")):
        browser = studio.browser("技工张")
        page = browser.get(studio.url(f"cases/{case.id}/?do=plan")).content.decode()
        answer = browser.post(studio.url(f"cases/{case.id}/do/plan/"), given)
    assert page.count('class="whys-step"') == 5
    assert page.count("上面这一条又是为什么？") == 4
    assert answer.status_code == FOUND, answer.content.decode()[-3000:]
    last = [event.data for event in log.read(case.id) if event.kind == "acted"][-1]
    assert len(last["form"]["whys"]) == 3


def test_pictures_before_and_after_stand_side_by_side(studio: "Desk", frozen: Frozen) -> None:
    from tests.shell.desk.office import PASSWORD  # noqa: PLC0415

    rectifying(studio)
    lines: list[Mapping[str, Any]] = [
        {"at": "2026-03-02T10:00", "who": "技工张", "do": "plan", "with": PLAN},
        {"at": "2026-03-02T10:30", "who": "技工张", "do": "begin"},
        {"at": "2026-03-03T10:00", "who": "客服何", "do": "track", "with": NINE},
        {"at": "2026-03-03T11:00", "who": "技工李", "do": "measure_done", "with": DONE},
    ]
    case = studio.player.play(lines)
    given = REPORT | {"before": picture("前"), "after": picture("后"), "password": PASSWORD}
    given |= {"once": "01M7MV596WYPY86KJX05DJKG02"}
    with frozen(studio.at("2026-03-03T12:00")):
        browser = studio.browser("技工张")
        answer = browser.post(studio.url(f"cases/{case.id}/do/done/"), given)
        assert answer.status_code == FOUND, answer.content.decode()[-3000:]
        page = browser.get(studio.url(f"cases/{case.id}/")).content.decode()
    pairs = page.partition('class="pairs')[2].partition("</ul>")[0]
    assert pairs.index("整改前照片") < pairs.index("整改后照片")
    assert pairs.count("/thumb/") == 2


def picture(name: str) -> SimpleUploadedFile:
    made = BytesIO()
    Image.new("RGB", (40, 30), "#0b6570").save(made, "PNG")
    return SimpleUploadedFile(f"{name}.png", made.getvalue(), content_type="image/png")


def test_a_checklist_of_an_old_version_or_with_an_item_left_out_is_refused(
    studio: "Desk", frozen: Frozen
) -> None:
    from tests.shell.desk.office import PASSWORD  # noqa: PLC0415

    standard(studio, "2025 版", "2025-01-01", "画面偏色")
    standard(studio, "2026 版", "2026-03-01", "画面偏色和亮度")
    case = rectified(studio)
    second = {"no": "2", "item": "客户在场确认", "quality": "客户签字", "method": "查看签字"}
    first = {"no": "1", "quality": "色温 6500K±200", "method": "色度计实测"}
    form = {"outcome": "合格", "way": "现场核查", "checked": "逐项核过", "password": PASSWORD}

    def hand_in(version: str, *items: dict[str, str]) -> tuple[int, str]:
        rows = {
            f"items.{n}.{k}": v
            for n, row in enumerate(items)
            for k, v in (row | {"result": "合格"}).items()
        }
        url = studio.url(f"cases/{case.id}/do/accept/")
        page = browser.post(url, form | {"standard": version} | rows)
        return page.status_code, page.content.decode()

    with frozen(studio.at("2026-03-04T09:00")):
        browser = studio.browser("质检赵")
        old = hand_in("BZ-2026-001 2025 版", first | {"item": "画面偏色"}, second)
        short = hand_in("BZ-2026-002 2026 版", second)
        whole = hand_in("BZ-2026-002 2026 版", first | {"item": "画面偏色和亮度"}, second)
    assert old[0] == UNPROCESSABLE
    assert "应为现行的“BZ-2026-002 2026 版”" in old[1]
    assert short[0] == UNPROCESSABLE
    assert "缺“BZ-2026-002 2026 版”的第 1 项" in short[1]
    assert whole[0] == FOUND
    case.refresh_from_db()
    assert case.stage == "回访"


def test_a_robot_integrator_accepts_by_the_standard_of_the_category(
    db: None, frozen: Frozen
) -> None:
    from tests.shell.cases.world import Player  # noqa: PLC0415
    from tests.shell.desk.office import open_company  # noqa: PLC0415

    plant = open_company("robotics")
    item = {"no": "1", "item": "夹具重复定位", "want": "不大于 0.1 mm"}
    form = {"class": "产品质量类", "version": "v1", "starts": "2026-03-01", "replaces": "没有"}
    Player(plant.world, "acceptance_standard").play(
        [
            {
                "at": "2026-03-01T09:00",
                "who": "技术头",
                "do": "draft",
                "with": form | {"items": [item]},
            },
            {"at": "2026-03-01T10:00", "who": "高管", "sign": "standard"},
            {"at": "2026-03-01T11:00", "who": "技术头", "do": "issue"},
        ]
    )
    told = yaml_in(PACKS / "robotics/2026.1/tests/04_plan_and_work.yaml")
    lines = next(flat(one["given"]) for one in told if "standards" in one)
    case = plant.player.play(lines[:-1])
    with frozen(plant.at("2026-03-12T12:30")):
        page = plant.browser("技术头").get(plant.url(f"cases/{case.id}/?do=accept"))
    text = page.content.decode()
    assert 'value="BZ-2026-001 v1"' in text
    assert "夹具重复定位" in text
    assert text.count('class="checks-item"') == 1
