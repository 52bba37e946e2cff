"""What an explanation is made of: days, stretches, facts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from huiyin.worktime.calendar import Calendar
from huiyin.worktime.count import Limit
from huiyin.worktime.day import Day
from huiyin.worktime.duration import Counting, Duration

NoteKind = Literal["zero", "counted", "skipped", "paused", "last"]

How = Literal[
    "start",  # the day of the start, not counted
    "counted",  # days that count
    "makeup",  # a weekend worked for a holiday, counts
    "company_work",  # a rest day that the company works, counts
    "rest",  # weekend, skipped
    "holiday",  # skipped
    "company_rest",  # the company's own day off, skipped
    "running",  # clock time or office time that counts
    "closed",  # outside office hours
    "paused",
]


@dataclass(frozen=True, slots=True)
class DayNote:
    """One day between start and limit. `counted`: it is the n-th counted day."""

    date: date
    day: Day
    counted: int | None
    note: NoteKind


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring days or hours that are treated alike, with the sum so far.

    `how` says why; `amount` and `running` are plain terms ("2 workdays", "7 days",
    "5400 seconds"), `running` being what has been counted up to `end`. `day` is the first
    day of the stretch: its name and source are those of the whole stretch.
    """

    start: datetime
    end: datetime
    counted: bool
    how: How
    amount: str
    running: str
    day: Day


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the five facts: a label, its value, and a remark that may be empty."""

    key: Literal["from", "count", "skipped", "paused", "to"]
    label: str
    value: str
    remark: str


@dataclass(frozen=True, slots=True)
class StretchWords:
    """One row of the table of stretches, in words."""

    span: str
    how: str
    running: str
    source: str


@dataclass(frozen=True, slots=True)
class ExplanationWords:
    """An explanation for a reader: one sentence, five facts, one row for each stretch."""

    title: str
    facts: tuple[Fact, ...]
    rows: tuple[StretchWords, ...]


@dataclass(frozen=True)
class Reckoning:
    """How a limit was counted, as data. `rule` is None for minutes, hours, workhours."""

    start: datetime
    term: Duration
    rule: Counting | None
    calendar: Calendar
    limit: Limit
    days: tuple[DayNote, ...]
    stretches: tuple[Stretch, ...]
