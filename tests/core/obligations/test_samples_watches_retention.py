"""Across cases: what a watch finds, what is drawn, how long a file is kept."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.obligations.model import CaseState, StepDone
from huiyin.obligations.retention import Kept, kept_until
from huiyin.obligations.rules import Rules
from huiyin.obligations.samples import draw
from huiyin.obligations.watches import Seen, base_of, hits, returned, streak, surge
from huiyin.policy.load import parse
from huiyin.worktime import Calendar, Duration, period_of

DAY = datetime(2026, 3, 1, tzinfo=UTC)


def seen(*entries: tuple[str, int, str]) -> list[Seen]:
    return [Seen(case, DAY + timedelta(days=days), (apart,)) for case, days, apart in entries]


def test_three_customers_within_thirty_days_are_a_hit_and_the_cases_are_told_in_order() -> None:
    found = seen(("c", 20, "丙"), ("a", 0, "甲"), ("b", 30, "乙"))
    assert hits(found, 3, DAY, DAY + timedelta(days=30)) == ("a", "c", "b")
    assert hits(found, 3, DAY, DAY + timedelta(days=30, microseconds=-1)) == ()


def test_one_customer_complaining_again_and_again_does_not_add_up() -> None:
    found = seen(("a", 0, "甲"), ("b", 1, "甲"), ("c", 2, "甲"))
    assert hits(found, 2, DAY, DAY + timedelta(days=30)) == ()


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 5)), max_size=20), st.integers(1, 6))
def test_a_hit_needs_as_many_different_ones_as_asked(
    entries: list[tuple[int, int]], least: int
) -> None:
    found = seen(*((f"case {n}", days, str(apart)) for n, (days, apart) in enumerate(entries)))
    inside = [one for one in found if one.occurred <= DAY + timedelta(days=30)]
    cases = hits(found, least, DAY, DAY + timedelta(days=30))
    assert bool(cases) == (len({one.apart for one in inside}) >= least)
    assert not cases or sorted(cases) == sorted(one.case for one in inside)


def test_what_lies_within_the_term_after_a_remedy_came_back_and_nothing_else() -> None:
    entries = seen(
        ("while", 9, ""), ("same", 10, ""), ("back", 11, ""), ("last", 40, ""), ("late", 41, "")
    )
    span = (DAY + timedelta(days=10), DAY + timedelta(days=40))
    assert [one.case for one in returned(entries, [span])] == ["back", "last"]
    assert returned(entries, []) == ()


@given(
    st.lists(st.integers(0, 60), max_size=20),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=5),
)
def test_a_further_remedy_only_adds_to_what_came_back(
    days: list[int], remedies: list[tuple[int, int]]
) -> None:
    entries = seen(*((f"case {n}", day, "") for n, day in enumerate(days)))
    spans = [(DAY + timedelta(days=a), DAY + timedelta(days=a + b)) for a, b in remedies]
    found = returned(entries, spans)
    assert set(returned(entries, spans[1:])) <= set(found)
    assert all(any(end < one.occurred <= until for end, until in spans) for one in found)
    assert {*found} | {one for one in entries if one not in found} == set(entries)


def test_a_surge_lies_above_the_mean_by_more_than_the_share() -> None:
    assert surge(40, 4, 16, Decimal(50))
    assert not surge(40, 4, 15, Decimal(50))
    assert not surge(0, 0, 99, Decimal(50))


@given(
    st.lists(st.integers(0, 100), min_size=1, max_size=12), st.integers(0, 300), st.integers(0, 300)
)
def test_a_surge_agrees_with_exact_fractions(before: list[int], now: int, percent: int) -> None:
    mean = Fraction(sum(before), len(before))
    found = surge(sum(before), len(before), now, Decimal(percent))
    assert found == (now > mean * (100 + percent) / 100)


def test_the_base_of_a_surge_is_the_whole_periods_before_it() -> None:
    calendar = Calendar()
    days = base_of(period_of("day", date(2026, 3, 30)), Duration.parse("4 weeks"), calendar)
    assert (days[0].name, days[-1].name, len(days)) == ("2026-03-02", "2026-03-29", 28)
    months = base_of(period_of("month", date(2026, 3, 1)), Duration.parse("3 months"), calendar)
    assert [month.name for month in months] == ["2025-12", "2026-01", "2026-02"]


def test_a_streak_is_so_many_periods_in_a_row_and_a_gap_breaks_it() -> None:
    calendar = Calendar()
    march, may, june, july = (datetime(2026, m, 9, tzinfo=UTC) for m in (3, 5, 6, 7))
    assert streak([march, may, june], "month", 3, calendar) == ()
    assert [p.name for p in streak([july, march, may, june], "month", 3, calendar)] == [
        "2026-05",
        "2026-06",
        "2026-07",
    ]
    assert streak([march, march, march], "month", 2, calendar) == ()
    assert streak([march], "month", 0, calendar) == ()


pools = st.lists(st.text("abcdef0123", min_size=3, max_size=5), unique=True, max_size=40)


@given(pools, st.text(max_size=8), st.integers(1, 100), st.integers(0, 5))
def test_a_draw_takes_the_share_rounded_up_at_least_some_and_none_twice(
    pool: list[str], seed: str, percent: int, least: int
) -> None:
    drawn = draw(pool, seed, percent=percent, at_least=least)
    wanted = max(ceil(Fraction(len(pool) * percent, 100)), least)
    assert len(drawn.cases) == len(set(drawn.cases)) == min(wanted, len(pool))
    assert set(drawn.cases) <= set(pool)


@given(pools, st.text(max_size=8), st.randoms())
def test_anybody_who_draws_again_finds_the_same(pool: list[str], seed: str, rng: object) -> None:
    shuffled = sorted(pool, key=lambda _: rng.random())  # type: ignore[attr-defined]
    assert draw(pool, seed, count=7) == draw(shuffled, seed, count=7)


@given(pools, st.text(max_size=8))
def test_the_next_in_order_stands_in_for_a_drawn_case(pool: list[str], seed: str) -> None:
    drawn = draw(pool, seed, count=3)
    first = drawn.instead(())
    assert first == (drawn.order[3] if len(pool) > 3 else None)
    assert first is None or drawn.instead([first]) == (drawn.order[4] if len(pool) > 4 else None)


PACK = """
pack: kept
version: '2026.1'
title: 保管
counting: {month: {day_zero: excluded, end: midnight}}
roles: {clerk: 办事员}
levels: {重: {label: 重}, 轻: {label: 轻}}
flags: {纠纷: 纠纷}
parameters: {own: {label: 自定, unit: year}}
clauses: {r0: {cite: r0, text: 零}, r1: {cite: r1, text: 一}, r2: {cite: r2, text: 二}}
procedures:
  complaint:
    label: 投诉
    stages: [办理, 归档]
    steps:
      take: {label: 接, by: clerk, to: 办理}
      archive: {label: 归档, by: clerk, in: [办理], to: 归档}
  other: {label: 别的, stages: [完], steps: {do: {label: 做, by: clerk, to: 完}}}
retention:
  clause: r0
  from: complaint.archive
  anniversary: ANNIVERSARY
  classes:
    - {level: 轻, keep: 2 years}
    - {level: 重, keep: 5 years, clause: r1}
    - {flag: 纠纷, keep: 永久, clause: r2}
    - {level: 重, flag: 纠纷, keep: own}
"""


def kept(level: str, *flags: str, anniversary: str = "kept", archived: bool = True) -> Kept | None:
    rules = Rules(parse({"pack.yaml": PACK.replace("ANNIVERSARY", anniversary)}).pack)
    state = CaseState(procedure="complaint", level=level, flags=set(flags))
    if archived:
        moment = datetime(2024, 2, 29, 9, tzinfo=UTC)
        state.steps["archive"] = StepDone(1, moment, "甲", None, None, "办理")
    return kept_until(rules, state)


@pytest.mark.parametrize(
    ("anniversary", "until"), [("kept", date(2026, 2, 28)), ("free", date(2026, 2, 27))]
)
def test_the_anniversary_is_kept_or_free_as_the_pack_says(anniversary: str, until: date) -> None:
    assert kept("轻", anniversary=anniversary) == Kept(until, ("r0",))


def test_the_longest_class_wins_and_always_is_longest() -> None:
    assert kept("重") == Kept(date(2029, 2, 28), ("r1",))
    found = kept("轻", "纠纷")
    assert found == Kept(None, ("r2",))
    assert found.always


def test_no_day_is_said_while_the_term_has_not_begun_or_is_not_set() -> None:
    assert kept("轻", archived=False) == Kept(None, ("r0",), undetermined="not_started")
    assert kept("重", "纠纷") == Kept(None, ("r0",), undetermined="own")


def test_the_pack_says_nothing_of_other_procedures() -> None:
    rules = Rules(parse({"pack.yaml": PACK.replace("ANNIVERSARY", "kept")}).pack)
    assert kept_until(rules, CaseState(procedure="other")) is None
