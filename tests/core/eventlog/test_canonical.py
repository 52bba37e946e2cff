"""The canonical form: one fact has one form in bytes, and what JSON cannot keep is refused."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from huiyin.eventlog.canonical import (
    NotCanonical,
    canonical,
    canonical_json,
    from_json,
    moment,
    parse_moment,
    to_json,
)
from huiyin.eventlog.envelope import Actor, Event
from huiyin.eventlog.kinds import Kind

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def noted(note: object, **changes: object) -> Event:
    fields: dict[str, Any] = {
        "case": "C",
        "seq": 1,
        "kind": Kind.NOTED,
        "at": NOON,
        "recorded": NOON,
        "command": "M",
    }
    return Event(**(fields | changes), data={"note": note})


_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | _texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_texts, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(_texts, _values, max_size=5))
def test_the_bytes_are_those_of_the_reference_implementation(value: dict[str, Any]) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)


@given(_values)
def test_an_event_survives_being_stored_and_read(value: object) -> None:
    event = noted(value, actor=Actor(person="P", unit="U", roles=("a", "b"), for_person="Q"))
    assert from_json(to_json(event)) == event
    assert canonical(from_json(to_json(event))) == canonical(event)


def test_keys_beyond_the_basic_plane_are_ordered_by_utf_16() -> None:
    # U+FF21 sorts before U+20BB7 by code point and after it by UTF-16 unit.
    assert canonical_json({"Ａ": 1, "𠮷": 2}) == '{"𠮷":2,"Ａ":1}'.encode()


def test_the_same_moment_in_another_zone_has_the_same_bytes() -> None:
    beijing = timezone(timedelta(hours=8))
    assert canonical(noted("x", at=NOON.astimezone(beijing))) == canonical(noted("x"))


def test_a_moment_is_written_in_utc_with_microseconds() -> None:
    assert (
        moment(datetime(2026, 3, 2, 12, 0, tzinfo=timezone(timedelta(hours=8))))
        == "2026-03-02T04:00:00.000000Z"
    )
    assert parse_moment("2026-03-02T12:00:00+08:00") == NOON


def test_frozen_mappings_and_tuples_have_the_bytes_of_dicts_and_lists() -> None:
    frozen = MappingProxyType({"b": (1, 2), "a": MappingProxyType({})})
    assert canonical(noted(frozen)) == canonical(noted({"a": {}, "b": [1, 2]}))


def test_words_of_an_enumeration_are_stored_as_plain_text() -> None:
    stored = to_json(noted(Kind.OPENED))
    assert type(stored["kind"]) is str
    assert type(stored["data"]["note"]) is str


@pytest.mark.parametrize(
    ("value", "advice"),
    [
        (1.5, "is a float: write an amount as a decimal string"),
        ({"rows": [{"price": 2.0}]}, "data.note.rows.price: 2.0 is a float"),
        ({"a"}, "write a sorted list"),
        (NOON, "write it with moment()"),
        (date(2026, 3, 2), "type date has no JSON form"),
        (Decimal("1.50"), "type Decimal has no JSON form"),
        (b"x", "type bytes has no JSON form"),
        (2**53, "beyond 2^53 - 1"),
        ("a\0b", "NUL"),
        ({1: "x"}, "is not a plain string"),
        ("\ud83d", "half a character"),
    ],
    ids=ascii,
)
def test_what_json_cannot_keep_is_refused_with_advice(value: object, advice: str) -> None:
    with pytest.raises(NotCanonical) as refused:
        canonical(noted(value))
    assert advice in str(refused.value)


@pytest.mark.parametrize("name", ["at", "recorded"])
def test_a_moment_without_a_zone_is_refused(name: str) -> None:
    with pytest.raises(NotCanonical, match="no time zone"):
        canonical(noted("x", **{name: NOON.replace(tzinfo=None)}))
    with pytest.raises(NotCanonical, match="no time zone"):
        parse_moment("2026-03-02T12:00:00")
