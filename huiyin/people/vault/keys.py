"""The master keys: they wrap the keys of subjects and companies, and nothing else.

A wrapped key begins with the id of the master key that wrapped it, so that an old master key can be
kept for reading while a new one is taken into use, and `rewrap` then moves everything over.
"""

from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from huiyin.people.vault.cipher import KEY_BYTES, lock, unlock

_ID_BYTES = 4


class MasterKeyMissing(Exception):
    """There is no master key, or it is not 32 bytes long."""


class UnknownMasterKey(Exception):
    """A key was wrapped by a master key that is not at hand."""


def key_id(key: bytes) -> bytes:
    """Return the four bytes by which a master key is recognised."""
    return sha256(b"huiyin master key\n" + key).digest()[:_ID_BYTES]


@dataclass(frozen=True)
class Keyring:
    """The master key in use, and older ones that still open what they wrapped."""

    current: bytes
    older: tuple[bytes, ...] = ()

    @classmethod
    def of_settings(cls) -> "Keyring":
        """Return the keys of the settings MASTER_KEY and OLD_MASTER_KEYS."""
        current = getattr(settings, "MASTER_KEY", b"")
        older = tuple(getattr(settings, "OLD_MASTER_KEYS", ()))
        for key in (current, *older):
            if not isinstance(key, bytes) or len(key) != KEY_BYTES:
                raise MasterKeyMissing(f"A master key is missing or is not {KEY_BYTES} bytes long.")
        return cls(current, older)

    def wrap(self, key: bytes, where: bytes) -> bytes:
        """Lock a key with the master key in use, for one place."""
        return key_id(self.current) + lock(self.current, key, where)

    def unwrap(self, wrapped: bytes, where: bytes) -> bytes:
        """Unlock a wrapped key. Raises `UnknownMasterKey` or `Unreadable`."""
        wanted, body = wrapped[:_ID_BYTES], wrapped[_ID_BYTES:]
        for master in (self.current, *self.older):
            if key_id(master) == wanted:
                return unlock(master, body, where)
        raise UnknownMasterKey(f"no master key with the id {wanted.hex()} is at hand")

    def knows(self, wrapped: bytes) -> bool:
        """Tell whether the master key that wrapped this is at hand."""
        return any(key_id(key) == wrapped[:_ID_BYTES] for key in (self.current, *self.older))

    def is_current(self, wrapped: bytes) -> bool:
        """Tell whether the master key in use wrapped this."""
        return key_id(self.current) == wrapped[:_ID_BYTES]
