"""What is owed again and again: which cases are to be looked at today, what was kept, what was missed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from huiyin.cases.access import visible
from huiyin.cases.caller import Caller
from huiyin.cases.models import Case, DutyRow
from huiyin.obligations.rules import Rules

DAYS = 7
RUNNING = ("pending", "undetermined")
Names = Mapping[str, Sequence[str]]


def tracking(rules: Rules) -> Names:
    """Rhythms by procedure in which somebody looks at a case again."""
    return {n: p.tracking_rhythms for n, p in rules.pack.procedures.items() if p.tracking_rhythms}


def reporting(rules: Rules) -> Names:
    """Rhythms by procedure that a drafted report upward keeps."""
    return {n: p.report_rhythms for n, p in rules.pack.procedures.items() if p.report_rhythms}


def limits(rules: Rules) -> Names:
    """Duties by procedure against whose terms the work is measured."""
    return {n: p.progress.against for n, p in rules.pack.procedures.items() if p.progress}


def _named(names: Names, where: str) -> Q:
    """Duties of these names in cases of these procedures; `where` leads from the row to its case."""
    found = Q(pk__in=[])
    for procedure, duties in names.items():
        found |= Q(**{f"{where}procedure": procedure, "duty__in": list(duties)})
    return found


@dataclass(frozen=True)
class Day:
    """The reader's day and the days before it that a page shows."""

    now: datetime
    starts: datetime
    ends: datetime
    days: tuple[date, ...]
    since: datetime

    @classmethod
    def of(cls, rules: Rules, now: datetime, count: int = DAYS) -> "Day":
        """Today and the days before it, `count` in all."""
        today = rules.local_date(now)
        days = tuple(today - timedelta(days=n) for n in reversed(range(count)))
        calendar = rules.calendar
        return cls(
            now, calendar.start_of(today), calendar.end_of(today), days, calendar.start_of(days[0])
        )


@dataclass(frozen=True)
class Tracked:
    """Cases under a rhythm that the caller may see, and how many of them are due, done, late, missed."""

    rows: QuerySet[Case]
    due: int = 0
    done: int = 0
    late: int = 0
    missed: int = 0
    all: int = 0
    views: Mapping[str, Q] = field(default_factory=dict)

    def of(self, view: str) -> QuerySet[Case]:
        """The cases of one view; all of them for an unknown name."""
        wanted = self.views.get(view)
        return self.rows if wanted is None else self.rows.filter(wanted)


def tracked(caller: Caller, names: Names, day: Day) -> Tracked:
    """The cases whose rhythm runs; two queries at most, however many there are."""
    company = caller.company
    running = DutyRow.objects.filter(
        _named(names, "case__"), company=company, kind="cadence", owed=True, state__in=RUNNING
    )
    rows = visible(caller).filter(closed_at=None, id__in=running.values("case_id"))
    mine = DutyRow.objects.filter(_named(names, "case__"), case=OuterRef("pk"), kind="cadence")
    terms = DutyRow.objects.filter(
        _named(limits(caller.book.current(caller.now)), "case__"), case=OuterRef("pk"), owed=True
    )
    due = Q(Exists(mine.filter(owed=True, state__in=RUNNING, due_at__lte=day.ends)))
    done = Q(Exists(mine.filter(owed=False, closed_at__gte=day.starts, state__startswith="done")))
    late = Q(Exists(terms.filter(due_at__lt=day.now)))
    missed = Q(Exists(mine.filter(breach_at__isnull=False, due_at__gte=day.since)))
    views = {"due": due | done, "late": late, "missed": missed}
    counts = rows.aggregate(
        all=Count("pk"),
        due=Count("pk", filter=due | done),
        done=Count("pk", filter=done & ~due),
        late=Count("pk", filter=late),
        missed=Count("pk", filter=missed),
    )
    return Tracked(rows=rows, views=views, **counts)


def beats(cases: Sequence[Case], names: Names, day: Day) -> dict[str, list[DutyRow]]:
    """The rhythm's instances of some cases in the days shown, and the one that runs; one query."""
    rows = DutyRow.objects.filter(
        _named(names, "case__"), case__in=list(cases), kind="cadence", due_at__gte=day.since
    )
    found: dict[str, list[DutyRow]] = {case.id: [] for case in cases}
    for row in rows.order_by("due_at", "id"):
        found[row.case_id].append(row)
    return found


def terms_of(cases: Sequence[Case], names: Names) -> dict[str, DutyRow]:
    """The limit that each case's work is measured against: the soonest that is owed; one query."""
    rows = DutyRow.objects.filter(_named(names, "case__"), case__in=list(cases), owed=True)
    return {row.case_id: row for row in rows.order_by("-due_at", "-id")}


@dataclass(frozen=True)
class Kept:
    """How one store or bearer kept the rhythm on one day: so many fell due, were missed, are open."""

    due: int = 0
    missed: int = 0
    open: int = 0

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(self.due + other.due, self.missed + other.missed, self.open + other.open)


Board = dict[tuple[str, str, str], dict[date, Kept]]
"""Unit, roles and person -> day -> how it was kept."""


def board(caller: Caller, names: Names, day: Day) -> Board:
    """The days shown, by store and by who owes, over all cases the caller may see; one query."""
    zone = caller.book.current(caller.now).calendar.tz
    rows = DutyRow.objects.filter(
        _named(names, "case__"),
        company=caller.company,
        kind="cadence",
        due_at__gte=day.since,
        due_at__lte=day.ends,
        case_id__in=visible(caller).values("id"),
    ).exclude(state__in=("lapsed", "waived"))
    counted = (
        rows.annotate(day=TruncDate("due_at", tzinfo=zone))
        .values("case__unit", "bearer_roles", "bearer_person", "day")
        .annotate(
            due=Count("pk"),
            missed=Count("pk", filter=Q(breach_at__isnull=False)),
            open=Count("pk", filter=Q(breach_at=None, owed=True)),
        )
        .order_by()
    )
    found: Board = {}
    for one in counted:
        key = (one["case__unit"], one["bearer_roles"], one["bearer_person"])
        found.setdefault(key, {})[one["day"]] = Kept(one["due"], one["missed"], one["open"])
    return found


def summed(board: Board, parts: Iterable[int]) -> dict[tuple[str, ...], dict[date, Kept]]:
    """The board summed over what is not in `parts` (0 unit, 1 roles, 2 person)."""
    kept = tuple(parts)
    found: dict[tuple[str, ...], dict[date, Kept]] = {}
    for key, days in board.items():
        row = found.setdefault(tuple(key[n] for n in kept), {})
        for day, one in days.items():
            row[day] = row.get(day, Kept()) + one
    return found
