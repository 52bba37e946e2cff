"""Which days are worked: official days, unpublished years, the company's own days."""

import timeit
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest

from huiyin.worktime import Calendar, Day, DayKind, Duration, add, published_years, source_words
from tests.core.worktime import model
from tests.core.worktime.given import CALENDAR, NEXT_DAY_MIDNIGHT, at, limit


def test_every_day_since_2018_agrees_with_both_public_calendars() -> None:
    day = date(model.FIRST_YEAR, 1, 1)
    while day.year <= model.LAST_YEAR:
        worked = CALENDAR.is_workday(day)
        assert worked == chinese_calendar.is_workday(day) == (day in model.working_days()), day
        assert not CALENDAR.provisional(day)
        day += model.DAY


@pytest.mark.parametrize(
    ("on", "kind", "name"),
    [
        ("2026-02-13", DayKind.WORKDAY, ""),
        ("2026-02-14", DayKind.MAKEUP, "春节"),
        ("2026-02-15", DayKind.HOLIDAY, "春节"),
        ("2026-02-23", DayKind.HOLIDAY, "春节"),
        ("2026-02-24", DayKind.WORKDAY, ""),
        ("2026-03-07", DayKind.REST, ""),
        ("2026-10-01", DayKind.HOLIDAY, "国庆节"),
        ("2026-10-10", DayKind.MAKEUP, "国庆节"),
    ],
)
def test_a_day_knows_why_it_is_worked_or_not(on: str, kind: DayKind, name: str) -> None:
    day = CALENDAR.day(date.fromisoformat(on))
    assert (day.kind, day.name) == (kind, name)
    assert day.working == (kind in (DayKind.WORKDAY, DayKind.MAKEUP))


def test_a_year_without_a_notice_is_computed_and_each_of_its_days_provisional() -> None:
    first = CALENDAR.day(date(2027, 10, 1))
    assert (first.kind, first.name, first.provisional) == (DayKind.HOLIDAY, "国庆节", True)
    assert not CALENDAR.is_workday(date(2027, 2, 9)), "a weekday off for a holiday on a Saturday"
    assert CALENDAR.day(date(2027, 2, 9)).name == "春节"
    assert CALENDAR.is_workday(date(2027, 3, 1))
    assert CALENDAR.provisional(date(2027, 3, 1)), "it may yet become a holiday"
    assert CALENDAR.provisional(date(2027, 3, 6)), "it may yet become a make-up day"
    assert not CALENDAR.provisional(date(2026, 12, 31))


def test_the_company_overrides_official_days_and_is_certain() -> None:
    company = Calendar(
        overrides={
            date(2026, 3, 9): Day(date(2026, 3, 9), DayKind.COMPANY_REST, "店庆", "总办通知 3 号"),
            date(2026, 10, 1): Day(date(2026, 10, 1), DayKind.COMPANY_WORK, "", "company"),
            date(2027, 1, 4): Day(date(2027, 1, 4), DayKind.WORKDAY),
        }
    )
    assert not company.is_workday(date(2026, 3, 9))
    assert company.is_workday(date(2026, 10, 1))
    assert not company.provisional(date(2027, 1, 4))
    assert company.provisional(date(2027, 1, 5))
    assert limit("2026-03-06 10:00", "1 workday", calendar=company) == at("2026-03-10 24:00")
    assert source_words(company.day(date(2026, 3, 9)), "zh") == "总办通知 3 号"
    assert source_words(company.day(date(2026, 10, 1)), "zh") == "公司日历"


def test_a_notice_entered_by_the_company_makes_the_whole_year_certain() -> None:
    term = Duration.parse("4 workdays")
    new_year = date(2027, 1, 1)
    entered = Calendar(
        overrides={new_year: Day(new_year, DayKind.HOLIDAY, "元旦", "notice:2027")},
        complete_years=frozenset({2027}),
    )
    before = add(at("2026-12-28 10:00"), term, NEXT_DAY_MIDNIGHT, CALENDAR)
    after = add(at("2026-12-28 10:00"), term, NEXT_DAY_MIDNIGHT, entered)
    assert (before.provisional, after.provisional) == (True, False)
    assert after.moment == at("2027-01-04 24:00")
    assert not entered.provisional(date(2027, 6, 1))


def test_an_override_must_be_of_its_own_date_and_certain() -> None:
    on = date(2026, 3, 9)
    for day in (Day(date(2026, 3, 10), DayKind.REST), Day(on, DayKind.REST, provisional=True)):
        with pytest.raises(ValueError, match="override of 2026-03-09"):
            Calendar(overrides={on: day})


@pytest.mark.parametrize(
    "windows",
    [
        (),
        ((time(12), time(9)),),
        ((time(9), time(9)),),
        ((time(13), time(18)), (time(9), time(12))),
        ((time(9), time(13)), (time(12), time(18))),
    ],
)
def test_office_hours_ascend_and_do_not_overlap(
    windows: tuple[tuple[time, time], ...],
) -> None:
    with pytest.raises(ValueError, match="office hours"):
        Calendar(windows=windows)


def test_office_hours_may_follow_one_another_without_a_break() -> None:
    company = Calendar(windows=((time(9), time(12)), (time(12), time(18))))
    assert limit("2026-03-06 11:00", "2 workhours", calendar=company) == at("2026-03-06 13:00")


def test_exactly_the_published_years_are_certain() -> None:
    years = published_years()
    assert years.start == 2004
    assert 2026 in years
    for year in range(2000, 2035):
        assert CALENDAR.provisional(date(year, 6, 1)) == (year not in years)


def test_a_calendar_cannot_be_changed_behind_its_back() -> None:
    on = date(2026, 3, 9)
    days = {on: Day(on, DayKind.COMPANY_REST)}
    company = Calendar(overrides=days)
    days.clear()
    assert not company.is_workday(on)
    with pytest.raises(TypeError):
        company.overrides[on] = Day(on, DayKind.WORKDAY)  # type: ignore[index]


def test_the_identity_changes_with_all_that_can_move_a_date_and_with_nothing_else() -> None:
    on = date(2026, 3, 9)

    class Elsewhere:
        identity = "elsewhere"

        def day(self, on: date) -> Day:
            return Day(on, DayKind.WORKDAY)

    others = [
        Calendar(),
        Calendar(overrides={on: Day(on, DayKind.COMPANY_REST)}),
        Calendar(overrides={on: Day(on, DayKind.COMPANY_WORK)}),
        Calendar(windows=((time(9), time(18)),)),
        Calendar(close_of_business=time(17)),
        Calendar(tz=ZoneInfo("Asia/Tokyo")),
        Calendar(complete_years=frozenset({2027})),
        Calendar(published=Elsewhere()),
    ]
    assert len({calendar.identity for calendar in others}) == len(others)
    assert Calendar() == CALENDAR
    assert hash(Calendar()) == hash(CALENDAR)
    assert Calendar() != others[1]


def test_a_day_lasts_from_its_first_to_its_last_instant_even_when_the_clock_changes() -> None:
    microsecond = timedelta(microseconds=1)
    zones = [("Asia/Shanghai", "2026-03-06"), ("Europe/Berlin", "2026-03-29")]
    zones += [("Europe/Berlin", "2026-10-25"), ("Asia/Beirut", "2026-03-29")]
    zones += [("America/Nuuk", "2026-03-28"), ("America/Havana", "2026-11-01")]
    for zone, text in zones:
        calendar, on = Calendar(tz=ZoneInfo(zone)), date.fromisoformat(text)
        first, last = calendar.start_of(on), calendar.end_of(on)
        assert first.date() == last.date() == on
        utc = ZoneInfo("UTC")
        before = (first.astimezone(utc) - microsecond).astimezone(calendar.tz)
        after = (last.astimezone(utc) + microsecond).astimezone(calendar.tz)
        assert (before.date(), after.date()) == (on - model.DAY, on + model.DAY)
    assert CALENDAR.end_of(date(2026, 10, 9)) == at("2026-10-09 24:00")


def test_a_workday_costs_a_look_up_and_ten_of_them_little_more_than_time_zones() -> None:
    start, term = at("2026-09-29 20:00"), Duration.parse("10 workdays")
    on, utc = date(2026, 10, 9), ZoneInfo("UTC")

    def best(work: object) -> float:
        return min(timeit.repeat(work, number=200, repeat=25))  # type: ignore[arg-type]

    # Measured: 3 and 15 times; on the machine of the study 16 µs were 25 times.
    convert = best(lambda: datetime.astimezone(start, utc))
    assert best(lambda: CALENDAR.is_workday(on)) < 10 * convert
    assert best(lambda: add(start, term, NEXT_DAY_MIDNIGHT, CALENDAR)) < 60 * convert
