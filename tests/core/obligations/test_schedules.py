"""A schedule opens one case a period, on a day of that period, however long nobody looked."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.obligations.rules import Rules, Unset
from huiyin.obligations.schedules import Slot, in_turn, next_slot, rhythm, slots
from huiyin.policy.across import Schedule
from huiyin.policy.load import parse
from huiyin.worktime import Calendar, PeriodUnit, ordinal, period_of

TZ = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar(tz=TZ)
UNITS: tuple[PeriodUnit, ...] = ("day", "week", "month", "quarter", "half_year", "year")


def schedule(**said: str) -> Schedule:
    return Schedule.model_validate({"label": "查", "opens": "check", **said})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TZ)


def days(spec: Schedule, since: str, until: str) -> list[str]:
    found = slots(spec, CALENDAR, at(since), at(until))
    return [slot.day.isoformat() if slot.day else f"no {slot.period.name}" for slot in found]


def test_a_day_that_had_begun_at_adoption_is_not_owed_the_next_one_is() -> None:
    daily = schedule(each="day", time="09:00")
    assert days(daily, "2026-03-02T10:00", "2026-03-04T08:59") == ["2026-03-03"]
    assert days(daily, "2026-03-02T00:00", "2026-03-02T09:00") == ["2026-03-02"]


def test_rest_days_are_skipped_and_said_so_and_make_up_saturdays_are_worked() -> None:
    letters = schedule(each="day", days="workdays")
    found = days(letters, "2026-02-13T00:00", "2026-02-15T23:00")
    assert found == ["2026-02-13", "2026-02-14", "no 2026-02-15"]


def test_the_friday_of_a_holiday_week_moves_back_inside_its_week() -> None:
    friday = schedule(each="week", slot="friday", shift="previous_workday")
    assert days(friday, "2026-02-09T00:00", "2026-03-01T00:00") == [
        "2026-02-13",
        "no 2026-W08",
        "2026-02-27",
    ]


def test_a_monday_in_the_holidays_moves_on_but_never_into_the_next_week() -> None:
    monday = schedule(each="week", slot="monday", shift="next_workday")
    assert days(monday, "2026-02-16T00:00", "2026-03-02T08:00") == [
        "no 2026-W08",
        "2026-02-24",
        "2026-03-02",
    ]


def test_a_month_is_owed_whole_or_not_at_all() -> None:
    monthly = schedule(each="month", slot="first_day", shift="next_workday")
    assert days(monthly, "2026-08-02T00:00", "2026-10-09T00:00") == ["2026-09-01", "2026-10-08"]


units = st.sampled_from(["day", "week", "month", "quarter", "half_year", "year"])
slot_days = st.sampled_from(["first_day", "last_day", "friday", "monday", "day 10"])
shifts = st.sampled_from(["none", "next_workday", "previous_workday"])
moments = st.integers(0, 1430 * 24 * 60).map(
    lambda n: at("2023-01-01T00:00") + timedelta(minutes=n)
)
spans = st.timedeltas(timedelta(), timedelta(days=700))


@settings(deadline=None)  # the first question reads years of holidays
@given(units, slot_days, shifts, moments, spans, spans)
def test_looking_late_finds_the_same_slots_as_looking_every_time(
    each: str, slot: str, shift: str, since: datetime, first: timedelta, second: timedelta
) -> None:
    spec = schedule(each=each, slot=slot, shift=shift)
    whole = list(slots(spec, CALENDAR, since, since + first + second))
    early = [s for s in slots(spec, CALENDAR, since, since + first) if s.day]
    later = [s for s in whole if s.day and s.at > since + first]
    assert [s for s in whole if s.day] == early + later


@settings(deadline=None)  # the first question reads years of holidays
@given(units, slot_days, shifts, moments, spans)
def test_each_whole_period_has_one_slot_on_a_day_of_its_own(
    each: str, slot: str, shift: str, since: datetime, span: timedelta
) -> None:
    found = list(slots(schedule(each=each, slot=slot, shift=shift), CALENDAR, since, since + span))
    assert len({s.period.name for s in found}) == len(found)
    for one in found:
        assert one.period.first >= since.date()
        assert one.day is None or one.day in one.period
        assert one.day is None or since <= one.at <= since + span
        if one.day is not None and shift != "none":
            assert CALENDAR.is_workday(one.day)


@settings(deadline=None)  # the first question reads years of holidays
@given(units, slot_days, shifts, moments, spans)
def test_what_comes_next_is_what_will_be_found_then(
    each: str, slot: str, shift: str, since: datetime, span: timedelta
) -> None:
    spec = schedule(each=each, slot=slot, shift=shift)
    coming = next_slot(spec, CALENDAR, since, since + span)
    found = [s for s in slots(spec, CALENDAR, since, coming.at) if s.day and s.at > since + span]
    assert found == [coming]


def test_two_slots_of_one_day_are_one_case_where_the_pack_merges(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    same = date(2026, 2, 24)
    monkeypatch.setattr("huiyin.obligations.schedules.slot_in", lambda *_: same)
    weekly = schedule(each="week", merge="true")
    found: list[Slot] = list(
        slots(weekly, CALENDAR, at("2026-02-09T00:00"), at("2026-02-25T00:00"))
    )
    assert [(s.period.name, s.merged) for s in found] == [("2026-W09", ("2026-W07", "2026-W08"))]


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.sampled_from(UNITS))
def test_the_next_period_has_the_next_number(day: date, unit: PeriodUnit) -> None:
    period = period_of(unit, day)
    later = period_of(unit, period.last + timedelta(days=1))
    assert ordinal(later) == ordinal(period) + 1


def test_every_second_year_is_counted_from_where_it_began() -> None:
    spec = schedule(each="year", every="2")
    meant = [
        y
        for y in range(2024, 2034)
        if in_turn(spec, period_of("year", date(y, 1, 1)), date(2025, 6, 1))
    ]
    assert meant == [2027, 2029, 2031, 2033]


RHYTHM = """
pack: rhythm
version: '2026.1'
title: 节奏
counting: {day: {day_zero: excluded, end: midnight}}
roles: {clerk: 办事员}
clauses: {r1: {cite: r1, text: 一}}
parameters: {pace: {label: 节奏, clause: r1, unit: rhythm}}
procedures: {check: {label: 查, stages: [完], steps: {do: {label: 查, by: clerk, to: 完}}}}
"""


def test_a_company_sets_the_rhythm_and_until_then_there_is_none() -> None:
    pack = parse({"pack.yaml": RHYTHM}).pack
    paced = schedule(each="pace")
    with pytest.raises(Unset):
        rhythm(Rules(pack), paced, date(2026, 3, 1))
    rules = Rules(pack, parameters={"pace": {"2026-01-01": "month", "2026-07-01": "quarter"}})
    assert rhythm(rules, paced, date(2026, 3, 1)).each == "month"
    assert rhythm(rules, paced, date(2026, 7, 1)).each == "quarter"
