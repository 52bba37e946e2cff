"""Routing tables, extensions granted by approval, rows told apart, limits that a form may not pass."""

from typing import Any

import pytest

from huiyin.obligations.rules import Rules
from huiyin.obligations.scenarios import Cast, run
from huiyin.policy.load import parse

PACK = """
pack: tried
version: '2026.1'
title: tried
counting: {workday: {day_zero: excluded, end: close_of_business}}
roles: {clerk: 经办, head: {label: 负责人, head: true}}
clauses: {r1: {cite: r1, text: 一}, r2: {cite: r2, text: 二}}
parameters: {lead: {label: 提前量, clause: r2, unit: workday}}
categories: {质量: {label: 质量, clause: r1, route: [生产部, 技术部]}, 其他: {label: 其他}}
documents: {notice: {label: 通知单, clause: r1}}
procedures:
  job:
    label: 事项
    stages: [办理, 办结]
    steps:
      open: {label: 立项, by: clerk, to: 办理, form: {kind: {label: 类别, of: categories}}}
      send:
        label: 分派
        by: clerk
        in: [办理]
        issues: notice
        voids: notice
        form:
          unit: {label: 部门, of: [生产部, 技术部, 业务部], routed_by: open.kind, clause: r1}
          limit: {label: 初步时限, type: moment, capped_by: finish, clause: r1}
          parts:
            label: 分工
            type: table
            distinct: no
            clause: r1
            columns: {no: {label: 序号}, due: {label: 日期, type: date}}
      part: {label: 完成分工, by: clerk, in: [办理]}
      ask:
        label: 申请延期
        by: clerk
        in: [办理]
        form: {until: {label: 新时限, type: moment, beyond: finish, clause: r2}}
      ask_parts: {label: 分工延期, by: clerk, in: [办理], form: {until: {label: 新时限, type: moment}}}
      finish: {label: 办完, by: clerk, in: [办理], to: 办结}
    approvals:
      longer: {label: 延期审批, of: ask, signers: [{by: head, clause: r2}]}
      longer_parts: {label: 分工延期审批, of: ask_parts, signers: [{by: head, clause: r2}]}
    duties:
      finish:
        label: 三个工作日办完
        clause: r2
        after: send
        per: case
        due: {within: 3 workdays}
        done_by: finish
        remind: [lead before]
        extension: {ask: ask, grant: approved longer, new: ask.until, ask_before: 1 workday}
      part:
        label: 分工
        clause: r1
        after: send
        per: row
        rows: send.parts
        row_key: no
        due: {at: row.due}
        done_by: part
        extension: {ask: ask_parts, grant: approved longer_parts, new: ask_parts.until}
"""
RULES = Rules(parse({"pack.yaml": PACK}).pack)
CAST = Cast(
    {"厂": {}}, {"甲": {"unit": "厂", "roles": ["clerk"]}, "乙": {"unit": "厂", "roles": ["head"]}}
)

OPENED = {"at": "2026-03-04T09:00", "who": "甲", "do": "open", "with": {"kind": "质量"}}
PARTS = [{"no": "1", "due": "2026-03-05"}, {"no": "2", "due": "2026-03-20"}]
SENT = {
    "at": "2026-03-04T10:00",
    "who": "甲",
    "do": "send",
    "with": {"unit": "技术部", "parts": PARTS},
}


def faults(given: list[Any], **rest: object) -> list[str]:
    scenario = {
        "name": "tried",
        "procedure": "job",
        "given": given,
        "now": "2026-03-04T12:00",
        **rest,
    }
    return run(RULES, CAST, scenario).faults


def refused(because: str, **form: object) -> dict[str, object]:
    return {"at": "2026-03-04T10:00", "who": "甲", "do": "send", "with": form, "because": because}


@pytest.mark.parametrize(
    "attempt",
    [
        refused("[r1] “质量”只能分给：生产部、技术部；现为“业务部”", unit="业务部"),
        refused(
            "[r1] “初步时限”晚于“三个工作日办完”的时限2026-03-09 18:00", limit="2026-03-09T18:01"
        ),
        refused("[r1] “分工”里“序号”重复：1", parts=[{"no": "1"}, {"no": "1"}]),
    ],
)
def test_a_form_is_refused_with_the_clause_and_what_would_do(attempt: dict[str, object]) -> None:
    assert faults([OPENED], refused=[attempt]) == []


def test_the_last_instant_of_the_coming_limit_and_a_unit_of_the_route_pass() -> None:
    attempt = refused("", unit="生产部", limit="2026-03-09T18:00")
    del attempt["because"]
    assert faults([OPENED], allowed=[attempt]) == []


def test_a_category_without_route_goes_to_any_unit() -> None:
    other = {**OPENED, "with": {"kind": "其他"}}
    attempt = {"at": "2026-03-04T10:00", "who": "甲", "do": "send", "with": {"unit": "业务部"}}
    assert faults([other], allowed=[attempt]) == []


def test_sending_again_voids_the_old_notice_and_keeps_the_new() -> None:
    again = {**SENT, "at": "2026-03-04T11:00"}
    expect = {"docs": ["notice-001", "notice-002"], "voided": ["notice-001"]}
    assert faults([[OPENED, SENT], again], expect=expect) == []


def test_an_extension_applies_when_it_is_approved_and_must_lie_beyond_the_limit() -> None:
    ask = {
        "at": "2026-03-05T09:00",
        "who": "甲",
        "do": "ask",
        "with": {"until": "2026-03-12T18:00"},
    }
    early = {
        **ask,
        "with": {"until": "2026-03-09T18:00"},
        "because": "[r2] “新时限”不晚于“三个工作日办完”现有的时限",
    }
    signed = {"at": "2026-03-05T10:00", "who": "乙", "sign": "longer"}
    pending = {
        "finish": "pending 03-09T18:00",
        "part/1": "breached 03-05",
        "part.2/2": "pending 03-20",
    }
    later = "2026-03-06T09:00"
    assert faults([OPENED, SENT], refused=[early]) == []
    assert faults([OPENED, SENT, ask], expect={"duties": pending}, now=later) == []
    extended = {**pending, "finish": "pending 03-12T18:00 (延期获准)"}
    assert faults([OPENED, SENT, ask, signed], expect={"duties": extended}, now=later) == []


def test_a_refused_extension_leaves_the_old_limit() -> None:
    ask = {
        "at": "2026-03-05T09:00",
        "who": "甲",
        "do": "ask",
        "with": {"until": "2026-03-12T18:00"},
    }
    signed = {"at": "2026-03-05T10:00", "who": "乙", "sign": "longer", "with": {"decision": "驳回"}}
    duties = {
        "finish": "pending 03-09T18:00",
        "part/1": "pending 03-05",
        "part.2/2": "pending 03-20",
    }
    assert (
        faults([OPENED, SENT, ask, signed], expect={"duties": duties}, now="2026-03-05T12:00") == []
    )


def test_an_extension_of_rows_never_shortens_the_later_ones() -> None:
    ask = {
        "at": "2026-03-05T09:00",
        "who": "甲",
        "do": "ask_parts",
        "with": {"until": "2026-03-12"},
    }
    signed = {"at": "2026-03-05T10:00", "who": "乙", "sign": "longer_parts"}
    duties = {
        "finish": "pending 03-09T18:00",
        "part/1": "pending 03-12 (延期获准)",
        "part.2/2": "pending 03-20",
    }
    assert (
        faults([OPENED, SENT, ask, signed], expect={"duties": duties}, now="2026-03-05T12:00") == []
    )


def test_how_long_before_to_remind_may_be_the_companys_to_say() -> None:
    expect = {"next_due": "03-05T23:59", "duties": {"finish": "pending 03-09T18:00"}}
    plain = {**SENT, "with": {"unit": "技术部"}}
    assert faults([OPENED, plain], expect={**expect, "next_due": "03-09T18:00"}) == []
    reminded = {**expect, "next_due": "03-06T00:00"}
    assert faults([OPENED, plain], expect=reminded, params={"lead": "1"}) == []
