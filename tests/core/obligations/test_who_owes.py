"""Who owes a duty: posts in a unit, the person a field or a row names, whoever did a step."""

from huiyin.obligations.model import Bearer
from tests.core.obligations.one_case import Case

PACK = """
pack: small
version: "2026.1"
title: 小
counting: {day: {day_zero: excluded, end: midnight}}
roles:
  clerk: {label: 店员, scope: unit}
  boss:  {label: 店长, scope: unit}
  legal: 法务
  desk:  前台
  chief: 总经理
procedures:
  matter:
    label: 事项
    stages: [办, 完]
    steps:
      take:  {label: 收, by: [desk, legal], to: 办, sets_unit: shop, form: {shop: {label: 店, type: unit}, owner: {label: 专人, type: person}}}
      share: {label: 分工, by: [desk, legal], form: {parts: {label: 项, type: table, columns: {no: {label: 号, of: [一, 二]}, who: {label: 谁, type: person}}}}}
      alone: {label: 一人, by: clerk}
      both:  {label: 两种, by: [clerk, boss]}
      mixed: {label: 混合, by: [clerk, chief]}
      there: {label: 办理人所在, by: {role: boss, of: take}}
      here:  {label: 案件所在, by: {role: legal, of: case}}
      named: {label: 专人办, by: {person: take.owner}}
      again: {label: 原人办, by: [{doer: take}, chief]}
      part:  {label: 做一项, by: clerk}
      close: {label: 结, by: clerk, to: 完}
    duties:
      alone: {label: a, after: take, due: {within: 1 day}, done_by: alone}
      both:  {label: b, after: take, due: {within: 1 day}, done_by: both}
      mixed: {label: c, after: take, due: {within: 1 day}, done_by: mixed}
      there: {label: d, after: take, due: {within: 1 day}, done_by: there}
      here:  {label: e, after: take, due: {within: 1 day}, done_by: here}
      named: {label: f, after: take, due: {within: 1 day}, done_by: named}
      again: {label: g, after: take, due: {within: 1 day}, done_by: again}
      before: {label: h, after: opened, due: {within: 1 day}, done_by: again}
      said:  {label: i, after: take, due: {within: 1 day}, done_by: alone, bearer: chief}
      two:   {label: j, after: take, due: {within: 1 day}, done_by: alone, bearer: [{role: boss, of: case}, {role: clerk, of: take}]}
      ended: {label: k, after: take, due: {within: 1 day}, done_by: closed other}
      part:  {label: l, after: share, per: row, rows: share.parts, row_key: no, row_person: who, due: {within: 1 day}, done_by: part}
  other: {label: 另, stages: [办], steps: {go: {label: 去, by: chief, to: 办}}}
"""  # noqa: E501

PEOPLE = {
    "甲": {"unit": "东店", "roles": ["clerk", "desk"]},
    "律师": {"unit": "总部", "roles": ["legal"]},
    "老板": {"unit": "总部", "roles": ["chief"]},
}
UNITS = {"东店": {"parent": "总部"}, "西店": {"parent": "总部"}, "总部": {}}


def taken(who: str = "甲", **form: str) -> Case:
    case = Case(PACK, PEOPLE, units=UNITS, unit="东店")
    assert case.do("2026-03-02T09:00", "take", who, **form) == []
    return case


def bearer(case: Case, duty: str) -> Bearer:
    return case.instance(duty).bearer


def test_a_post_of_a_unit_owes_in_the_unit_of_the_case() -> None:
    case = taken(shop="西店")
    assert bearer(case, "alone") == Bearer(("clerk",), "西店")
    assert bearer(case, "both") == Bearer(("clerk", "boss"), "西店")


def test_a_post_of_the_company_owes_wherever_the_case_lies() -> None:
    assert bearer(taken(shop="西店"), "said") == Bearer(("chief",), None)
    assert bearer(taken(shop="西店"), "mixed") == Bearer(("clerk", "chief"), None)


def test_of_a_step_means_the_unit_of_whoever_did_it_then() -> None:
    assert bearer(taken(who="律师", shop="西店"), "there") == Bearer(("boss",), "总部")
    assert bearer(taken(shop="西店"), "there") == Bearer(("boss",), "东店")


def test_of_case_means_the_unit_of_the_case() -> None:
    assert bearer(taken(shop="西店"), "here") == Bearer(("legal",), "西店")


def test_posts_of_different_units_owe_together_without_one() -> None:
    assert bearer(taken(shop="西店"), "two") == Bearer(("boss", "clerk"), None)
    assert bearer(taken(shop="东店"), "two") == Bearer(("boss", "clerk"), "东店")


def test_the_person_that_a_field_names_owes() -> None:
    assert bearer(taken(owner="律师"), "named") == Bearer(person="律师")
    assert bearer(taken(), "named") == Bearer()


def test_whoever_did_a_step_owes_once_it_has_been_done() -> None:
    assert bearer(taken(), "again") == Bearer(person="甲")


def test_a_row_may_name_who_owes_it_and_else_the_post_does() -> None:
    case = taken()
    case.do("2026-03-02T10:00", "share", parts=[{"no": "一", "who": "老板"}, {"no": "二"}])
    owed = {i.row: i.bearer for i in case.state.instances.values() if i.duty == "part"}
    assert owed == {"一": Bearer(person="老板"), "二": Bearer(("clerk",), "东店")}


def test_what_only_another_case_can_end_is_owed_by_nobody_in_particular() -> None:
    assert bearer(taken(), "ended") == Bearer()
