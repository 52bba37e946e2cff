"""Small things that a regulation asked the core for: reasons that lift a check, papers at opening, named rows."""

from typing import Any

import pytest

from huiyin.obligations.rules import Rules
from huiyin.obligations.scenarios import Cast, run
from huiyin.policy.load import parse, read_yaml

PACK = """
pack: small
version: "2026.1"
title: 小制度
counting: {workday: {day_zero: excluded, end: midnight}}
roles: {clerk: 办事员}
parameters:
  share: {label: 预警点, unit: percent, values: {2026-01-01: 70}}
documents:
  notice: {label: 通知}
procedures:
  repair:
    label: 整改
    stages: [整改中, 完成]
    issues: notice
    opening_stage: 整改中
    steps:
      start: {label: 开始, by: clerk, to: 整改中, form: {parts: {label: 措施, type: table, columns: {no: {label: 序号}}}}}
      part: {label: 完成一项, by: clerk, in: [整改中]}
      look:
        label: 查看
        by: clerk
        in: [整改中]
        form:
          progress: {label: 进度, type: number, not_below_last: true, excused_by: why}
          effect: {label: 效果, of: [好, 差], agrees_with: look.effect, excused_by: why}
          why: {label: 原因}
      finish: {label: 完成, by: clerk, in: [整改中], to: 完成, needs: [{none_open: part, says: 还有措施没有完成}]}
    duties:
      part: {label: 措施, after: start, per: row, rows: start.parts, row_key: "no", due: {within: 10 workdays}, done_by: part, remind: "share% of term"}
"""  # noqa: E501  (a pack reads best in its own layout)

CAST = Cast({"总部": {}}, {"甲": {"unit": "总部", "roles": ["clerk"]}})


def faults(text: str) -> list[str]:
    scenario: Any = read_yaml("scenario", text)[0]
    return run(Rules(parse({"pack.yaml": PACK}).pack), CAST, scenario).faults


GIVEN = """
procedure: repair
given:
  - {at: 2026-03-02T09:00, who: 甲, do: start, with: {parts: [{no: 1}, {no: 2}, {no: 3}]}}
  - {at: 2026-03-02T10:00, who: 甲, do: look, with: {progress: 60, effect: 好}}
  - {at: 2026-03-02T11:00, who: 甲, do: part, with: {row: 2}}
now: 2026-03-02T12:00
"""


@pytest.mark.parametrize(
    "form",
    ["{progress: 40}", "{progress: 60, effect: 差}"],
    ids=["falls", "disagrees"],
)
def test_a_comparison_is_lifted_by_a_reason_and_by_nothing_else(form: str) -> None:
    line = f"at: 2026-03-02T12:00, who: 甲, do: look, with: {form}"
    assert not faults(GIVEN + f"refused: [{{{line}, because: ''}}]")
    excused = form.replace("}", ", why: 测错了}")
    assert not faults(
        GIVEN + f"allowed: [{{at: 2026-03-02T12:00, who: 甲, do: look, with: {excused}}}]"
    )


def test_a_refusal_names_the_rows_that_are_still_owed() -> None:
    line = "{at: 2026-03-02T12:00, who: 甲, do: finish, because: 还有措施没有完成：1、3}"
    assert not faults(GIVEN + f"refused: [{line}]")


def test_a_case_opened_by_another_carries_its_paper_at_once() -> None:
    opened = (
        "procedure: repair\ngiven: [{at: 2026-03-02T09:00, opened: lag}]\nnow: 2026-03-02T09:00\n"
    )
    assert not faults(opened + "expect: {stage: 整改中, docs: [notice-001]}")
    by_hand = "procedure: repair\ngiven: [{at: 2026-03-02T09:00, who: 甲, do: start}]\nnow: 2026-03-02T09:00\n"
    assert not faults(by_hand + "expect: {stage: 整改中, docs: []}")


def test_the_share_of_a_term_at_which_to_remind_may_be_a_parameter() -> None:
    first = "procedure: repair\ngiven: [{at: 2026-03-02T09:00, who: 甲, do: start, with: {parts: [{no: 1}]}}]\n"
    assert not faults(first + "now: 2026-03-02T10:00\nexpect: {next_due: '03-11T23:59'}")
    assert not faults(
        first + "now: 2026-03-02T10:00\nparams: {share: '50'}\nexpect: {next_due: '03-09T23:59'}"
    )


def test_what_only_another_case_opens_cannot_be_opened_by_hand() -> None:
    start = "start: {label: 开始, by: clerk, "
    pack = parse({"pack.yaml": PACK.replace(start, start + "in: [整改中], ")}).pack
    opened = (
        "procedure: repair\ngiven: [{at: 2026-03-02T09:00, opened: lag}]\nnow: 2026-03-02T10:00\n"
    )
    by_hand = "procedure: repair\ngiven: []\nnow: 2026-03-02T10:00\n"
    line = "at: 2026-03-02T10:00, who: 甲, do: start"
    allowed: Any = read_yaml("scenario", opened + f"allowed: [{{{line}}}]")[0]
    refused: Any = read_yaml("scenario", by_hand + f"refused: [{{{line}, because: 还没有开始}}]")[0]
    assert not run(Rules(pack), CAST, allowed).faults
    assert not run(Rules(pack), CAST, refused).faults


def test_a_scenario_can_say_that_a_breach_or_a_watch_opened_a_child() -> None:
    pack = PACK.replace("{none_open: part,", "{none_open: repair,")
    given = GIVEN.replace("now:", "  - {at: 2026-03-02T11:30, child_opened: repair}\nnow:")
    line = "{at: 2026-03-02T12:00, who: 甲, do: finish, because: 还有措施没有完成}"
    scenario: Any = read_yaml("scenario", given + f"refused: [{line}]")[0]
    assert not run(Rules(parse({"pack.yaml": pack}).pack), CAST, scenario).faults
