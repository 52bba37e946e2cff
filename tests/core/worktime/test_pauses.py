"""What a pause does to a limit."""

from datetime import datetime

import pytest

from huiyin.worktime import CountingRules, Duration, Pause, part_of
from tests.core.worktime.given import (
    CALENDAR,
    NEXT_DAY_CLOSE,
    NEXT_DAY_MIDNIGHT,
    SAME_DAY_MIDNIGHT,
    at,
    limit,
    pause,
)


def test_hours_stand_still_during_a_pause() -> None:
    during = pause("2026-03-06 20:00", "2026-03-06 21:30")
    assert limit("2026-03-06 17:30", "24 hours", pauses=(during,)) == at("2026-03-07 19:00")


def test_overlapping_pauses_count_once_and_the_past_ones_not_at_all() -> None:
    during = (
        pause("2026-03-06 09:00", "2026-03-06 17:00"),
        pause("2026-03-06 17:00", "2026-03-06 18:00"),
        pause("2026-03-06 17:45", "2026-03-06 18:30"),
    )
    assert limit("2026-03-06 17:30", "1 hour", pauses=during) == at("2026-03-06 19:30")


def test_a_pause_that_starts_with_the_limit_comes_too_late() -> None:
    during = pause("2026-03-06 18:30", "2026-03-06 20:00")
    assert limit("2026-03-06 17:30", "1 hour", pauses=(during,)) == at("2026-03-06 18:30")
    sooner = pause("2026-03-06 18:29", "2026-03-06 20:00")
    assert limit("2026-03-06 17:30", "1 hour", pauses=(sooner,)) == at("2026-03-06 20:01")


def test_workhours_lose_only_the_office_time_that_was_paused() -> None:
    over_noon = pause("2026-03-06 11:00", "2026-03-06 14:00")
    assert limit("2026-03-06 10:00", "3 workhours", pauses=(over_noon,)) == at("2026-03-06 16:00")
    at_night = pause("2026-03-06 18:00", "2026-03-09 09:00")
    assert limit("2026-03-06 17:00", "2 workhours", pauses=(at_night,)) == at("2026-03-09 10:00")


def test_days_paused_even_for_an_hour_are_not_counted() -> None:
    during = pause("2026-10-12 15:00", "2026-10-13 09:00")
    assert limit("2026-09-28 15:20", "7 workdays", pauses=(during,)) == at("2026-10-15 24:00")
    assert limit("2026-10-10 15:20", "5 days", pauses=(during,)) == at("2026-10-17 24:00")


@pytest.mark.parametrize(
    ("rules", "start", "end", "last"),
    [
        # up to midnight: the day before is whole again
        (NEXT_DAY_MIDNIGHT, "2026-03-10 00:00", "2026-03-11 00:00", "2026-03-12 24:00"),
        (NEXT_DAY_MIDNIGHT, "2026-03-10 00:00", "2026-03-11 00:01", "2026-03-13 24:00"),
        # after the office closed, nothing was left to pause that day
        (NEXT_DAY_CLOSE, "2026-03-11 18:00", "2026-03-11 23:00", "2026-03-11 18:00"),
        (NEXT_DAY_CLOSE, "2026-03-11 17:59", "2026-03-11 23:00", "2026-03-12 18:00"),
        (NEXT_DAY_MIDNIGHT, "2026-03-11 18:00", "2026-03-11 23:00", "2026-03-12 24:00"),
        # weekends would not have counted anyhow
        (NEXT_DAY_MIDNIGHT, "2026-03-14 00:00", "2026-03-16 00:00", "2026-03-11 24:00"),
        # nothing
        (NEXT_DAY_MIDNIGHT, "2026-03-10 10:00", "2026-03-10 10:00", "2026-03-11 24:00"),
        # on the excluded first day
        (NEXT_DAY_MIDNIGHT, "2026-03-09 12:00", "2026-03-09 13:00", "2026-03-11 24:00"),
        # on the included first day, before and after the start
        (SAME_DAY_MIDNIGHT, "2026-03-09 08:00", "2026-03-09 10:00", "2026-03-10 24:00"),
        (SAME_DAY_MIDNIGHT, "2026-03-09 08:00", "2026-03-09 10:01", "2026-03-11 24:00"),
    ],
)
def test_which_days_a_pause_touches(rules: CountingRules, start: str, end: str, last: str) -> None:
    assert limit("2026-03-09 10:00", "2 workdays", rules, pauses=(pause(start, end),)) == at(last)


def test_months_are_prolonged_by_the_paused_days() -> None:
    during = pause("2026-04-01 00:00", "2026-04-11 00:00")
    assert limit("2026-03-13 09:00", "2 months", pauses=(during,)) == at("2026-05-23 24:00")


def test_a_share_of_a_term_waits_for_the_pause() -> None:
    during = pause("2026-03-10 00:00", "2026-03-12 00:00")
    term = Duration.parse("10 workdays")
    found = part_of(at("2026-03-06 17:30"), term, 70, NEXT_DAY_MIDNIGHT, CALENDAR, [during])
    assert found == at("2026-03-19 24:00")


def test_a_pause_needs_a_zone_and_its_end_after_its_start() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        pause("2026-03-10 10:00", "2026-03-10 09:59")
    naive = datetime(2026, 3, 10)  # noqa: DTZ001
    for start, end in ((naive, at("2026-03-11 10:00")), (at("2026-03-09 10:00"), naive)):
        with pytest.raises(ValueError, match="time zone"):
            Pause(start, end)
