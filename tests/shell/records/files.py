"""Files of all sorts for tests: small real ones, and liars."""

import io
import zipfile
from base64 import b64decode
from collections.abc import Iterator

from PIL import Image


def photo(
    kind: str = "JPEG", size: tuple[int, int] = (1600, 1200), *, place: bool = False
) -> bytes:
    """A real picture; with `place` it says where and by which camera it was taken."""
    out = io.BytesIO()
    picture = Image.new("RGB", size, (120, 40, 40))
    if place:
        exif = Image.Exif()
        exif[0x010F] = "Some Camera"
        exif[0x8825] = {1: "N", 2: (31.0, 10.0, 0.0)}
        picture.save(out, kind, exif=exif)
    else:
        picture.save(out, kind)
    return out.getvalue()


_HEIC = (
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAZdtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAA"
    "AAAAAAAAADRpbG9jAAAAAERAAAIAAQAAAAABuwABAAAAAAAAAB4AAgAAAAAB2QABAAAAAAAAAHIAAAA4aWluZgAAAAAA"
    "AgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA1mlwcnAAAAC3"
    "aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAr"
    "QgEBA3AAAAMAkAAAAwAAAwAeoDCBBZbqSSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAAB"
    "AA0ABoAAAAAUaXNwZQAAAAAAAABgAAAAQAAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAABpp"
    "cmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAmG1kYXQAAAAaKAGvE4DlM8Cf//NWo/+0zPD3Z4rVD0WdO9sAAAAGRXhpZgAA"
    "TU0AKgAAAAgAAgEPAAIAAAAMAAAAJoglAAQAAAABAAAAMgAAAABTb21lIENhbWVyYQAAAgABAAIAAAACTgAAAAACAAUA"
    "AAADAAAAUAAAAAAAAAAfAAAAAQAAAAoAAAABAAAAAAAAAAE="
)


def heic() -> bytes:
    """A photo as iPhones take them, 96 by 64, which says where and by which camera; made by libheif."""
    return b64decode(_HEIC)


def video(size: int = 3000) -> bytes:
    """The beginning of an MP4, and then whatever."""
    return b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(size)


def document() -> bytes:
    """Something that begins as a Word file does."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", "<document/>")
    return out.getvalue()


class Endless:
    """A request body of any size that is made while it is read, and counts what was read."""

    def __init__(self, head: bytes, filling: int, tail: bytes) -> None:
        self._parts = self._made(head, filling, tail)
        self._rest = b""
        self.length = len(head) + filling + len(tail)
        self.read_bytes = 0

    @staticmethod
    def _made(head: bytes, filling: int, tail: bytes) -> Iterator[bytes]:
        yield head
        block = bytes(1024 * 1024)
        while filling > 0:
            yield block[:filling]
            filling -= len(block)
        yield tail

    def read(self, size: int = -1) -> bytes:
        """Read as a socket would."""
        while not self._rest:
            self._rest = next(self._parts, b"")
            if not self._rest:
                return b""
        piece, self._rest = self._rest[:size], self._rest[size:]
        self.read_bytes += len(piece)
        return piece

    def readline(self, size: int = 65536) -> bytes:
        """Read on; what is left over is thrown away by lines."""
        return self.read(size if size > 0 else 65536)
