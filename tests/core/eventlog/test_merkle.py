"""The company seal: a case that is gone as a whole, or a document that was exchanged, shows."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.eventlog.merkle import company_genesis, leaves_of, path, proves, root, seal_company

AT = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
FIRST = company_genesis("K1")
HEADS = {f"C{number}": sha256(str(number).encode()).hexdigest() for number in range(7)}
PAPERS = {"D1": sha256(b"voucher").hexdigest()}

_leaves = st.dictionaries(st.text(max_size=6), st.text(max_size=6), max_size=20)


def test_deleting_a_whole_case_changes_the_seal() -> None:
    rest = {case: head for case, head in HEADS.items() if case != "C3"}
    before, after = (
        seal_company(FIRST, AT, 40, HEADS, PAPERS),
        seal_company(FIRST, AT, 40, rest, PAPERS),
    )
    assert before.hash != after.hash
    assert (before.cases, after.cases) == (7, 6)


def test_exchanging_a_document_changes_the_seal() -> None:
    exchanged = {"D1": sha256(b"another").hexdigest()}
    assert (
        seal_company(FIRST, AT, 40, HEADS, PAPERS).hash
        != seal_company(FIRST, AT, 40, HEADS, exchanged).hash
    )


def test_the_same_state_has_the_same_seal_in_whatever_order_it_is_read() -> None:
    backwards = dict(reversed(HEADS.items()))
    assert seal_company(FIRST, AT, 40, HEADS, PAPERS) == seal_company(
        FIRST, AT, 40, backwards, PAPERS
    )


def test_a_seal_covers_the_seal_before_it_and_its_own_moment_and_place() -> None:
    one = seal_company(FIRST, AT, 40, HEADS, PAPERS)
    assert seal_company(one.hash, AT, 40, HEADS, PAPERS).hash != one.hash
    assert seal_company(FIRST, AT.replace(hour=5), 40, HEADS, PAPERS).hash != one.hash
    assert seal_company(FIRST, AT, 41, HEADS, PAPERS).hash != one.hash


def test_a_case_cannot_stand_in_for_a_document() -> None:
    assert root(leaves_of({"X": "1"}, {})) != root(leaves_of({}, {"X": "1"}))


def test_a_small_tree_is_the_one_computed_by_hand() -> None:
    def leaf(key: str, value: str) -> bytes:
        return sha256(
            b"\x00" + len(key).to_bytes(4, "big") + key.encode() + value.encode()
        ).digest()

    a, b, c = leaf("a", "1"), leaf("b", "2"), leaf("c", "3")
    ab = sha256(b"\x01" + a + b).digest()
    assert root({"c": "3", "a": "1", "b": "2"}) == sha256(b"\x01" + ab + c).hexdigest()
    assert root({"a": "1"}) == a.hex()
    assert root({}) == sha256(b"").hexdigest()


@given(_leaves, st.data())
def test_one_leaf_is_proven_without_showing_the_others(
    leaves: dict[str, str], data: st.DataObject
) -> None:
    if not leaves:
        return
    key = data.draw(st.sampled_from(sorted(leaves)))
    way = path(leaves, key)
    assert proves(root(leaves), key, leaves[key], way)
    assert not proves(root(leaves), key, leaves[key] + "x", way)
    assert len(way) <= max(1, len(leaves) - 1).bit_length()


@given(_leaves, st.text(max_size=6), st.text(max_size=6))
def test_every_added_changed_or_removed_leaf_changes_the_root(
    leaves: dict[str, str], key: str, value: str
) -> None:
    assert (root({**leaves, key: value}) == root(leaves)) == (leaves.get(key) == value)


def test_there_is_no_path_to_what_is_not_sealed() -> None:
    with pytest.raises(KeyError):
        path({"a": "1"}, "b")
