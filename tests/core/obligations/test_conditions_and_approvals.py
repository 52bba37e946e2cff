"""Every fact and operator at its edge, every way in which an approval is settled."""

import pytest

from huiyin.eventlog.kinds import Kind
from huiyin.obligations.facts import Facts, given
from huiyin.obligations.model import DutyState
from huiyin.policy.conditions import Condition, Fact
from tests.core.obligations.one_case import Case

PACK = """
pack: small
version: "2026.1"
title: 小
counting: {day: {day_zero: excluded, end: midnight}, workday: {day_zero: excluded, end: midnight}}
roles: {clerk: 经办, boss: 负责人, chief: 总经理}
parameters: {limit: {label: 上限, unit: yuan, values: {2026-01-01: 100}}, open: {label: 没设, unit: yuan, values: {}}}
levels: {重: {}, 轻: {}}
procedures:
  matter:
    label: 事项
    stages: [办, 完]
    steps:
      take:  {label: 收, by: clerk, to: 办, form: {n: {label: 数, type: number}, many: {label: 多选, type: multi, of: [甲, 乙, 丙]}, level: {label: 级, of: [重, 轻]}}, sets_level: level, flag: 新}
      buy:   {label: 买, by: clerk, form: {sum: {label: 数, type: money}, what: {label: 物, of: [纸, 笔]}}}
      again: {label: 再看, by: clerk, outcomes: {好: {}, 坏: {to: 办}}}
      pay:   {label: 付, by: boss, needs: [{approved: buy, says: 没批}]}
      free:  {label: 放, by: boss, to: 完}
      gate:  {label: 门, by: boss, needs: {all: [{flag: 新, given: false, says: 还新}], any: [{done: buy, says: 没买}, {done: pay}]}}
    approvals:
      buy: {label: 采购, of: buy, within: 1 day, signers: [{by: boss, clause: a1}, {by: chief, clause: a2, when: [{measure: total, over: limit}]}]}
    measures:
      total:    {kind: sum, of: buy.sum, unless: buy}
      times:    {kind: count, of: buy}
      kinds:    {kind: distinct, of: buy.what}
      last:     {kind: last, of: buy.sum}
      good:     {kind: count, of: again, outcome: 好}
    duties:
      quick: {label: 快, after: take, due: {within: 1 day}, done_by: pay}
      other: {label: 慢, after: take, due: {within: 9 days}, done_by: pay}
"""  # noqa: E501
PEOPLE = {
    "甲": {"unit": "部", "roles": ["clerk"]},
    "乙": {"unit": "部", "roles": ["clerk", "boss"]},
    "丙": {"unit": "部", "roles": ["boss"]},
    "丁": {"unit": "部", "roles": ["chief"]},
}


def taken(**form: object) -> Case:
    case = Case(PACK, PEOPLE)
    assert case.do("2026-03-02T09:00", "take", **form) == []
    return case


def holds(case: Case, **fact: object) -> bool:
    facts = Facts(case.draft.fold.rules, case.state, case.at("2026-03-02T12:00"), {"n": "5"})
    return facts.holds(Condition(all=(Fact.model_validate(fact),)))


@pytest.mark.parametrize(
    ("operator", "allowed"),
    [("over", "8"), ("at_least", "78"), ("under", "6"), ("at_most", "67")],
)
def test_a_comparison_at_the_bound_of_seven(operator: str, allowed: str) -> None:
    for value in "678":
        assert holds(taken(n=value), field="take.n", **{operator: "7"}) is (value in allowed), value


def test_a_comparison_with_nothing_or_with_words_never_holds() -> None:
    for operator in ("over", "at_least", "under", "at_most"):
        assert not holds(taken(), field="take.n", **{operator: "7"})
        assert not holds(taken(n="7"), field="take.many", **{operator: "7"})
        assert not holds(taken(n="7"), field="take.n", **{operator: "many"})


def test_words_are_compared_one_by_one() -> None:
    case = taken(many=["甲", "乙"])
    assert holds(case, field="take.many", **{"is": "甲"})
    assert not holds(case, field="take.many", **{"is": "丙"})
    assert holds(case, field="take.many", **{"in": ["丙", "乙"]})
    assert not holds(case, field="take.many", not_in=["丙", "乙"])
    assert holds(case, field="take.many", not_in=["丙"])
    assert holds(taken(), field="take.many", not_in=["丙"])


def test_given_asks_only_whether_something_was_said() -> None:
    assert holds(taken(n="0"), field="take.n", given="true")
    assert not holds(taken(n="0"), field="take.n", given="false")
    assert holds(taken(), field="take.n", given="false")
    assert [given(v) for v in (None, "", [], {}, ())] == [False] * 5
    assert [given(v) for v in (0, False, "0", [0], {"a": 1})] == [True] * 5


def test_a_fact_can_be_turned_over() -> None:
    case = taken(level="重")
    for fact in ({"flag": "新"}, {"level": "重"}, {"stage": "办"}, {"done": "take"}):
        assert holds(case, **fact)
        assert not holds(case, **fact, given="false")
    assert not holds(case, level=["轻"])
    assert not holds(case, stage="完")
    assert not holds(case, flag="旧")
    assert not holds(case, done="buy")


def test_an_own_field_is_read_from_the_form_at_hand() -> None:
    assert holds(taken(n="9"), field="n", **{"is": "5"})


def test_what_is_owed_and_what_was_ever_late() -> None:
    case = taken()
    assert not holds(case, none_open="quick")
    assert not holds(case, late="quick")
    case.owed("2026-03-04T09:00")
    assert holds(case, late="quick")
    assert not holds(case, late="other")
    assert not holds(case, none_open="quick"), "late, and still owed"
    case.do("2026-03-04T10:00", "buy", "甲", sum="1")
    case.sign("2026-03-04T11:00", "buy", "丙")
    case.do("2026-03-04T12:00", "pay", "丙")
    assert holds(case, none_open="quick")
    assert holds(case, late="quick"), "ever"


def test_an_open_child_case_is_owed_too() -> None:
    case = taken()
    assert holds(case, none_open="child")
    case.note("2026-03-02T10:00", Kind.CHILD_OPENED, procedure="child", child="x")
    assert not holds(case, none_open="child")
    assert holds(case, none_open="other_child")
    case.note("2026-03-02T11:00", Kind.CHILD_CLOSED, child="x")
    assert holds(case, none_open="child")


def test_figures_over_the_acts_of_a_case() -> None:
    case = taken()
    assert holds(case, measure="last", at_most="0")
    for number, (amount, what) in enumerate((("5", "纸"), ("30", "笔"), ("7", "纸"))):
        case.do(f"2026-03-02T1{number}:00", "buy", "甲", sum=amount, what=what)
    for measure, value in (("total", "42"), ("times", "3"), ("kinds", "2"), ("last", "7")):
        assert holds(case, measure=measure, at_least=value), measure
        assert not holds(case, measure=measure, over=value), measure
    case.do("2026-03-02T13:00", "again", outcome="坏")
    case.do("2026-03-02T14:00", "again", outcome="好")
    assert holds(case, measure="good", at_most="1")
    assert holds(case, measure="good", at_least="1")


def test_the_last_outcome_counts_in_this_round_only() -> None:
    case = taken()
    case.do("2026-03-02T13:00", "again", outcome="好")
    assert holds(case, last="again", **{"is": "好"})
    case.do("2026-03-02T14:00", "again", outcome="坏")
    assert not holds(case, last="again", **{"is": "坏"}), "it led back, so it is not valid itself"
    assert holds(case, field="again.outcome", **{"is": "坏"})


def test_of_a_gate_every_failing_word_is_said_and_of_alternatives_those_that_have_words() -> None:
    case = taken()
    assert case.do("2026-03-02T10:00", "gate", "丙") == ["还新", "没买"]
    case.do("2026-03-02T11:00", "buy", "甲", sum="1")
    assert case.do("2026-03-02T12:00", "gate", "丙") == ["还新"]


# -- approvals --


def bought(amount: str, who: str = "甲") -> Case:
    case = taken()
    assert case.do("2026-03-02T10:00", "buy", who, sum=amount) == []
    return case


def test_a_signature_is_asked_of_each_in_turn_and_only_of_whom_the_amount_needs() -> None:
    case = bought("100")
    assert case.sign("2026-03-02T11:00", "buy", "丁") == ["[a1] 轮到负责人；可由：乙、丙"]
    assert case.sign("2026-03-02T11:00", "buy", "丙") == []
    assert case.state.approvals["buy"].status == "approved"
    assert case.sign("2026-03-02T11:00", "buy", "丁") == ["没有待签内容"]
    above = bought("101")
    assert above.sign("2026-03-02T11:00", "buy", "丙") == []
    assert above.state.approvals["buy"].status == "open"
    assert above.instance("approval buy").bearer.roles == ("chief",), "it is handed on"
    assert above.sign("2026-03-02T11:00", "buy", "丁") == []
    assert above.state.approvals["buy"].status == "approved"
    assert above.instance("approval buy").state is DutyState.DONE


def test_the_proposer_never_signs_and_nobody_signs_twice() -> None:
    case = bought("101", who="乙")
    assert case.sign("2026-03-02T11:00", "buy", "乙") == ["[a1] 乙不能签：提出人不能自批；可由：丙"]
    both = dict(PEOPLE, 丙={"unit": "部", "roles": ["boss", "chief"]})
    case = Case(PACK, both)
    case.do("2026-03-02T09:00", "take")
    case.do("2026-03-02T10:00", "buy", "甲", sum="101")
    assert case.sign("2026-03-02T11:00", "buy", "丙") == []
    assert case.sign("2026-03-02T11:30", "buy", "丙") == ["[a2] 轮到总经理；可由：丁"]


def test_filling_it_in_again_voids_every_signature_and_starts_the_time_anew() -> None:
    case = bought("10")
    case.sign("2026-03-02T11:00", "buy", "丙")
    assert holds(case, approved="buy")
    case.do("2026-03-04T10:00", "buy", "甲", sum="10")
    assert not holds(case, approved="buy")
    assert case.state.approvals["buy"].version == 2
    assert case.owed("2026-03-04T11:00")["approval buy.2"] == "pending 03-05"
    case.do("2026-03-04T12:00", "buy", "甲", sum="10")
    assert case.owed("2026-03-04T13:00")["approval buy.2"] == "lapsed 03-05"


def test_what_was_refused_no_longer_adds_up_and_what_was_not_does() -> None:
    case = bought("60")
    case.sign("2026-03-02T11:00", "buy", "丙", decision="refuse")
    assert case.state.approvals["buy"].status == "refused"
    assert case.instance("approval buy").state is DutyState.DONE
    assert holds(case, measure="total", at_most="0")
    assert holds(case, measure="times", at_least="1"), "it happened all the same"
    case.do("2026-03-02T12:00", "buy", "甲", sum="60")
    case.sign("2026-03-02T13:00", "buy", "丙")
    assert case.state.approvals["buy"].status == "approved", "sixty, not a hundred and twenty"


def test_only_the_proposer_takes_it_back_and_only_while_it_is_open() -> None:
    case = bought("101")
    assert case.withdraw("2026-03-02T11:00", "buy", "丙") == ["只有提出人可以撤回"]
    assert case.withdraw("2026-03-02T11:00", "buy", "甲") == []
    assert case.state.approvals["buy"].status == "withdrawn"
    assert case.instance("approval buy").state is DutyState.LAPSED
    assert case.withdraw("2026-03-02T12:00", "buy", "甲") == ["没有待签内容"]
    assert case.sign("2026-03-02T12:00", "buy", "丙") == ["没有待签内容"]
    done = bought("1")
    done.sign("2026-03-02T11:00", "buy", "丙")
    assert done.withdraw("2026-03-02T12:00", "buy", "甲") == ["没有待签内容"]
    assert taken().withdraw("2026-03-02T12:00", "buy", "甲") == ["没有待签内容"]


def test_a_withdrawal_that_comes_out_of_order_changes_nothing_that_is_settled() -> None:
    case = bought("1")
    case.sign("2026-03-02T11:00", "buy", "丙")
    case.note("2026-03-02T12:00", Kind.WITHDRAWN, approval="buy")
    assert case.state.approvals["buy"].status == "approved"
    early = taken()
    early.note("2026-03-02T12:00", Kind.WITHDRAWN, approval="buy")
    assert "buy" not in early.state.approvals


def test_the_total_time_of_an_approval_can_be_missed() -> None:
    case = bought("1")
    assert case.owed("2026-03-03T23:59:59")["approval buy"] == "pending 03-03"
    assert case.owed("2026-03-04T00:00")["approval buy"] == "breached 03-03"
    case.sign("2026-03-04T09:00", "buy", "丙")
    assert case.instance("approval buy").state is DutyState.DONE_LATE


NOBODY_YET = """
pack: t
version: '2026.1'
title: t
counting: {day: {day_zero: excluded, end: midnight}}
levels: {重: {}, 轻: {}}
roles: {clerk: 员, boss: 长}
clauses: {a1: {cite: a1, text: 一}}
procedures:
  main:
    label: 案
    main: true
    stages: [办, 完]
    steps:
      plan:  {label: 方案, by: clerk, to: 办, form: {what: {label: 写}}}
      grade: {label: 定级, by: clerk, form: {level: {label: 级, of: [重, 轻]}}, sets_level: level}
      end:   {label: 完, by: clerk, to: 完}
    approvals:
      plan: {label: 批方案, of: plan, signers: [{by: boss, clause: a1, when: [{level: 重}]}]}
"""


def test_a_signature_that_nobody_must_give_is_owed_by_nobody_until_the_level_asks_for_it() -> None:
    case = Case(NOBODY_YET, {"甲": {"roles": ["clerk"]}, "乙": {"roles": ["boss"]}})
    case.do("2026-03-02T10:00", "plan", "甲", what="换线")
    assert case.state.open_instances() == []
    case.do("2026-03-02T11:00", "grade", "甲", level="重")
    (owed,) = case.state.open_instances()
    assert (owed.duty, owed.bearer.roles) == ("approval plan", ("boss",))
    case.do("2026-03-02T12:00", "grade", "甲", level="轻")
    assert case.state.open_instances() == []
    case.do("2026-03-02T13:00", "grade", "甲", level="重")
    case.sign("2026-03-02T14:00", "plan", "乙")
    assert case.state.open_instances() == []
    case.do("2026-03-02T15:00", "end", "甲")
    assert case.state.open_instances() == []
