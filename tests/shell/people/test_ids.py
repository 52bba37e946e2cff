"""Ids: unique, ordered by time, safe to read out."""

from datetime import UTC, datetime, timedelta

from huiyin.people.ids import ALPHABET, LENGTH, new_id

AT = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def test_later_ids_sort_after_earlier_ones() -> None:
    ids = [new_id(AT + timedelta(milliseconds=step)) for step in range(200)]
    assert ids == sorted(ids)


def test_ids_of_one_moment_differ() -> None:
    assert len({new_id(AT) for _ in range(1000)}) == 1000


def test_an_id_has_one_length_and_no_letter_to_be_misread() -> None:
    for identifier in (new_id(AT), new_id(), new_id(datetime(1970, 1, 1, tzinfo=UTC))):
        assert len(identifier) == LENGTH
        assert set(identifier) <= set(ALPHABET)
    assert not set("ILOU") & set(ALPHABET)
