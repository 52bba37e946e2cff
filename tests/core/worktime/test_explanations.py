"""Why a limit is when it is, told to whoever doubts it."""

from datetime import date

from huiyin.worktime import (
    Calendar,
    CountingRules,
    Day,
    DayKind,
    Duration,
    Explanation,
    Pause,
    explain,
)
from tests.core.worktime.given import (
    CALENDAR,
    NEXT_DAY_CLOSE,
    NEXT_DAY_MIDNIGHT,
    SAME_DAY_MIDNIGHT,
    at,
    pause,
)

TODAY = date(2026, 10, 10)


def told(
    start: str,
    term: str,
    rules: CountingRules = NEXT_DAY_MIDNIGHT,
    calendar: Calendar = CALENDAR,
    pauses: tuple[Pause, ...] = (),
) -> Explanation:
    return explain(at(start), Duration.parse(term), rules, calendar, pauses)


SEVEN_WORKDAYS = told(
    "2026-09-28 15:20",
    "7 workdays",
    pauses=(pause("2026-10-12 00:00", "2026-10-14 00:00"),),
)


def test_every_day_from_start_to_limit_has_its_note() -> None:
    notes = {note.date.isoformat()[5:]: (note.note, note.counted) for note in SEVEN_WORKDAYS.days}
    assert notes == {
        "09-28": ("zero", None),
        "09-29": ("counted", 1),
        "09-30": ("counted", 2),
        **{f"10-0{n}": ("skipped", None) for n in range(1, 8)},
        "10-08": ("counted", 3),
        "10-09": ("counted", 4),
        "10-10": ("counted", 5),
        "10-11": ("skipped", None),
        "10-12": ("paused", None),
        "10-13": ("paused", None),
        "10-14": ("counted", 6),
        "10-15": ("last", 7),
    }


def test_the_stretches_carry_the_running_sum() -> None:
    rows = [(s.how, s.counted, s.amount, s.running) for s in SEVEN_WORKDAYS.stretches]
    assert rows == [
        ("start", False, "1 day", "0 workdays"),
        ("counted", True, "2 workdays", "2 workdays"),
        ("holiday", False, "7 days", "2 workdays"),
        ("counted", True, "2 workdays", "4 workdays"),
        ("makeup", True, "1 workday", "5 workdays"),
        ("rest", False, "1 day", "5 workdays"),
        ("paused", False, "2 workdays", "5 workdays"),
        ("counted", True, "2 workdays", "7 workdays"),
    ]


def test_the_title_and_five_facts_answer_why_in_chinese() -> None:
    words = SEVEN_WORKDAYS.words("zh", TODAY)
    assert words.title == (
        "从 9月28日 周一 15:20 起计 7 个工作日，首日不计，跳过 8 天，暂停 2 个工作日，"
        "到 10月15日 周四 24:00 为止。"
    )
    assert [(fact.label, fact.value, fact.remark) for fact in words.facts] == [
        ("从", "9月28日 周一 15:20", ""),
        ("计", "7 个工作日", "首日不计，末日到 24:00，含调休上班"),
        ("跳过", "8 天", "国庆节 7 天，周末 1 天"),
        ("暂停", "2 个工作日", ""),
        ("到", "10月15日 周四 24:00", ""),
    ]
    assert [row.span for row in words.rows][2:5] == [
        "10月1日 周四—10月7日 周三",
        "10月8日 周四—10月9日 周五",
        "10月10日 周六",
    ]
    assert words.rows[2].how == "国庆节放假，跳过 7 天"
    assert words.rows[2].source == "国务院办公厅 2026 年节假日安排"
    assert words.rows[4].how == "调休上班，1 个工作日，计入"


def test_and_in_english() -> None:
    words = SEVEN_WORKDAYS.words("en", TODAY)
    assert words.title == (
        "7 workdays from Mon 28 Sep 15:20, the first day not counted, 8 days skipped, "
        "2 workdays paused: until Thu 15 Oct 24:00."
    )
    assert [fact.key for fact in words.facts] == ["from", "count", "skipped", "paused", "to"]
    assert words.facts[2].remark == "National Day 7 d, weekend 1 d"
    assert words.rows[6].how == "paused, 2 workdays not counted"


def test_no_chinese_is_left_in_english_explanations() -> None:
    cases = [
        SEVEN_WORKDAYS,
        told("2026-12-28 17:30", "10 workdays", NEXT_DAY_CLOSE),
        told("2026-09-30 17:30", "8 workhours"),
        told("2026-03-13 09:00", "2 months", SAME_DAY_MIDNIGHT),
        told("2026-03-13 09:00", "24 hours"),
    ]
    for case in cases:
        words = case.words("en")
        texts = [words.title, *(text for fact in words.facts for text in (fact.value, fact.remark))]
        texts += [text for row in words.rows for text in (row.span, row.how, row.source)]
        assert all(text.replace("—", "-").isascii() for text in texts), texts


def test_hours_are_told_as_a_line_without_days() -> None:
    during = pause("2026-03-06 20:00", "2026-03-06 21:30")
    hours = told("2026-03-06 17:30", "24 hours", pauses=(during,))
    assert hours.days == ()
    assert [(s.how, s.running) for s in hours.stretches] == [
        ("running", "9000 seconds"),
        ("paused", "9000 seconds"),
        ("running", "86400 seconds"),
    ]
    words = hours.words("zh", TODAY)
    assert [row.span for row in words.rows] == [
        "3月6日 周五 17:30—20:00",
        "3月6日 周五 20:00—21:30",
        "3月6日 周五 21:30—3月7日 周六 19:00",
    ]
    assert words.rows[-1].running == "24小时"
    assert words.facts[1].remark == "连续计算，夜间和休息日照计"
    assert (words.facts[2].value, words.facts[3].value) == ("无", "1小时30分")


def test_workhours_tell_the_closed_hours_by_their_reason() -> None:
    office = told(
        "2026-09-30 17:30:20",
        "8 workhours",
        pauses=(pause("2026-10-08 10:00", "2026-10-08 11:00"),),
    )
    words = office.words("zh", TODAY)
    assert [(row.how, row.running) for row in words.rows] == [
        ("29分40秒，计入", "29分40秒"),
        ("国庆节，不计", "29分40秒"),
        ("1小时，计入", "1小时29分40秒"),
        ("暂停 1小时，不计", "1小时29分40秒"),
        ("1小时，计入", "2小时29分40秒"),
        ("办公时间以外，不计", "2小时29分40秒"),
        ("5小时，计入", "7小时29分40秒"),
        ("办公时间以外，不计", "7小时29分40秒"),
        ("30分20秒，计入", "8小时"),
    ]
    assert words.facts[1].remark == "只计工作日 09:00—12:00、13:00—18:00"


def test_a_night_before_the_weekend_is_a_night() -> None:
    words = told("2026-03-05 17:00", "2 workhours").words("en", TODAY)
    assert [row.how for row in words.rows] == [
        "1 h, counted",
        "outside office hours, not counted",
        "1 h, counted",
    ]


def test_one_pause_is_one_stretch_whatever_its_days_are() -> None:
    during = pause("2026-10-09 10:00", "2026-10-11 00:00")
    paused = told("2026-10-08 10:00", "1 workday", pauses=(during,))
    assert [(s.how, s.amount) for s in paused.stretches] == [
        ("start", "1 day"),
        ("paused", "2 workdays"),
        ("rest", "1 day"),
        ("counted", "1 workday"),
    ]


def test_a_provisional_limit_says_so_and_names_the_year() -> None:
    words = told("2026-12-28 17:30", "10 workdays", NEXT_DAY_CLOSE).words("zh", TODAY)
    assert words.title.endswith("到 2027年1月12日 周二 18:00 为止（暂定）。")
    assert words.facts[4].remark == "暂定：2027 年节假日安排尚未公布"
    assert words.facts[1].remark == "首日不计，末日到 18:00"


def test_an_included_first_day_is_said_to_count_when_it_does() -> None:
    included = told("2026-03-06 10:00", "2 workdays", SAME_DAY_MIDNIGHT)
    assert included.days[0].counted == 1
    assert included.words("zh", TODAY).facts[1].remark == "首日计入，末日到 24:00"
    on_rest_day = told("2026-03-07 10:00", "2 workdays", SAME_DAY_MIDNIGHT)
    assert on_rest_day.days[0].note == "skipped"
    assert on_rest_day.words("zh", TODAY).facts[1].remark == "末日到 24:00"


def test_the_companys_own_days_are_told_in_its_words() -> None:
    on = date(2026, 3, 9)
    company = Calendar(overrides={on: Day(on, DayKind.COMPANY_REST, "店庆", "总办通知 3 号")})
    words = told("2026-03-06 10:00", "1 workday", calendar=company).words("zh", TODAY)
    assert (words.rows[2].how, words.rows[2].source) == ("店庆，跳过 1 天", "总办通知 3 号")


def test_calendar_days_count_rest_days_and_name_no_source() -> None:
    months = told("2026-03-13 09:00", "2 months")
    assert [(s.how, s.running) for s in months.stretches] == [
        ("start", "0 days"),
        ("counted", "61 days"),
    ]
    assert months.words("zh", TODAY).rows[1].source == ""


def test_a_term_of_nothing_is_explained_too() -> None:
    nothing = told("2026-03-13 09:00", "0 minutes")
    assert nothing.stretches == ()
    assert (
        nothing.words("zh", TODAY).title
        == "从 3月13日 周五 09:00 起计 0 分钟，到 3月13日 周五 09:00 为止。"
    )
