"""Moments and rules the tests share. "24:00" is the last instant of that day."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from huiyin.worktime import Calendar, Counting, CountingRules, Duration, Pause, Unit, add

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar()


def everywhere(day_zero: str, end: str) -> CountingRules:
    """The same counting rule for every unit."""
    return dict.fromkeys(Unit, Counting(day_zero, end))  # type: ignore[arg-type]


NEXT_DAY_MIDNIGHT = everywhere("excluded", "midnight")
NEXT_DAY_CLOSE = everywhere("excluded", "close_of_business")
SAME_DAY_MIDNIGHT = everywhere("included", "midnight")
SAME_DAY_CLOSE = everywhere("included", "close_of_business")


def at(text: str) -> datetime:
    """A moment in Shanghai, written "2026-03-06 17:30" or "2026-10-09 24:00"."""
    day, clock = text.split()
    wall = time.max if clock == "24:00" else time.fromisoformat(clock)
    return datetime.combine(date.fromisoformat(day), wall, SHANGHAI)


def limit(
    start: str,
    term: str,
    rules: CountingRules = NEXT_DAY_MIDNIGHT,
    calendar: Calendar = CALENDAR,
    pauses: tuple[Pause, ...] = (),
) -> datetime:
    """The limit of a term, both written as text."""
    return add(at(start), Duration.parse(term), rules, calendar, pauses).moment


def pause(start: str, end: str) -> Pause:
    return Pause(at(start), at(end))
