"""What reaches the customer: the round of a form, the time for coming back, what a reply must say."""

from huiyin.eventlog.envelope import CUSTOMER
from huiyin.obligations.act import Act
from tests.core.obligations.one_case import Case

PACK = """
pack: small
version: "2026.1"
title: 小
counting: {day: {day_zero: excluded, end: midnight}}
roles: {clerk: 店员, caller: 回访员}
parameters: {back_days: {label: 可以重开, unit: day, values: {2026-01-01: 7}, clause: p1}}
procedures:
  matter:
    label: 事项
    stages: [办, 访, 完]
    final: [完]
    steps:
      take:   {label: 收, by: clerk, to: 办, form: {what: {label: 事, type: longtext}}}
      ask_ok: {label: 报批, by: clerk, in: [办], form: {plan: {label: 方案, required: true}}}
      work:   {label: 做, by: clerk, in: [办], to: 访, needs: [{approved: ok, says: 方案还没有批准, clause: a1}]}
      tell:
        label: 答复
        by: clerk
        in: [访]
        clause: t0
        form: {text: {label: 答复, type: longtext, told: true}, basis: {label: 依据, type: longtext}}
        reply:
          text: text
          draft: "{take.what}，查过了。"
          parts:
            basis: {label: 依据什么, fields: [basis], clause: t1}
            found: {label: 查到什么, fields: [take.what, text], clause: t2}
      visit:
        label: 回访
        by: caller
        in: [访]
        clause: v1
        outcomes: {好: {to: 完}, 不好: {to: 办}, 没接: {asks: [next]}}
        form: {next: {label: 下次, type: moment}}
        call: {missed: {outcome: 没接}, tries: [next], next: next}
      add:    {label: 补充, by: clerk, in: [办, 访], may: true}
      back:   {label: 重开, by: customer, in: [完], to: 办, may: true, clause: b0, until: {after: [visit], within: back_days, clause: b1}}
    approvals:
      ok: {label: 批准, of: ask_ok, signers: [{by: caller}], clause: a0}
"""  # noqa: E501
PEOPLE = {"甲": {"unit": "部", "roles": ["clerk"]}, "乙": {"unit": "部", "roles": ["caller"]}}


def visiting() -> Case:
    """A case at its revisit."""
    case = Case(PACK, PEOPLE)
    assert case.do("2026-03-02T09:00", "take", what="漏水") == []
    approved(case, "2026-03-02")
    assert case.do("2026-03-02T12:00", "work") == []
    return case


def approved(case: Case, day: str) -> None:
    assert case.do(f"{day}T10:00", "ask_ok", plan="换管") == []
    assert case.sign(f"{day}T11:00", "ok", "乙") == []


def of_round(case: Case, moment: str, step: str, round_: int, who: str = "乙") -> list[str]:
    """Hand in a form that was opened in some round."""
    case.begin(moment)
    outcome = "好" if step == "visit" else None
    act = Act(name=step, actor=case.actor(who), at=case.at(moment), outcome=outcome, round=round_)
    return case._finish(act)


def test_a_revisit_of_an_earlier_round_is_refused_in_the_next_one() -> None:
    case = visiting()
    assert case.do("2026-03-03T09:00", "visit", "乙", outcome="不好") == []
    approved(case, "2026-03-04")
    assert case.do("2026-03-04T12:00", "work") == []
    said = "[v1] “回访”是第 1 轮的，现在是第 2 轮，请按现在的情况重新办理"
    assert of_round(case, "2026-03-05T09:00", "visit", 0) == [said]
    assert of_round(case, "2026-03-05T09:00", "visit", 1) == []


def test_what_is_only_permitted_is_taken_from_any_round() -> None:
    case = visiting()
    assert case.do("2026-03-03T09:00", "visit", "乙", outcome="不好") == []
    assert of_round(case, "2026-03-03T10:00", "add", 0, who="甲") == []


def test_a_step_after_its_approval_was_withdrawn_is_refused() -> None:
    case = Case(PACK, PEOPLE)
    assert case.do("2026-03-02T09:00", "take", what="漏水") == []
    assert case.do("2026-03-02T10:00", "ask_ok", plan="换管") == []
    assert case.withdraw("2026-03-02T10:30", "ok", "甲") == []
    assert case.do("2026-03-02T12:00", "work") == ["[a1] 方案还没有批准"]


def test_a_case_is_taken_up_again_until_the_last_instant_and_not_a_moment_longer() -> None:
    case = visiting()
    assert case.do("2026-03-03T09:00", "visit", "乙", outcome="好") == []
    late = case.do("2026-03-11T00:00", "back", CUSTOMER.person)
    assert late == ["[b1] “重开”只能在 2026-03-10 23:59 以前办理"]
    assert case.do("2026-03-10T23:59", "back", CUSTOMER.person) == []
    assert case.state.stage == "办"
    assert case.state.closed is None


def test_a_reply_that_leaves_something_out_is_refused_with_the_clause() -> None:
    case = visiting()
    assert case.do("2026-03-02T13:00", "tell", text="修好了") == ["[t1] 答复里缺“依据什么”"]
    assert case.do("2026-03-02T13:00", "tell", text="修好了", basis="维修单") == []


def test_each_try_is_an_act_of_its_own() -> None:
    case = visiting()
    for hour in (9, 14):
        moment = f"2026-03-03T{hour:02}:00"
        assert case.do(moment, "visit", "乙", outcome="没接", next="2026-03-04T09:00") == []
    assert case.state.steps["visit"].count == 2
    assert case.state.stage == "访"
