"""A company with rounds, a watch and a sample, for the tests of what goes across cases."""

from datetime import UTC, datetime, timedelta
from typing import Any

from huiyin.cases.commands.acting import Doing, act, open_case
from huiyin.cases.models import Case
from huiyin.channels.delivery import deliver
from huiyin.people.commands import add_person, add_unit, create_company, give_post
from huiyin.policies.commands import adopt, install
from huiyin.policy.load import parse
from tests.shell.cases.world import World

PACK = """
pack: rounds
version: '2026.1'
title: 巡查
counting: {day: {day_zero: excluded, end: midnight}}
roles: {clerk: {label: 办事员, scope: unit}, lead: {label: 组长}}
parameters: {share: {label: 抽取比例, clause: r1, unit: percent, values: {2020-01-01: 40}}}
clauses: {r1: {cite: r1, text: 一}}
lists: {models: [甲型, 乙型], faults: [漏水, 异响]}
procedures:
  complaint:
    label: 投诉
    main: true
    stages: [办理, 完成]
    number: slip
    steps:
      take:
        label: 登记
        by: clerk
        to: 办理
        issues: slip
        form:
          model: {label: 型号, of: models}
          fault: {label: 故障, of: faults}
          phone: {label: 电话, personal: true, mask: phone}
      finish: {label: 办完, by: clerk, in: [办理], to: 完成}
    duties:
      finish: {label: 办完, clause: r1, after: take, due: {no_limit: true}, done_by: finish}
  round:
    label: 每日巡查
    stages: [待查, 已查]
    opening_stage: 待查
    steps:
      look: {label: 巡查, by: clerk, in: [待查], to: 已查}
    duties:
      look: {label: 当天巡查, clause: r1, after: opened, due: {end_of: same_day}, done_by: look}
  revisit:
    label: 每月回访
    stages: [待访, 已访]
    opening_stage: 待访
    steps:
      call:
        label: 回访
        by: clerk
        in: [待访]
        to: 已访
        form:
          cases:
            label: 抽中的
            type: table
            filled_from: drawn
            columns: {number: {label: 编号, plain: true}}
    duties:
      call: {label: 回访, clause: r1, after: opened, due: {within: 10 days}, done_by: call}
  common:
    label: 共性问题
    stages: [待确认, 已结束]
    opening_stage: 待确认
    steps:
      confirm: {label: 确认, by: [clerk, lead], in: [待确认], to: 已结束}
    duties:
      confirm: {label: 确认, clause: r1, after: opened, due: {within: 2 days}, done_by: confirm}
  recheck:
    label: 每周复查
    stages: [待复查, 已复查]
    opening_stage: 待复查
    steps:
      check:
        label: 复查
        by: [clerk, lead]
        in: [待复查]
        to: 已复查
        form:
          count: {label: 件数, type: number}
          cases:
            label: 抽中的
            type: table
            rows_equal: count
            filled_from: finished
            columns: {number: {label: 编号, plain: true}, good: {label: 结论, of: [好, 不好], required: true}}
    duties:
      check: {label: 复查, clause: r1, after: opened, due: {within: 5 days}, done_by: check}
  statement:
    label: 每月自查
    stages: [待写, 已写]
    opening_stage: 待写
    steps:
      write: {label: 自查, by: {person: opened.target}, in: [待写], to: 已写}
    duties:
      write: {label: 自查, clause: r1, after: opened, due: {within: 10 days}, done_by: write}
documents:
  slip: {label: 单据, clause: r1, series: {per: [year]}}
schedules:
  statements: {label: 每月自查, clause: r1, opens: statement, each: month, per: clerk}
  daily: {label: 每日巡查, clause: r1, opens: round, each: day, time: '09:00', per: 门店}
  monthly: {label: 每月回访, clause: r1, opens: revisit, each: month}
samples:
  drawn:
    label: 每月抽取
    clause: r1
    pool: {procedure: complaint, stage: 完成, period: month}
    draw: share
    each: month
    opens: revisit
  finished:
    label: 每周抽两件复查
    clause: r1
    pool: {procedure: complaint, done: finish, period: week}
    draw: '2'
    each: week
    opens: recheck
    not_by: [finish]
watches:
  common:
    label: 共性问题
    clause: r1
    procedure: complaint
    same: [take.model, take.fault]
    different: [take.phone]
    at_least: '3'
    within: 30 days
    opens: common
    confirm_by: lead
  rush:
    label: 投诉激增
    clause: r1
    kind: surge
    procedure: complaint
    each: day
    over_mean_of: 4 days
    by: '50'
    at_least: '4'
    opens: common
  again_and_again:
    label: 连续三个月有异响
    clause: r1
    kind: streak
    procedure: complaint
    same: [take.fault]
    each: month
    at_least: '3'
    when: [{field: take.fault, is: 异响}]
    opens: common
"""

ADOPTED = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
"""The first instant of 2 March on the company's clock."""

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
UNITS: dict[str, Any] = {"总部": {}, "东店": {"parent": "总部"}, "西店": {"parent": "总部"}}
PEOPLE: dict[str, Any] = {
    "小东": {"unit": "东店", "roles": ["clerk"]},
    "小西": {"unit": "西店", "roles": ["clerk"]},
    "总办": {"unit": "总部", "roles": ["clerk"]},
    "老组": {"unit": "总部", "roles": ["lead"]},
}


def company(adopted: datetime = ADOPTED, pack: str = PACK) -> World:
    """A company whose two stores are marked as such, with the pack in force from a moment."""
    loaded = parse({"pack.yaml": pack})
    early = datetime(2020, 1, 1, tzinfo=UTC)
    row = create_company(slug="rounds", name="巡查", at=early)
    world = World(row, loaded.pack)
    for code, parent in (("总部", None), ("东店", "总部"), ("西店", "总部")):
        kind = "门店" if parent else ""
        above = world.units.get(parent or "")
        made = add_unit(
            row.id, code=code, name=code, at=early, by="system", parent=above, kind=kind
        )
        world.units[code] = made.id
    for name, entry in PEOPLE.items():
        person = add_person(row.id, name=name, at=early, by="system")
        give_post(
            row.id,
            person=person.id,
            unit=world.units[entry["unit"]],
            roles=entry["roles"],
            at=early,
            by="system",
        )
        world.persons[name] = person.id
        world.roles[name], world.homes[name] = tuple(entry["roles"]), entry["unit"]
    adopt(
        row, install(loaded, by="system", at=early), effective_from=adopted, by="system", at=early
    )
    row.refresh_from_db()
    return world


def complaint(
    world: World, at: datetime, phone: str, fault: str = "漏水", who: str = "小东"
) -> Case:
    """A complaint about one model."""
    form = {"model": "甲型", "fault": fault, "phone": phone}
    return open_case(world.caller(who, at), "complaint", [Doing(step="take", form=form)])


def do(world: World, case: Case, step: str, at: datetime, who: str = "小东", **form: Any) -> Case:
    """One more step on a case."""
    return act(world.caller(who, at), case.id, [Doing(step=step, form=form)])


def deliver_all(now: datetime) -> None:
    """Walk the outbox to its end."""
    while deliver(now):
        pass
