"""Registration through the command against a transaction written by hand that inserts the same rows."""

import multiprocessing
import threading
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.db import connection, connections

from bench.company import Office, open_office
from bench.handwritten import Pattern, Writer
from bench.place import median, report, share, timed

ROUNDS, BLOCK = 12, 40
CLIENTS = (1, 8, 32)


def main(*, quick: bool) -> None:
    """Measure on the database of the environment."""
    office = open_office()
    moments = office.moments()
    for number in range(20):
        case = office.register(office.caller(next(moments)), number)
    pattern = Pattern.of(case.id)
    figures: dict[str, Any] = {"rows": {table: len(rows) for table, rows in pattern.rows.items()}}
    figures["statements"] = statements(office)
    figures |= alone(office, pattern, 3 if quick else ROUNDS)
    seconds = 1.5 if quick else 4
    crowd = processes if connection.vendor == "postgresql" else threads
    connections.close_all()
    figures["crowd"] = {str(n): crowd(office, n, seconds) for n in CLIENTS}
    report(figures)


def statements(office: Office) -> list[str]:
    """What one registration sends, begin and commit included."""
    sent: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        sent.append(" ".join(sql.split())[:60])
        return execute(sql, params, many, context)

    caller = office.caller(office.opened.replace(minute=50))
    with connection.execute_wrapper(note):
        office.register(caller, 21)
    begin = [] if connection.vendor == "sqlite" else ["BEGIN"]  # psycopg sends it by itself
    return [*begin, *sent, "COMMIT"]


def alone(office: Office, pattern: Pattern, rounds: int) -> dict[str, float]:
    """One client, in turns: some registrations by the command, as many by hand."""
    writer = Writer(pattern)
    moments = office.moments()
    command, hand = [], []
    for _ in range(rounds):
        for number in range(BLOCK):
            caller, doings = office.caller(next(moments)), office.doings(number)
            command.append(timed(lambda: office.open(caller, doings)))  # noqa: B023  (called at once)
        for _number in range(BLOCK):
            rows = pattern.another()
            hand.append(timed(lambda: writer.write(rows)))  # noqa: B023
    return {
        "command ms": median(command),
        "command 95 % ms": share(command, 0.95),
        "hand ms": median(hand),
        "ratio": median(hand) / median(command),
    }


def _client(
    office: Office, seconds: float, first: int, done: Callable[[list[float]], None]
) -> None:
    """Register until the time is up; hand over what each registration took."""
    taken = []
    moments = office.moments()
    ends = perf_counter() + seconds
    number = first
    while perf_counter() < ends:
        began = perf_counter()
        office.register(office.caller(next(moments)), number)
        taken.append(perf_counter() - began)
        number += 1
    connections.close_all()
    done(taken)


def _summary(found: list[list[float]], seconds: float) -> dict[str, float]:
    every = [one for client in found for one in client]
    return {
        "per second": len(every) / seconds,
        "median ms": median(every),
        "slowest ms": max(every) * 1000,
        "slowest / median": max(every) * 1000 / median(every),
        "least of one client": min(map(len, found)),
        "most of one client": max(map(len, found)),
    }


def threads(office: Office, clients: int, seconds: float) -> dict[str, float]:
    """Clients as threads of one process, whose writes pass the gate (SQLite)."""
    found: list[list[float]] = []
    running = [
        threading.Thread(target=_client, args=(office, seconds, n * 10_000, found.append))
        for n in range(clients)
    ]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return _summary(found, seconds)


def processes(office: Office, clients: int, seconds: float) -> dict[str, float]:
    """Clients as processes, each with its own connection (PostgreSQL)."""
    fork = multiprocessing.get_context("fork")
    queue: Any = fork.Queue()
    begin = fork.Barrier(clients)

    def client(number: int) -> None:
        office.register(office.caller(office.opened), number)  # connects, reads the rules
        begin.wait()
        _client(office, seconds, number * 10_000, queue.put)

    running = [fork.Process(target=client, args=(n,)) for n in range(clients)]
    for process in running:
        process.start()
    found = [queue.get() for _ in running]
    for process in running:
        process.join()
    return _summary(found, seconds)
