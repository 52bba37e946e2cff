"""Turns one address into Django's database settings; says how each engine is to behave."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# SQLite waits this many seconds for another process to finish writing before it gives up.
BUSY_SECONDS = 20

# FULL, not NORMAL: in WAL mode NORMAL may lose the last commits when the power goes, and a case
# that was acknowledged to a customer must not be among them. It costs one fsync per commit.
# secure_delete overwrites what is deleted: the key of an erased person must not stay in the file.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    "PRAGMA secure_delete=FAST;"
)


def database_from(address: str) -> dict[str, Any]:
    """Return the entry of ``DATABASES`` for a path of an SQLite file or a PostgreSQL address.

    Raises ``ValueError`` for any other scheme.
    """
    scheme, separator, _ = address.partition("://")
    if not separator:
        return _sqlite(address)
    if scheme == "sqlite":
        return _sqlite(address.removeprefix("sqlite:///"))
    if scheme in ("postgres", "postgresql"):
        return _postgresql(address)
    raise ValueError(
        f"HUIYIN_DATABASE begins with {scheme}://; it takes a file path, sqlite:/// or postgresql://"
    )


def embedded(address: str) -> bool:
    """Say whether an address (empty: the default) is that of an SQLite file."""
    return not address.startswith(("postgres://", "postgresql://"))


def _sqlite(path: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,  # opening the file anew for every page costs more than keeping it
        "OPTIONS": {
            # A transaction that will write takes the write lock at once: a later upgrade of a
            # read lock cannot wait and would fail with "database is locked".
            "transaction_mode": "IMMEDIATE",
            "timeout": BUSY_SECONDS,
            "init_command": SQLITE_PRAGMAS,
        },
    }


def _postgresql(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    # A socket folder cannot stand where a host stands, so it is given as ?host=/folder.
    host = options.pop("host", "") or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,  # seconds
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
