"""What each of the five companies is known for: every sentence names the scenarios that show it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.packs.test_hard_clauses import played
from tests.packs.test_packs import ROOT, loaded

CASES: dict[str, dict[str, tuple[str, ...]]] = {
    "robotics": {
        "urgent clocks run through the weekend beside workdays": ("紧急跨周末",),
        "plan in 24 and core solution in 72 hours do not close": ("核心问题解决不结案",),
        "complex cases live by their own milestones": ("没有节点不算", "复杂反馈按节点延期"),
        "an extension is asked a workday ahead, approved, told": (
            "恰在提前一个工作日的最后一刻",
            "延期晚一分钟申请",
            "节点到期当天才申请延期",
            "整改到期当天才申请延期",
            "延期没批：原时限照走",
        ),
        "the archive waits for the revisit in the second month": (
            "太早的不算，窗口内没办就不得归档",
        ),
    },
    "cinema": {
        "tracking every day": ("周三漏，周二两次不抵", "零点就是第二天"),
        "tracking every two days": ("每两日跟踪一次，从上次起算",),
        "nine questions are asked each time": ("跟踪九问一项不能少", "上次缺的下次还要问"),
        "reports upward weekly or daily": (
            "周日最后一刻报告算本周",
            "到整改完成为止；不合格又恢复",
        ),
        "a major complaint has no limit until management sets one": ("没有核定时限就不能报告完成",),
        "rectified again and again until accepted": ("一轮一轮做到认可", "再次不满意开第三轮"),
        "the way out by management never counts as satisfied": ("不算客户认可",),
    },
    "general": {
        "a split refund adds up against the limit": ("拆出的第二笔使合计超过一分",),
        "specialist, supervisor, director: none is skipped": (
            "专员申请、主管审核、总监批准，一级不落",
            "跨部门申请由主管和总监两个人批",
        ),
        "the Friday review goes through every open case": (
            "少写一件就没有做完",
            "周五过完没有检查",
        ),
        "an emergency act needs a declared emergency and a review": (
            "危机中总监写明理由可以直接执行",
            "复核过了第三个工作日",
            "由主管执行",
        ),
    },
    "bizcentre": {
        "in or out of scope fixes what is owed in the call": (
            "范围内来电当时答复",
            "当时告知、立即反映",
        ),
        "the first receiver keeps the customer's side": (
            "首接的由营运招商部负责到底",
            "由首接部门书面解释并致歉",
        ),
        "thorny cases": ("协助到底，一样没做不得存档", "走访和上报过了期限一刻"),
        "letters are answered in writing and filed together": (
            "来信与回函一并存档",
            "未解决时不能回函",
        ),
    },
    "jubensha": {
        "a lowered level moves limits and heals no breach": ("三级降为二级", "一级在处理中升二级"),
        "level three is reported twice": ("三级报两次",),
        "void numbers stay": ("旧号作废保留", "重复登记的作废"),
        "the monthly cleaning changes statistics only": ("每月整理：不计入的逐件写理由",),
    },
}


def rows() -> Iterator[Any]:
    for slug, cases in CASES.items():
        for said, names in cases.items():
            yield pytest.param(slug, names, id=f"{slug}: {said}")


@pytest.mark.parametrize(("slug", "names"), list(rows()))
def test_a_hard_case_holds(slug: str, names: tuple[str, ...]) -> None:
    for name in names:
        found = [one for one, _ in played(slug) if name in one.scenario.name]
        assert len(found) == 1, f"“{name}” names {len(found)} scenarios of {slug}"
        assert found[0].holds, str(found[0])


def test_the_robots_customer_sees_six_statuses_and_every_case_stands_in_one() -> None:
    pack = loaded(ROOT / "policy_packs" / "robotics" / "2026.1").pack
    spec = pack.procedures[pack.main_procedure]
    assert spec.stages == ("受理中", "分流中", "处理中", "整改中", "已完成", "已归档")
    drafts = [one.result.draft for one, _ in played("robotics")]
    states = [draft.fold.state for draft in drafts if draft is not None]
    seen = {state.stage for state in states if state.procedure == pack.main_procedure}
    assert seen == set(spec.stages)
