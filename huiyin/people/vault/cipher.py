"""AES-256-GCM, with the place of a value bound to it.

Layout of what is stored: one byte for the version, 12 bytes of nonce, the ciphertext with its tag.
The place (table, column, company, row) is authenticated along with it, so that a ciphertext copied
into another row or another company does not open.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32

_VERSION = b"\x01"
_NONCE_BYTES = 12


class Unreadable(Exception):
    """A ciphertext does not open with this key at this place: altered, moved, or mixed up."""


def new_key() -> bytes:
    """Return 32 random bytes."""
    return os.urandom(KEY_BYTES)


def place(column: str, company: str, row: str) -> bytes:
    """Name where a ciphertext stands; `column` is `table.column`."""
    return "|".join((column, company, row)).encode()


def lock(key: bytes, plain: bytes, where: bytes) -> bytes:
    """Encrypt `plain` for one place."""
    nonce = os.urandom(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, plain, where)


def unlock(key: bytes, locked: bytes, where: bytes) -> bytes:
    """Decrypt what `lock` made for the same place. Raises `Unreadable`."""
    nonce, body = locked[1 : 1 + _NONCE_BYTES], locked[1 + _NONCE_BYTES :]
    if locked[:1] != _VERSION or len(nonce) != _NONCE_BYTES:
        raise Unreadable("the stored bytes have an unknown form")
    try:
        return AESGCM(key).decrypt(nonce, body, where)
    except InvalidTag as error:
        raise Unreadable("the stored bytes were altered, or belong elsewhere") from error
