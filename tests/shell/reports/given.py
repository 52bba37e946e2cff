"""A company whose pack has a metric of each kind, for the tests of figures."""

from datetime import UTC, datetime, timedelta
from typing import Any

from huiyin.cases.commands.acting import Doing, act, open_case
from huiyin.cases.models import Case
from huiyin.cases.sweep import sweep
from huiyin.channels.delivery import deliver
from huiyin.policy.load import parse
from tests.shell.cases.world import World, build

PACK = """
pack: counted
version: '2026.1'
title: 统计
counting: {hour: {day_zero: excluded, end: midnight}}
roles:
  clerk: {label: 办事员, scope: unit}
  head: {label: 负责人, scope: unit, head: true}
  quality: 质量
clauses: {r1: {cite: r1, text: 一}}
levels: {重: {label: 重, rank: 1, any: [火]}, 轻: {label: 轻, rank: 2, any: [水]}}
procedures:
  complaint:
    label: 投诉
    main: true
    stages: [登记, 办理, 完成]
    recuse: [take.about]
    links: {重复: {kind: duplicate, clause: r1}}
    steps:
      take:
        label: 登记
        by: clerk
        to: 登记
        sets_level: level
        form:
          level: {label: 级别, of: [重, 轻], required: false}
          kind: {label: 类别, of: [茶, 水], required: false}
          customer: {label: 顾客电话, personal: true, mask: phone, required: false}
          about: {label: 涉及, type: people, required: false}
      answer:
        label: 答复
        by: clerk
        in: [登记]
        to: 办理
      ask:
        label: 回访
        by: clerk
        in: [办理]
        form: {score: {label: 分数, type: number, required: false}, paid: {label: 退款, type: money, required: false}}
        outcomes: {满意: {to: 完成}, 不满意: {to: 登记}}
    duties:
      answer: {label: 两小时内答复, clause: r1, after: take, due: {within: 2 hours}, done_by: answer}
access:
  - {role: clerk, cases: own_unit, depth: full}
  - {role: head, cases: units_below, depth: full}
  - {role: quality, cases: all, depth: masked}
metrics:
  volume: {label: 件数, clause: r1, kind: count, of: complaint, by: [unit, take.kind, month], beside: previous}
  on_time: {label: 按时率, clause: r1, kind: on_time, of: answer, by: [unit, month]}
  pleased: {label: 满意率, clause: r1, kind: share, of: 'ask:满意', by: [month]}
  score: {label: 平均分, clause: r1, kind: mean, of: ask.score, by: [person, month]}
  took: {label: 用时, clause: r1, kind: duration, of: answer, by: [unit]}
  again: {label: 复发率, clause: r1, kind: repeat, of: complaint, by: [unit, take.kind]}
  paid: {label: 退款, clause: r1, kind: sum, of: ask.paid, by: [ask.outcome]}
  asked: {label: 每次回访的满意率, clause: r1, kind: share, of: 'ask:满意', per: act}
  late: {label: 超期率, clause: r1, kind: late, of: answer}
  matters: {label: 事件数, clause: r1, kind: count_linked, of: complaint}
  customers: {label: 各顾客, clause: r1, kind: ranking, of: complaint, by: [take.customer]}
"""

NINE = datetime(2026, 3, 18, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
UNITS: dict[str, Any] = {"总部": {}, "东店": {"parent": "总部"}, "西店": {"parent": "总部"}}
PEOPLE: dict[str, Any] = {
    "东店长": {"unit": "东店", "roles": ["head"], "head": True},
    "小东": {"unit": "东店", "roles": ["clerk"]},
    "小西": {"unit": "西店", "roles": ["clerk"]},
    "质量": {"unit": "总部", "roles": ["quality"]},
    "路人": {"unit": "总部", "roles": []},
}


def company() -> World:
    """The company, with its people and its pack in force."""
    return build(parse({"pack.yaml": PACK}), UNITS, PEOPLE)


def taken(world: World, who: str = "小东", at: datetime = NINE, **form: Any) -> Case:
    """A complaint that a store registered."""
    return open_case(world.caller(who, at), "complaint", [Doing(step="take", form=form)])


def done(world: World, case: Case, step: str, at: datetime, **more: Any) -> Case:
    """The same, one step further."""
    who = "小东" if case.unit == world.units["东店"] else "小西"
    outcome = more.pop("outcome", None)
    doing = Doing(step=step, form=more, outcome=outcome)
    return act(world.caller(who, at), case.id, [doing])


def settled(now: datetime) -> None:
    """Everything that follows is done: receipts, then what delivery writes."""
    while sweep(now):
        pass
    while deliver(now):
        pass
