"""Limits at their edges: which day, which instant, which act counts; each pair would be disputed."""

from datetime import timedelta

from huiyin.eventlog.kinds import Kind
from huiyin.obligations.model import DutyState, Note
from tests.core.obligations.one_case import Case

PACK = """
pack: small
version: "2026.1"
title: 小
counting:
  day:     {day_zero: excluded, end: midnight}
  workday: {day_zero: excluded, end: close_of_business}
  month:   {day_zero: excluded, end: midnight}
roles: {clerk: 经办, boss: 负责人}
levels: {重: {}, 轻: {}}
parameters: {quick: {label: 快, unit: hour, values: {}}}
procedures:
  matter:
    label: 事项
    stages: [办, 验, 完]
    steps:
      take:  {label: 收, by: clerk, to: 办, form: {due: {label: 到, type: moment}}}
      grade: {label: 定级, by: clerk, sets_level: level, form: {level: {label: 级, of: [重, 轻]}}}
      touch: {label: 再收, by: clerk}
      look:  {label: 看, by: clerk}
      plan:  {label: 计划, by: clerk, form: {until: {label: 到, type: moment}}}
      ask:   {label: 要时间, by: clerk, form: {new: {label: 到, type: moment}}}
      grant: {label: 给时间, by: boss, outcomes: {给: {}, 不给: {}}}
      done:  {label: 做完, by: clerk, in: [办], to: 验}
      check: {label: 验, by: boss, in: [验], outcomes: {好: {to: 完}, 不好: {to: 办}, 再验: {to: 验}}}
      free:  {label: 放, by: clerk}
    approvals:
      plan: {label: 批, of: plan, signers: [{by: boss}], refused_to: 办}
    duties:
      day_in:   {label: 首日计, after: take, due: {within: 2 days, day_zero: included}, done_by: free}
      day_out:  {label: 首日不计, after: take, due: {within: 2 days}, done_by: free}
      close:    {label: 下班止, after: take, due: {within: 2 days, end: close_of_business}, done_by: free}
      midnight: {label: 半夜止, after: take, due: {within: 2 workdays, end: midnight}, done_by: free}
      both:     {label: 都改, after: take, due: {within: 2 workdays, day_zero: included, end: midnight}, done_by: free}
      week:     {label: 当周, after: look, due: {end_of: same_week}, done_by: free}
      month:    {label: 当月, after: look, due: {end_of: same_month}, done_by: free}
      today:    {label: 当日, after: look, due: {end_of: same_day}, done_by: free}
      once:     {label: 一次, after: touch, per: case, due: {within: 5 days, from: touch}, done_by: free}
      each:     {label: 每次, after: touch, due: {within: 5 days, from: touch}, done_by: free}
      window:   {label: 窗, after: touch, per: case, due: {within: 20 days, not_before: 10 days, from: touch}, done_by: look}
      level:    {label: 按级, after: take, per: case, due: {by_level: {重: {within: 5 hours}, 轻: {within: 9 hours}}}, done_by: done}
      approved: {label: 批后, after: approved plan, due: {at: plan.until}, done_by: done}
      planned:  {label: 计划, after: plan, per: case, due: {at: plan.until}, done_by: free}
      unset:    {label: 未设, after: take, due: {within: quick}, done_by: free}
      target:   {label: 目标, after: take, due: {within: 1 hour}, done_by: free, benchmark: true}
      finish:   {label: 做完, after: take, per: case, due: {within: 10 days}, done_by: done, extension: {ask: ask, grant: "grant:给", new: ask.new, ask_before: 2 days}}
      again:    {label: 重做, after: "check:不好", due: {within: 1 day}, done_by: done}
    cadences:
      daily: {label: 每天, while: [{stage: 办}], each: day, done_by: look}
      weekly: {label: 每周, while: [{stage: 办}], each: week, first: same, partial: owed, done_by: look}
      gap:   {label: 隔天, while: [{stage: 办}], gap: 2 days, done_by: touch}
      gap_w: {label: 隔两个工作日, while: [{stage: 办}], gap: 2 days, days: workdays, done_by: touch}
      gap_h: {label: 隔三小时, while: [{stage: 办}], gap: 3 hours, days: workdays, done_by: touch}
"""  # noqa: E501
PEOPLE = {"甲": {"unit": "部", "roles": ["clerk"]}, "丙": {"unit": "部", "roles": ["boss"]}}


def taken(**parameters: str) -> Case:
    """A case taken on Monday 2 March 2026 at nine."""
    case = Case(PACK, PEOPLE, **parameters)
    assert case.do("2026-03-02T09:00", "take") == []
    return case


# -- which day --


def test_a_due_may_count_its_days_differently_from_the_pack() -> None:
    owed = taken().owed("2026-03-02T10:00")
    assert owed["day_in"] == "pending 03-03"
    assert owed["day_out"] == "pending 03-04"
    assert owed["close"] == "pending 03-04T18:00"
    assert owed["midnight"] == "pending 03-04"
    assert owed["both"] == "pending 03-03"


def test_the_end_of_a_day_a_week_a_month() -> None:
    case = taken()
    case.do("2026-12-23T12:00", "look")  # a Wednesday
    owed = case.owed("2026-12-23T13:00")
    assert owed["today"] == "pending 12-23"
    assert owed["week"] == "pending 12-27"
    assert owed["month"] == "pending 12-31"
    case.do("2027-02-07T12:00", "look")  # a Sunday
    owed = case.owed("2027-02-07T13:00")
    assert owed["week.2"] == "pending 02-07"
    assert owed["month.2"] == "pending 02-28"
    case.do("2027-03-31T12:00", "look")
    assert case.owed("2027-03-31T13:00")["month.3"] == "pending 03-31"


def test_what_is_owed_once_counts_from_the_first_act_what_is_owed_each_time_from_the_last() -> None:
    case = taken()
    case.do("2026-03-02T10:00", "touch")
    case.do("2026-03-04T10:00", "touch")
    owed = case.owed("2026-03-04T11:00")
    assert owed["once"] == "pending 03-07"
    assert (owed["each"], owed["each.2"]) == ("pending 03-07", "pending 03-09")


# -- which instant --


def test_a_window_opens_at_the_start_of_its_first_day() -> None:
    case = taken()
    case.do("2026-03-02T10:00", "touch")
    case.do("2026-03-11T23:59:59", "look")
    assert "过早" in case.owed("2026-03-12T00:00")["window"]
    case.do("2026-03-12T00:00", "look")
    assert case.instance("window").state is DutyState.DONE


def test_an_act_that_claims_to_have_been_in_time_says_so_and_changes_nothing() -> None:
    at_the_limit, past_it = taken(), taken()
    at_the_limit.do("2026-03-06T09:00", "free", occurred="2026-03-03T23:59:59.999999")
    past_it.do("2026-03-06T09:00", "free", occurred="2026-03-04T00:00")
    notes = [
        [note for note, _ in case.instance("day_in").notes] for case in (at_the_limit, past_it)
    ]
    assert notes == [[Note.CLAIMED_IN_TIME], []]
    assert all(c.instance("day_in").state is DutyState.DONE_LATE for c in (at_the_limit, past_it))


def test_the_strictest_limit_is_shown_while_no_level_is_determined() -> None:
    case = taken()
    line = case.instance("level").limit
    assert (line.moment, line.reason) == (None, "level")
    assert line.shown == case.at("2026-03-02T14:00")
    case.do("2026-03-02T10:00", "grade", level="轻")
    assert case.owed("2026-03-02T11:00")["level"] == "pending 03-02T18:00"


def test_an_unset_parameter_leaves_the_limit_open_and_names_itself() -> None:
    line = taken().instance("unset").limit
    assert (line.moment, line.reason, line.parameter) == (None, "parameter", "quick")
    case = taken(quick="3")
    assert case.owed("2026-03-02T12:00")["unset"] == "pending 03-02T12:00"
    assert case.owed("2026-03-02T12:00:01")["unset"] == "breached 03-02T12:00"


def test_a_mere_target_is_never_missed() -> None:
    case = taken()
    assert case.owed("2026-03-09T09:00")["target"] == "pending 03-02T10:00"
    case.do("2026-03-09T10:00", "free")
    assert case.instance("target").state is DutyState.DONE
    assert case.instance("target").breach is None


# -- approvals and extensions --


def test_a_date_counts_as_approved_not_as_proposed() -> None:
    case = taken()
    case.do("2026-03-02T10:00", "plan", until="2026-03-20T18:00")
    assert "approved" not in case.owed("2026-03-02T11:00")
    assert case.owed("2026-03-02T11:00")["planned"] == "pending 03-20T18:00"
    case.sign("2026-03-02T12:00", "plan", "丙")
    case.do("2026-03-02T13:00", "plan", until="2026-03-30T18:00")
    owed = case.owed("2026-03-02T14:00")
    assert owed["approved"] == "pending 03-20T18:00"
    assert owed["planned"] == "pending 03-30T18:00"


def test_a_refused_approval_leads_back_and_sets_nothing_off() -> None:
    case = taken()
    case.do("2026-03-02T10:00", "plan", until="2026-03-20T18:00")
    case.do("2026-03-02T11:00", "done")
    assert case.state.stage == "验"
    case.sign("2026-03-02T12:00", "plan", "丙", decision="refuse")
    assert (case.state.stage, case.state.rounds) == ("办", 1)
    assert "approved" not in case.owed("2026-03-02T13:00")


def test_a_refusal_in_the_stage_itself_opens_no_round() -> None:
    case = taken()
    case.do("2026-03-02T10:00", "plan", until="2026-03-20T18:00")
    case.sign("2026-03-02T12:00", "plan", "丙", decision="refuse")
    assert (case.state.stage, case.state.rounds) == ("办", 0)


def extended(asked: str, granted: str, new: str, outcome: str = "给") -> Case:
    case = taken()
    case.do(asked, "ask", new=new)
    case.do(granted, "grant", "丙", outcome=outcome)
    return case


def test_an_extension_asked_at_the_last_moment_ahead_counts_one_asked_later_is_noted() -> None:
    good = extended("2026-03-10T23:59:59", "2026-03-11T09:00", "2026-03-20T18:00")
    assert good.owed("2026-03-13T09:00")["finish"] == "pending 03-20T18:00 (延期获准)"
    late = extended("2026-03-11T00:00", "2026-03-11T09:00", "2026-03-20T18:00")
    assert "逾期申请" in late.owed("2026-03-13T09:00")["finish"]
    late.do("2026-03-12T23:59:59", "done")
    assert late.instance("finish").state is DutyState.DONE, "in time by the old limit"
    later = extended("2026-03-11T00:00", "2026-03-11T09:00", "2026-03-20T18:00")
    later.do("2026-03-13T00:00", "done")
    assert later.instance("finish").state is DutyState.DONE_LATE, "judged by the old limit"


def test_a_second_extension_asked_too_late_is_still_judged_by_the_first_limit() -> None:
    case = extended("2026-03-11T09:00", "2026-03-11T10:00", "2026-03-20T18:00")
    case.do("2026-03-20T09:00", "ask", new="2026-03-25T18:00")
    case.do("2026-03-20T10:00", "grant", "丙", outcome="给")
    assert case.instance("finish").judged_by == case.at("2026-03-12")


def test_what_is_not_granted_and_what_would_shorten_moves_nothing() -> None:
    refused = extended("2026-03-03T09:00", "2026-03-03T10:00", "2026-03-20T18:00", "不给")
    assert refused.owed("2026-03-04T09:00")["finish"] == "pending 03-12"
    same = extended("2026-03-03T09:00", "2026-03-03T10:00", "2026-03-12")
    assert len(same.instance("finish").lines) == 1
    shorter = extended("2026-03-03T09:00", "2026-03-03T10:00", "2026-03-05T18:00")
    assert shorter.owed("2026-03-04T09:00")["finish"] == "pending 03-12"


# -- rounds and stages --


def test_going_back_opens_a_round_going_on_and_staying_do_not() -> None:
    case = taken()
    case.do("2026-03-02T10:00", "look")
    case.do("2026-03-02T11:00", "done")
    assert case.state.rounds == 0
    assert case.state.steps["done"].valid
    case.do("2026-03-02T12:00", "check", "丙", outcome="不好")
    state = case.state
    assert (state.stage, state.rounds) == ("办", 1)
    assert not state.steps["done"].valid
    assert not state.steps["check"].valid
    assert not state.steps["look"].valid, "it was done in the stage that is entered again"
    assert state.steps["take"].valid, "it was done before any stage"
    assert state.fields["check.outcome"] == "不好"


def test_an_outcome_that_stays_in_the_stage_opens_a_round_a_plain_step_does_not() -> None:
    case = taken()
    case.do("2026-03-02T11:00", "done")
    case.do("2026-03-02T12:00", "check", "丙", outcome="再验")
    assert (case.state.stage, case.state.rounds) == ("验", 1)


def test_a_case_is_closed_in_its_last_stage_and_open_again_when_it_leaves() -> None:
    case = taken()
    assert case.state.closed is None
    case.do("2026-03-02T11:00", "done")
    assert case.state.closed is None
    case.do("2026-03-02T12:00", "check", "丙", outcome="好")
    assert case.state.closed == case.at("2026-03-02T12:00")


# -- rhythms --


def test_a_turn_is_served_from_the_first_to_the_last_instant_of_its_day() -> None:
    for moment in ("2026-03-03T00:00", "2026-03-03T23:59:59.999999"):
        case = taken()
        case.do(moment, "look")
        assert case.owed("2026-03-04T00:00")["daily"] == "done 03-03"
    missed = taken()
    missed.do("2026-03-04T00:00", "look")
    owed = missed.owed("2026-03-04T00:00")
    assert (owed["daily"], owed["daily.2"]) == ("breached 03-03", "done 03-04")


def test_an_entry_before_its_day_does_not_serve_the_next() -> None:
    case = taken()
    case.do("2026-03-02T12:00", "look")
    assert case.owed("2026-03-02T13:00")["daily"] == "pending 03-03"
    case.do("2026-03-03T12:00", "look")
    case.do("2026-03-03T13:00", "look")
    owed = case.owed("2026-03-03T14:00")
    assert (owed["daily"], owed["daily.2"]) == ("done 03-03", "pending 03-04")


def test_a_missed_day_can_be_made_up_late_for_that_day_only() -> None:
    case = taken()
    case.do("2026-03-05T09:00", "look", occurred="2026-03-03T12:00")
    owed = case.owed("2026-03-05T10:00")
    assert owed["daily"] == "done_late 03-03 (称按时，补录)"
    assert owed["daily.2"] == "breached 03-04"
    assert owed["daily.3"] == "pending 03-05"


def test_a_week_may_count_from_the_week_in_which_it_began_and_stay_owed_at_the_end() -> None:
    case = taken()
    assert case.owed("2026-03-02T10:00")["weekly"] == "pending 03-08"
    case.do("2026-03-04T10:00", "done")
    owed = case.owed("2026-03-09T00:00")
    assert owed["weekly"] == "breached 03-08", "the begun week stays owed"
    assert owed["daily"] == "breached 03-03"
    assert owed["daily.2"] == "lapsed 03-04", "the begun day is waived"


def test_a_turn_that_had_not_begun_when_the_rhythm_ended_is_never_owed() -> None:
    case = taken()
    case.do("2026-03-02T10:00", "look")
    case.do("2026-03-04T10:00", "look", occurred="2026-03-02T11:00")
    assert case.owed("2026-03-04T11:00")["weekly"].startswith("done")
    case.do("2026-03-05T10:00", "done")
    assert case.owed("2026-03-30T10:00")["weekly.2"] == "lapsed 03-15"


def test_a_gap_counts_from_the_last_entry_in_days_workdays_or_hours() -> None:
    case = taken()
    owed = case.owed("2026-03-02T09:30")
    assert (owed["gap"], owed["gap_w"], owed["gap_h"]) == (
        "pending 03-04",
        "pending 03-04",
        "pending 03-02T12:00",
    )
    case.do("2026-03-06T09:00", "touch")  # a Friday
    owed = case.owed("2026-03-06T10:00")
    assert owed["gap"] == "breached 03-04"
    assert owed["gap.2"] == "done 03-06"
    assert owed["gap.3"] == "pending 03-08"
    assert owed["gap_w.3"] == "pending 03-10"


def test_a_missed_gap_goes_on_from_the_missed_limit_and_each_miss_is_one_breach() -> None:
    owed = taken().owed("2026-03-09T00:00")
    assert [owed[name] for name in ("gap", "gap.2", "gap.3")] == [
        "breached 03-04",
        "breached 03-06",
        "breached 03-08",
    ]
    assert owed["gap.4"] == "pending 03-10"


# -- corrections --


def test_a_waiver_ends_a_duty_and_leaves_its_breach_on_record() -> None:
    case = taken()
    case.note("2026-03-10T09:00", Kind.WAIVED, instance=case.instance("day_in").id, reason="x")
    case.note("2026-03-10T09:00", Kind.WAIVED, instance=case.instance("finish").id, reason="x")
    assert case.instance("day_in").state is DutyState.WAIVED
    assert case.instance("day_in").breach is not None
    assert case.instance("finish").breach is None
    case.do("2026-03-10T10:00", "done")
    assert case.instance("finish").state is DutyState.WAIVED


def test_an_excuse_is_a_note_and_no_cure() -> None:
    case = taken()
    case.note("2026-03-10T09:00", Kind.EXCUSED, instance=case.instance("day_in").id, reason="x")
    assert case.instance("day_in").state is DutyState.BREACHED
    assert "已说明" in case.owed("2026-03-10T10:00")["day_in"]


def test_the_next_due_moment_is_the_nearest_of_what_is_still_owed() -> None:
    found = taken().assessed("2026-03-02T09:30")
    assert found.next_due_at == found.state.opened + timedelta(hours=3)  # the gap of three hours


def test_a_missed_beat_stays_a_breach_and_is_owed_no_more() -> None:
    case = taken()
    case.owed("2026-03-05T10:00")
    beats = [i for i in case.state.instances.values() if i.duty in ("daily", "gap")]
    missed = [i for i in beats if i.state is DutyState.BREACHED]
    assert len(missed) == 3
    assert all(i.breach is not None and i.missed and not i.owed for i in missed)
    running = [i for i in beats if i.owed]
    assert {i.duty for i in running} == {"daily", "gap"}, "the next beat is what is owed"
    assert not set(map(id, missed)) & set(map(id, case.state.open_instances()))
