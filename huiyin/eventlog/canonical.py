"""The canonical form of an event: the bytes that are hashed, and the JSON that is stored.

RFC 8785 (JSON Canonicalization Scheme). Moments are ISO 8601 in UTC with microseconds and `Z`.
What JSON or one of the two databases cannot keep exactly is refused rather than rounded: floats,
integers beyond 2^53 - 1, sets, decimals, moments inside `data`, NUL and lone surrogates.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import rfc8785

from huiyin.eventlog.envelope import Actor, Event
from huiyin.eventlog.upgrade import SCHEMA, upgraded

Json = dict[str, Any]
Place = tuple[Any, object]
"""Where a value stands, for messages: the place around it and its key there."""

LARGEST_INTEGER = 2**53 - 1

# For everything below U+10000 the order by code point is the order by UTF-16 unit that RFC 8785
# asks for, and the C encoder writes the same bytes as the reference at a fifth of the time.
_ENCODE = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode
_BEYOND_THE_BASIC_PLANE = re.compile(rb"[\xf0-\xf4]")


class NotCanonical(ValueError):
    """A value has no canonical form; the message says where and what to write instead."""


def moment(when: datetime) -> str:
    """Write a moment as ISO 8601 in UTC with microseconds and `Z`; a naive one is refused."""
    if when.tzinfo is not UTC:
        if when.utcoffset() is None:
            raise NotCanonical(f"{when.isoformat()} has no time zone: give an aware datetime")
        when = when.astimezone(UTC)
    return when.isoformat(timespec="microseconds")[:-6] + "Z"


def parse_moment(text: str) -> datetime:
    """Read a moment back, aware and in UTC; a text without an offset is refused."""
    when = datetime.fromisoformat(text)
    if when.tzinfo is None:
        raise NotCanonical(f"{text!r} has no time zone: write an offset or Z")
    return when if when.tzinfo is UTC else when.astimezone(UTC)


def canonical(event: Event) -> bytes:
    """Return the bytes that an event's hash covers. Raises `NotCanonical`."""
    return _bytes_of(to_json(event))


def canonical_json(value: Mapping[str, Any]) -> bytes:
    """Return the RFC 8785 bytes of a JSON object. Raises `NotCanonical`."""
    return _bytes_of(_plain(value, (None, "event")))


def to_json(event: Event) -> Json:
    """Return an event as the JSON object that is stored. Raises `NotCanonical`."""
    actor = event.actor
    return {
        "schema": SCHEMA,
        "case": event.case,
        "seq": event.seq,
        "kind": str(event.kind),
        "at": moment(event.at),
        "recorded": moment(event.recorded),
        "command": event.command,
        "actor": {
            "person": actor.person,
            "unit": actor.unit,
            "roles": list(actor.roles),
            "for_person": actor.for_person,
        },
        "data": _plain(event.data, (None, "data")),
    }


def from_json(stored: Mapping[str, Any]) -> Event:
    """Read a stored event of this or an older schema; KeyError or ValueError when malformed."""
    now = upgraded(stored)
    actor = now["actor"]
    return Event(
        case=now["case"],
        seq=now["seq"],
        kind=now["kind"],
        at=parse_moment(now["at"]),
        recorded=parse_moment(now["recorded"]),
        command=now["command"],
        actor=Actor(
            person=actor["person"],
            unit=actor["unit"],
            roles=tuple(actor["roles"]),
            for_person=actor["for_person"],
        ),
        data=now["data"],
    )


def _bytes_of(plain: object) -> bytes:
    try:
        written = _ENCODE(plain).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical(f"a text holds half a character: {error.object!r}") from error
    return (
        rfc8785.dumps(json.loads(written)) if _BEYOND_THE_BASIC_PLANE.search(written) else written
    )


def _plain(value: object, place: Place) -> object:
    """Copy a value as plain dicts and lists, refusing what has no exact JSON form."""
    kind = type(value)
    if value is None or kind is bool:
        return value
    if isinstance(value, str):
        if "\0" in value:
            raise NotCanonical(f"{_named(place)}: a text may not hold the character NUL")
        return value if kind is str else str.__str__(value)
    if isinstance(value, (dict, Mapping)):  # dict first: it needs no look at the registry
        return {_key(key, place): _plain(item, (place, key)) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, place) for item in value]
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise NotCanonical(f"{_named(place)}: {value} is beyond 2^53 - 1: write it as a string")
        return int(value)
    raise NotCanonical(f"{_named(place)}: {_advice(value)}")


def _key(key: object, place: Place) -> str:
    if not isinstance(key, str) or "\0" in key:
        raise NotCanonical(f"{_named(place)}: the key {key!r} is not a plain string")
    return key


def _named(place: Place) -> str:
    outer, key = place
    return f"{_named(outer)}.{key}" if outer else str(key)


def _advice(value: object) -> str:
    name = type(value).__name__
    if isinstance(value, float):
        return f"{value!r} is a float: write an amount as a decimal string"
    if isinstance(value, datetime):
        return f"{value.isoformat()} is a datetime: write it with moment()"
    if isinstance(value, (set, frozenset)):
        return f"a {name} has no order: write a sorted list"
    return f"a value of type {name} has no JSON form: write it as a string"
