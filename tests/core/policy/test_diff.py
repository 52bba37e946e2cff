"""What a new version changes is told in words: tighter, easier or merely different, and for whom."""

import pytest

from huiyin.policy.diff import diff, unchanged
from huiyin.policy.diff_words import Effect
from tests.core.policy.bakery_pack import bakery, edited

HEAD, CLAUSES, COMPLAINT = "pack.yaml", "clauses.yaml", "procedures/complaint.yaml"

CHANGES = [
    (
        HEAD,
        "{2026-01-01: 30}",
        "{2026-01-01: 20}",
        "tightened",
        "“登记时限”：30 分钟 → 20 分钟，自 2026-01-01 起（对店员）",
    ),
    (
        HEAD,
        "2026-07-01: 2",
        "2026-07-01: 5",
        "relaxed",
        "“普通投诉的处理时限”：2 个工作日 → 5 个工作日，自 2026-07-01 起",
    ),
    (
        HEAD,
        "values: {}, suggest: 500",
        "values: {2026-01-01: 300}",
        "changed",
        "“大额赔偿（元）”：未设定 → 300 yuan",
    ),
    (
        HEAD,
        "any: [食品安全, 多人受影响]",
        "any: [食品安全]",
        "changed",
        "“严重”的情形取消：多人受影响",
    ),
    (
        HEAD,
        "determined_by: [manager, clerk]",
        "determined_by: [manager]",
        "tightened",
        "“普通”不再由其认定（对店员）",
    ),
    (
        COMPLAINT,
        "within: 24 hours",
        "within: 12 hours",
        "tightened",
        "“处理时限”（严重）：24 小时，自“接到投诉”起 → 12 小时",
    ),
    (
        COMPLAINT,
        "within: 24 hours",
        "within: 2 workdays",
        "changed",
        "24 小时，自“接到投诉”起 → 2 个工作日，自“接到投诉”起",
    ),
    (
        COMPLAINT,
        "严重: {within: 24 hours, from: receive.received}",
        "严重: {no_limit: true}",
        "relaxed",
        "24 小时，自“接到投诉”起 → 没有时限",
    ),
    (COMPLAINT, "    not_by: [register]\n", "", "relaxed", "办过“登记”的人可以办“核实”"),
    (COMPLAINT, "recuse: [register.about]\n", "", "relaxed", "“投诉”取消回避：register.about"),
    (
        COMPLAINT,
        "by: clerk\n    in: [待登记]",
        "by: [clerk, manager]\n    in: [待登记]",
        "relaxed",
        "“登记”增加可办理的人（对店长）",
    ),
    (
        COMPLAINT,
        "type: person, clause: a2",
        "type: person, required: true, clause: a2",
        "tightened",
        "“登记”的“被投诉人”：选填 → 必填",
    ),
    (
        COMPLAINT,
        "      - {by: manager, clause: a5}\n",
        "",
        "relaxed",
        "审批“赔偿审批”：店长 → 总经理 改为 总经理",
    ),
    (
        COMPLAINT,
        "each: day, done_by: tell",
        "each: week, done_by: tell",
        "relaxed",
        "节奏“每天告诉顾客进展”：每天 → 每周",
    ),
    (
        CLAUSES,
        "店长核实，登记的人不得自己核实。",
        "店长核实。",
        "changed",
        "条款 a2 改为：店长核实。（原：店长核实，登记的人不得自己核实。）",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "effect", "says"), CHANGES)
def test_a_change_is_told_with_its_effect(
    file: str, old: str, new: str, effect: str, says: str
) -> None:
    changes = diff(bakery().pack, edited(file, old, new).pack)
    found = [change for change in changes if says in change.words()]
    assert len(found) == 1, [change.words() for change in changes]
    assert found[0].effect == effect
    assert found[0].words("en") != found[0].words("zh")


def test_taking_a_change_back_has_the_opposite_effect() -> None:
    there = diff(bakery().pack, edited(COMPLAINT, "within: 24 hours", "within: 12 hours").pack)
    back = diff(edited(COMPLAINT, "within: 24 hours", "within: 12 hours").pack, bakery().pack)
    assert [c.effect for c in there] == [Effect.TIGHTENED]
    assert [c.effect for c in back] == [Effect.RELAXED]


def test_a_version_that_only_rewords_changes_nothing() -> None:
    assert (
        diff(bakery().pack, edited(HEAD, "title: 面包店投诉处理办法", "title: 面包店投诉办法").pack)
        == ()
    )
    kept = unchanged(bakery().pack, bakery().pack)
    assert kept == {"duties": 3, "cadences": 1, "steps": 9, "approvals": 1}


def test_a_new_duty_is_told_with_its_limit_and_whom_it_binds() -> None:
    added = "  thank: {label: 致谢, clause: a9, after: answer, due: {within: 2 workdays}, done_by: tell}\ncadences:"
    changes = diff(bakery().pack, edited(COMPLAINT, "cadences:", added).pack)
    assert [change.words() for change in changes] == [
        "收紧 [a9] 新增义务“致谢”：2 个工作日（对店员）"
    ]
