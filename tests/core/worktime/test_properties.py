"""What must hold for every term, start and pause, against an independent model."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from huiyin.worktime import (
    Calendar,
    Counting,
    CountingRules,
    Duration,
    Pause,
    Unit,
    add,
    before,
    between,
    explain,
    next_period,
    part_of,
    period_of,
    previous_period,
    slot_in,
)
from tests.core.worktime import model

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar()
MICROSECOND = timedelta(microseconds=1)
CLOCK_UNITS = (Unit.MINUTE, Unit.HOUR, Unit.WORKHOUR)
DAY_UNITS = tuple(unit for unit in Unit if unit not in CLOCK_UNITS)
MOST = {
    Unit.MINUTE: 300,
    Unit.HOUR: 80,
    Unit.WORKHOUR: 40,
    Unit.DAY: 60,
    Unit.WORKDAY: 40,
    Unit.WEEK: 8,
    Unit.MONTH: 14,
    Unit.QUARTER: 4,
    Unit.HALF_YEAR: 3,
    Unit.YEAR: 2,
}

settings.register_profile(
    "worktime", max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
usual = settings.get_profile("worktime")

# Three years are left at the end, so that no term runs out of published days.
starts = st.integers(0, 6 * 365 * 96 - 1).map(
    lambda quarters: datetime.combine(date(2018, 1, 1), time.min) + quarters * model.QUARTER
)
rules = st.builds(
    Counting,
    st.sampled_from(["excluded", "included"]),
    st.sampled_from(["midnight", "close_of_business"]),
)


@st.composite
def terms(draw: st.DrawFn, units: Sequence[Unit] = tuple(Unit)) -> Duration:
    unit = draw(st.sampled_from(units))
    count = draw(st.integers(1, MOST[unit]))
    return Duration(count * 15 if unit is Unit.MINUTE else count, unit)


@st.composite
def pauses_near(draw: st.DrawFn, start: datetime) -> list[tuple[datetime, datetime]]:
    pairs = draw(st.lists(st.tuples(st.integers(-200, 3_000), st.integers(0, 700)), max_size=3))
    return [
        (start + begin * model.QUARTER, start + (begin + length) * model.QUARTER)
        for begin, length in pairs
    ]


@cache
def everywhere(rule: Counting) -> CountingRules:
    return dict.fromkeys(Unit, rule)


def here(naive: datetime) -> datetime:
    return naive.replace(tzinfo=SHANGHAI)


def ending(start: datetime, term: Duration, rule: Counting) -> datetime:
    return add(here(start), term, everywhere(rule), CALENDAR).moment


@usual
@given(st.data(), starts, terms(), rules)
def test_a_limit_with_pauses_is_the_one_counted_by_hand(
    data: st.DataObject, start: datetime, term: Duration, rule: Counting
) -> None:
    pauses = data.draw(pauses_near(start))
    found = add(
        here(start),
        term,
        everywhere(rule),
        CALENDAR,
        [Pause(here(begin), here(end)) for begin, end in pauses],
    )
    by_hand = model.limit(start, term.count, term.unit, rule.day_zero, rule.end, pauses)
    assert found.moment == here(by_hand)
    assert not found.provisional


@usual
@given(starts, terms(), rules)
def test_exactly_the_whole_term_is_over_at_its_limit_and_not_a_moment_sooner(
    start: datetime, term: Duration, rule: Counting
) -> None:
    limit = ending(start, term, rule)
    counted = everywhere(rule)
    assert between(here(start), limit, term.unit, counted, CALENDAR) == term.count
    sooner = between(here(start), limit - MICROSECOND, term.unit, counted, CALENDAR)
    assert sooner == term.count - 1


@usual
@given(starts, starts, terms(), rules)
def test_who_starts_later_is_never_due_earlier(
    one: datetime, other: datetime, term: Duration, rule: Counting
) -> None:
    earlier, later = sorted((one, other))
    assert ending(earlier, term, rule) <= ending(later, term, rule)


@usual
@given(starts, st.integers(0, 96 * 4), terms(), rules)
def test_who_starts_a_little_later_is_never_due_earlier(
    start: datetime, quarters: int, term: Duration, rule: Counting
) -> None:
    assert ending(start, term, rule) <= ending(start + quarters * model.QUARTER, term, rule)


@usual
@given(starts, terms(), rules)
def test_a_longer_term_ends_later_and_no_term_ends_before_it_starts(
    start: datetime, term: Duration, rule: Counting
) -> None:
    longer = Duration(term.count + 1, term.unit)
    assert here(start) <= ending(start, term, rule) < ending(start, longer, rule)


@usual
@given(st.data(), starts, terms(), rules)
def test_a_pause_never_shortens_a_term_nor_does_a_second_one(
    data: st.DataObject, start: datetime, term: Duration, rule: Counting
) -> None:
    pauses = [Pause(here(a), here(b)) for a, b in data.draw(pauses_near(start))]
    limits = [
        add(here(start), term, everywhere(rule), CALENDAR, pauses[:number]).moment
        for number in range(len(pauses) + 1)
    ]
    assert limits == sorted(limits)


@usual
@given(st.data(), starts, terms([Unit.WORKDAY]), rules)
def test_a_limit_in_workdays_falls_on_a_day_that_is_worked(
    data: st.DataObject, start: datetime, term: Duration, rule: Counting
) -> None:
    pauses = [Pause(here(a), here(b)) for a, b in data.draw(pauses_near(start))]
    limit = add(here(start), term, everywhere(rule), CALENDAR, pauses).moment
    assert limit.date() in model.working_days()


@usual
@given(starts, terms(DAY_UNITS), rules)
def test_a_term_in_days_ends_with_the_last_instant_of_a_day_or_when_the_office_closes(
    start: datetime, term: Duration, rule: Counting
) -> None:
    limit = ending(start, term, rule)
    if rule.end == "midnight":
        following = limit + MICROSECOND
        assert (following.hour, following.minute, following.second) == (0, 0, 0)
        assert following.date() == limit.date() + model.DAY
    else:
        assert limit.timetz() == model.CLOSE.replace(tzinfo=SHANGHAI)


@usual
@given(starts, terms([Unit.DAY, Unit.WEEK, Unit.WORKDAY]), rules)
def test_the_last_moment_for_asking_ahead_is_the_one_counted_back_by_hand(
    start: datetime, term: Duration, rule: Counting
) -> None:
    moment = start + timedelta(days=100)
    found = before(here(moment), term, everywhere(rule), CALENDAR)
    by_hand = model.deadline_for_asking(moment, term.count, term.unit, rule.day_zero, rule.end)
    assert found == here(by_hand)


@usual
@given(starts, terms(CLOCK_UNITS), rules)
def test_asking_at_the_last_moment_leaves_exactly_the_clocked_term(
    start: datetime, term: Duration, rule: Counting
) -> None:
    limit = ending(start, term, rule)
    asked = before(limit, term, everywhere(rule), CALENDAR)
    # In office hours the start may lie in a break: then the break counts for nobody.
    assert asked >= here(start)
    assert ending(asked.replace(tzinfo=None), term, rule) == limit


@usual
@given(starts, terms(DAY_UNITS), rules)
def test_asking_at_the_last_moment_for_an_end_of_day_still_leaves_the_term_in_days(
    start: datetime, term: Duration, rule: Counting
) -> None:
    limit = ending(start, term, rule)
    asked = before(limit, term, everywhere(rule), CALENDAR)
    assert ending(asked.replace(tzinfo=None), term, rule) <= limit


@usual
@given(starts, terms(), rules, st.integers(1, 99))
def test_a_share_of_a_term_lies_inside_it_and_grows_with_the_percentage(
    start: datetime, term: Duration, rule: Counting, percent: int
) -> None:
    def share(of: int) -> datetime:
        return part_of(here(start), term, of, everywhere(rule), CALENDAR)

    assert here(start) <= share(percent) <= share(percent + 1) <= share(100)
    assert share(100) == ending(start, term, rule)
    if share(100) > here(start):
        assert share(percent) < share(100)


@usual
@given(st.data(), starts, terms(), rules)
def test_an_explanation_tells_the_same_limit_and_leaves_no_gap(
    data: st.DataObject, start: datetime, term: Duration, rule: Counting
) -> None:
    pauses = [Pause(here(a), here(b)) for a, b in data.draw(pauses_near(start))]
    told = explain(here(start), term, everywhere(rule), CALENDAR, pauses)
    assert told.limit == add(here(start), term, everywhere(rule), CALENDAR, pauses)
    pieces = told.stretches
    assert pieces[0].start == here(start)
    assert pieces[-1].end == told.limit.moment
    if term.unit in CLOCK_UNITS:
        assert all(one.end == two.start for one, two in pairwise(pieces))
        length = timedelta(**{"minutes" if term.unit is Unit.MINUTE else "hours": term.count})
        counted = sum(int(piece.amount.split()[0]) for piece in pieces if piece.counted)
        assert timedelta(seconds=counted) == length
        assert pieces[-1].running == f"{length // timedelta(seconds=1)} seconds"
        return
    dates = [note.date for note in told.days]
    assert dates == [start.date() + n * model.DAY for n in range(len(dates))]
    ordinals = [note.counted for note in told.days if note.counted is not None]
    assert ordinals == list(range(1, len(ordinals) + 1))
    assert told.days[-1].note == "last"
    if term.unit is Unit.WORKDAY:
        assert len(ordinals) == term.count


@usual
@given(
    st.sampled_from(["day", "week", "month", "quarter", "half_year", "year"]),
    starts,
    st.sampled_from(["first_day", "last_day", "monday", "friday", "sunday", "day 10", "day 31"]),
    st.sampled_from(["next_workday", "previous_workday"]),
)
def test_a_shifted_slot_is_a_workday_of_its_own_period(
    unit: str, start: datetime, slot: str, shift: str
) -> None:
    period = period_of(unit, start.date())  # type: ignore[arg-type]
    assert start.date() in period
    assert next_period(period).first == period.last + model.DAY
    assert previous_period(next_period(period)) == period
    found = slot_in(period, slot, shift, CALENDAR)  # type: ignore[arg-type]
    worked = [day for day in _days(period.first, period.last) if day in model.working_days()]
    if found is None:
        assert not worked or slot_in(period, slot, "none", CALENDAR) is None
    else:
        assert found in worked


@usual
@given(terms())
def test_a_term_is_read_back_as_it_was_written(term: Duration) -> None:
    assert Duration.parse(str(term)) == term


@usual
@given(starts, terms(DAY_UNITS))
def test_a_zone_with_summer_time_changes_no_count_of_days(start: datetime, term: Duration) -> None:
    assume(start.hour >= 4)
    berlin = Calendar(tz=ZoneInfo("Europe/Berlin"))
    rule = everywhere(Counting("excluded", "midnight"))
    there = add(start.replace(tzinfo=berlin.tz), term, rule, berlin).moment
    assert there.replace(tzinfo=None) == add(here(start), term, rule, CALENDAR).moment.replace(
        tzinfo=None
    )


def _days(first: date, last: date) -> list[date]:
    return [first + n * model.DAY for n in range((last - first).days + 1)]
