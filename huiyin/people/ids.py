"""Identifiers: 26 letters and digits that sort by the time they were made.

The layout is that of a ULID: 48 bits of milliseconds since 1970 and 80 random bits, in Crockford's
base 32, which has no I, L, O, U to be misread. Sorting by time keeps indexes compact; the random
part makes an id impossible to guess from its neighbour.
"""

import secrets
from datetime import UTC, datetime

from huiyin import clock

LENGTH = 26
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_RANDOM_BITS = 80
_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
_PLACES = range(5 * (LENGTH - 2), -1, -10)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = 1000


def new_id(at: datetime | None = None) -> str:
    """Return a new id for something made at the moment `at`, or now."""
    return _written(at or clock.now(), secrets.randbits(_RANDOM_BITS))


def first_id(at: datetime) -> str:
    """Return the id before which nothing was made at the moment `at` or later."""
    return _written(at, 0)


def _written(at: datetime, rest: int) -> str:
    milliseconds = int((at - _EPOCH).total_seconds() * _MILLISECOND)
    number = (milliseconds << _RANDOM_BITS) | rest
    return "".join([_PAIRS[(number >> place) & 1023] for place in _PLACES])
