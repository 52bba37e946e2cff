"""Why a limit is when it is: each day or hour counted, skipped or paused."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

from huiyin.worktime.calendar import Calendar
from huiyin.worktime.count import add, first_day, office_spans
from huiyin.worktime.day import Day, DayKind
from huiyin.worktime.duration import (
    CLOCKED,
    Counting,
    CountingRules,
    Duration,
    Lang,
    Unit,
    counting_for,
)
from huiyin.worktime.notes import (
    DayNote,
    ExplanationWords,
    How,
    NoteKind,
    Reckoning,
    Stretch,
)
from huiyin.worktime.pause import Pause, Span, merged, paused_days, within, without
from huiyin.worktime.sentences import describe

_HOW_OF_KIND: dict[DayKind, How] = {
    DayKind.WORKDAY: "counted",
    DayKind.MAKEUP: "makeup",
    DayKind.COMPANY_WORK: "company_work",
    DayKind.REST: "rest",
    DayKind.HOLIDAY: "holiday",
    DayKind.COMPANY_REST: "company_rest",
}


@dataclass(frozen=True)
class Explanation(Reckoning):
    """Everything that led to a limit: the days, the stretches, and both in words."""

    def words(self, lang: Lang, today: date | None = None) -> ExplanationWords:
        """The explanation for a reader; dates of `today`'s year are written without it."""
        return describe(self, lang, today)


def explain(
    start: datetime,
    term: Duration,
    rules: CountingRules,
    calendar: Calendar,
    pauses: Iterable[Pause] = (),
) -> Explanation:
    """Count a term as `add` does, and keep a note of every step.

    Day terms have a note for each day from start to limit; minutes, hours and workhours
    have stretches only. Raises what `add` raises.
    """
    pauses = tuple(pauses)
    limit = add(start, term, rules, calendar, pauses)
    local = calendar.local(start)
    spans = merged(pauses, local.astimezone(UTC))
    if term.unit in CLOCKED:
        stretches = tuple(_clocked(local, limit.moment, term.unit, calendar, spans))
        return Explanation(local, term, None, calendar, limit, (), stretches)
    rule = counting_for(term.unit, rules)
    days = _day_notes(local, limit.moment, term.unit, rule, calendar, spans)
    stretches = tuple(_day_stretches(local, limit.moment, days, term.unit, calendar))
    return Explanation(local, term, rule, calendar, limit, days, stretches)


def _day_notes(
    local: datetime,
    limit: datetime,
    unit: Unit,
    rule: Counting,
    calendar: Calendar,
    spans: Sequence[Span],
) -> tuple[DayNote, ...]:
    first, last = first_day(local, rule, calendar), limit.date().toordinal()
    paused = paused_days(spans, rule, calendar)
    notes: list[DayNote] = []
    ordinal = 0
    for number in range(local.date().toordinal(), last + 1):
        day = calendar.day(date.fromordinal(number))
        note: NoteKind
        if number < first:
            note = "zero"
        elif unit is Unit.WORKDAY and not day.working:
            note = "skipped"
        elif number in paused:
            note = "paused"
        else:
            note = "last" if number == last else "counted"
            ordinal += 1
        counted = ordinal if note in ("counted", "last") else None
        notes.append(DayNote(day.date, day, counted, note))
    return tuple(notes)


def _how(note: DayNote, unit: Unit) -> How:
    if note.note == "zero":
        return "start"
    if note.note == "paused":
        return "paused"
    # Only workdays care what sort of day it is.
    return _HOW_OF_KIND[note.day.kind] if unit is Unit.WORKDAY else "counted"


def _day_stretches(
    local: datetime,
    limit: datetime,
    notes: Sequence[DayNote],
    unit: Unit,
    calendar: Calendar,
) -> Iterator[Stretch]:
    def alike(note: DayNote) -> tuple[How, str, str]:
        how = _how(note, unit)
        same = unit is Unit.WORKDAY and how not in ("start", "paused")
        return how, note.day.name if same else "", note.day.source if same else ""

    counted_as = "workday" if unit is Unit.WORKDAY else "day"
    total = 0
    for (how, _, _), group in groupby(notes, alike):
        days = list(group)
        counts = days[0].counted is not None
        total += len(days) if counts else 0
        yield Stretch(
            start=max(calendar.start_of(days[0].date), local),
            end=min(calendar.end_of(days[-1].date), limit) if how != "start" else local,
            counted=counts,
            how=how,
            amount=_amount(len(days), counted_as if counts or how == "paused" else "day"),
            running=_amount(total, counted_as),
            day=days[0].day,
        )


def _clocked(
    local: datetime, limit: datetime, unit: Unit, calendar: Calendar, pauses: Sequence[Span]
) -> Iterator[Stretch]:
    """The line from start to limit in pieces that run, are paused, or lie outside hours."""
    total = 0.0
    for how, (start, end) in _pieces(local, limit, unit, calendar, pauses):
        seconds = (end - start).total_seconds()
        total += seconds if how == "running" else 0
        yield Stretch(
            start=calendar.local(start),
            end=calendar.local(end),
            counted=how == "running",
            how=how,
            amount=_amount(round(seconds), "second"),
            running=_amount(round(total), "second"),
            day=_reason(start, end, how, calendar),
        )


def _pieces(
    local: datetime, limit: datetime, unit: Unit, calendar: Calendar, pauses: Sequence[Span]
) -> list[tuple[How, Span]]:
    begin, end = local.astimezone(UTC), limit.astimezone(UTC)
    pieces: list[tuple[How, Span]] = []
    reached = begin
    for span in _open_spans(begin, end, unit, calendar):
        if span[0] > reached:
            pieces.append(("closed", (reached, span[0])))
        pieces += [("running", piece) for piece in without(span, pauses)]
        pieces += [("paused", piece) for piece in within(span, pauses)]
        reached = span[1]
    return sorted(pieces, key=lambda piece: piece[1])


def _open_spans(begin: datetime, end: datetime, unit: Unit, calendar: Calendar) -> Iterator[Span]:
    if unit is not Unit.WORKHOUR:
        if begin < end:
            yield begin, end
        return
    for (start, stop), _ in office_spans(begin, calendar, ()):
        if start >= end:
            return
        yield start, min(stop, end)


def _reason(start: datetime, end: datetime, how: How, calendar: Calendar) -> Day:
    """The day whose name explains a piece: for closed hours, the first one not worked."""
    first, last = calendar.local(start).date(), calendar.local(end).date()
    if how == "closed":
        for number in range(first.toordinal(), last.toordinal() + 1):
            day = calendar.day(date.fromordinal(number))
            if not day.working:
                return day
    return calendar.day(first)


def _amount(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
