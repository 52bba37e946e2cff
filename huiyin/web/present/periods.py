"""Periods in words: "2026年10月", "2026年第三季度", "week 41 of 2026"."""

from django.utils.translation import gettext as _

from huiyin.web.present.speaker import Speaker
from huiyin.worktime import Period, PeriodUnit

QUARTERS = ("一", "二", "三", "四")
HALVES = (("上", "First"), ("下", "Second"))
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def period_words(speaker: Speaker, period: Period) -> str:
    """A period as a reader calls it."""
    return (_english if speaker.lang == "en" else _chinese)(period)


def _chinese(period: Period) -> str:
    first, month = period.first, period.first.month
    if period.unit == "day":
        return f"{first.year}年{month}月{first.day}日"
    if period.unit == "week":
        _year, _dash, week = period.name.partition("-W")
        return f"{_year}年第{int(week)}周（{first:%m-%d}—{period.last:%m-%d}）"
    return f"{first.year}年" + {
        "month": f"{month}月",
        "quarter": f"第{QUARTERS[(month - 1) // 3]}季度",
        "half_year": f"{HALVES[(month - 1) // 6][0]}半年",
        "year": "",
    }.get(period.unit, "")


def _english(period: Period) -> str:
    first, month = period.first, period.first.month
    if period.unit == "day":
        return f"{first.day} {MONTHS[month - 1]} {first.year}"
    if period.unit == "week":
        year, _dash, week = period.name.partition("-W")
        return f"week {int(week)} of {year} ({first:%m-%d} to {period.last:%m-%d})"
    return {
        "month": f"{MONTHS[month - 1]} {first.year}",
        "quarter": f"Q{(month - 1) // 3 + 1} {first.year}",
        "half_year": f"{HALVES[(month - 1) // 6][1]} half of {first.year}",
        "year": str(first.year),
    }.get(period.unit, period.name)


def short_words(period: Period) -> str:
    """A period beneath a point of a line: "10月" is "10", a week its first day."""
    first = period.first
    return {
        "day": f"{first:%m-%d}",
        "week": f"{first:%m-%d}",
        "month": f"{first:%y-%m}",
        "quarter": period.name[2:],
        "half_year": period.name[2:],
        "year": period.name,
    }.get(period.unit, period.name)


def rhythm_words(unit: PeriodUnit) -> str:
    """How often: "每月", "monthly"."""
    return {
        "day": _("每天"),
        "week": _("每周"),
        "month": _("每月"),
        "quarter": _("每季度"),
        "half_year": _("每半年"),
        "year": _("每年"),
    }[unit]
