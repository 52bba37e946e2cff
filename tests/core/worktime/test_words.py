"""How moments and remaining time are written."""

from datetime import date

import pytest

from huiyin.worktime import (
    DayKind,
    day_name,
    format_left,
    format_moment,
    format_span,
    kind_words,
    source_words,
)
from tests.core.worktime.given import CALENDAR, at


@pytest.mark.parametrize(
    ("moment", "zh", "en"),
    [
        ("2026-10-15 24:00", "10月15日 周四 24:00", "Thu 15 Oct 24:00"),
        ("2026-10-12 12:00", "10月12日 周一 12:00", "Mon 12 Oct 12:00"),
        ("2026-10-10 24:00", "今天 24:00", "today 24:00"),
        ("2026-10-10 18:00", "今天 18:00", "today 18:00"),
        ("2026-10-16 00:00", "10月16日 周五 00:00", "Fri 16 Oct 00:00"),
        ("2026-10-15 23:59", "10月15日 周四 23:59", "Thu 15 Oct 23:59"),
        ("2027-01-08 24:00", "2027年1月8日 周五 24:00", "Fri 8 Jan 2027 24:00"),
    ],
)
def test_the_end_of_a_day_is_its_24_00(moment: str, zh: str, en: str) -> None:
    today = date(2026, 10, 10)
    assert format_moment(at(moment), CALENDAR, "zh", today) == zh
    assert format_moment(at(moment), CALENDAR, "en", today) == en


def test_without_a_today_the_year_is_written() -> None:
    assert format_moment(at("2026-10-10 08:05"), CALENDAR, "zh") == "2026年10月10日 周六 08:05"


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (7 * 3600 + 18 * 60 + 40, "剩 7小时18分", "7 h 18 min left"),
        (31 * 60 + 59, "剩 31分", "31 min left"),
        (5 * 60 + 48, "剩 5分48秒", "5 min 48 s left"),
        (600, "剩 10分", "10 min left"),
        (601, "剩 10分", "10 min left"),
        (599, "剩 9分59秒", "9 min 59 s left"),
        (59, "剩 59秒", "59 s left"),
        (5 * 86400 + 13 * 3600 + 18 * 60, "剩 5天13小时", "5 d 13 h left"),
        (86400 + 5 * 60, "剩 1天", "1 d left"),
        # one microsecond short of an hour, as the end of a day always is
        (3599.999999, "剩 1小时", "1 h left"),
        (0, "剩 0秒", "0 s left"),
        (-0.000001, "已迟 1秒", "1 s late"),
        (-840.000001, "已迟 14分", "14 min late"),
        (-(2 * 3600 + 14 * 60), "已迟 2小时14分", "2 h 14 min late"),
        (-(51 * 3600), "已迟 2天3小时", "2 d 3 h late"),
    ],
)
def test_what_is_left_is_told_in_at_most_two_units(seconds: float, zh: str, en: str) -> None:
    assert format_left(seconds, "zh") == zh
    assert format_left(seconds, "en") == en


def test_a_plain_span_has_no_sign() -> None:
    assert format_span(-39 * 60, "zh") == "39分"


def test_a_day_is_named_and_its_source_told_in_both_languages() -> None:
    makeup, weekend = CALENDAR.day(date(2026, 10, 10)), CALENDAR.day(date(2026, 10, 11))
    computed = CALENDAR.day(date(2027, 10, 1))
    assert (day_name(makeup, "zh"), day_name(makeup, "en")) == ("国庆节", "National Day")
    assert (day_name(weekend, "zh"), day_name(weekend, "en")) == ("周末", "weekend")
    assert kind_words(makeup.kind, "en") == "make-up workday"
    assert source_words(makeup, "zh") == "国务院办公厅 2026 年节假日安排"
    assert source_words(makeup, "en") == "State Council arrangement for 2026"
    assert source_words(computed, "zh") == "2027 年安排未公布，按法定节假日推算"
    assert source_words(weekend, "en") == "Monday to Friday are worked"


def test_every_sort_of_day_and_every_holiday_has_words_in_both_languages() -> None:
    for kind in DayKind:
        assert kind_words(kind, "zh") != kind_words(kind, "en")
    for year in range(2004, 2031):
        for ordinal in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()):
            day = CALENDAR.day(date.fromordinal(ordinal))
            assert day_name(day, "en").isascii(), day
            assert not day_name(day, "zh").isascii(), day
