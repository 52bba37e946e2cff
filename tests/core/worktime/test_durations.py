"""What a pack's author may write as a term, and what a wrong one is told."""

import pytest

from huiyin.worktime import Counting, Duration, UncountedUnit, Unit, add
from tests.core.worktime.given import CALENDAR, at


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [
        ("3 workdays", 3, Unit.WORKDAY),
        ("24 hours", 24, Unit.HOUR),
        ("1 hour", 1, Unit.HOUR),
        ("2 months", 2, Unit.MONTH),
        ("30 minutes", 30, Unit.MINUTE),
        ("8 workhours", 8, Unit.WORKHOUR),
        (" 2  half_years ", 2, Unit.HALF_YEAR),
        ("1 Quarter", 1, Unit.QUARTER),
        ("0 minutes", 0, Unit.MINUTE),
        ("36500 days", 36_500, Unit.DAY),
        ("100 years", 100, Unit.YEAR),
    ],
)
def test_a_term_is_a_number_and_a_unit(text: str, count: int, unit: Unit) -> None:
    assert Duration.parse(text) == Duration(count, unit)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("3 wrkdays", "did you mean 'workdays'?"),
        ("3 fortnights", "the units are minute, hour, workhour, day"),
        ("three days", "write a whole number, a blank and a unit"),
        ("3workdays", "for example '3 workdays'"),
        ("1.5 hours", "write a whole number"),
        ("-1 hour", "write a whole number"),
        ("３ 天", "is not a term"),
        ("", "is not a term"),
        ("0 workdays", "too short: the least is 1 workday"),
        ("36501 days", "longer than a hundred years"),
        ("101 years", "longer than a hundred years"),
        ("999999999 minutes", "longer than a hundred years"),
    ],
)
def test_a_wrong_term_is_answered_with_what_to_write(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told.replace("?", r"\?")):
        Duration.parse(text)


def test_a_term_reads_well_in_both_languages() -> None:
    assert Duration.parse("3 workdays").words("zh") == "3 个工作日"
    assert Duration.parse("3 workdays").words("en") == "3 workdays"
    assert Duration.parse("1 workday").words("en") == "1 workday"
    assert Duration.parse("8 workhours").words("zh") == "8 个工作小时"
    assert Duration.parse("24 hours").words("zh") == "24 小时"
    assert Duration.parse("2 half_years").words("en") == "2 half-years"
    assert {unit: Duration(2, unit).words("zh") for unit in Unit}[Unit.YEAR] == "2 年"


def test_a_unit_whose_counting_is_not_said_is_refused_by_name() -> None:
    silent = {Unit.DAY: Counting("excluded", "midnight")}
    with pytest.raises(UncountedUnit, match="'workday'; say day_zero and end") as refused:
        add(at("2026-03-06 17:30"), Duration(1, Unit.WORKDAY), silent, CALENDAR)
    assert refused.value.unit is Unit.WORKDAY


def test_quarters_and_half_years_count_as_months_do() -> None:
    months = {Unit.MONTH: Counting("excluded", "midnight")}
    start = at("2026-01-31 10:00")
    for text, last in [("1 quarter", "2026-04-30 24:00"), ("1 half_year", "2026-07-31 24:00")]:
        assert add(start, Duration.parse(text), months, CALENDAR).moment == at(last)
    with pytest.raises(UncountedUnit, match="'month'"):
        add(start, Duration.parse("1 quarter"), {}, CALENDAR)


@pytest.mark.parametrize("unit", [Unit.MINUTE, Unit.HOUR, Unit.WORKHOUR])
def test_terms_by_the_clock_need_no_counting_rule(unit: Unit) -> None:
    assert add(at("2026-03-06 10:00"), Duration(1, unit), {}, CALENDAR).moment <= at(
        "2026-03-06 11:00"
    )
