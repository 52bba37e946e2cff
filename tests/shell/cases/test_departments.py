"""A pack calls departments by their names; a case routed by name lies in that department."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huiyin.cases.commands.acting import Doing, act, open_case
from huiyin.cases.models import Case
from huiyin.cases.work import Refused
from huiyin.policy.load import parse
from tests.shell.cases.world import World, build

PACK = """
pack: routed
version: "2026.1"
title: routed
counting: {workday: {day_zero: excluded, end: close_of_business}}
roles: {desk: 客服, handler: {label: 承办, scope: unit}}
lists: {departments: [技术部, 生产部]}
clauses: {r: {cite: r, text: 按部门分流}}
procedures:
  job:
    label: 事项
    main: true
    stages: [受理, 处理, 办结]
    steps:
      take: {label: 受理, clause: r, by: desk, to: 受理}
      send:
        label: 分流
        clause: r
        by: desk
        in: [受理, 处理]
        to: 处理
        sets_unit: department
        form: {department: {label: 部门, of: departments, required: true}}
      confirm:
        label: 确认
        clause: r
        by: handler
        in: [处理]
        to: 办结
        needs: [{field: send.department, is: 技术部, says: 不在本部门}]
    duties:
      confirm:
        label: 确认
        clause: r
        bearer: {role: handler, of: case}
        after: send
        due: {within: 1 workday}
        done_by: confirm
"""
UNITS: dict[str, Any] = {"总部": {}} | {
    n: {"parent": "总部"} for n in ("客服部", "技术部", "生产部")
}
PEOPLE: dict[str, Any] = {
    "客服": {"unit": "客服部", "roles": ["desk"]},
    "技术": {"unit": "技术部", "roles": ["handler"]},
    "生产": {"unit": "生产部", "roles": ["handler"]},
}
NOW = datetime(2026, 3, 4, 2, tzinfo=UTC)


def routed(world: World, department: str) -> Case:
    case = open_case(world.caller("客服", NOW), "job", [Doing(step="take")])
    later = NOW + timedelta(minutes=1)
    return act(
        world.caller("客服", later), case.id, [Doing(step="send", form={"department": department})]
    )


@pytest.mark.django_db
def test_a_case_routed_by_name_lies_in_that_department_and_is_its_heads_to_do() -> None:
    world = build(parse({"pack.yaml": PACK}), UNITS, PEOPLE)
    case = routed(world, "技术部")
    assert case.unit == world.units["技术部"]
    assert [row.bearer_unit for row in case.duties.all()] == [world.units["技术部"]]
    later = NOW + timedelta(minutes=2)
    with pytest.raises(Refused):
        act(world.caller("生产", later), case.id, [Doing(step="confirm")])
    assert act(world.caller("技术", later), case.id, [Doing(step="confirm")]).stage == "办结"


@pytest.mark.django_db
def test_conditions_read_the_name_that_the_form_gave() -> None:
    world = build(parse({"pack.yaml": PACK}), UNITS, PEOPLE)
    case = routed(world, "生产部")
    with pytest.raises(Refused, match="不在本部门"):
        act(world.caller("生产", NOW + timedelta(minutes=2)), case.id, [Doing(step="confirm")])
