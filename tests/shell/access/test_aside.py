"""Whom a case is about finds nothing of it in any list, and where the pack says so no head above either."""

from datetime import timedelta

import pytest

from huiyin.cases.access import may_find, visible
from huiyin.cases.commands.acting import Doing, open_case
from huiyin.cases.figures import kept_since
from huiyin.cases.lists import my_duties, waiting_for
from huiyin.cases.models import Aside, Case
from huiyin.cases.sealing import rebuild
from huiyin.policy.load import parse
from tests.shell.cases.world import World, build
from tests.shell.policies.house import at, caller

pytestmark = pytest.mark.django_db
PACK = """
pack: tips
version: '2026.1'
title: 举报办法
counting: {day: {day_zero: excluded, end: midnight}}
roles: {worker: {label: 员工}, listener: {label: 受理人}}
clauses: {t1: {cite: 一, text: 举报限期核实，被举报的人和他的上级不经手。}}
procedures:
  complaint:
    label: 投诉
    main: true
    stages: [办理, 完成]
    recuse: [take.about]
    recuse_clause: t1
    steps:
      take: {label: 登记, by: worker, to: 办理, form: {about: {label: 被投诉人, type: people}, owner: {label: 承办人, type: person}}}
      look: {label: 核实, by: worker, in: [办理]}
      close: {label: 办结, by: {person: take.owner}, in: [办理], to: 完成}
    duties:
      look: {label: 核实投诉, clause: t1, after: take, due: {within: 3 days}, bearer: worker, done_by: look}
  tip:
    label: 举报
    separate: true
    stages: [收到, 完成]
    recuse: [report.about]
    recuse_clause: t1
    recuse_above: true
    steps:
      report: {label: 举报, by: worker, to: 收到, form: {about: {label: 被举报人, type: people}}}
      check: {label: 核实, by: [listener, worker], in: [收到], to: 完成}
    duties:
      check: {label: 核实举报, clause: t1, after: report, due: {within: 3 days}, bearer: [listener, worker], done_by: check}
"""  # noqa: E501
UNITS = {
    "总部": {},
    "门店": {"parent": "总部"},
    "柜台": {"parent": "门店"},
    "受理处": {"parent": "总部"},
}
PEOPLE = {
    "总经理": {"unit": "总部", "roles": ["worker"], "head": True},
    "店长": {"unit": "门店", "roles": ["worker"], "head": True},
    "店员": {"unit": "柜台", "roles": ["worker"]},
    "同事": {"unit": "柜台", "roles": ["worker"]},
    "受理人": {"unit": "受理处", "roles": ["listener", "worker"], "head": True},
}
NOON = "2026-03-02T12:00"


@pytest.fixture
def world() -> World:
    return build(parse({"pack.yaml": PACK}), UNITS, PEOPLE)


def opened(world: World, procedure: str, step: str, **form: object) -> Case:
    doing = Doing(step=step, form=form)
    return open_case(caller(world, "同事", "2026-03-02T09:00"), procedure, [doing])


def finders(world: World, case: Case) -> set[str]:
    """Whoever finds a case in a list; every list and the case itself say the same."""
    found = set()
    for name in PEOPLE:
        who = caller(world, name, NOON)
        listed = visible(who).filter(id=case.id).exists()
        assert listed == may_find(case, who), name
        night = who.now + timedelta(days=9)
        owed = my_duties(who, night, night)
        assert (case.id in {row.case_id for row in owed.rows}) == listed, name
        assert owed.total == len(owed.rows)
        figures = kept_since(who, at("2026-03-01T00:00"))
        assert any(key[0] == case.procedure for key in figures) == listed, name
        assert listed or case.id not in {row.case_id for row in waiting_for(who)}
        if listed:
            found.add(name)
    return found


def test_who_a_case_is_about_finds_it_nowhere_and_the_head_above_does(world: World) -> None:
    case = opened(world, "complaint", "take", about=[world.persons["店员"]])
    assert finders(world, case) == {"总经理", "店长", "同事", "受理人"}


def test_the_heads_above_find_nothing_where_the_pack_says_so(world: World) -> None:
    case = opened(world, "tip", "report", about=[world.persons["店员"]])
    assert finders(world, case) == {"同事", "受理人"}


def test_a_head_who_is_reported_is_hidden_from_his_own_head_too(world: World) -> None:
    case = opened(world, "tip", "report", about=[world.persons["店长"]])
    assert finders(world, case) == {"店员", "同事", "受理人"}


def test_in_a_matter_of_his_own_hand_he_finds_it(world: World) -> None:
    me = world.persons["店员"]
    case = opened(world, "complaint", "take", about=[me], owner=me)
    assert "店员" in finders(world, case)


def test_a_rebuild_finds_the_same_people(world: World) -> None:
    opened(world, "complaint", "take")
    case = opened(world, "complaint", "take", about=[world.persons["店员"]])
    for _ in range(2):
        assert list(Aside.objects.values_list("case", "person")) == [
            (case.id, world.persons["店员"])
        ]
        rebuild(world.company, at(NOON))
