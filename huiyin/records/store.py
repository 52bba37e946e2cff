"""Where locked files lie: a folder of the installation, one file an item, named by its content.

The name is the SHA-256 of the plain bytes with the item's id behind it, since the same picture in
two cases is locked under two keys. Everything that touches the folder goes through here, so that
another kind of store needs to change nothing else.
"""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

ROOM_TO_KEEP = 1024**3  # bytes that stay free for the database


def folder() -> Path:
    """The folder of the store."""
    return Path(settings.EVIDENCE_DIR)


def full() -> bool:
    """Whether the disk has no room for more files."""
    place = folder()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return shutil.disk_usage(place).free < ROOM_TO_KEEP


def path_of(company: str, digest: str, item: str) -> Path:
    """Where an item lies."""
    return folder() / company / digest[:2] / f"{digest}-{item}"


def arriving(item: str) -> BinaryIO:
    """Open a file for an item whose content, and so whose name, is not known yet."""
    place = folder() / "arriving"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return (place / item).open("xb")


def flushed(file: BinaryIO) -> None:
    """Bring an arrived file to the disk and close it."""
    file.flush()
    os.fsync(file.fileno())
    file.close()


def settle(company: str, digest: str, item: str) -> None:
    """Give an arrived item its name; it survives a power cut from here on."""
    target = path_of(company, digest, item)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder() / "arriving" / item).replace(target)
    _flush(target.parent)


def _flush(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def give_up(item: str) -> None:
    """Drop an item that did not arrive whole."""
    (folder() / "arriving" / item).unlink(missing_ok=True)


def opened(company: str, digest: str, item: str) -> BinaryIO:
    """Open an item for reading. Raises `FileNotFoundError`."""
    return path_of(company, digest, item).open("rb")


def delete(company: str, digest: str, item: str) -> None:
    """Delete an item; nothing happens if it is not there."""
    path_of(company, digest, item).unlink(missing_ok=True)


def everything() -> Iterator[tuple[Path, str, datetime]]:
    """Yield each file with the id of its item and when it was written."""
    for path in folder().glob("*/**/*") if folder().exists() else ():
        if path.is_file():
            written = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
            yield path, path.name.rpartition("-")[2], written
