"""Common problems: what watches found, what caused it, and the same count before and after."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Q

from huiyin.cases.access import may_find, visible
from huiyin.cases.caller import Caller
from huiyin.cases.models import Case, Episode, Fact

PAGE = 30


@dataclass(frozen=True)
class Problem:
    """One finding of a watch: its case, and how many of the same there were before and since.

    Both counts were taken of spans of the same length, when they were over: before the case was
    opened, and after it ended. `until` is when the span after it is over; `again` the case of a later
    finding of the same, which came after that.
    """

    watch: str
    case: Case
    causes: int
    before: int
    after: int | None = None
    until: datetime | None = None
    again: str = ""
    example: Case | None = None
    """The newest of the cases that caused it and that the reader may see."""

    @property
    def judged(self) -> bool:
        """Whether the span after it has passed, so that the two counts may be compared."""
        return self.after is not None


@dataclass(frozen=True)
class Problems:
    """A page of them, newest first."""

    rows: tuple[Problem, ...] = ()
    newer: str = ""
    older: str = ""


def problems(caller: Caller, *, before: str = "") -> Problems:
    """What watches found and the caller may see; the number of queries does not grow with it."""
    rows = Episode.objects.filter(company=caller.company, case__in=visible(caller))
    if before.isdecimal():
        rows = rows.filter(id__lt=int(before))
    page = list(rows.select_related("case").order_by("-id")[: PAGE + 1])
    older = str(page[PAGE - 1].id) if len(page) > PAGE else ""
    mine = [one for one in page[:PAGE] if may_find(one.case, caller)]
    causes, later = _causes(mine), _later(caller, mine)
    examples = _examples(caller, mine)
    found = (replace(_problem(one, causes, later), example=examples.get(one.id)) for one in mine)
    return Problems(tuple(found), older=older)


def _causes(page: Sequence[Episode]) -> dict[int, int]:
    """How many cases belong to each finding; one query."""
    rows = Fact.objects.filter(episode__in=page).values("episode").annotate(count=Count("id"))
    return {row["episode"]: row["count"] for row in rows}


def _examples(caller: Caller, page: Sequence[Episode]) -> dict[int, Case]:
    """One of the cases behind each finding; one query."""
    facts = Fact.objects.filter(episode__in=page, case__in=visible(caller, "masked"))
    rows = facts.select_related("case").order_by("id")
    return {
        row.episode_id: row.case for row in rows if row.episode_id and may_find(row.case, caller)
    }


def _later(caller: Caller, page: Sequence[Episode]) -> list[Episode]:
    """Every finding of the page's groups, in order; one query."""
    groups = Q(pk__in=[])
    for one in page:
        groups |= Q(watch=one.watch, group=one.group)
    return list(Episode.objects.filter(groups, company=caller.company).order_by("id"))


def _problem(one: Episode, causes: dict[int, int], later: Sequence[Episode]) -> Problem:
    again = (e for e in later if e.id > one.id and (e.watch, e.group) == (one.watch, one.group))
    following = next(again, None)
    return Problem(
        watch=one.watch,
        case=one.case,
        causes=causes.get(one.id, 0),
        before=one.before,
        after=one.after,
        until=one.due_at,
        again=following.case_id if following else "",
    )
