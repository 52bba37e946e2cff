"""The chain: whatever is done to a log behind the program's back shows at its place."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.eventlog.chain import Fault, Sealed, extend, genesis, seal, verify
from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind

START = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def log_of(case: str = "C1", length: int = 5) -> list[Sealed]:
    events = [
        Event(
            case=case,
            seq=seq,
            kind=Kind.OPENED if seq == 1 else Kind.NOTED,
            at=START + timedelta(minutes=seq),
            recorded=START + timedelta(minutes=seq),
            command=f"M{seq}",
            data={"procedure": "p", "pack": "k", "version": "1"}
            if seq == 1
            else {"note": f"第{seq}条"},
        )
        for seq in range(1, length + 1)
    ]
    return extend(genesis(case), events)


def found(chain: list[Sealed], **how: str) -> list[tuple[int, Fault]]:
    return [(finding.seq, finding.fault) for finding in verify(chain, **how)]


def test_an_untouched_log_has_no_findings() -> None:
    chain = log_of()
    assert verify(chain, case="C1", head=chain[-1].hash) == ()
    assert verify([], case="C1", head=genesis("C1")) == ()


def test_an_event_taken_out_leaves_a_gap() -> None:
    chain = log_of()
    assert found(chain[:2] + chain[3:]) == [(4, Fault.GAP)]


def test_the_first_event_taken_out_leaves_a_gap() -> None:
    assert found(log_of()[1:]) == [(2, Fault.GAP)]


def test_events_that_changed_places_are_found() -> None:
    chain = log_of()
    chain[2], chain[3] = chain[3], chain[2]
    assert found(chain) == [(4, Fault.GAP), (3, Fault.OUT_OF_ORDER), (5, Fault.GAP)]


def test_an_event_stored_twice_is_found() -> None:
    chain = log_of()
    assert found([*chain[:3], chain[2], *chain[3:]]) == [(3, Fault.OUT_OF_ORDER)]


@pytest.mark.parametrize(
    "change",
    [
        {"data": {"note": "改过的"}},
        {"at": START},
        {"recorded": START},
        {"command": "M9"},
        {"kind": Kind.WITHDRAWN, "data": {"approval": "a"}},
    ],
)
def test_a_changed_event_is_found_at_its_place(change: dict[str, Any]) -> None:
    chain = log_of()
    chain[2] = replace(chain[2], event=replace(chain[2].event, **change))
    assert found(chain) == [(3, Fault.CHANGED)]


def test_an_event_changed_and_sealed_anew_breaks_the_link_of_the_next() -> None:
    chain = log_of()
    event = replace(chain[2].event, data={"note": "改过的"})
    chain[2] = Sealed(event, chain[2].previous, seal(chain[2].previous, event))
    assert found(chain) == [(4, Fault.BROKEN_LINK)]


def test_a_log_written_anew_from_the_start_does_not_end_with_the_sealed_head() -> None:
    head = log_of()[-1].hash
    forged = extend(genesis("C1"), [replace(link.event, command="M") for link in log_of()])
    assert verify(forged) == ()
    assert found(forged, head=head) == [(5, Fault.CUT_OFF)]


def test_a_log_cut_off_at_its_end_is_found_by_its_head() -> None:
    chain = log_of()
    assert found(chain[:3]) == []
    assert found(chain[:3], case="C1", head=chain[-1].hash) == [(3, Fault.CUT_OFF)]
    assert found([], case="C1", head=chain[-1].hash) == [(0, Fault.CUT_OFF)]


def test_an_event_of_another_case_is_named_and_the_rest_still_holds() -> None:
    chain = log_of()
    stranger = log_of("C2")[2]
    assert found([*chain[:2], stranger, *chain[2:]]) == [(3, Fault.FOREIGN_CASE)]
    assert found(log_of("C2"), case="C1")[0] == (1, Fault.FOREIGN_CASE)


def test_a_log_moved_to_another_case_is_found() -> None:
    moved = [replace(link, event=replace(link.event, case="C2")) for link in log_of()]
    assert (1, Fault.BROKEN_LINK) in found(moved)
    assert (5, Fault.CHANGED) in found(moved)


def test_an_event_that_lacks_what_its_kind_needs_is_found_although_it_is_sealed() -> None:
    events = [link.event for link in log_of()]
    events[3] = replace(events[3], data={"remark": "x"})
    assert found(extend(genesis("C1"), events)) == [(4, Fault.SHAPE), (4, Fault.SHAPE)]
    events[3] = replace(events[3], kind="dreamt")
    assert found(extend(genesis("C1"), events)) == [(4, Fault.SHAPE)]


def test_an_event_with_no_canonical_form_is_a_finding_and_no_crash() -> None:
    chain = log_of()
    chain[2] = replace(chain[2], event=replace(chain[2].event, data={"note": 1.5}))
    assert found(chain) == [(3, Fault.CHANGED)]


@given(st.integers(0, 4), st.integers(0, 63), st.sampled_from(["own", "previous"]))
def test_no_digit_of_a_hash_can_be_changed_unseen(place: int, digit: int, which: str) -> None:
    chain = log_of()
    link = chain[place]
    old = link.hash if which == "own" else link.previous
    other = "0" if old[digit] != "0" else "1"
    new = old[:digit] + other + old[digit + 1 :]
    chain[place] = replace(link, hash=new) if which == "own" else replace(link, previous=new)
    assert verify(chain) != ()
