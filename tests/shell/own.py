"""A database of a test's own, for tests with several processes; and how to run programs on it."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300  # seconds a program may take on a busy machine


@contextmanager
def own_database(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the environment of an installation with a database of its own, gone afterwards."""
    environment = dict(os.environ) | {
        "HUIYIN_VAR": str(folder),
        "HUIYIN_LOG": "text",
        "HUIYIN_LOG_LEVEL": "WARNING",
        "PYTHONPATH": str(ROOT),
    }
    if os.environ["HUIYIN_TEST_DB"] == "sqlite":
        yield environment | {"HUIYIN_DATABASE": str(folder / "own.sqlite3")}
        return
    server = os.environ["HUIYIN_DATABASE"]
    name = f"own_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]  # our own name
        try:
            yield environment | {
                "HUIYIN_DATABASE": urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
            }
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


def huiyin(environment: Mapping[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of Huiyin to its end."""
    return _run([str(Path(sys.executable).with_name("huiyin")), *words], environment)


def program(
    environment: Mapping[str, str], module: str, *words: str
) -> "subprocess.CompletedProcess[str]":
    """Run a module of the tests to its end."""
    return _run([sys.executable, "-m", module, *words], environment)


def started(environment: Mapping[str, str], module: str, *words: str) -> "subprocess.Popen[str]":
    """Start a module of the tests beside this one, with its words to be read."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _run(command: list[str], environment: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        cwd=ROOT,
        env=dict(environment),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
