"""Reading and appending the log of a case."""

import json
from collections.abc import Iterable, Sequence

from huiyin.cases.models import Case, CaseEvent
from huiyin.eventlog.canonical import canonical, from_json
from huiyin.eventlog.chain import Sealed, extend, genesis
from huiyin.eventlog.envelope import Event


def read(case_id: str) -> list[Event]:
    """All events of a case in the order recorded; one query."""
    bodies = (
        CaseEvent.objects.filter(case_id=case_id).order_by("seq").values_list("body", flat=True)
    )
    return [from_json(json.loads(body)) for body in bodies]


def read_many(case_ids: Sequence[str]) -> dict[str, list[Event]]:
    """The logs of several cases; one query."""
    logs: dict[str, list[Event]] = {case: [] for case in case_ids}
    rows = CaseEvent.objects.filter(case_id__in=case_ids).order_by("case_id", "seq")
    for case, body in rows.values_list("case_id", "body"):
        logs[case].append(from_json(json.loads(body)))
    return logs


def sealed(case_id: str) -> list[Sealed]:
    """The chain of a case as stored, for verification."""
    rows = (
        CaseEvent.objects.filter(case_id=case_id)
        .order_by("seq")
        .values_list("body", "previous", "hash")
    )
    return [Sealed(from_json(json.loads(body)), previous, seal) for body, previous, seal in rows]


def rows_for(case: Case, events: Sequence[Event]) -> list[CaseEvent]:
    """Seal events onto a case's chain; moves `case.head` and `case.seq` along."""
    chained = extend(case.head or genesis(case.id), events)
    rows = [_row(case, position, link) for position, link in enumerate(chained)]
    if rows:
        case.head, case.seq = rows[-1].hash, rows[-1].seq
    return rows


def _row(case: Case, position: int, link: Sealed) -> CaseEvent:
    event = link.event
    return CaseEvent(
        company_id=case.company_id,
        case_id=case.id,
        seq=event.seq,
        kind=str(event.kind),
        at=event.at,
        recorded=event.recorded,
        command=event.command,
        position=event.seq,
        body=canonical(event).decode(),
        previous=link.previous,
        hash=link.hash,
    )


def store(rows: Iterable[CaseEvent]) -> None:
    """Insert sealed events; one query."""
    CaseEvent.objects.bulk_create(rows)
