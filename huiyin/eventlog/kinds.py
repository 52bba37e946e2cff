"""The closed vocabulary of event kinds, and the keys that each kind's data must and may have.

What is recorded are acts, signatures and what they took from the world (numbers, papers, child
cases, links). What follows from them (stage, level, rounds, duties, limits, breaches) is derived
and never stored as truth (pack-study 5.19). `breached` and `reminded` are receipts of derived
facts: `verify` compares them, the fold does not read them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Every kind of event that a case's log may hold."""

    OPENED = "opened"
    ACTED = "acted"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"
    ISSUED = "issued"
    VOIDED = "voided"
    CHILD_OPENED = "child_opened"
    CHILD_CLOSED = "child_closed"
    LINKED = "linked"
    UNLINKED = "unlinked"
    CORRECTED = "corrected"
    EXCUSED = "excused"
    WAIVED = "waived"
    PAUSED = "paused"
    RESUMED = "resumed"
    PACK_CHANGED = "pack_changed"
    EVIDENCE_ADDED = "evidence_added"
    UNMASKED = "unmasked"
    ERASED = "erased"
    NOTED = "noted"
    BREACHED = "breached"
    REMINDED = "reminded"
    DELIVERED = "delivered"
    PAUSE_ASKED = "pause_asked"
    PAUSE_ANSWERED = "pause_answered"
    MEASURED = "measured"
    REOPENED = "reopened"


@dataclass(frozen=True)
class Shape:
    """The keys of one kind's data: those that must be, those that may, and what it records."""

    must: frozenset[str]
    may: frozenset[str]
    meaning: str


def _shape(meaning: str, must: str = "", may: str = "") -> Shape:
    return Shape(frozenset(must.split()), frozenset(may.split()), meaning)


SHAPES: dict[Kind, Shape] = {
    Kind.OPENED: _shape(
        "A case began: procedure, pack version and the company's edition of it; why (schedule, "
        "watch, parent, sample).",
        "procedure pack version",
        "unit parent because prefill edition",
    ),
    Kind.ACTED: _shape(
        "Somebody did a step; `form` holds its fields, `row` the row of a table it fulfils, "
        "`skipped` what an emergency act left out, `unit` the unit that the form calls by its name.",
        "step",
        "form outcome row sign skipped unit",
    ),
    Kind.SIGNED: _shape(
        "A signer of an approval decided; bound to the act `of` (its seq) that is approved.",
        "approval decision of",
        "signer note",
    ),
    Kind.WITHDRAWN: _shape("The proposer took back what awaited approval.", "approval", "note"),
    Kind.ISSUED: _shape(
        "A document took its number and was frozen.",
        "document number",
        "hash series name act paper",
    ),
    Kind.VOIDED: _shape(
        "A document was voided; its number stays used.", "document number reason", "clause"
    ),
    Kind.CHILD_OPENED: _shape(
        "A case of another procedure was opened from this one.", "procedure child", "act opens"
    ),
    Kind.CHILD_CLOSED: _shape("A child case ended.", "child", "outcome procedure"),
    Kind.LINKED: _shape(
        "Another case stands in a relation to this one; `lead`: which of the two leads.",
        "relation other",
        "note lead",
    ),
    Kind.UNLINKED: _shape("A relation was taken back.", "relation other", "note lead"),
    Kind.CORRECTED: _shape(
        "A field that was written wrongly was set right; old value stays.", "field value reason", ""
    ),
    Kind.EXCUSED: _shape(
        "A named person excused a breach; the raw figure stays.", "instance reason", "clause"
    ),
    Kind.WAIVED: _shape("A named person waived a duty.", "instance reason", "clause"),
    Kind.PAUSED: _shape(
        "Clocks of the named duties stand still; `proof` are files, `asked` the seq of what the"
        " customer agreed to.",
        "reason until",
        "duties consent proof asked",
    ),
    Kind.RESUMED: _shape("A pause ended early.", "", "reason"),
    Kind.PACK_CHANGED: _shape(
        "The running case moved to another pack version or edition.",
        "pack version reason",
        "clause edition",
    ),
    Kind.EVIDENCE_ADDED: _shape(
        "A file was added.", "evidence digest size media", "label act by_customer"
    ),
    Kind.UNMASKED: _shape("A person looked at masked data.", "what reason", ""),
    Kind.ERASED: _shape("The key of a data subject was destroyed.", "subject reason", ""),
    Kind.NOTED: _shape(
        "A remark without effect on duties; `request`: what a person asked about the own data.",
        "note",
        "to_customer request",
    ),
    Kind.BREACHED: _shape(
        "Receipt: the limit of a duty passed; `limit` is the moment, `bearer` who held the post.",
        "instance duty limit",
        "clause bearer changed",
    ),
    Kind.REMINDED: _shape("Receipt: a reminder's moment came.", "instance duty mark", ""),
    Kind.DELIVERED: _shape(
        "Receipt: a message left the house, or could not.",
        "notice channel result",
        "to detail digest",
    ),
    Kind.PAUSE_ASKED: _shape(
        "The customer is asked to agree to a pause.", "reason until", "duties"
    ),
    Kind.MEASURED: _shape(
        "How often a watch counted the same in a span, `before` a remedy or `after` it.",
        "watch which count since until",
    ),
    Kind.REOPENED: _shape(
        "A watch found the same again: the case goes on in a new round.", "watch cases", ""
    ),
    Kind.PAUSE_ANSWERED: _shape("The customer's own answer to that.", "asked agreed", ""),
}


class UnknownKind(ValueError):
    """An event kind that the vocabulary does not have."""


def faults(kind: str, data: object) -> tuple[str, ...]:
    """Say what is wrong with an event's data; empty when it has the shape of its kind."""
    try:
        shape = SHAPES[Kind(kind)]
    except ValueError:
        return (f"unknown kind {kind!r}",)
    if not isinstance(data, Mapping):
        return (f"{kind}: data is not an object",)
    missing = sorted(shape.must - data.keys())
    foreign = sorted(data.keys() - shape.must - shape.may)
    return tuple(
        [f"{kind}: {key!r} is missing" for key in missing]
        + [f"{kind}: {key!r} is not of this kind" for key in foreign]
    )
