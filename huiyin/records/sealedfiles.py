"""Files locked in pieces, so that none is ever whole in memory and any part can be read.

Layout: four bytes of version, then pieces of 256 KiB of plain text, each AES-256-GCM with its tag.
The nonce is the number of the piece and whether it is the last one, which is safe since every file
has a key of its own; a piece left out, moved or cut off does not open. The place of the file is
authenticated with each piece, so that no file can stand in for another.
"""

from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from huiyin.people.vault.cipher import Unreadable

PIECE = 256 * 1024
_VERSION = b"HYE1"
_TAG = 16


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Sealing:
    """Writes a locked file; `write` as often as there are bytes, then `close`."""

    def __init__(self, file: BinaryIO, key: bytes, where: bytes) -> None:
        self._file, self._cipher, self._where = file, AESGCM(key), where
        self._waiting = bytearray()
        self._number = 0
        file.write(_VERSION)

    def write(self, plain: bytes) -> None:
        """Add plain bytes."""
        self._waiting += plain
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]

    def close(self) -> None:
        """Write the last piece; the file itself stays open."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, plain: bytes, *, last: bool) -> None:
        nonce = _nonce(self._number, last=last)
        self._file.write(self._cipher.encrypt(nonce, plain, self._where))
        self._number += 1


def pieces(
    file: BinaryIO, key: bytes, where: bytes, size: int, start: int = 0, stop: int | None = None
) -> Iterator[bytes]:
    """Yield the plain bytes from `start` up to but without `stop`; `size` is the whole plain size.

    Raises `Unreadable` when the file was altered, cut off, or belongs elsewhere.
    """
    end = size if stop is None else min(stop, size)
    cipher, final = AESGCM(key), max(size - 1, 0) // PIECE
    if file.read(len(_VERSION)) != _VERSION:
        raise Unreadable("the stored file has an unknown form")
    for number in range(start // PIECE, max(end - 1, 0) // PIECE + 1):
        file.seek(len(_VERSION) + number * (PIECE + _TAG))
        try:
            nonce = _nonce(number, last=number == final)
            plain = cipher.decrypt(nonce, file.read(PIECE + _TAG), where)
        except InvalidTag as error:
            raise Unreadable("the stored file was altered, or belongs elsewhere") from error
        begin = number * PIECE
        yield plain[max(start - begin, 0) : end - begin]
