"""The secrets of second steps, locked under the master key, and moved when that is replaced."""

from base64 import b64decode, b64encode
from typing import Any

from allauth.mfa.models import Authenticator

from huiyin.people.vault.keys import Keyring

_WHERE = b"mfa_authenticator.data"
_FIELDS = ("secret", "seed")


def locked(text: str) -> str:
    """Lock a secret; the result is text."""
    return b64encode(Keyring.of_settings().wrap(text.encode(), _WHERE)).decode()


def unlocked(text: str) -> str:
    """Unlock what `locked` made."""
    return Keyring.of_settings().unwrap(b64decode(text), _WHERE).decode()


def rewrap_secrets() -> int:
    """Bring every secret under the master key in use, and return how many accounts were moved."""
    ring, moved = Keyring.of_settings(), 0
    for row in Authenticator.objects.order_by("id"):
        data: dict[str, Any] = row.data
        stale = [
            name for name in _FIELDS if name in data and not ring.is_current(b64decode(data[name]))
        ]
        if stale:
            row.data = data | {name: locked(unlocked(data[name])) for name in stale}
            row.save(update_fields=["data"])
            moved += 1
    return moved
