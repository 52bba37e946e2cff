"""Limits that wait, come back, are taken over or taken away: what a complaint officer would dispute."""

import json
import os
import subprocess
import sys

from huiyin.eventlog.kinds import Kind
from huiyin.obligations.model import DutyState
from huiyin.obligations.rules import Rules
from tests.core.obligations.one_case import Case, rules_from

PACK = """
pack: small
version: "2026.1"
title: 小
counting: {day: {day_zero: excluded, end: midnight}}
roles: {clerk: 经办, boss: 负责人}
levels: {重: {}, 轻: {}}
credentials:
  promise: {label: 保密承诺, needed_for: [close], clause: c1}
  course:  {label: 培训, clause: c2}
procedures:
  matter:
    label: 事项
    stages: [办, 完]
    steps:
      take:  {label: 收, by: clerk, to: 办}
      grade: {label: 定级, by: clerk, sets_level: level, form: {level: {label: 级, of: [重, 轻]}}}
      plan:  {label: 计划, by: clerk, form: {until: {label: 到, type: moment}, parts: {label: 项, type: table, columns: {who: {label: 谁, of: [一, 二]}, due: {label: 到, type: moment}}}}}
      visit: {label: 走访, by: clerk}
      ask:   {label: 要时间, by: clerk, form: {new: {label: 到, type: moment}}}
      grant: {label: 给时间, by: boss}
      part:  {label: 做完一项, by: clerk}
      teach: {label: 讲课, by: clerk, needs: [{credential: course, says: 没上过课, clause: c2}]}
      close: {label: 结, by: clerk, in: [办], to: 完}
    duties:
      visit:  {label: 访后三天, after: take, due: {within: 3 days, from: visit}, done_by: close}
      dated:  {label: 按计划, after: take, due: {at: plan.until}, done_by: close}
      handle: {label: 办理, after: [take, grade], per: case, due: {by_level: {重: {within: 2 days, from: take}, 轻: {within: 9 days, from: take}}}, done_by: close, extension: {ask: ask, grant: grant, new: ask.new}}
      part:   {label: 分项, after: plan, per: row, rows: plan.parts, row_key: who, due: {at: row.due}, done_by: part}
      grave:  {label: 重件, after: take, when: [{level: 重}], due: {within: 5 days}, done_by: close}
    pausing: {reasons: [等], duties: [handle], most: 9 days}
"""  # noqa: E501


def case_of(versions: dict[str, Rules] | None = None) -> Case:
    return Case(PACK, PEOPLE, versions)


PEOPLE = {
    "甲": {"unit": "部", "roles": ["clerk"], "credentials": ["promise"]},
    "乙": {"unit": "部", "roles": ["clerk"], "credentials": ["course"]},
    "丙": {"unit": "部", "roles": ["boss"]},
}


def test_a_limit_that_waits_for_its_start_is_known_once_it_has_happened() -> None:
    case = case_of()
    case.do("2026-03-02T09:00", "take")
    assert case.owed("2026-03-03T09:00")["visit"] == "undetermined 未定 (起点未到)"
    case.do("2026-03-04T10:00", "visit")
    assert case.owed("2026-03-04T11:00")["visit"] == "pending 03-07"
    assert case.owed("2026-03-08T00:00")["visit"] == "breached 03-07"


def test_a_date_given_later_becomes_the_limit_without_being_a_trigger() -> None:
    case = case_of()
    case.do("2026-03-02T09:00", "take")
    assert case.owed("2026-03-03T09:00")["dated"] == "undetermined 未定 (时限未给出)"
    case.do("2026-03-04T10:00", "plan", until="2026-03-06T12:00")
    assert case.owed("2026-03-06T12:00")["dated"] == "pending 03-06T12:00"
    assert case.owed("2026-03-06T12:01")["dated"] == "breached 03-06T12:00"


def test_doing_the_step_again_takes_no_extension_back() -> None:
    case = case_of()
    case.do("2026-03-02T09:00", "take")
    case.do("2026-03-02T10:00", "grade", level="重")
    case.do("2026-03-03T10:00", "ask", new="2026-03-20T18:00")
    case.do("2026-03-03T11:00", "grant", who="丙")
    case.do("2026-03-03T12:00", "grade", level="重")
    assert case.owed("2026-03-10T09:00")["handle"] == "pending 03-20T18:00 (延期获准)"


def test_a_new_level_after_an_extension_does_move_the_limit() -> None:
    case = case_of()
    case.do("2026-03-02T09:00", "take")
    case.do("2026-03-02T10:00", "grade", level="轻")
    case.do("2026-03-03T10:00", "ask", new="2026-03-20T18:00")
    case.do("2026-03-03T11:00", "grant", who="丙")
    case.do("2026-03-03T12:00", "grade", level="重")
    assert case.owed("2026-03-03T13:00")["handle"] == "pending 03-04 (延期获准)"


def test_a_row_that_was_taken_out_and_put_back_is_owed_again() -> None:
    case = case_of()
    case.do("2026-03-02T09:00", "take")
    one = {"who": "一", "due": "2026-03-10T18:00"}
    two = {"who": "二", "due": "2026-03-11T18:00"}
    case.do("2026-03-02T10:00", "plan", parts=[one, two])
    case.do("2026-03-02T11:00", "plan", parts=[one])
    case.do("2026-03-02T12:00", "plan", parts=[one, two])
    owed = case.owed("2026-03-03T09:00")
    assert owed["part/一"] == "pending 03-10T18:00"
    assert owed["part.2/二"] == "lapsed 03-11T18:00"
    assert owed["part.3/二"] == "pending 03-11T18:00"


def test_a_pause_stops_only_the_clocks_that_the_pack_names() -> None:
    case = case_of()
    case.do("2026-03-02T09:00", "take")
    case.do("2026-03-02T10:00", "grade", level="重")
    case.note("2026-03-02T11:00", Kind.PAUSED, reason="等", until="2026-03-05T11:00")
    assert case.owed("2026-03-02T12:00")["handle"] == "pending 03-07"
    assert case.owed("2026-03-02T12:00")["grave"] == "pending 03-07"
    case.do("2026-03-02T13:00", "grade", level="轻")
    case.do("2026-03-02T14:00", "grade", level="重")
    assert case.owed("2026-03-02T15:00")["grave"] == "pending 03-07", (
        "revived, and still not paused"
    )


def test_a_version_without_a_duty_lets_it_lapse_and_heals_nothing() -> None:
    later = "\n".join(
        line
        for line in PACK.splitlines()
        if not line.strip().startswith(("grave", "part:  {label: 分"))
    )
    later = later.replace('"2026.1"', '"2026.2"')
    case = case_of({"small@2026.2": rules_from(later)})
    case.do("2026-03-02T09:00", "take")
    case.do("2026-03-02T10:00", "grade", level="重")
    case.do("2026-03-02T11:00", "plan", parts=[{"who": "一", "due": "2026-03-02T12:00"}])
    case.note("2026-03-03T09:00", Kind.PACK_CHANGED, pack="small", version="2026.2", reason="新版")
    owed = case.owed("2026-03-20T09:00")
    assert owed["grave"] == "lapsed 03-07"
    assert owed["part/一"] == "breached 03-02T12:00"
    assert owed["handle"] == "breached 03-04"
    assert not case.do("2026-03-20T10:00", "close")
    assert case.draft.fold.state.instances["handle@case"].state is DutyState.DONE_LATE


def test_a_step_asks_for_the_standing_facts_of_whoever_does_it() -> None:
    case = case_of()
    case.do("2026-03-02T09:00", "take")
    assert case.do("2026-03-02T10:00", "teach", who="甲") == ["[c2] 没上过课"]
    assert case.do("2026-03-02T10:00", "teach", who="乙") == []
    assert case.do("2026-03-02T11:00", "close", who="乙") == ["[c1] 乙还没有“保密承诺”，不能办理"]
    assert case.do("2026-03-02T11:00", "close", who="甲") == []


SEEDED = """
import json, sys
from tests.core.obligations.random_logs import play
from huiyin.obligations.fold import Fold
found = []
for seed in range(25):
    played = play(seed)
    state = Fold(played.rules).run(played.log).state
    found.append([[i.id, str(i.state), str(i.moment)] for i in state.instances.values()])
print(json.dumps(found))
"""


def test_the_order_of_instances_does_not_depend_on_the_process_that_folds() -> None:
    pictures = []
    for seed in ("1", "2"):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join(["../..", "."]),
        }
        done = subprocess.run(
            [sys.executable, "-c", SEEDED],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
        pictures.append(json.loads(done.stdout))
    assert pictures[0] == pictures[1]
