"""Who may stop the clocks of a case, for what and how long; that they run again by themselves."""

from datetime import datetime

from huiyin.eventlog.kinds import Kind
from huiyin.obligations import pausing
from huiyin.obligations.pausing import Asking
from huiyin.obligations.scenarios import Directory
from tests.core.obligations.one_case import Case

PACK = """
pack: still
version: '2026.1'
title: still
counting: {day: {day_zero: excluded, end: midnight}}
roles: {clerk: 经办, head: {label: 负责人}}
clauses: {r1: {cite: r1, text: 一}}
procedures:
  job:
    label: 事项
    stages: [办理, 办结]
    steps:
      open: {label: 立项, by: clerk, to: 办理}
      finish: {label: 办完, by: clerk, in: [办理], to: 办结}
    pausing: {reasons: [等顾客材料], duties: [finish], most: 10 days, consent: true, by: head, clause: r1}
    duties:
      finish: {label: 五天办完, clause: r1, after: open, due: {within: 5 days}, done_by: finish}
"""
PEOPLE = {"甲": {"roles": ["clerk"]}, "乙": {"roles": ["head"]}}


def job() -> Case:
    case = Case(PACK, PEOPLE)
    case.do("2026-03-02T09:00", "open")
    return case


def ask(
    case: Case, who: str, until: str, *, reason: str = "等顾客材料", consent: bool = True
) -> list[str]:
    at: datetime = case.at("2026-03-03T09:00")
    asking = Asking(who, at, case.at(until), reason, consent)
    found = pausing.refusals(case.rules, case.state, Directory(case.cast), asking)
    return [refusal.full(case.rules.pack) for refusal in found]


def pause(case: Case, start: str, until: str) -> None:
    case.note(
        start, Kind.PAUSED, reason="等顾客材料", until=case.at(until).isoformat(), consent=True
    )


def test_a_pause_needs_its_person_a_listed_reason_consent_and_an_end_within_the_bound() -> None:
    case = job()
    assert ask(case, "乙", "2026-03-10T09:00") == []
    assert ask(case, "甲", "2026-03-10T09:00") == ["[r1] 甲无权暂停计时，须负责人；可由：乙"]
    assert ask(case, "乙", "2026-03-10T09:00", reason="忙") == [
        "[r1] “暂停的理由”只能是：等顾客材料；现为“忙”"
    ]
    assert ask(case, "乙", "2026-03-10T09:00", consent=False) == ["[r1] 暂停须先得到顾客同意"]
    assert ask(case, "乙", "2026-03-03T08:00") == ["[r1] “恢复的时间”早于“现在”"]
    (long,) = ask(case, "乙", "2026-03-14T09:00")
    assert long == "[r1] 累计暂停已到上限，恢复不能晚于 2026-03-13 23:59"


def test_clocks_run_again_by_themselves_at_the_end_and_the_limit_moves_by_what_was_paused() -> None:
    case = job()
    before = case.instance("finish").limit.moment
    pause(case, "2026-03-03T09:00", "2026-03-05T09:00")
    assert pausing.running(case.state, case.at("2026-03-05T08:59:59")) is not None
    assert pausing.running(case.state, case.at("2026-03-05T09:00")) is None
    after = case.instance("finish").limit.moment
    assert before is not None
    assert after is not None
    assert after > before


def test_a_second_pause_while_one_runs_is_refused_and_what_was_paused_counts_against_the_bound() -> (
    None
):
    case = job()
    pause(case, "2026-03-02T10:00", "2026-03-04T10:00")
    assert ask(case, "乙", "2026-03-05T09:00") == ["[r1] 计时已经暂停"]


def test_the_share_of_a_case_that_was_paused_is_told() -> None:
    case = job()
    pause(case, "2026-03-03T09:00", "2026-03-05T09:00")
    at = case.at("2026-03-06T09:00")
    assert pausing.paused(case.state, at).days == 2
    assert pausing.share(case.state, at) == 50
    assert pausing.share(case.state, case.at("2026-03-04T09:00")) == 50
