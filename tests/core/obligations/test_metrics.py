"""What cases contribute to metrics, and what that comes to."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.obligations.contributing import entries
from huiyin.obligations.metrics import Apart, Entry, Group, groups, total
from huiyin.policy.metrics import COUNTS, SHARES
from tests.core.obligations.one_case import Case

NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)
ADDING = ("count", "share", "mean", "sum", "on_time", "late", "imported", "complete")
PEOPLE = {"甲": {"unit": "部", "roles": ["clerk"]}}
PACK = """
pack: counted
version: '2026.1'
title: 数
close_of_business: "18:00"
counting:
  hour: {day_zero: excluded, end: midnight}
  workday: {day_zero: excluded, end: close_of_business}
roles: {clerk: 店员}
clauses: {'1': {cite: 一, text: 一}}
procedures:
  complaint:
    label: 投诉
    main: true
    stages: [办理, 完成]
    uncounted: 试录
    pausing: {reasons: [等客户], duties: [answer], most: 5 days, by: [clerk], clause: '1'}
    dossier: {slip: {label: 单, step: slip, clause: '1'}}
    steps:
      take: {label: 接收, by: clerk, to: 办理}
      slip: {label: 填单, by: clerk, in: [办理], may: true}
      answer:
        label: 答复
        by: clerk
        in: [办理]
        form: {score: {label: 分, type: number, required: false}}
        outcomes: {好: {to: 完成}, 差: {}}
      plan: {label: 方案, by: clerk, in: [办理]}
      trial: {label: 试录, by: clerk, in: [办理, 完成], flag: 试录, may: true}
    duties:
      answer: {label: 答复, clause: '1', after: take, due: {within: 2 hours}, done_by: answer}
      plan: {label: 方案, clause: '1', after: take, due: {within: 2 workdays}, done_by: plan}
metrics:
  number: {label: 件数, kind: count, of: complaint}
  trials: {label: 试录数, kind: count, of: complaint, when: [{flag: 试录}]}
  kept: {label: 达标率, kind: on_time, of: answer}
  missed: {label: 超期率, kind: late, of: answer}
  score: {label: 分, kind: mean, of: answer.score}
  good: {label: 好, kind: share, of: 'answer:好'}
  every: {label: 次次好, kind: share, of: 'answer:好', per: act}
  whole: {label: 齐全, kind: complete, of: complaint}
  took: {label: 用时, kind: duration, of: answer}
  planned: {label: 方案用时, kind: duration, of: plan}
"""


def case() -> Case:
    made = Case(PACK, PEOPLE)
    made.do("2026-03-02T09:00", "take")
    return made


def figure(made: Case, name: str) -> Group:
    metric = made.rules.pack.metrics[name]
    mine = (e for e in entries(made.rules, made.state) if e.metric == name)
    return total(metric.kind, mine)


@pytest.mark.parametrize(
    ("at", "kept", "missed"),
    [("2026-03-02T11:00:00", 1, 0), ("2026-03-02T11:00:01", 0, 1)],
)
def test_late_is_late_to_the_second(at: str, kept: int, missed: int) -> None:
    made = case()
    made.do(at, "answer", outcome="好")
    assert (figure(made, "kept").value, figure(made, "missed").value) == (kept, missed)


def test_what_is_open_is_neither_kept_nor_late() -> None:
    group = figure(case(), "kept")
    assert (group.value, group.of, group.open) == (None, 0, 1)


def test_the_last_answer_of_a_case_counts_or_each_where_the_pack_says_so() -> None:
    made = case()
    made.do("2026-03-02T10:00", "answer", outcome="差")
    made.do("2026-03-02T10:30", "answer", outcome="好", score="4")
    assert (figure(made, "good").value, figure(made, "every").value) == (1, Decimal("0.5"))
    assert (figure(made, "score").value, figure(made, "score").of) == (4, 1)


def test_without_a_number_there_is_no_mean() -> None:
    made = case()
    assert figure(made, "score").value is None
    made.do("2026-03-02T10:00", "answer", outcome="好")
    group = figure(made, "score")
    assert (group.value, group.of, group.unanswered) == (None, 0, 1)


def test_a_file_is_complete_or_not_once_the_case_has_ended() -> None:
    made, other = case(), case()
    assert figure(made, "whole").value is None
    other.do("2026-03-02T09:30", "slip")
    for one in (made, other):
        one.do("2026-03-02T10:00", "answer", outcome="好")
    assert (figure(made, "whole").value, figure(other, "whole").value) == (0, 1)


def test_a_case_that_is_left_out_counts_nowhere_but_where_it_is_asked_for() -> None:
    made = case()
    assert (figure(made, "number").n, figure(made, "trials").n) == (1, 0)
    made.do("2026-03-02T10:00", "trial")
    assert (figure(made, "number").n, figure(made, "trials").n) == (0, 1)


def test_workdays_are_measured_in_office_hours_and_hours_by_the_clock() -> None:
    made = case()
    made.do("2026-03-03T09:00", "answer", outcome="差")
    made.do("2026-03-03T10:00", "plan")
    assert figure(made, "took").value == 24 * 3600
    assert figure(made, "planned").value == 9 * 3600  # eight hours of a day and one of the next


# -- whatever the cases --

aparts = st.sampled_from([Apart.NO, Apart.EXTENDED])


@st.composite
def some_entries(draw: st.DrawFn) -> list[Entry]:
    """Entries of one metric; what is open or unanswered measures nothing."""
    found = []
    for number in range(draw(st.integers(0, 12))):
        at = NINE + timedelta(hours=draw(st.integers(0, 50)))
        keys = (draw(st.sampled_from("甲乙")),)
        if draw(st.booleans()):
            value = Decimal(draw(st.integers(0, 1)))
            found.append(Entry("m", str(number), at, keys, value, 1, draw(aparts)))
        else:
            apart = draw(st.sampled_from([Apart.OPEN, Apart.UNDETERMINED, Apart.UNANSWERED]))
            found.append(Entry("m", str(number), at, keys, None, 0, apart))
    return found


def parts(group: Group) -> tuple[int, ...]:
    return (
        group.n,
        group.of,
        group.extended,
        group.open,
        group.undetermined,
        group.unanswered,
    )


def added(some: list[Group]) -> Iterator[int]:
    return map(sum, zip(*map(parts, some), strict=True))


@given(some_entries(), st.integers(0, 12), st.sampled_from(ADDING))
def test_two_parts_add_up_to_the_whole(found: list[Entry], cut: int, kind: str) -> None:
    halves = [total(kind, found[:cut]), total(kind, found[cut:])]
    assert tuple(added(halves)) == parts(total(kind, found))


@given(some_entries(), st.sampled_from(ADDING))
def test_the_groups_add_up_to_the_whole(found: list[Entry], kind: str) -> None:
    made = [total(kind, []), *groups(kind, found)]
    assert tuple(added(made)) == parts(total(kind, found))


@given(some_entries(), st.sampled_from([*ADDING, "repeat", "duration"]))
def test_a_value_rests_on_something_and_a_share_lies_between_0_and_1(
    found: list[Entry], kind: str
) -> None:
    group = total(kind, found)
    assert (group.value is None) == (group.of == 0 and kind not in COUNTS)
    if kind in SHARES and group.value is not None:
        assert 0 <= group.value <= 1
        assert round(group.value * group.of) == group.n


@given(some_entries())
def test_of_what_is_alike_all_but_one_repeat(found: list[Entry]) -> None:
    group = total("repeat", found)
    assert group.n == group.of - len({e.keys for e in found if e.of})
