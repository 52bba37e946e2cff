"""Where a measurement runs: a database of its own, and this process as Huiyin on it."""

import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def fresh(address: str) -> Iterator[dict[str, str]]:
    """Yield the environment of a new database: an SQLite file, or one on the server of `address`."""
    folder = Path(tempfile.mkdtemp(prefix="huiyin-bench-"))
    name = folder.name.replace("-", "_")
    try:
        database = _made(address, name) if address else str(folder / "huiyin.sqlite3")
        yield {
            "HUIYIN_VAR": str(folder),
            "HUIYIN_DATABASE": database,
            "HUIYIN_LOG_LEVEL": "ERROR",
        }
    finally:
        if address:
            _execute(address, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(folder, ignore_errors=True)


def _made(address: str, name: str) -> str:
    _execute(address, f'CREATE DATABASE "{name}"')
    head, _, query = address.partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


def _execute(address: str, statement: str) -> None:
    import psycopg  # noqa: PLC0415

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)


def start() -> None:
    """Make this process Huiyin on the database of the environment, with its tables."""
    from huiyin.boot import start_django  # noqa: PLC0415

    start_django()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)


def timed(work: Callable[[], Any]) -> float:
    """Seconds that a piece of work took."""
    began = perf_counter()
    work()
    return perf_counter() - began


def median(seconds: Sequence[float]) -> float:
    """The middle one, in milliseconds."""
    return statistics.median(seconds) * 1000


def share(seconds: Sequence[float], part: float) -> float:
    """What the given part of them stays under, in milliseconds."""
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * part))] * 1000


def report(figures: dict[str, Any]) -> None:
    """Hand figures to whoever started this process."""
    sys.stdout.write(json.dumps(figures) + "\n")


def machine() -> str:
    """The machine in a few words."""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return f"{os.cpu_count()} cores, {pages * size / 2**30:.0f} GiB, Python {platform.python_version()}"
