"""A company's working calendar: official days, the company's own, office hours."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from huiyin.worktime.china import CHINA
from huiyin.worktime.day import Day, DayKind, Overrides, PublishedDays

WORKING: Final = 1
PROVISIONAL: Final = 2

_MICROSECOND: Final = timedelta(microseconds=1)
_SATURDAY: Final = 5

DEFAULT_WINDOWS: Final = ((time(9), time(12)), (time(13), time(18)))


class _Marks(dict[int, int]):
    """Day ordinal -> WORKING | PROVISIONAL; learnt on first use, then one dict look-up."""

    def __init__(self, calendar: "Calendar") -> None:
        self._calendar = calendar

    def __missing__(self, ordinal: int) -> int:
        day = self._calendar.day(date.fromordinal(ordinal))
        mark = (WORKING if day.working else 0) | (PROVISIONAL if day.provisional else 0)
        self[ordinal] = mark
        return mark


@dataclass(frozen=True, eq=False)
class Calendar:
    """Which days are worked, when the office is open, and where a day begins.

    `windows`: the office hours of a working day, in local time, ascending.
    `close_of_business`: when a term ends that runs until the office closes.
    `overrides`: the company's own days; they beat the official ones and are never
    provisional. `complete_years`: years whose official notice the company has entered
    as overrides in full, so that the other days of the year are certain as well.
    Two calendars are equal when they give the same answers (`identity`).
    """

    tz: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    windows: tuple[tuple[time, time], ...] = DEFAULT_WINDOWS
    close_of_business: time = time(18)
    overrides: Overrides = field(default_factory=dict)
    complete_years: frozenset[int] = frozenset()
    published: PublishedDays = CHINA

    def __post_init__(self) -> None:
        previous = time.min
        for opens, closes in self.windows:
            if not previous <= opens < closes:
                raise ValueError(f"office hours must ascend and not overlap: {opens}-{closes}")
            previous = closes
        if not self.windows:
            raise ValueError("office hours: at least one window is needed")
        for on, day in self.overrides.items():
            if on != day.date or day.provisional:
                raise ValueError(f"override of {on}: must be of that date and not provisional")
        object.__setattr__(self, "overrides", MappingProxyType(dict(self.overrides)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and self.identity == other.identity

    def __hash__(self) -> int:
        return hash(self.identity)

    @cached_property
    def identity(self) -> str:
        """A short hash of all that can change an answer; stamp what was computed with it."""
        parts = [self.tz.key, self.published.identity, str(self.close_of_business)]
        parts += [f"{opens}-{closes}" for opens, closes in self.windows]
        parts += [f"{on}={day.kind}" for on, day in sorted(self.overrides.items())]
        parts += [str(year) for year in sorted(self.complete_years)]
        return sha256("|".join(parts).encode()).hexdigest()[:16]

    @cached_property
    def marks(self) -> dict[int, int]:
        """Day ordinal -> WORKING | PROVISIONAL, for tight loops over days."""
        return _Marks(self)

    @cached_property
    def _days(self) -> dict[date, Day]:
        return {}

    def day(self, on: date) -> Day:
        """The day as this company has it: its own override, else the official day."""
        found = self._days.get(on)
        if found is None:
            found = self._days[on] = self.overrides.get(on) or self._official(on)
        return found

    def _official(self, on: date) -> Day:
        if on.year in self.complete_years:
            kind = DayKind.REST if on.weekday() >= _SATURDAY else DayKind.WORKDAY
            return Day(on, kind)
        return self.published.day(on)

    def is_workday(self, on: date) -> bool:
        """Whether people work on this day."""
        return bool(self.marks[on.toordinal()] & WORKING)

    def provisional(self, on: date) -> bool:
        """Whether a later notice may still change this day."""
        return bool(self.marks[on.toordinal()] & PROVISIONAL)

    def local(self, moment: datetime) -> datetime:
        """The same moment on the company's clock. Raises ValueError without a time zone."""
        if moment.tzinfo is None:
            raise ValueError(f"{moment.isoformat()} has no time zone")
        return moment if moment.tzinfo is self.tz else moment.astimezone(self.tz)

    def start_of(self, on: date) -> datetime:
        """The first instant of the day."""
        return self.at(on, time.min)

    def end_of(self, on: date) -> datetime:
        """The last good instant of the day: one microsecond before the next one begins."""
        following = self.start_of(date.fromordinal(on.toordinal() + 1))
        return (following.astimezone(UTC) - _MICROSECOND).astimezone(self.tz)

    def close_of(self, on: date) -> datetime:
        """When the office closes on this day; inclusive."""
        return self.at(on, self.close_of_business)

    def at(self, on: date, wall: time) -> datetime:
        """The moment the company's clock shows `wall` on that day.

        Where the clock is set forward over it, the moment of the change.
        """
        return datetime.combine(on, wall, self.tz).astimezone(UTC).astimezone(self.tz)

    def office_hours(self, on: date) -> Iterator[tuple[datetime, datetime]]:
        """The windows of that day as UTC moments, whether or not the day is worked."""
        for opens, closes in self.windows:
            yield (
                datetime.combine(on, opens, self.tz).astimezone(UTC),
                datetime.combine(on, closes, self.tz).astimezone(UTC),
            )
