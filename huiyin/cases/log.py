"""Reading and appending the log of a case."""

import json
from collections.abc import Sequence

from huiyin.cases.models import Case, CaseEvent
from huiyin.eventlog.canonical import from_json
from huiyin.eventlog.chain import Sealed, extend, genesis
from huiyin.eventlog.envelope import Event
from huiyin.rows import Row, insert


def read(case_id: str) -> list[Event]:
    """All events of a case in the order recorded; one query."""
    bodies = (
        CaseEvent.objects.filter(case_id=case_id).order_by("seq").values_list("body", flat=True)
    )
    return [from_json(json.loads(body)) for body in bodies]


def event_of(body: str) -> Event:
    """One event from its stored text."""
    return from_json(json.loads(body))


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


def rows_for(case: Case, events: Sequence[Event], position: int = 0) -> list[Row]:
    """Seal events onto a case's chain; moves `case.head` and `case.seq` along.

    `position` is the place of the first one among the events of its command.
    """
    chained = extend(case.head or genesis(case.id), events)
    if chained:
        case.head, case.seq = chained[-1].hash, chained[-1].event.seq
    return [_row(case, place, link) for place, link in enumerate(chained, position)]


def _row(case: Case, position: int, link: Sealed) -> Row:
    event = link.event
    return {
        "company_id": case.company_id,
        "case_id": case.id,
        "seq": event.seq,
        "kind": str(event.kind),
        "at": event.at,
        "recorded": event.recorded,
        "command": event.command,
        "position": position,
        "body": link.body.decode(),
        "previous": link.previous,
        "hash": link.hash,
    }


def store(events: Sequence[Row]) -> None:
    """Insert sealed events; one statement."""
    insert(CaseEvent, events)
