"""Moments, spans and days in words, in Chinese and English.

The end of a day is written 24:00 of that day, never 00:00 of the next nor 23:59. A span
never mixes more than two units.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from huiyin.worktime.calendar import Calendar
from huiyin.worktime.china import ENGLISH_NAMES
from huiyin.worktime.day import Day, DayKind
from huiyin.worktime.duration import Lang

_WEEKDAYS: Final[Mapping[Lang, tuple[str, ...]]] = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS_EN: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
_SPAN_UNITS: Final = ((86_400, "天", "d"), (3_600, "小时", "h"), (60, "分", "min"), (1, "秒", "s"))
_TEN_MINUTES: Final = 600
_MINUTE: Final = 60

_KIND_WORDS: Final[Mapping[DayKind, Mapping[Lang, str]]] = {
    DayKind.WORKDAY: {"zh": "工作日", "en": "workday"},
    DayKind.REST: {"zh": "周末", "en": "weekend"},
    DayKind.HOLIDAY: {"zh": "节假日", "en": "holiday"},
    DayKind.MAKEUP: {"zh": "调休上班", "en": "make-up workday"},
    DayKind.COMPANY_REST: {"zh": "公司休息", "en": "company rest day"},
    DayKind.COMPANY_WORK: {"zh": "公司上班", "en": "company workday"},
}


def format_date(on: date, lang: Lang, today: date | None) -> str:
    """A date: "10月15日 周四", "Thu 15 Oct", with the year unless it is today's; or "今天"."""
    if on == today:
        return "今天" if lang == "zh" else "today"
    return written_date(on, lang, with_year=today is None or on.year != today.year)


def written_date(on: date, lang: Lang, *, with_year: bool) -> str:
    """A date with its weekday, never "today": for tables and papers."""
    weekday = _WEEKDAYS[lang][on.weekday()]
    if lang == "zh":
        return f"{f'{on.year}年' if with_year else ''}{on.month}月{on.day}日 {weekday}"
    return f"{weekday} {on.day} {_MONTHS_EN[on.month - 1]}{f' {on.year}' if with_year else ''}"


def format_clock(moment: datetime, calendar: Calendar) -> str:
    """The time of day on the company's clock, "15:20"; "24:00" for the end of a day."""
    local = calendar.local(moment)
    if local == calendar.end_of(local.date()):
        return "24:00"
    return f"{local:%H:%M}"


def format_moment(
    moment: datetime, calendar: Calendar, lang: Lang, today: date | None = None
) -> str:
    """A moment on the company's clock: "10月15日 周四 24:00", "Thu 15 Oct 24:00".

    Without `today`, or in another year, the year is written too.
    """
    on = calendar.local(moment).date()
    return f"{format_date(on, lang, today)} {format_clock(moment, calendar)}"


def format_span(seconds: float, lang: Lang) -> str:
    """A length of time in at most two units: "2天3小时", "5分48秒", "7 h 18 min".

    Rounded to the second, then cut off; seconds are told only below ten minutes.
    """
    whole = round(abs(seconds))
    if whole >= _TEN_MINUTES:
        whole -= whole % _MINUTE
    largest = next((i for i, (size, *_) in enumerate(_SPAN_UNITS) if whole >= size), -1)
    return _in_units(whole, _SPAN_UNITS[largest:][:2], lang)


def format_hours(seconds: int, lang: Lang) -> str:
    """An exact sum of time in hours, minutes and seconds, never in days: "24小时".

    For office time, of which a day has not 24 hours, and for sums that must agree.
    """
    return _in_units(seconds, _SPAN_UNITS[1:], lang)


def _in_units(whole: int, units: tuple[tuple[int, str, str], ...], lang: Lang) -> str:
    parts: list[str] = []
    for size, zh, en in units:
        number, whole = divmod(whole, size)
        if number:
            parts.append(f"{number}{zh}" if lang == "zh" else f"{number} {en}")
    if not parts:
        return "0秒" if lang == "zh" else "0 s"
    return ("" if lang == "zh" else " ").join(parts)


def format_left(delta_seconds: float, lang: Lang) -> str:
    """What is left until a limit, or by how much it is past (negative).

    "剩 7小时18分", "已迟 2小时14分"; "7 h 18 min left", "2 h 14 min late". The limit itself
    is in time; anything past it is late by a second at least.
    """
    if delta_seconds < 0:
        span = format_span(max(1, -delta_seconds), lang)
        return f"已迟 {span}" if lang == "zh" else f"{span} late"
    span = format_span(delta_seconds, lang)
    return f"剩 {span}" if lang == "zh" else f"{span} left"


def kind_words(kind: DayKind, lang: Lang) -> str:
    """What sort of day it is: "调休上班", "make-up workday"."""
    return _KIND_WORDS[kind][lang]


def day_name(day: Day, lang: Lang) -> str:
    """The day's own name (国庆节, National Day), or else what sort of day it is."""
    if not day.name:
        return kind_words(day.kind, lang)
    return day.name if lang == "zh" else ENGLISH_NAMES.get(day.name, day.name)


def source_words(day: Day, lang: Lang) -> str:
    """Who fixed the day, for the reader: the yearly notice, the rule, the plain week."""
    origin, _, year = day.source.partition(":")
    if origin == "notice":
        zh, en = f"国务院办公厅 {year} 年节假日安排", f"State Council arrangement for {year}"
    elif origin == "rule":
        zh, en = f"{year} 年安排未公布，按法定节假日推算", f"computed, {year} is not published yet"
    elif origin == "company":
        zh, en = "公司日历", "the company's own calendar"
    elif origin == "week":
        zh, en = "周一至周五上班", "Monday to Friday are worked"
    else:
        return day.source
    return zh if lang == "zh" else en
