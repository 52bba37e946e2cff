"""Lists by index: my duties, what others owe me, cases page by page. Cost does not grow with cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Q, QuerySet

from huiyin.cases.access import aside, may_find, owed_by, visible
from huiyin.cases.caller import Caller
from huiyin.cases.models import Case, DutyRow

MOST = 200
PAGE = 50


def mine(caller: Caller) -> QuerySet[DutyRow]:
    """What the caller owes: by post (also for whom he deputises) or by name; soonest first."""
    rows = DutyRow.objects.filter(owed_by(caller), company=caller.company, owed=True)
    return rows.select_related("case")


@dataclass(frozen=True)
class Owed:
    """My duties, those with a moment in order and then those without, and how many in all."""

    rows: list[DutyRow]
    total: int
    late: int
    soon: int
    today: int
    unknown: int


def my_duties(
    caller: Caller,
    soon: datetime,
    tonight: datetime,
    only: Mapping[str, str] | None = None,
    *,
    most: int = MOST,
) -> Owed:
    """The caller's duties, `only` those on cases of a unit, level or stage; three queries."""
    rows = mine(caller).filter(**{f"case__{name}": value for name, value in (only or {}).items()})
    rows = rows.filter(~aside(caller, "case", "case__procedure"))
    counts = rows.aggregate(
        total=Count("id"),
        late=Count("id", filter=Q(due_at__lt=caller.now)),
        soon=Count("id", filter=Q(due_at__gte=caller.now, due_at__lte=soon)),
        today=Count("id", filter=Q(due_at__gt=soon, due_at__lte=tonight)),
        unknown=Count("id", filter=Q(due_at=None) & ~Q(reason="no_limit")),
    )
    found = list(rows.order_by("due_at", "id")[:most])
    dated = [row for row in found if row.due_at is not None]
    return Owed(rows=dated + [row for row in found if row.due_at is None], **counts)


def waiting_for(caller: Caller, *, most: int = 100) -> list[DutyRow]:
    """What others owe on the newest running cases that the caller may open, soonest first."""
    running = visible(caller).filter(closed_at=None).order_by("-id")[:PAGE]
    ids = [case.id for case in running if may_find(case, caller)]
    owed = DutyRow.objects.filter(case_id__in=ids, owed=True, due_at__isnull=False)
    owed = owed.exclude(id__in=mine(caller).values("id"))
    return list(owed.select_related("case").order_by("due_at", "id")[:most])


@dataclass(frozen=True)
class Page:
    """One page of cases by key: newest first, with the keys of the pages around it."""

    cases: list[Case]
    newer: str = ""
    older: str = ""


def page_of(rows: QuerySet[Case], *, before: str = "", after: str = "", size: int = PAGE) -> Page:
    """A page of cases: those older than `before`, or newer than `after`, or the newest."""
    if after:
        found = list(rows.filter(id__gt=after).order_by("id")[: size + 1])
        more, found = len(found) > size, found[:size][::-1]
        return Page(
            found, newer=found[0].id if more and found else "", older=found[-1].id if found else ""
        )
    found = list((rows.filter(id__lt=before) if before else rows).order_by("-id")[: size + 1])
    more, found = len(found) > size, found[:size]
    newer = found[0].id if before and found else ""
    return Page(found, newer=newer, older=found[-1].id if more and found else "")


def joined_to(cases: Sequence[Case]) -> dict[str, int]:
    """How many cases were joined to each of some cases; one query."""
    rows = Case.objects.filter(lead__in=cases).values("lead_id").annotate(count=Count("id"))
    return {row["lead_id"]: row["count"] for row in rows}


def by_number(rows: QuerySet[Case], text: str, *, most: int = PAGE) -> list[Case]:
    """Cases with this number, else those whose number begins so, else open ones that hold it.

    Numbers are compared as written and in capitals. All three go by index: a part of a number is
    looked for only among what is open, since an archive grows without end.
    """
    written = {text, text.upper()}
    found = list(rows.filter(number__in=written).order_by("-id")[:most])
    if not found:
        begin = Q()
        for one in written:
            begin |= _begins("number", one)
        found = list(rows.filter(begin).order_by("-id")[:most])
    if not found:
        held = Q(number__contains=text) | Q(number__contains=text.upper())
        found = list(rows.filter(held, closed_at=None).order_by("-id")[:most])
    return found


def _begins(column: str, text: str) -> Q:
    """A column begins with a text, by index: SQLite can use none for LIKE with an escape."""
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": text, f"{column}__lt": text + chr(0x10FFFF)})
    return Q(**{f"{column}__startswith": text})
