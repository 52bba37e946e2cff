"""Figures are what the cases behind them say, for whoever may see those; an outsider sees nothing."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases import log
from huiyin.cases.commands.linking import Link, relate, separate
from huiyin.cases.metrics import COLUMNS, of_state
from huiyin.cases.models import Case, MetricEntry
from huiyin.cases.sealing import rebuild
from huiyin.obligations.fold import Fold
from huiyin.reports.figures import behind, figure, series
from huiyin.reports.spans import Span, last_spans, span_of
from tests.shell.cases.world import World
from tests.shell.reports.given import HOUR, NINE, company, done, settled, taken

pytestmark = pytest.mark.django_db
LATER = NINE + timedelta(days=2)


def march(world: World) -> Span:
    rules = world.caller("质量", LATER).book.current(LATER)
    return span_of(rules, "month", date(2026, 3, 1))


def three(world: World) -> list[Case]:
    """Two at one store, answered in time and late; one at the other, still open."""
    first = taken(world, kind="茶")
    done(world, first, "answer", NINE + HOUR)
    second = taken(world, kind="水")
    done(world, second, "answer", NINE + 3 * HOUR)
    third = taken(world, "小西", at=LATER, kind="茶")
    settled(LATER)
    return [first, second, third]


def stored(case: Case) -> list[tuple[Any, ...]]:
    rows = MetricEntry.objects.filter(case=case).order_by("metric", "place")
    return list(rows.values_list("metric", "place", "at", *COLUMNS, "value", "of", "apart"))


def folded(world: World, case: Case) -> list[tuple[Any, ...]]:
    book = world.caller("质量", LATER).book
    case.refresh_from_db()
    fold = Fold(book.of_edition(case.edition), book.by_name).run(log.read(case.id))
    made = of_state(case.company_id, fold.rules, fold.state)
    return sorted(
        (e.metric, e.place, e.at, *(*e.keys, "", "", "")[:3], e.value, e.of, str(e.apart))
        for e in made
    )


def test_what_is_stored_is_what_the_log_says_after_delivery_and_after_a_rebuild() -> None:
    world = company()
    cases = three(world)
    done(world, cases[0], "ask", LATER, outcome="满意", score="5")
    settled(LATER)
    assert all(stored(case) == folded(world, case) for case in cases)
    before = [stored(case) for case in cases]
    MetricEntry.objects.all().delete()
    rebuild(world.company, LATER)
    assert [stored(case) for case in cases] == before
    assert sum(map(len, before)) > 8


def test_nothing_is_stored_by_the_command_itself() -> None:
    world = company()
    taken(world)
    assert MetricEntry.objects.count() == 0


def test_a_number_of_cases_by_its_dims_and_beside_the_month_before() -> None:
    world = company()
    taken(world, at=NINE - timedelta(days=30), kind="茶")
    three(world)
    found = figure(world.caller("质量", LATER), "volume", march(world))
    east, west = world.units["东店"], world.units["西店"]
    assert (found.total.value, found.before and found.before.n) == (3, 1)
    assert {g.keys: g.n for g in found.groups} == {
        (east, "茶"): 1,
        (east, "水"): 1,
        (west, "茶"): 1,
    }
    by_kind = figure(world.caller("质量", LATER), "volume", march(world), by=["take.kind"])
    assert [(g.keys, g.n) for g in by_kind.groups] == [(("茶",), 2), (("水",), 1)]


def test_what_is_still_open_is_told_apart_from_what_was_kept_or_late() -> None:
    world = company()
    three(world)
    total = figure(world.caller("质量", LATER), "on_time", march(world)).total
    assert (total.value, total.n, total.of, total.open) == (Decimal("0.5"), 1, 2, 1)


def test_without_data_there_is_no_rate_and_no_mean_but_no_cases_are_0() -> None:
    world = company()
    caller, span = world.caller("质量", LATER), march(world)
    assert [figure(caller, name, span).total.value for name in ("on_time", "pleased", "score")] == [
        None,
        None,
        None,
    ]
    assert figure(caller, "volume", span).total.value == 0


def test_a_revisit_without_a_score_is_told_apart_from_the_mean() -> None:
    world = company()
    cases = three(world)
    done(world, cases[0], "ask", LATER, outcome="满意", score="4")
    done(world, cases[1], "ask", LATER, outcome="不满意")
    settled(LATER)
    caller, span = world.caller("质量", LATER), march(world)
    score = figure(caller, "score", span)
    assert (score.total.value, score.total.of, score.total.unanswered) == (4, 1, 1)
    assert score.groups[0].keys == (world.persons["小东"],)
    assert figure(caller, "pleased", span).total.value == Decimal("0.5")


def test_how_long_it_took_on_the_whole_and_in_the_middle() -> None:
    world = company()
    for hours in (1, 2, 6):
        done(world, taken(world), "answer", NINE + hours * HOUR)
    done(world, taken(world, "小西"), "answer", NINE + 3 * HOUR)
    taken(world)
    settled(LATER)
    found = figure(world.caller("质量", LATER), "took", march(world))
    east, west = found.groups
    assert (found.total.value, found.total.median, found.total.open) == (10800, 9000, 1)
    assert (east.median, east.of, west.median) == (7200, 3, 10800)
    assert figure(world.caller("质量", LATER), "late", march(world)).total.value == Decimal("0.6")


def test_what_comes_again_is_a_part_of_all_and_the_pairs_are_found() -> None:
    world = company()
    for kind in ("茶", "茶", "水", None):
        taken(world, kind=kind) if kind else taken(world)
    taken(world, "小西", kind="茶")
    settled(LATER)
    caller, span = world.caller("质量", LATER), march(world)
    found = figure(caller, "again", span)
    assert (found.total.value, found.total.n, found.total.of) == (Decimal("0.25"), 1, 4)
    assert (found.groups[0].of, found.groups[0].n) == (2, 1)
    pair = {"unit": world.units["东店"], "take.kind": "茶"}
    assert behind(caller, "again", span, pair).count() == 2
    spans = last_spans(caller.book.current(LATER), "month", date(2026, 3, 1), 2)
    assert [group.value for group in series(caller, "again", spans)] == [None, Decimal("0.25")]


def test_every_time_counts_where_the_pack_says_so() -> None:
    world = company()
    case = taken(world)
    done(world, case, "answer", NINE)
    done(world, case, "ask", NINE, outcome="不满意", paid="10.50")
    done(world, case, "answer", NINE)
    done(world, case, "ask", NINE, outcome="满意", paid="4")
    settled(LATER)
    caller, span = world.caller("质量", LATER), march(world)
    paid = figure(caller, "paid", span)
    assert paid.total.value == Decimal("14.5")
    assert {g.keys: g.value for g in paid.groups} == {
        ("不满意",): Decimal("10.5"),
        ("满意",): Decimal(4),
    }
    assert figure(caller, "asked", span).total.value == Decimal("0.5")
    assert figure(caller, "pleased", span).total.value == 1


def test_cases_that_were_joined_are_one_matter() -> None:
    world = company()
    lead, other = taken(world), taken(world)
    caller = world.caller("东店长", NINE)
    relate(caller, other.id, Link(lead.id, "重复"))
    settled(LATER)
    span = march(world)
    assert figure(caller, "matters", span).total.n == 1
    assert figure(caller, "volume", span).total.n == 2


def test_each_sees_the_figures_of_the_cases_he_may_see() -> None:
    world = company()
    three(world)
    span = march(world)
    seen = {
        name: figure(world.caller(name, LATER), "volume", span).total.n
        for name in ("质量", "东店长", "小东", "小西", "路人")
    }
    assert seen == {"质量": 3, "东店长": 2, "小东": 2, "小西": 1, "路人": 0}
    assert behind(world.caller("路人", LATER), "volume", span).count() == 0


def test_whom_a_case_is_about_does_not_find_it_in_a_figure() -> None:
    world = company()
    taken(world, about=[world.persons["东店长"]])
    settled(LATER)
    span = march(world)
    assert figure(world.caller("小东", LATER), "volume", span).total.n == 1
    assert figure(world.caller("东店长", LATER), "volume", span).total.n == 0
    assert not behind(world.caller("东店长", LATER), "volume", span).exists()


def test_the_cases_behind_a_figure_and_behind_one_of_its_groups() -> None:
    world = company()
    first, second, third = three(world)
    caller, span = world.caller("质量", LATER), march(world)
    assert set(behind(caller, "volume", span)) == {first, second, third}
    assert set(behind(caller, "volume", span, {"take.kind": "茶"})) == {first, third}
    keys = {"take.kind": "茶", "unit": world.units["东店"]}
    assert list(behind(caller, "volume", span, keys)) == [first]


def test_a_line_over_months_is_one_query_and_says_where_there_is_no_data() -> None:
    world = company()
    three(world)
    caller = world.caller("质量", LATER)
    spans = last_spans(caller.book.current(LATER), "month", date(2026, 3, 18), 6)
    with CaptureQueriesContext(connection) as queries:
        line = series(caller, "on_time", spans)
    assert [group.value for group in line] == [None] * 5 + [Decimal("0.5")]
    assert len(queries) == 1


def test_customers_are_told_apart_without_their_names_standing_in_a_key() -> None:
    world = company()
    taken(world, customer="13812345678")
    taken(world, customer="13812345678")
    taken(world, "小西", customer="13987654321")
    settled(LATER)
    found = figure(world.caller("质量", LATER), "customers", march(world))
    assert [group.n for group in found.groups] == [2, 1]
    assert not any(name in str(found.groups) for name in ("1381", "1398"))


@pytest.mark.parametrize("name", ["volume", "on_time", "score", "took", "again"])
def test_more_cases_cost_no_more_queries(name: str) -> None:
    world = company()
    three(world)

    def queries() -> int:
        caller = world.caller("质量", LATER)
        caller.book.current(caller.now)
        figure(caller, name, march(world))
        with CaptureQueriesContext(connection) as found:
            figure(caller, name, march(world))
        return len(found)

    few = queries()
    three(world)
    assert queries() == few <= 4


def test_times_are_those_of_the_companys_own_clock() -> None:
    world = company()
    start = datetime.fromisoformat("2026-03-01T00:00:00+08:00")
    assert (march(world).start, march(world).name) == (start, "2026-03")


def test_joined_cases_are_one_matter_and_two_contacts_until_it_is_taken_back() -> None:
    world = company()
    lead, part, _third = three(world)
    caller = world.caller("质量", LATER)

    def told() -> list[int]:
        settled(LATER)
        return [figure(caller, name, march(world)).total.n for name in ("volume", "matters")]

    assert told() == [3, 3]
    relate(caller, part.id, Link(lead.id, "重复"))
    assert told() == [3, 2]
    separate(caller, part.id, lead.id, "两位顾客，不是一件")
    assert told() == [3, 3]
