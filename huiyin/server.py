"""Serves the web pages with Granian.

With the embedded SQLite one process owns the file: several threads read side by side, their
writes pass the queue of ``huiyin.writegate``, and the background work is one of the threads. With
PostgreSQL any number of processes may run, and the background work runs as ``huiyin worker``.
"""

import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from huiyin.database import embedded

# Threads of a process that may run a view at the same time.
THREADS = 4

# Seconds a process may take to end before it is killed; it ends itself sooner (huiyin.ending).
PATIENCE = 20


class OneProcessOnly(Exception):
    """Several processes were asked for on the embedded SQLite file."""


def serve(*, host: str, port: int, workers: int = 1, background: bool = False) -> None:
    """Serve on this address until a signal to stop; requests under way are finished first.

    The background work runs inside with SQLite, and with `background`. Raises ``OneProcessOnly``
    for more than one process on SQLite.
    """
    one_file = embedded(os.environ.get("HUIYIN_DATABASE", ""))
    if workers > 1 and one_file:
        raise OneProcessOnly(
            "The embedded SQLite file is served by one process; set HUIYIN_DATABASE to a"
            " postgresql:// address to serve with several."
        )
    Granian(
        "huiyin.inside:application" if one_file or background else "huiyin.served:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        # A thread keeps its database connection; it would be opened anew after an idle minute.
        blocking_threads_idle_timeout=600,
        workers_kill_timeout=PATIENCE,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
