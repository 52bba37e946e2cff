"""One fair queue for the writes of an embedded SQLite file.

SQLite lets one connection write at a time and wakes waiting ones in no order, so that a busy
writer can starve another for seconds. Inside one process the writers therefore line up here and
go in the order they came. PostgreSQL needs no queue.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections


class FairLock:
    """A lock that is handed over in the order it was asked for; the holder may ask again."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._holder: int | None = None
        self._depth = 0

    def acquire(self) -> None:
        """Wait until everybody who came earlier has gone, then hold the lock."""
        me = threading.get_ident()
        with self._guard:
            if self._holder == me:
                self._depth += 1
                return
            if self._holder is None and not self._waiting:
                self._take(me)
                return
            turn = threading.Event()
            self._waiting.append(turn)
        turn.wait()
        with self._guard:
            self._take(me)

    def release(self) -> None:
        """Give the lock to who has waited longest."""
        with self._guard:
            self._depth -= 1
            if self._depth:
                return
            self._holder = None
            if self._waiting:
                # Nobody else may slip in between: the lock counts as held from now on.
                self._holder = -1
                self._waiting.popleft().set()

    def _take(self, me: int) -> None:
        self._holder = me
        self._depth = 1


_lock = FairLock()


@contextmanager
def gate(using: str = "default") -> Iterator[None]:
    """Let one writer in after another; to be entered *before* the transaction begins.

    Does nothing on PostgreSQL. Does nothing inside a transaction either: there the file is
    already ours, and waiting for the queue while holding it would stop those in front.
    """
    connection = connections[using]
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    _lock.acquire()
    try:
        yield
    finally:
        _lock.release()
