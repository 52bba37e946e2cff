"""Official Chinese days: statutory holidays, and the weekends worked for them (调休).

The State Council publishes next year's arrangement late in the year before. Published
years come from `chinesecalendar`. A year it does not know is computed from the rule
(全国年节及纪念日放假办法: fixed holidays, and a weekday off for each that falls on a
weekend); make-up weekends cannot be computed, so each day of such a year is provisional.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256

import chinese_calendar

from huiyin.worktime.day import Day, DayKind

_SATURDAY = 5

# The two libraries name some days differently; a reader sees one name.
_FULL_NAMES: Mapping[str, str] = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}

#: English names of the days that Chinese notices and the statutory rule name.
ENGLISH_NAMES: Mapping[str, str] = {
    **{_FULL_NAMES.get(day.chinese, day.chinese): day.value for day in chinese_calendar.Holiday},
    "农历除夕": "Chinese New Year's Eve",
}


@dataclass(frozen=True)
class ChinaDays:
    """The official days of mainland China (implements `PublishedDays`)."""

    @property
    def identity(self) -> str:
        """Changes with any published day, so a new year's notice is noticed."""
        return _content_hash()

    def day(self, on: date) -> Day:
        """The official day, from the notice of its year or else from the rule."""
        return _official_day(on)


CHINA = ChinaDays()


def published_years() -> range:
    """The years whose official arrangement is known."""
    known = chinese_calendar.holidays
    return range(min(known).year, max(known).year + 1)


@cache
def _content_hash() -> str:
    days = {**chinese_calendar.holidays, **chinese_calendar.workdays}
    text = ";".join(f"{on} {on in chinese_calendar.workdays}" for on in sorted(days))
    return sha256(text.encode()).hexdigest()[:12]


@lru_cache(maxsize=40_000)
def _official_day(on: date) -> Day:
    try:
        off, english = chinese_calendar.get_holiday_detail(on)
    except NotImplementedError:
        return _computed_day(on)
    name = _full_name(chinese_calendar.Holiday(english).chinese) if english else ""
    source = f"notice:{on.year}" if name else "week"
    weekend = on.weekday() >= _SATURDAY
    if off:
        return Day(on, DayKind.HOLIDAY if name else DayKind.REST, name, source)
    return Day(on, DayKind.MAKEUP if weekend else DayKind.WORKDAY, name, source)


def _computed_day(on: date) -> Day:
    source = f"rule:{on.year}"
    name = _statutory_holidays(on.year).get(on, "")
    if name:
        return Day(on, DayKind.HOLIDAY, name, source, provisional=True)
    kind = DayKind.REST if on.weekday() >= _SATURDAY else DayKind.WORKDAY
    return Day(on, kind, "", source, provisional=True)


@cache
def _statutory_holidays(year: int) -> Mapping[date, str]:
    # Imported here: it costs half a second, and only unpublished years need it.
    from holidays import country_holidays  # noqa: PLC0415

    found = country_holidays("CN", years=year, language="zh_CN")
    return {on: _full_name(name) for on, name in found.items() if on.year == year}


def _full_name(name: str) -> str:
    # "春节（补假）" is 春节 to a reader; two holidays on one day come joined by ";".
    plain = re.split("[（(;]", name, maxsplit=1)[0].strip()
    return _FULL_NAMES.get(plain, plain)
