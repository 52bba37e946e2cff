"""Common problems: what watches found, what caused it, and the same count before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from huiyin.cases.access import may_find, visible
from huiyin.cases.caller import Caller
from huiyin.cases.models import Case, Episode, Fact
from huiyin.obligations.rules import Rules, Unset
from huiyin.policy.across import Watch
from huiyin.worktime import add

PAGE = 30
MOST = 5000
USUAL = timedelta(days=30)
"""How long before and after is compared where the watch says no window."""


@dataclass(frozen=True)
class Problem:
    """One finding of a watch: its case, and how many of the same there were before and since.

    Both counts are of spans of the same length: before the case was opened, and after it ended.
    `until` is when the span after it is over; `again` the case of a later finding of the same.
    """

    watch: str
    case: Case
    causes: int
    before: int
    after: int | None = None
    until: datetime | None = None
    again: str = ""

    def judged(self, now: datetime) -> bool:
        """Whether the span after it has passed, so that the two counts may be compared."""
        return self.until is not None and self.until <= now


@dataclass(frozen=True)
class Problems:
    """A page of them, newest first."""

    rows: tuple[Problem, ...] = ()
    newer: str = ""
    older: str = ""


def problems(caller: Caller, *, before: str = "") -> Problems:
    """What watches found and the caller may see; the number of queries does not grow with it."""
    rules = caller.book.current(caller.now)
    rows = Episode.objects.filter(company=caller.company, case__in=visible(caller))
    if before.isdecimal():
        rows = rows.filter(id__lt=int(before))
    page = list(rows.select_related("case").order_by("-id")[: PAGE + 1])
    older = str(page[PAGE - 1].id) if len(page) > PAGE else ""
    mine = [one for one in page[:PAGE] if may_find(one.case, caller)]
    facts = _facts(caller, mine)
    later = _later(caller, mine)
    found = (_problem(caller, rules, one, facts, later) for one in mine)
    return Problems(tuple(found), older=older)


def _facts(caller: Caller, page: Sequence[Episode]) -> list[Fact]:
    """The cases of the page's groups, the newest ones; one query."""
    groups = Q(pk__in=[])
    for one in page:
        groups |= Q(watch=one.watch, group=one.group)
    rows = Fact.objects.filter(groups, company=caller.company).order_by("-occurred")
    return list(rows.only("watch", "group", "occurred", "episode_id")[:MOST])


def _later(caller: Caller, page: Sequence[Episode]) -> list[Episode]:
    """Every finding of the page's groups, in order; one query."""
    groups = Q(pk__in=[])
    for one in page:
        groups |= Q(watch=one.watch, group=one.group)
    return list(Episode.objects.filter(groups, company=caller.company).order_by("id"))


def _problem(
    caller: Caller,
    rules: Rules,
    one: Episode,
    facts: Sequence[Fact],
    later: Sequence[Episode],
) -> Problem:
    same = [f for f in facts if (f.watch, f.group) == (one.watch, one.group)]
    span, closed = (
        _span(rules, rules.pack.watches.get(one.watch), one.opened_at),
        one.case.closed_at,
    )
    again = (e for e in later if e.id > one.id and (e.watch, e.group) == (one.watch, one.group))
    following = next(again, None)
    until = closed + span if closed else None
    after = sum(closed < f.occurred <= until for f in same) if closed and until else None
    return Problem(
        watch=one.watch,
        case=one.case,
        causes=sum(f.episode_id == one.id for f in same),
        before=sum(one.opened_at - span < f.occurred <= one.opened_at for f in same),
        after=after,
        until=until,
        again=following.case_id if following else "",
    )


def _span(rules: Rules, watch: Watch | None, at: datetime) -> timedelta:
    if watch is None or not watch.within:
        return USUAL
    try:
        term = rules.term(watch.within, rules.local_date(at))
    except Unset:
        return USUAL
    return add(at, term, rules.whole_days, rules.calendar).moment - at
