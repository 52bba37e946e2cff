"""A small company that changes its regulation: one complaint procedure, two values, three who sign."""

from collections.abc import Mapping
from datetime import UTC, datetime

from huiyin.cases.caller import Caller
from huiyin.cases.commands.acting import Doing, act, open_case
from huiyin.cases.models import Case
from huiyin.people.models import Company
from huiyin.policies.commands import install
from huiyin.policies.models import PackVersion, Revision
from huiyin.policies.revising import Office, Wanted, draft, sign, submit
from huiyin.policy.load import parse
from tests.shell.cases.world import World, build

PACK = """
pack: small
version: '2026.1'
title: 小店投诉办法
title_en: Complaints at a small shop
effective_from: 2020-01-01
reviewed_on: 2026-01-01
counting: {day: {day_zero: excluded, end: midnight}}
roles:
  clerk: {label: 店员}
  owner: {label: 制度主管}
  counsel: {label: 会签人}
  boss: {label: 总经理, head: true}
  auditor: {label: 审计}
clauses:
  a1: {cite: 第一条, text: 登记后按公司定的天数办结。, text_en: Finished within the days the company sets.}
  a2: {cite: 第二条, text: 制度的修改由制度主管起草，会签人会签，总经理批准。, text_en: "Changes are drafted, countersigned, approved."}
  a3: {cite: 第三条, text: 大额赔偿由公司规定起点。, text_en: The company sets what is large.}
parameters:
  finish_days: {label: 办结期限, clause: a1, unit: day, values: {}, suggest: 5, min: 1, max: 30, note: 从登记次日起算}
  large: {label: 大额赔偿的起点, clause: a3, unit: yuan, values: {}, suggest: 500, min: 1}
revising:
  label: 制度修订
  clause: a2
  drafted_by: owner
  signed_by: [counsel, boss]
  seen_by: auditor
  running: boss
procedures:
  complaint:
    label: 投诉
    main: true
    stages: [办理, 完成]
    steps:
      take: {label: 登记, clause: a1, by: clerk, to: 办理, form: {amount: {label: 金额, type: money, clause: a3}}}
      finish: {label: 办完, clause: a1, by: clerk, in: [办理], to: 完成, needs: [{measure: paid, at_most: large, says: 超过大额, clause: a3}]}
    measures: {paid: {label: 金额, clause: a3, kind: last, of: take.amount}}
    duties:
      finish: {label: 按期办结, clause: a1, after: take, due: {within: finish_days}, done_by: finish}
"""  # noqa: E501

UNITS = {"店": {}}
PEOPLE = {
    "店员甲": {"unit": "店", "roles": ["clerk"]},
    "主管": {"unit": "店", "roles": ["owner"]},
    "会签": {"unit": "店", "roles": ["counsel"]},
    "老板": {"unit": "店", "roles": ["boss"], "head": True},
    "审计": {"unit": "店", "roles": ["auditor"]},
    "外人": {"unit": "店", "roles": []},
}


SCENARIOS = {
    "tests/cast.yaml": """
units: {店: {}}
people:
  店员甲: {unit: 店, roles: [clerk]}
""",
    "tests/complaint.yaml": """
- name: 五天内办完 (a1)
  proves: [a1]
  procedure: complaint
  params: {finish_days: 5, large: 500}
  given:
    - {at: 2026-03-02T10:00, who: 店员甲, do: take, with: {amount: '20'}}
    - {at: 2026-03-07T10:00, who: 店员甲, do: finish}
  now: 2026-03-08T10:00
  expect: {stage: 完成, duties: {finish: done 03-07}}
""",
}


def open_house(pack: str = PACK, *, tests: bool = False) -> World:
    """Build the company; with the scenarios of its pack where a test needs them."""
    world = build(parse({"pack.yaml": pack}), UNITS, PEOPLE)
    if tests:
        PackVersion.objects.filter(slug="small").update(tests=SCENARIOS)
    return world


def at(text: str) -> datetime:
    """A moment by the company's clock, at UTC+8."""
    return datetime.fromisoformat(text + "+08:00").astimezone(UTC)


def fresh(world: World) -> World:
    """The company as a door would read it now."""
    world.company = Company.objects.get(id=world.company.id)
    return world


def office(world: World, who: str, when: str) -> Office:
    """Somebody at the regulation's desk."""
    caller = fresh(world).caller(who, at(when))
    return Office(world.company, caller.actor, caller.now)


def caller(world: World, who: str, when: str) -> Caller:
    """Somebody at any desk."""
    return fresh(world).caller(who, at(when))


def complain(world: World, when: str) -> Case:
    """Register a complaint."""
    taken = Doing(step="take", form={"amount": "20"}, at=at(when))
    return open_case(caller(world, "店员甲", when), "complaint", [taken])


def finish(world: World, case: Case, when: str) -> Case:
    """Finish it."""
    return act(caller(world, "店员甲", when), case.id, [Doing(step="finish", at=at(when))])


def revise(
    world: World, values: Mapping[str, str], *, on: str, pack: PackVersion | None = None
) -> Revision:
    """A revision drafted, submitted and signed on the fifth of March 2026."""
    day = datetime.fromisoformat(on).date()
    wanted = Wanted(values, day, pack_id=pack.id if pack else "")
    row = draft(office(world, "主管", "2026-03-05T09:00"), wanted)
    submit(office(world, "主管", "2026-03-05T10:00"), row, {})
    sign(office(world, "会签", "2026-03-05T11:00"), row, approve=True)
    return sign(office(world, "老板", "2026-03-05T12:00"), row, approve=True)


def next_version(old: str, new: str) -> PackVersion:
    """Install the pack's next version with one text changed."""
    text = PACK.replace("'2026.1'", "'2026.2'").replace(old, new)
    assert text.count(new)
    return install(parse({"pack.yaml": text}), by="system", at=at("2026-03-01T09:00"))
