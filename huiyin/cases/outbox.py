"""The outbox: events that delivery has not walked yet, taken and left by delivery alone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from huiyin.cases import log
from huiyin.cases.models import Case, CaseEvent, Outbox
from huiyin.eventlog.envelope import Event

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)


@dataclass(frozen=True)
class Waiting:
    """The events of one case that wait, as seq to the id of the event, with the whole log."""

    case: Case
    log: Sequence[Event]
    events: dict[int, int]


def _ready(now: datetime) -> QuerySet[Outbox]:
    return Outbox.objects.filter(Q(again_at=None) | Q(again_at__lte=now)).order_by("event_id")


def look(now: datetime, batch: int) -> list[int]:
    """Ids of events that wait, the oldest first."""
    return list(_ready(now).values_list("event_id", flat=True)[:batch])


def take(now: datetime, batch: int, only: int | None = None) -> list[int]:
    """Ids of events that nobody else walks just now, the oldest first; locked until the end."""
    rows = _ready(now) if only is None else _ready(now).filter(event_id=only)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return [row.event_id for row in rows[:batch]]


def one_writer() -> bool:
    """Whether a transaction keeps everybody else from writing, as in the embedded database."""
    return connection.vendor == "sqlite"


def anything(now: datetime) -> bool:
    """Whether something waits to be walked."""
    return _ready(now).exists()


def by_case(events: Sequence[int]) -> list[Waiting]:
    """The cases to which events belong, each with its log; three queries."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    rows = CaseEvent.objects.filter(id__in=events).values_list("id", "case_id", "seq")
    for event, case_id, seq in rows:
        found[case_id][seq] = event
    logs = log.read_many(list(found))
    cases = Case.objects.filter(id__in=found).select_related("company")
    return [Waiting(case, logs[case.id], found[case.id]) for case in cases.order_by("id")]


def leave(events: Sequence[int]) -> None:
    """Take events out: everything that follows from them is done."""
    Outbox.objects.filter(event_id__in=events).delete()


def hold_back(events: Sequence[int], now: datetime) -> None:
    """Let events wait that could not be walked, longer each time."""
    for row in Outbox.objects.filter(event_id__in=events):
        row.again_at = now + min(FIRST_WAIT * 2 ** min(row.tries, 10), LONGEST_WAIT)
        row.tries += 1
        row.save(update_fields=["again_at", "tries"])
