"""What a remedy did: the same counted before it and after it, once, and recorded in its log."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q

from huiyin.cases.caller import system
from huiyin.cases.groups import Group, span_of
from huiyin.cases.models import Case, Episode
from huiyin.cases.work import Open, Repeated, Work, run
from huiyin.eventlog.envelope import SYSTEM
from huiyin.eventlog.kinds import Kind
from huiyin.policies.rules import NoPolicy
from huiyin.writegate import gate

AT_ONCE = 100
FAR = datetime(9000, 1, 1, tzinfo=UTC)
"""When what no watch counts any more is measured."""


@dataclass(frozen=True)
class Measure:
    """How many of the same there were in a span."""

    since: datetime
    until: datetime
    count: int

    @classmethod
    def before(cls, group: Group, moment: datetime) -> "Measure":
        """In the window that ends at a moment."""
        since = moment - span_of(group.rules, group.watch, moment)
        return cls(since, moment, group.count(since, moment))

    @classmethod
    def after(cls, group: Group, ended: datetime) -> "Measure":
        """In the window that began when a case ended."""
        until = ended + span_of(group.rules, group.watch, ended)
        return cls(ended, until, group.count(ended, until))


def measured(entry: Open, group: Group, which: str, measure: Measure) -> None:
    """Record a count as it is now; it is never counted anew."""
    data = {
        "watch": group.name,
        "which": which,
        "count": measure.count,
        "since": measure.since.isoformat(),
        "until": measure.until.isoformat(),
    }
    entry.draft.record(Kind.MEASURED, data, SYSTEM)


def measure_due(now: datetime) -> int:
    """Measure what came after ended cases whose window is over; returns how many were looked at."""
    with gate():
        Episode.objects.filter(closed=False, case__closed_at__isnull=False).update(closed=True)
    rows = Episode.objects.filter(Q(due_at=None) | Q(due_at__lte=now), closed=True, after=None)
    found = list(rows.select_related("case", "company").order_by("id")[:AT_ONCE])
    for episode in found:
        with suppress(NoPolicy):
            _measure(episode, now)
    return len(found)


def _measure(episode: Episode, now: datetime) -> None:
    caller, ended = system(episode.company, now), episode.case.closed_at
    rules = caller.book.current(now)
    watch = rules.pack.watches.get(episode.watch)
    rows = Episode.objects.filter(id=episode.id)
    if ended is None or watch is None:
        with gate():
            rows.update(**({"closed": False} if ended is None else {"due_at": FAR}))
        return
    group = Group(caller, rules, episode.watch, watch, episode.group)
    measure = Measure.after(group, ended)
    if measure.until > now:
        with gate():
            rows.update(due_at=measure.until)
        return

    def body(work: Work) -> Case:
        entry = work.load(episode.case_id)
        measured(entry, group, "after", measure)
        return entry.case

    def store(_case: Case) -> None:
        rows.update(after=measure.count, due_at=measure.until)

    with suppress(Repeated):
        run(caller, body, command=f"after-{episode.id}-{ended:%y%m%d%H%M}", then=store)
