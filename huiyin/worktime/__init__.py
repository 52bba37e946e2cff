"""When something is due: working calendars, durations, counting, and why."""

from huiyin.worktime.calendar import Calendar
from huiyin.worktime.china import CHINA, published_years
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
from huiyin.worktime.explain import Explanation, explain
from huiyin.worktime.notes import DayNote, ExplanationWords, Fact, Stretch, StretchWords
from huiyin.worktime.pause import Pause
from huiyin.worktime.period import (
    Period,
    PeriodUnit,
    Shift,
    check_slot,
    next_period,
    ordinal,
    period_of,
    previous_period,
    slot_in,
)
from huiyin.worktime.share import between, part_of, worked
from huiyin.worktime.words import (
    day_name,
    format_date,
    format_left,
    format_moment,
    format_span,
    kind_words,
    source_words,
)

__all__ = [
    "CHINA",
    "Calendar",
    "Counting",
    "CountingRules",
    "Day",
    "DayKind",
    "DayNote",
    "Duration",
    "Explanation",
    "ExplanationWords",
    "Fact",
    "Lang",
    "Limit",
    "NoWorkingDay",
    "Pause",
    "Period",
    "PeriodUnit",
    "PublishedDays",
    "Shift",
    "Stretch",
    "StretchWords",
    "UncountedUnit",
    "Unit",
    "add",
    "before",
    "between",
    "check_slot",
    "day_name",
    "explain",
    "format_date",
    "format_left",
    "format_moment",
    "format_span",
    "kind_words",
    "next_period",
    "ordinal",
    "part_of",
    "period_of",
    "previous_period",
    "published_years",
    "slot_in",
    "source_words",
    "worked",
]
