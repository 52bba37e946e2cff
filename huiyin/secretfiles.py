"""Secrets of this installation: from the environment, else made once and kept for their owner."""

import base64
import os
import secrets
from pathlib import Path

SECRET_BYTES = 32


class ExposedSecret(Exception):
    """A secret can be read by other users of this machine."""


def secret(variable: str, path: Path) -> str:
    """Return the variable's value, else the file's text, making the file (mode 600) if need be.

    The value is 32 random bytes in base64. Raises ``ExposedSecret`` when the file's mode lets
    anybody but its owner read it.
    """
    given = os.environ.get(variable)
    if given:
        return given
    if not path.exists():
        _make(path)
    mode = path.stat().st_mode & 0o077
    if mode and os.name == "posix":
        raise ExposedSecret(f"{path} can be read by others; run: chmod 600 {path}")
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    """Write a new secret; of two processes that start together, the first one's is kept."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(SECRET_BYTES)))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
