"""Relating cases: joined as one matter under a lead, pointed at each other, told apart; and back again.

Nothing that is owed follows a link: each case keeps its clocks and papers, so none is lost by joining
(decision 0013). Both logs say so, in one transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from huiyin.cases.caller import Caller
from huiyin.cases.commands.marking import REMARK, NothingThere
from huiyin.cases.models import Case
from huiyin.cases.work import Open, Work, refuse, run
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.refusal import Refusal
from huiyin.policy.procedures import Relation

DISTINCT = "distinct"
"""The relation that says: somebody looked, these two are not the same."""


@dataclass(frozen=True)
class Link:
    """A relation to another case; with a relation that joins, which of the two leads."""

    other: str
    relation: str
    leads: bool = True
    """Whether the other one leads."""


def relate(
    caller: Caller, case_id: str, link: Link, *, note: str = "", command: str | None = None
) -> Case:
    """Relate two cases as the pack's relation says. Raises `Refused`, `Repeated`, `Gone`."""

    def body(work: Work) -> Case:
        load_both(work, case_id, link.other)
        tie(work, case_id, link, note)
        return work.opened[case_id].case

    return run(caller, body, command=command)


def separate(
    caller: Caller, case_id: str, other_id: str, reason: str, *, command: str | None = None
) -> Case:
    """Take back every relation between two cases, with the reason. Raises `Refused`, `Gone`."""

    def body(work: Work) -> Case:
        load_both(work, case_id, other_id)
        one = work.opened[case_id]
        names = [r for r, other in sorted(one.draft.fold.state.links) if other == other_id]
        if not names:
            refuse(one, (Refusal("not_related", params={"relation": ""}),))
        for relation in names:
            _record(work, Kind.UNLINKED, case_id, other_id, relation, reason)
        return one.case

    return run(caller, body, command=command)


def link(
    caller: Caller, case_id: str, other_id: str, relation: str, *, command: str | None = None
) -> Case:
    """Let two cases point at each other, whatever they are; for watches."""
    if case_id == other_id:
        raise NothingThere(other_id)

    def body(work: Work) -> Case:
        load_both(work, case_id, other_id)
        _record(work, Kind.LINKED, case_id, other_id, relation, "")
        return work.opened[case_id].case

    return run(caller, body, command=command)


def load_both(work: Work, one: str, other: str) -> None:
    """Lock both cases, in the order of their ids."""
    for case in sorted((one, other)):
        work.load(case)


def tie(work: Work, case_id: str, link: Link, note: str = "") -> None:
    """Relate two cases of a command under way; both must be open in it. Raises `Refused`."""
    one, other = work.opened[case_id], work.opened[link.other]
    refuse(one, _refusals(one, other, link))
    joins = _relations(one).get(link.relation, Relation()).joins
    lead = (link.other if link.leads else case_id) if joins else None
    _record(work, Kind.LINKED, case_id, link.other, link.relation, note, lead)
    told_apart = (DISTINCT, link.other) in one.draft.fold.state.links
    if told_apart and link.relation != DISTINCT:
        _record(work, Kind.UNLINKED, case_id, link.other, DISTINCT, "")


def _relations(entry: Open) -> Mapping[str, Relation]:
    return entry.draft.fold.compiled.spec.links


def _refusals(one: Open, other: Open, link: Link) -> tuple[Refusal, ...]:
    relation = _relations(one).get(link.relation)
    said = {"relation": link.relation}
    state = one.draft.fold.state
    if one.case.id == other.case.id or one.case.procedure != other.case.procedure:
        return (Refusal("relation_here", params=said),)
    if relation is None:
        return () if link.relation == DISTINCT else (Refusal("no_relation", params=said),)
    if (link.relation, other.case.id) in state.links:
        return (Refusal("related_already", relation.clause, params=said),)
    if not relation.joins:
        return ()
    part, lead = (one, other) if link.leads else (other, one)
    return tuple(_joining(part, lead, relation))


def _joining(part: Open, lead: Open, relation: Relation) -> list[Refusal]:
    """No chains: a lead was joined to nothing, and what is joined leads nothing; both are running."""
    found = []
    for entry in (part, lead):
        state, called = entry.draft.fold.state, {"case": _called(entry)}
        if state.lead is not None:
            found.append(Refusal("joined_already", relation.clause, params=called))
        if state.closed is not None:
            found.append(Refusal("ended", relation.clause, params=called))
    if part.draft.fold.state.members:
        found.append(Refusal("leads_already", relation.clause, params={"case": _called(part)}))
    return found


def _called(entry: Open) -> str:
    return entry.case.number or "本件"


def _record(
    work: Work,
    kind: Kind,
    case_id: str,
    other_id: str,
    relation: str,
    note: str,
    lead: str | None = None,
) -> None:
    if kind is Kind.UNLINKED:
        state = work.opened[case_id].draft.fold.state
        joined = _relations(work.opened[case_id]).get(relation, Relation()).joins
        lead = (other_id if state.lead == other_id else case_id) if joined else None
    for one, other in ((case_id, other_id), (other_id, case_id)):
        draft = work.opened[one].draft
        data = {"relation": relation, "other": other, **({"lead": lead} if lead else {})}
        if note:
            data["note"] = draft.conceal(f"{kind}.note", REMARK, note)
        draft.record(kind, data, work.caller.actor, work.recorded)


__all__ = ["DISTINCT", "Link", "link", "load_both", "relate", "separate", "tie"]
