"""Serves the web pages with Granian.

With the embedded SQLite one process owns the file: several threads read side by side, and their
writes pass the queue of ``huiyin.writegate``. With PostgreSQL any number of processes may run.
"""

import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from huiyin.database import embedded

# Threads of a process that may run a view at the same time.
THREADS = 4

# Seconds a process may take to finish its requests when it is told to stop.
PATIENCE = 10


class OneProcessOnly(Exception):
    """Several processes were asked for on the embedded SQLite file."""


def serve(*, host: str, port: int, workers: int = 1) -> None:
    """Serve on this address until a signal to stop; requests under way are finished first.

    Raises ``OneProcessOnly`` for more than one process on SQLite.
    """
    if workers > 1 and embedded(os.environ.get("HUIYIN_DATABASE", "")):
        raise OneProcessOnly(
            "The embedded SQLite file is served by one process; set HUIYIN_DATABASE to a"
            " postgresql:// address to serve with several."
        )
    Granian(
        "huiyin.wsgi:application",
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
