"""Who receives what, which causes and levels go together, who may be given a part, when a reason is owed."""

from typing import Any

from huiyin.obligations.rules import Rules
from huiyin.obligations.scenarios import Cast, run
from huiyin.policy.load import parse, read_yaml

PACK = """
pack: small
version: "2026.1"
title: 小制度
counting: {day: {day_zero: excluded, end: midnight}}
roles:
  shop: {label: 店员, scope: unit}
  phone: 接线员
  head: {label: 负责人, scope: unit, head: true}
channels:
  柜台: {label: 柜台, receiver: shop, clause: '1'}
  电话: {label: 电话, receiver: phone, clause: '2'}
levels:
  重: {any: [伤人, 烫伤], determined_by: [head]}
  轻: {all: [一个人, 能解决], determined_by: [head]}
categories:
  面包: {label: 面包, causes: [发霉, 烫伤]}
  服务: {label: 服务, causes: [态度差]}
procedures:
  complaint:
    label: 投诉
    stages: [接收, 登记]
    recuse: [register.about]
    recuse_clause: '9'
    steps:
      receive:
        label: 接收
        by: [shop, phone]
        to: 接收
        sets_unit: unit
        form:
          unit: {label: 门店, type: unit, required: true}
          channel: {label: 渠道, of: channels, required: true}
          received: {label: 接收时间, type: moment, required: true, not_future: true}
      scan: {label: 扫码, by: customer, start: true, to: 接收}
      begin:
        label: 开始
        by: [shop, phone]
        in: [接收]
        to: 登记
        form:
          why: {label: 迟的原因, required_if: [{late: begin}], clause: '3'}
      register:
        label: 登记
        by: [shop, phone]
        in: [登记]
        form:
          bought: {label: 购买时间, type: moment, not_after: receive.received, clause: '4'}
          category: {label: 类别, of: categories}
          cause: {label: 原因, of: causes, cause_of: category, clause: '5'}
          signs: {label: 情形, type: multi, of: criteria}
          level: {label: 级别, of: levels, level_of: [signs, cause], clause: '6'}
          about: {label: 被投诉的人, type: people}
      assign:
        label: 交办
        by: head
        in: [登记]
        form:
          who: {label: 接办人, type: person, impartial: true}
    duties:
      begin:
        label: 开始
        clause: '3'
        after: [receive, scan]
        due: {within: 30 minutes, from: [receive.received, scan]}
        done_by: begin
"""

CAST = Cast(
    {"公司": {}, "东店": {"parent": "公司"}, "西店": {"parent": "公司"}},
    {
        "东一": {"unit": "东店", "roles": ["shop"]},
        "西一": {"unit": "西店", "roles": ["shop"]},
        "接线": {"unit": "公司", "roles": ["phone"]},
        "店长": {"unit": "东店", "roles": ["head"]},
        "总管": {"unit": "公司", "roles": ["head"]},
    },
    head_roles=("head",),
)

RECEIVED = """
procedure: complaint
given:
  - {at: 2026-03-02T09:00, who: 东一, do: receive, with: {unit: 东店, channel: 柜台, received: 2026-03-02T08:50}}
"""
BEGUN = RECEIVED + "  - {at: 2026-03-02T09:10, who: 东一, do: begin}\n"


def faults(text: str) -> list[str]:
    scenario: Any = read_yaml("scenario", text)[0]
    return run(Rules(parse({"pack.yaml": PACK}).pack), CAST, scenario).faults


def tried(given: str, line: str, because: str) -> list[str]:
    refused = f"refused:\n  - {{{line}, because: '{because}'}}\n"
    return faults(f"{given}{refused}now: 2026-03-02T12:00\n")


def test_a_channel_is_received_by_the_posts_that_the_pack_names_for_it() -> None:
    line = "at: 2026-03-02T08:00, who: 接线, do: receive, with: {unit: 东店, channel: 柜台, received: 2026-03-02T08:00}"
    assert not tried(RECEIVED, line, "[1] 渠道“柜台”由店员接收；可由：东一")


def test_somebody_of_a_shop_opens_cases_of_that_shop_only() -> None:
    line = "at: 2026-03-02T08:00, who: 西一, do: receive, with: {unit: 东店, channel: 柜台, received: 2026-03-02T08:00}"
    assert not tried(RECEIVED, line, "西一无权")


def test_a_term_starts_at_the_first_of_its_starts_that_is_known() -> None:
    assert not faults(
        RECEIVED + "now: 2026-03-02T09:20\nexpect: {duties: {begin: pending 03-02T09:20}}\n"
    )
    scanned = "procedure: complaint\ngiven: [{at: 2026-03-02T09:00, who: customer, unit: 东店, do: scan}]\n"
    assert not faults(
        scanned + "now: 2026-03-02T09:20\nexpect: {duties: {begin: pending 03-02T09:30}}\n"
    )


def test_a_reason_is_owed_only_by_who_is_late() -> None:
    in_time = (
        RECEIVED
        + "allowed: [{at: 2026-03-02T09:20:00, who: 东一, do: begin}]\nnow: 2026-03-02T12:00\n"
    )
    assert not faults(in_time)
    assert not tried(
        RECEIVED, "at: 2026-03-02T09:20:01, who: 东一, do: begin", "[3] “迟的原因”未填"
    )


def test_a_purchase_does_not_lie_after_the_complaint() -> None:
    line = "at: 2026-03-02T09:20, who: 东一, do: register, with: {bought: 2026-03-02T08:50:01}"
    assert not tried(BEGUN, line, "[4] “购买时间”晚于“接收时间”")
    same = "allowed: [{at: 2026-03-02T09:20, who: 东一, do: register, with: {bought: 2026-03-02T08:50}}]\n"
    assert not faults(f"{BEGUN}{same}now: 2026-03-02T12:00\n")


def test_a_cause_belongs_to_the_category_that_was_chosen() -> None:
    line = "at: 2026-03-02T09:20, who: 东一, do: register, with: {category: 服务, cause: 发霉}"
    assert not tried(BEGUN, line, "[5] “发霉”不属于“服务”，可选：态度差")


def test_a_level_that_takes_all_criteria_is_refused_while_one_lacks() -> None:
    head = "at: 2026-03-02T09:20, who: 东一, do: register, with: "
    assert not tried(
        BEGUN, head + "{signs: [一个人], level: 轻}", "[6] “轻”须全部符合，尚缺：能解决"
    )
    assert not tried(BEGUN, head + "{signs: [一个人, 能解决, 伤人], level: 轻}", "至少为“重”")


def test_a_cause_may_imply_a_level_as_a_tick_does() -> None:
    head = "at: 2026-03-02T09:20, who: 东一, do: register, with: "
    form = "{category: 面包, cause: 烫伤, signs: [一个人, 能解决], level: 轻}"
    assert not tried(BEGUN, head + form, "[6] 按所选情形至少为“重”")


def test_nobody_named_in_a_complaint_is_given_a_part_in_it() -> None:
    named = BEGUN + "  - {at: 2026-03-02T09:20, who: 东一, do: register, with: {about: [西一]}}\n"
    line = "at: 2026-03-02T09:30, who: 店长, do: assign, with: {who: 西一}"
    assert not tried(named, line, "[9] “接办人”不能是被投诉的西一")
    other = "allowed: [{at: 2026-03-02T09:30, who: 店长, do: assign, with: {who: 接线}}]\n"
    assert not faults(f"{named}{other}now: 2026-03-02T12:00\n")
