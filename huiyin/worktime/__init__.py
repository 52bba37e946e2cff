"""When something is due: working calendars, durations, counting, and why."""

from huiyin.worktime.calendar import Calendar
from huiyin.worktime.china import CHINA
from huiyin.worktime.count import Limit, NoWorkingDay, add, before
from huiyin.worktime.day import Day, DayKind, PublishedDays
from huiyin.worktime.duration import (
    Counting,
    CountingRules,
    Duration,
    Lang,
    UncountedUnit,
    Unit,
)
from huiyin.worktime.pause import Pause
from huiyin.worktime.period import (
    Period,
    PeriodUnit,
    Shift,
    check_slot,
    next_period,
    period_of,
    previous_period,
    slot_in,
)
from huiyin.worktime.share import between, part_of

__all__ = [
    "CHINA",
    "Calendar",
    "Counting",
    "CountingRules",
    "Day",
    "DayKind",
    "Duration",
    "Lang",
    "Limit",
    "NoWorkingDay",
    "Pause",
    "Period",
    "PeriodUnit",
    "PublishedDays",
    "Shift",
    "UncountedUnit",
    "Unit",
    "add",
    "before",
    "between",
    "check_slot",
    "next_period",
    "part_of",
    "period_of",
    "previous_period",
    "slot_in",
]
