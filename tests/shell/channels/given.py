"""A small company whose pack tells people things, for the tests of delivery."""

from datetime import UTC, datetime, timedelta
from typing import Any

from huiyin.cases.commands.acting import Doing, act, open_case
from huiyin.cases.models import Case
from huiyin.policy.load import parse
from tests.shell.cases.world import World, build

PACK = """
pack: told
version: '2026.1'
title: 告知
counting: {hour: {day_zero: excluded, end: midnight}}
roles:
  clerk: {label: 办事员, scope: unit}
  head: {label: 负责人, scope: unit, head: true}
  expert: 专家
clauses: {r1: {cite: r1, text: 一}}
documents: {paper: {label: 凭证, clause: r1, series: {per: [year], digits: 3}}}
procedures:
  complaint:
    label: 投诉
    main: true
    stages: [登记, 办理, 完成]
    number: paper
    steps:
      take:
        label: 登记
        by: clerk
        to: 登记
        issues: paper
        form:
          name: {label: 姓名, personal: true, mask: name}
          phone: {label: 电话, personal: true, mask: phone, or_mark: [没有]}
          mail: {label: 邮箱, personal: true, mask: mail}
      answer: {label: 答复, by: clerk, in: [登记, 办理], may: true, reply: {text: said}, form: {said: {label: 答复}}}
      assign: {label: 交办, by: clerk, in: [登记], to: 办理, form: {to: {label: 接收人, type: person}}}
      finish: {label: 办完, by: expert, in: [办理], to: 完成}
    duties:
      assign:
        label: 一小时内交办
        clause: r1
        after: take
        due: {within: 1 hours}
        done_by: assign
        remind: [20 minutes before]
        breach: {tell: [superior, expert], opens: inquiry, clause: r1}
  inquiry:
    label: 督办
    stages: [督办, 结束]
    opening_stage: 督办
    steps:
      answer: {label: 答复, by: head, in: [督办], to: 结束}
    duties:
      answer: {label: 答复督办, clause: r1, after: opened, due: {within: 24 hours}, done_by: answer}
notices:
  taken: {label: 已登记, clause: r1, after: take, to: customer, text: '编号 {number}，{take.name}您好'}
  given: {label: 已交办, clause: r1, after: assign, to: customer, text: '{number} 已交专人办理'}
  met: {label: 当面说过, clause: r1, after: finish, to: customer, text: '{number} 办完了', spoken: true}
  assigned: {label: 交办, clause: r1, after: assign, to: expert, text: '{number} 交给您', receipt: true}
  asked: {label: 督办送达, clause: r1, after: inquiry.opened, to: head, text: 请答复, receipt: true}
words_en: {}
"""
ENGLISH = """
'编号 {number}，{take.name}您好': 'Number {number}, {take.name}'
已登记: Registered
"""

NINE = datetime(2026, 3, 18, 1, 0, tzinfo=UTC)
UNITS: dict[str, Any] = {"总部": {}, "门店": {"parent": "总部"}}
PEOPLE: dict[str, Any] = {
    "店长": {"unit": "门店", "roles": ["head"], "head": True},
    "小王": {"unit": "门店", "roles": ["clerk"]},
    "专家甲": {"unit": "总部", "roles": ["expert"]},
    "专家乙": {"unit": "总部", "roles": ["expert"]},
}


def company() -> World:
    """The company, with its people and its pack in force."""
    sources = {"pack.yaml": PACK.replace("words_en: {}\n", ""), "words.en.yaml": ENGLISH}
    return build(parse(sources), UNITS, PEOPLE)


def taken(world: World, at: datetime = NINE, **more: str) -> Case:
    """A complaint that the store registered."""
    form = {"name": "孟先生", **more}
    return open_case(world.caller("小王", at), "complaint", [Doing(step="take", form=form)])


def assigned(world: World, case: Case, to: str = "专家乙", after: timedelta = timedelta()) -> Case:
    """The same, given to an expert."""
    doing = Doing(step="assign", form={"to": world.persons[to]})
    return act(world.caller("小王", NINE + after), case.id, [doing])
