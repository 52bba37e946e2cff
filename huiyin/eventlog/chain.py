"""The hash chain of one case: one function seals, and the verifier uses the same one.

Scope: one chain a case, beginning at `genesis(case)` and going on over every event, whatever its
schema or pack version. A hash is the SHA-256 of the previous hash (64 ASCII characters) followed by
the canonical bytes of the event.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from huiyin.eventlog.canonical import canonical, canonical_json, from_json
from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import faults
from huiyin.eventlog.upgrade import SCHEMA, schema_of


class Fault(StrEnum):
    """What can be wrong with a chain."""

    FOREIGN_CASE = "foreign_case"
    GAP = "gap"
    OUT_OF_ORDER = "out_of_order"
    BROKEN_LINK = "broken_link"
    CHANGED = "changed"
    SHAPE = "shape"
    CUT_OFF = "cut_off"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong in the log of `case` at event `seq`; `detail` is for the auditor."""

    case: str
    seq: int
    fault: Fault
    detail: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """An event with its place in the chain.

    `stored` is the JSON as it was written when that was in an older schema; the hash covers it.
    `body` is what the hash of an event just sealed was taken over: what is to be stored.
    """

    event: Event
    previous: str
    hash: str
    stored: Mapping[str, Any] | None = field(default=None)
    body: bytes = field(default=b"", compare=False, repr=False)


def genesis(case_id: str) -> str:
    """Return the hash that the first event of a case follows."""
    return sha256(b"huiyin case chain 1\n" + case_id.encode()).hexdigest()


def seal(previous_hash: str, event: Event) -> str:
    """Return the hash of an event that follows `previous_hash`, as 64 hexadecimal characters."""
    return _link(previous_hash, canonical(event))


def extend(previous_hash: str, events: Iterable[Event]) -> list[Sealed]:
    """Seal events one after the other, beginning after `previous_hash`."""
    chain: list[Sealed] = []
    for event in events:
        body = canonical(event)
        digest = _link(previous_hash, body)
        chain.append(Sealed(event, previous_hash, digest, body=body))
        previous_hash = digest
    return chain


def opened(stored: Mapping[str, Any], previous: str, digest: str) -> Sealed:
    """Read a stored event with its place in the chain, upgraded when its schema is older."""
    older = schema_of(stored) != SCHEMA
    return Sealed(from_json(stored), previous, digest, stored if older else None)


def verify(
    chain: Iterable[Sealed], *, case: str | None = None, head: str | None = None
) -> tuple[Finding, ...]:
    """Check one case's whole log, in stored order; empty when nothing is wrong.

    `case` is whose log it should be (else that of its first event); `head` is the hash it should
    end with, from a company seal or a paper, so that a log cut off at its end shows.
    """
    findings: list[Finding] = []
    previous = None if case is None else genesis(case)
    expected = 1
    for link in chain:
        event = link.event
        if case is None or previous is None:
            case, previous = event.case, genesis(event.case)
        findings += [
            Finding(case, event.seq, fault, detail)
            for fault, detail in _wrong(link, case, expected, previous)
        ]
        if event.case == case:
            expected, previous = event.seq + 1, link.hash
    if head is not None and head != previous:
        findings.append(
            Finding(case or "", expected - 1, Fault.CUT_OFF, f"the log does not end with {head}")
        )
    return tuple(findings)


def _wrong(link: Sealed, case: str, expected: int, previous: str) -> list[tuple[Fault, str]]:
    event = link.event
    if event.case != case:
        return [(Fault.FOREIGN_CASE, f"the event belongs to the case {event.case}")]
    wrong: list[tuple[Fault, str]] = []
    if event.seq > expected:
        wrong.append((Fault.GAP, f"expected {expected}, found {event.seq}"))
    elif event.seq < expected:
        wrong.append((Fault.OUT_OF_ORDER, f"expected {expected}, found {event.seq}"))
    elif link.previous != previous:
        wrong.append(
            (Fault.BROKEN_LINK, f"follows {link.previous}, the event before has {previous}")
        )
    content = _content_fault(link)
    if content:
        wrong.append((Fault.CHANGED, content))
    wrong += [(Fault.SHAPE, text) for text in faults(event.kind, event.data)]
    return wrong


def _content_fault(link: Sealed) -> str:
    try:
        digest = _link(
            link.previous,
            canonical(link.event) if link.stored is None else canonical_json(link.stored),
        )
        if link.stored is not None and from_json(link.stored) != link.event:
            return "the event read is not the event stored"
    except (ValueError, KeyError) as error:
        return f"the event has no canonical form: {error}"
    return "" if digest == link.hash else f"the content hashes to {digest}, stored is {link.hash}"


def _link(previous_hash: str, content: bytes) -> str:
    return sha256(previous_hash.encode() + content).hexdigest()
