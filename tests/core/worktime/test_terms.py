"""When a term ends, by the calendar of 2026, and how it is counted back and shared out."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from huiyin.worktime import (
    Calendar,
    CountingRules,
    Day,
    DayKind,
    Duration,
    NoWorkingDay,
    Unit,
    add,
    before,
    between,
    part_of,
)
from tests.core.worktime.given import (
    CALENDAR,
    NEXT_DAY_CLOSE,
    NEXT_DAY_MIDNIGHT,
    SAME_DAY_CLOSE,
    SAME_DAY_MIDNIGHT,
    at,
    limit,
)


def test_three_workdays_over_national_day_end_after_the_holiday() -> None:
    assert limit("2026-09-29 20:00", "3 workdays") == at("2026-10-09 24:00")


def test_one_workday_from_friday_evening_ends_when_the_office_closes_on_monday() -> None:
    assert limit("2026-03-06 17:30", "1 workday", NEXT_DAY_CLOSE) == at("2026-03-09 18:00")


def test_two_months_end_on_the_same_day_of_the_month() -> None:
    assert limit("2026-03-13 09:00", "2 months") == at("2026-05-13 24:00")


def test_hours_run_through_the_weekend_to_the_second() -> None:
    assert limit("2026-03-06 17:30", "24 hours") == at("2026-03-07 17:30")
    assert limit("2026-03-06 19:00:07", "5 minutes") == at("2026-03-06 19:05:07")
    assert limit("2026-12-31 23:59", "1 hour") == at("2027-01-01 00:59")


def test_a_make_up_saturday_counts_and_spring_festival_does_not() -> None:
    assert limit("2026-02-13 10:00", "1 workday") == at("2026-02-14 24:00")
    assert limit("2026-02-13 10:00", "2 workdays") == at("2026-02-24 24:00")
    assert limit("2026-02-14 10:00", "1 workday") == at("2026-02-24 24:00")


def test_a_sunday_that_is_worked_counts_too() -> None:
    assert limit("2026-01-01 10:00", "1 workday") == at("2026-01-04 24:00")


@pytest.mark.parametrize(
    ("start", "term", "rules", "last"),
    [
        ("2026-03-06 10:00", "1 workday", SAME_DAY_MIDNIGHT, "2026-03-06 24:00"),
        ("2026-03-06 10:00", "1 workday", SAME_DAY_CLOSE, "2026-03-06 18:00"),
        ("2026-03-06 18:00", "1 workday", SAME_DAY_CLOSE, "2026-03-06 18:00"),
        ("2026-03-06 18:01", "1 workday", SAME_DAY_CLOSE, "2026-03-09 18:00"),
        ("2026-03-07 10:00", "1 workday", SAME_DAY_MIDNIGHT, "2026-03-09 24:00"),
        ("2026-03-07 10:00", "1 workday", NEXT_DAY_MIDNIGHT, "2026-03-09 24:00"),
        ("2026-03-06 10:00", "3 days", NEXT_DAY_MIDNIGHT, "2026-03-09 24:00"),
        ("2026-03-06 10:00", "3 days", SAME_DAY_MIDNIGHT, "2026-03-08 24:00"),
        ("2026-03-06 10:00", "3 days", NEXT_DAY_CLOSE, "2026-03-09 18:00"),
        ("2026-03-06 10:00", "2 weeks", NEXT_DAY_MIDNIGHT, "2026-03-20 24:00"),
        ("2026-03-06 10:00", "2 weeks", SAME_DAY_MIDNIGHT, "2026-03-19 24:00"),
    ],
)
def test_day_zero_and_the_end_of_the_last_day_are_as_the_rules_say(
    start: str, term: str, rules: CountingRules, last: str
) -> None:
    assert limit(start, term, rules) == at(last)


@pytest.mark.parametrize(
    ("start", "term", "rules", "last"),
    [
        ("2026-01-31 10:00", "1 month", NEXT_DAY_MIDNIGHT, "2026-02-28 24:00"),
        ("2028-01-31 10:00", "1 month", NEXT_DAY_MIDNIGHT, "2028-02-29 24:00"),
        ("2026-01-31 10:00", "1 month", SAME_DAY_MIDNIGHT, "2026-02-28 24:00"),
        ("2026-01-28 10:00", "1 month", SAME_DAY_MIDNIGHT, "2026-02-27 24:00"),
        ("2026-03-01 10:00", "1 month", SAME_DAY_MIDNIGHT, "2026-03-31 24:00"),
        ("2026-12-31 10:00", "2 months", NEXT_DAY_MIDNIGHT, "2027-02-28 24:00"),
        ("2024-02-29 10:00", "1 year", NEXT_DAY_MIDNIGHT, "2025-02-28 24:00"),
        ("2024-02-29 10:00", "4 years", NEXT_DAY_MIDNIGHT, "2028-02-29 24:00"),
        ("2026-03-13 10:00", "3 years", SAME_DAY_MIDNIGHT, "2029-03-12 24:00"),
        ("2026-08-31 10:00", "1 half_year", NEXT_DAY_CLOSE, "2027-02-28 18:00"),
    ],
)
def test_months_and_years_keep_the_day_or_take_the_last_of_the_month(
    start: str, term: str, rules: CountingRules, last: str
) -> None:
    assert limit(start, term, rules) == at(last)


@pytest.mark.parametrize(
    ("start", "term", "last"),
    [
        ("2026-03-06 17:00", "1 workhour", "2026-03-06 18:00"),
        ("2026-03-06 17:00", "2 workhours", "2026-03-09 10:00"),
        ("2026-03-06 11:30", "1 workhour", "2026-03-06 13:30"),
        ("2026-03-06 12:30", "1 workhour", "2026-03-06 14:00"),
        ("2026-03-06 22:00", "8 workhours", "2026-03-09 18:00"),
        ("2026-02-13 17:00", "9 workhours", "2026-02-14 18:00"),
        ("2026-02-14 17:00", "2 workhours", "2026-02-24 10:00"),
        ("2026-03-06 22:00", "0 workhours", "2026-03-06 22:00"),
    ],
)
def test_workhours_run_only_while_the_office_is_open(start: str, term: str, last: str) -> None:
    assert limit(start, term) == at(last)


def test_office_hours_are_the_companys() -> None:
    evenings = Calendar(windows=((time(14), time(22)),), close_of_business=time(22))
    assert limit("2026-03-06 21:30", "1 workhour", calendar=evenings) == at("2026-03-09 14:30")
    assert limit("2026-03-06 21:30", "1 workday", NEXT_DAY_CLOSE, evenings) == at(
        "2026-03-09 22:00"
    )


def test_a_limit_over_a_year_that_is_not_published_is_provisional_only_in_working_time() -> None:
    def provisional(term: str, start: str = "2026-12-28 10:00") -> bool:
        return add(at(start), Duration.parse(term), NEXT_DAY_MIDNIGHT, CALENDAR).provisional

    assert not provisional("3 workdays")
    assert provisional("4 workdays")
    assert not provisional("24 workhours")
    assert provisional("40 workhours")
    # These end when they end, whatever the holidays will be.
    assert not provisional("15 days")
    assert not provisional("2 months")
    assert not provisional("240 hours")


def test_a_start_may_come_in_any_zone_but_not_without_one() -> None:
    utc = datetime(2026, 3, 6, 16, 30, tzinfo=UTC)  # 00:30 on the 7th in Shanghai
    term = Duration.parse("1 day")
    assert add(utc, term, NEXT_DAY_MIDNIGHT, CALENDAR).moment == at("2026-03-08 24:00")
    with pytest.raises(ValueError, match="has no time zone"):
        add(datetime(2026, 3, 6), term, NEXT_DAY_MIDNIGHT, CALENDAR)  # noqa: DTZ001


def test_hours_are_true_hours_when_the_clock_changes() -> None:
    berlin = Calendar(tz=ZoneInfo("Europe/Berlin"))
    night = datetime(2026, 3, 28, 20, 0, tzinfo=berlin.tz)
    after = add(night, Duration.parse("12 hours"), {}, berlin).moment
    assert (after.hour, after.utcoffset()) == (9, berlin.end_of(after.date()).utcoffset())


def test_a_company_that_never_works_is_told_so() -> None:
    class Never:
        identity = "never"

        def day(self, on: object) -> Day:
            return Day(on, DayKind.REST)  # type: ignore[arg-type]

    never = Calendar(published=Never())
    for term in ("1 workday", "1 workhour"):
        with pytest.raises(NoWorkingDay):
            limit("2026-03-06 10:00", term, calendar=never)
        with pytest.raises(NoWorkingDay):
            before(at("2026-03-06 10:00"), Duration.parse(term), NEXT_DAY_MIDNIGHT, never)


@pytest.mark.parametrize(
    ("moment", "term", "rules", "asked"),
    [
        ("2026-03-13 18:00", "1 workday", NEXT_DAY_CLOSE, "2026-03-12 18:00"),
        ("2026-03-13 18:00", "1 workday", NEXT_DAY_MIDNIGHT, "2026-03-12 24:00"),
        ("2026-03-16 18:00", "1 workday", NEXT_DAY_CLOSE, "2026-03-13 18:00"),
        ("2026-03-15 24:00", "1 workday", NEXT_DAY_MIDNIGHT, "2026-03-13 24:00"),
        ("2026-10-09 24:00", "2 workdays", NEXT_DAY_MIDNIGHT, "2026-09-30 24:00"),
        ("2026-03-13 18:00", "1 workday", SAME_DAY_CLOSE, "2026-03-13 18:00"),
        ("2026-03-13 10:00", "1 workday", SAME_DAY_CLOSE, "2026-03-13 10:00"),
        ("2026-03-13 18:00", "3 days", NEXT_DAY_MIDNIGHT, "2026-03-10 24:00"),
        ("2026-03-31 18:00", "1 month", NEXT_DAY_MIDNIGHT, "2026-02-28 24:00"),
        ("2026-03-31 18:00", "1 month", SAME_DAY_MIDNIGHT, "2026-03-01 24:00"),
        ("2026-05-29 18:00", "3 months", SAME_DAY_MIDNIGHT, "2026-02-28 24:00"),
        ("2026-03-13 18:00", "24 hours", NEXT_DAY_MIDNIGHT, "2026-03-12 18:00"),
        ("2026-03-16 10:00", "2 workhours", NEXT_DAY_MIDNIGHT, "2026-03-13 17:00"),
        ("2026-03-16 13:30", "1 workhour", NEXT_DAY_MIDNIGHT, "2026-03-16 11:30"),
    ],
)
def test_the_last_moment_for_asking_ahead(
    moment: str, term: str, rules: CountingRules, asked: str
) -> None:
    assert before(at(moment), Duration.parse(term), rules, CALENDAR) == at(asked)


@pytest.mark.parametrize(
    ("start", "term", "percent", "moment"),
    [
        ("2026-03-06 17:30", "10 workdays", 70, "2026-03-17 24:00"),
        ("2026-09-29 20:00", "10 workdays", 30, "2026-10-09 24:00"),
        ("2026-03-06 17:30", "1 hour", 50, "2026-03-06 18:00"),
        ("2026-03-06 17:30", "24 hours", 25, "2026-03-06 23:30"),
        ("2026-03-06 17:30", "8 workhours", 50, "2026-03-09 13:30"),
        # A warning together with the breach would warn nobody: a day is kept back.
        ("2026-03-09 10:00", "3 workdays", 70, "2026-03-11 24:00"),
        ("2026-03-09 10:00", "2 workdays", 90, "2026-03-10 24:00"),
        ("2026-03-09 10:00", "10 days", 1, "2026-03-10 24:00"),
        # Months have days to share.
        ("2026-03-13 09:00", "2 months", 50, "2026-04-13 24:00"),
        ("2026-03-13 09:00", "2 months", 100, "2026-05-13 24:00"),
    ],
)
def test_a_share_of_a_term_is_counted_in_its_own_unit(
    start: str, term: str, percent: int, moment: str
) -> None:
    found = part_of(at(start), Duration.parse(term), percent, NEXT_DAY_MIDNIGHT, CALENDAR)
    assert found == at(moment)


def test_a_term_of_one_day_is_shared_out_by_its_hours() -> None:
    start, term = at("2026-03-09 18:00"), Duration.parse("1 workday")
    half = part_of(start, term, 50, NEXT_DAY_CLOSE, CALENDAR)
    assert half == at("2026-03-10 06:00")
    assert part_of(start, term, 100, NEXT_DAY_CLOSE, CALENDAR) == at("2026-03-10 18:00")


@pytest.mark.parametrize("percent", [0, 101, -5])
def test_a_share_is_between_one_and_a_hundred_percent(percent: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 100 percent"):
        part_of(at("2026-03-09 18:00"), Duration(1, Unit.DAY), percent, NEXT_DAY_CLOSE, CALENDAR)


def test_a_term_that_ends_as_it_starts_is_over() -> None:
    closing = at("2026-03-06 18:00")
    assert between(closing, closing, Unit.WORKDAY, SAME_DAY_CLOSE, CALENDAR) == 1
    assert between(closing, closing, Unit.WORKDAY, NEXT_DAY_CLOSE, CALENDAR) == 0


@pytest.mark.parametrize(
    ("start", "end", "unit", "whole"),
    [
        ("2026-09-29 20:00", "2026-10-09 24:00", Unit.WORKDAY, 3),
        ("2026-09-29 20:00", "2026-10-09 23:59", Unit.WORKDAY, 2),
        ("2026-03-06 17:30", "2026-03-07 17:30", Unit.HOUR, 24),
        ("2026-03-06 17:30", "2026-03-07 17:29", Unit.HOUR, 23),
        ("2026-03-06 17:00", "2026-03-09 10:00", Unit.WORKHOUR, 2),
        ("2026-03-06 17:00", "2026-03-09 09:59", Unit.WORKHOUR, 1),
        ("2026-01-31 10:00", "2026-02-28 24:00", Unit.MONTH, 1),
        ("2026-01-31 10:00", "2027-01-31 24:00", Unit.HALF_YEAR, 2),
        ("2026-01-31 10:00", "2026-01-31 09:00", Unit.DAY, 0),
        ("2026-01-31 10:00", "2026-01-30 09:00", Unit.YEAR, 0),
    ],
)
def test_whole_units_between_two_moments(start: str, end: str, unit: Unit, whole: int) -> None:
    assert between(at(start), at(end), unit, NEXT_DAY_MIDNIGHT, CALENDAR) == whole
