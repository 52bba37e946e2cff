"""The deadline sweep over many open obligations against bare SQL that marks the same and inserts the same."""

from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

from django.db import connection, transaction

from bench import clones
from bench.company import open_office, played
from bench.place import median, report, timed
from huiyin.cases.models import CaseEvent, DutyRow
from huiyin.cases.sweep import sweep

UNTIL = "route"
"""At this step of the scenario four obligations are open, and the next midnight is past all limits."""

BATCH = 500


def main(*, quick: bool) -> None:
    """Measure on the database of the environment."""
    office = open_office()
    case = played(office, UNTIL)
    open_ones = DutyRow.objects.filter(case=case, owed=True).count()
    wanted = (10_000 if quick else 100_000) // open_ones
    clones.copy([case.id], wanted, values=False)
    midnight = office.player.moment("2026-03-20T00:00") + timedelta(seconds=1)
    figures: dict[str, Any] = {"open": (wanted + 1) * open_ones, "cases": wanted + 1}
    figures["nothing due ms"] = nothing_due(office.opened)
    figures["all due"] = burst(midnight)
    figures["midnight"] = burst(midnight + timedelta(days=1))
    report(figures)


def nothing_due(now: datetime) -> float:
    """What a look costs while nothing is due."""
    return median([timed(lambda: sweep(now)) for _ in range(200)])


def burst(now: datetime) -> dict[str, Any]:
    """Sweep everything that is due, then do the same work by bare SQL and compare."""
    last = CaseEvent.objects.order_by("-id").values_list("id", flat=True)[0]
    before = DutyRow.objects.filter(state="breached").count()
    began, cases = perf_counter(), 0
    while found := sweep(now):
        cases += found
    seconds = perf_counter() - began
    marked = DutyRow.objects.filter(state="breached").count() - before
    events = CaseEvent.objects.filter(id__gt=last).count()
    bare = by_hand(last)
    return {
        "cases": cases,
        "marked": marked,
        "events": events,
        "seconds": seconds,
        "marked per second": marked / seconds,
        "bare SQL seconds": bare,
        "ratio": bare / seconds,
    }


def by_hand(last: int) -> float:
    """Insert the same events again under other places, mark the same rows and cases, in batches."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_caseevent WHERE id > %s ORDER BY id", [last])
        names = [column[0] for column in cursor.description][1:]
        events = [list(row[1:]) for row in cursor.fetchall()]
    case, seq, command = (names.index(name) for name in ("case_id", "seq", "command"))
    for event in events:
        event[seq] += 1000
        event[command] += "x"
    heads = {event[case]: (event[names.index("hash")], event[seq]) for event in events}
    insert = f"INSERT INTO cases_caseevent ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"
    cases = list(heads)
    chunks: dict[str, list[list[Any]]] = {}
    for event in events:
        chunks.setdefault(event[case], []).append(event)
    began = perf_counter()
    for first in range(0, len(cases), BATCH):
        some = cases[first : first + BATCH]
        with transaction.atomic(), connection.cursor() as cursor:
            _mark(cursor, some)
            _insert(cursor, insert, [event for one in some for event in chunks[one]])
            _heads(cursor, [(*heads[one], one) for one in some])
    return perf_counter() - began


def _mark(cursor: Any, cases: list[str]) -> None:
    marks = ", ".join(["%s"] * len(cases))
    cursor.execute(
        "UPDATE cases_dutyrow SET state = 'breached', breach_limit = due_at, breach_at = due_at"
        f" WHERE state = 'breached' AND case_id IN ({marks})",
        cases,
    )


def _insert(cursor: Any, statement: str, events: list[list[Any]]) -> None:
    if connection.vendor == "sqlite":
        cursor.executemany(statement, events)
        return
    head, _, values = statement.partition(" VALUES ")
    cursor.execute(
        f"{head} VALUES {', '.join([values] * len(events))}", [v for e in events for v in e]
    )


def _heads(cursor: Any, heads: list[tuple[str, int, str]]) -> None:
    if connection.vendor == "sqlite":
        cursor.executemany("UPDATE cases_case SET head = %s, seq = %s WHERE id = %s", heads)
        return
    rows = ", ".join(["(%s, %s, %s)"] * len(heads))
    cursor.execute(
        "UPDATE cases_case SET head = new.head, seq = new.seq"
        f" FROM (VALUES {rows}) AS new (head, seq, id) WHERE cases_case.id = new.id",
        [value for head in heads for value in head],
    )
