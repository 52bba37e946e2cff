"""Periods of schedules, and the day inside one that is meant."""

from datetime import date

import pytest

from huiyin.worktime import check_slot, next_period, period_of, previous_period, slot_in
from tests.core.worktime.given import CALENDAR


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("unit", "on", "name", "first", "last"),
    [
        ("day", "2026-10-09", "2026-10-09", "2026-10-09", "2026-10-09"),
        ("week", "2026-10-09", "2026-W41", "2026-10-05", "2026-10-11"),
        ("week", "2027-01-01", "2026-W53", "2026-12-28", "2027-01-03"),
        ("month", "2026-02-14", "2026-02", "2026-02-01", "2026-02-28"),
        ("month", "2028-02-14", "2028-02", "2028-02-01", "2028-02-29"),
        ("quarter", "2026-12-31", "2026-Q4", "2026-10-01", "2026-12-31"),
        ("half_year", "2026-06-30", "2026-H1", "2026-01-01", "2026-06-30"),
        ("half_year", "2026-07-01", "2026-H2", "2026-07-01", "2026-12-31"),
        ("year", "2026-07-01", "2026", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_day_lies_in_one_natural_period(
    unit: str, on: str, name: str, first: str, last: str
) -> None:
    period = period_of(unit, day(on))  # type: ignore[arg-type]
    assert (period.name, period.first, period.last) == (name, day(first), day(last))
    assert previous_period(next_period(period)) == period


def test_another_period_is_refused() -> None:
    with pytest.raises(ValueError, match="'decade' is not a period; choose from day, week"):
        period_of("decade", day("2026-10-09"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("unit", "on", "slot", "shift", "found"),
    [
        # Two Mondays of spring festival: one week has no workday at all, the other keeps its own.
        ("week", "2026-02-16", "monday", "next_workday", None),
        ("week", "2026-02-23", "monday", "next_workday", "2026-02-24"),
        # The Friday of the holiday week does not move into the week before.
        ("week", "2026-02-20", "friday", "previous_workday", None),
        ("week", "2026-02-20", "friday", "none", "2026-02-20"),
        # A make-up Saturday is a workday like others.
        ("week", "2026-02-14", "saturday", "previous_workday", "2026-02-14"),
        ("week", "2026-10-10", "sunday", "previous_workday", "2026-10-10"),
        # Between two workdays the shift says which.
        ("month", "2026-03-01", "day 7", "next_workday", "2026-03-09"),
        ("month", "2026-03-01", "day 7", "previous_workday", "2026-03-06"),
        ("month", "2026-08-01", "day 29", "next_workday", "2026-08-31"),
        # Where the shift would leave the period, the other direction serves.
        ("month", "2026-05-01", "last_day", "next_workday", "2026-05-29"),
        ("month", "2026-10-01", "first_day", "previous_workday", "2026-10-08"),
        ("quarter", "2026-10-01", "last_day", "previous_workday", "2026-12-31"),
        ("month", "2026-03-01", "day 10", "next_workday", "2026-03-10"),
        ("month", "2026-02-01", "day 31", "none", "2026-02-28"),
        ("month", "2026-03-01", "monday", "none", "2026-03-02"),
        # A daily schedule on workdays leaves rest days out.
        ("day", "2026-02-15", "first_day", "next_workday", None),
        ("day", "2026-02-14", "first_day", "next_workday", "2026-02-14"),
        ("day", "2026-02-15", "monday", "none", None),
    ],
)
def test_a_shifted_slot_stays_in_its_period(
    unit: str, on: str, slot: str, shift: str, found: str | None
) -> None:
    period = period_of(unit, day(on))  # type: ignore[arg-type]
    expected = None if found is None else day(found)
    assert slot_in(period, slot, shift, CALENDAR) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("slot", ["mondays", "day 0", "day", "last", "1"])
def test_a_slot_nobody_knows_is_refused_with_what_to_write(slot: str) -> None:
    with pytest.raises(ValueError, match="write first_day, last_day, a weekday"):
        check_slot(slot)
