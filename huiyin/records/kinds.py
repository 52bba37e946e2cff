"""Which files are taken: by their ending, by what their bytes say, by their size."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

import puremagic
from django.conf import settings

MEGABYTE: Final = 1024 * 1024
HEAD: Final = 8192
"""How many bytes of a file tell what it is."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: photo, video or document; its media type; endings that its bytes may show."""

    kind: str
    media: str
    shows: frozenset[str]

    @property
    def limit(self) -> int:
        """The most bytes that a file of this kind may have."""
        return int(settings.EVIDENCE_MB[self.kind]) * MEGABYTE


def _kind(kind: str, media: str, shows: str) -> FileKind:
    return FileKind(kind, media, frozenset(f".{ending}" for ending in shows.split()))


_OFFICE = "application/vnd.openxmlformats-officedocument"
_MP4 = "mp4 m4v mov 3gp 3g2"

# Neither SVG nor HTML nor anything with macros: what a browser or an office program would run.
ENDINGS: Final[Mapping[str, FileKind]] = {
    "jpg": _kind("photo", "image/jpeg", "jpg jpeg jfif jpe"),
    "jpeg": _kind("photo", "image/jpeg", "jpg jpeg jfif jpe"),
    "png": _kind("photo", "image/png", "png"),
    "webp": _kind("photo", "image/webp", "webp"),
    "gif": _kind("photo", "image/gif", "gif"),
    # What iPhones take; some begin as a video does, decoding them tells.
    "heic": _kind("photo", "image/heic", "heic heif mp4"),
    "heif": _kind("photo", "image/heic", "heic heif mp4"),
    "mp4": _kind("video", "video/mp4", _MP4),
    "m4v": _kind("video", "video/mp4", _MP4),
    "mov": _kind("video", "video/quicktime", _MP4),
    "3gp": _kind("video", "video/3gpp", _MP4),
    "webm": _kind("video", "video/webm", "webm mkv"),
    "pdf": _kind("document", "application/pdf", "pdf"),
    "docx": _kind("document", f"{_OFFICE}.wordprocessingml.document", "docx"),
    "xlsx": _kind("document", f"{_OFFICE}.spreadsheetml.sheet", "xlsx"),
    "mp3": _kind("document", "audio/mpeg", "mp3 mpga"),
    "m4a": _kind("document", "audio/mp4", "m4a f4a mp4"),
    "amr": _kind("document", "audio/amr", "amr"),
    "wav": _kind("document", "audio/wav", "wav"),
    "txt": _kind("document", "text/plain; charset=utf-8", ""),
}

ACCEPT: Final = ",".join(f".{ending}" for ending in ENDINGS)
"""For the `accept` of a file field; without it a phone would send formats that few can open."""


def sizes() -> str:
    """The limits in bytes as the script at a file field reads them: `photo=…|video=…|all=…`."""
    limits = {**settings.EVIDENCE_MB, "all": settings.EVIDENCE_REQUEST_MB}
    return "|".join(f"{kind}={megabytes * MEGABYTE}" for kind, megabytes in limits.items())


_MARKUP = ("<html", "<svg", "<script", "<!doctype", "<?xml", "<body", "<iframe")


def ending(name: str) -> str:
    """The ending of a file name, in small letters, without the dot."""
    return PurePath(name).suffix.lower().removeprefix(".")


def kind_of(name: str) -> FileKind | None:
    """The kind that a file's name claims; None when such files are not taken."""
    return ENDINGS.get(ending(name))


def agrees(kind: FileKind, head: bytes) -> bool:
    """Whether the first bytes of a file are those of its kind."""
    if not kind.shows:
        return _plain_text(head)
    try:
        found = {one.extension for one in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return False
    return bool(found & kind.shows)


def _plain_text(head: bytes) -> bool:
    """Whether it is text of people, not of programs: the last character may be cut in two."""
    if b"\0" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        text = head.decode(encoding, errors="replace")
        if "\ufffd" not in text[:-2]:
            lowered = text.lower()
            return not any(mark in lowered for mark in _MARKUP)
    return False
