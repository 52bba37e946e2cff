"""What is recorded beside acts and signatures, and what follows from it in the fold of a case."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.obligations import approvals, duties
from huiyin.obligations.model import Note
from huiyin.obligations.rules import version_key
from huiyin.worktime import Pause

if TYPE_CHECKING:
    from huiyin.obligations.fold import Fold


def withdrawn(fold: "Fold", event: Event, data: Mapping[str, Any]) -> None:
    """The proposer took back what awaited signatures."""
    approvals.withdraw(fold.rules, fold.state, str(data["approval"]), (event.seq, event.at))


def child_opened(fold: "Fold", event: Event, data: Mapping[str, Any]) -> None:
    """A case of another procedure was opened from this one."""
    fold.state.children[str(data["child"])] = (str(data["procedure"]), True)
    fold.follow_live((event.seq, event.at))


def child_closed(fold: "Fold", event: Event, data: Mapping[str, Any]) -> None:
    """A child case ended: it may end duties of this case, and set others off."""
    state, child = fold.state, str(data["child"])
    procedure, _ = state.children.get(child, (str(data.get("procedure", "")), True))
    state.children[child] = (procedure, False)
    outcome = data.get("outcome")
    keys = [f"closed {procedure}", *([f"closed {procedure}:{outcome}"] if outcome else [])]
    act = (event.seq, event.at)
    duties.discharge(state, fold.compiled, keys, act, None)
    duties.trigger(fold.rules, state, fold.compiled, keys, act)
    fold.follow_live(act)


def issued(fold: "Fold", event: Event, data: Mapping[str, Any]) -> None:
    """A paper took its number."""
    fold.state.documents.append((str(data["document"]), str(data["number"]), event.seq))


def voided(fold: "Fold", event: Event, data: Mapping[str, Any]) -> None:
    """A paper was voided; its number stays used."""
    fold.state.voided.add((str(data["document"]), str(data["number"])))


def linked(fold: "Fold", event: Event, data: Mapping[str, Any]) -> None:
    """Another case stands in a relation to this one."""
    state, other = fold.state, str(data["other"])
    state.links.add((str(data["relation"]), other))
    if data.get("lead") == other:
        state.lead = other
    elif data.get("lead"):
        state.members.add(other)


def unlinked(fold: "Fold", event: Event, data: Mapping[str, Any]) -> None:
    """A relation was taken back."""
    state, other = fold.state, str(data["other"])
    state.links.discard((str(data["relation"]), other))
    if data.get("lead") == other and state.lead == other:
        state.lead = None
    elif data.get("lead"):
        state.members.discard(other)


def corrected(fold: "Fold", event: Event, data: Mapping[str, Any]) -> None:
    """A mistyped value was set right; limits move from when it is recorded (5.17)."""
    fold.state.fields[str(data["field"])] = data["value"]
    act = (event.seq, event.recorded)
    duties.recompute(fold.rules, fold.state, act, "correction")


def excused(fold: "Fold", event: Event, data: Mapping[str, Any]) -> None:
    """Somebody explained a breach; it stays one."""
    instance = fold.state.instances.get(str(data["instance"]))
    if instance is not None:
        instance.note(Note.EXCUSED)


def waived(fold: "Fold", event: Event, data: Mapping[str, Any]) -> None:
    """Somebody decided that a duty need not be fulfilled."""
    instance = fold.state.instances.get(str(data["instance"]))
    if instance is not None and (instance.owed or instance.missed):
        duties.waive(instance, (event.seq, event.at))


def paused(fold: "Fold", event: Event, data: Mapping[str, Any]) -> None:
    """The clocks that the pack names stand still until a moment."""
    until = fold.rules.moment(data["until"])
    if until is not None and until > event.at:
        fold.state.pauses.append(Pause(event.at, until))
        duties.recompute(fold.rules, fold.state, (event.seq, event.at), "pause")


def resumed(fold: "Fold", event: Event, data: Mapping[str, Any]) -> None:
    """A pause ended early."""
    pauses = fold.state.pauses
    if pauses and pauses[-1].start < event.at < pauses[-1].end:
        pauses[-1] = Pause(pauses[-1].start, event.at)
        duties.recompute(fold.rules, fold.state, (event.seq, event.at), "pause")


def pack_changed(fold: "Fold", event: Event, data: Mapping[str, Any]) -> None:
    """Taking a running case over to another version rewrites limits like any other act, heals nothing."""
    act = (event.seq, event.at)
    fold.take_over(fold.versions.get(version_key(data), fold.rules), act)
    duties.recompute(fold.rules, fold.state, act, "pack")
    fold.follow_live(act)


def reopened(fold: "Fold", event: Event, data: Mapping[str, Any]) -> None:
    """What had ended goes on from where it began, in a new round, as if it had just been opened."""
    act, stage = (event.seq, event.at), fold.compiled.spec.opening_stage
    entered = fold.move(stage, act)
    duties.trigger(fold.rules, fold.state, fold.compiled, ("opened", *entered), act)
    fold.follow_live(act)


def breach_receipt(fold: "Fold", event: Event, data: Mapping[str, Any]) -> None:
    """What was derived has been receipted; nothing follows from it."""
    fold.state.receipts.add(str(data["instance"]))


def reminder_receipt(fold: "Fold", event: Event, data: Mapping[str, Any]) -> None:
    """A reminder has been sent off; nothing follows from it."""
    fold.state.reminded.add((str(data["instance"]), str(data["mark"])))


HANDLERS: dict[str, Callable[["Fold", Event, Mapping[str, Any]], None]] = {
    Kind.WITHDRAWN: withdrawn,
    Kind.CHILD_OPENED: child_opened,
    Kind.CHILD_CLOSED: child_closed,
    Kind.ISSUED: issued,
    Kind.VOIDED: voided,
    Kind.LINKED: linked,
    Kind.UNLINKED: unlinked,
    Kind.CORRECTED: corrected,
    Kind.EXCUSED: excused,
    Kind.WAIVED: waived,
    Kind.PAUSED: paused,
    Kind.RESUMED: resumed,
    Kind.PACK_CHANGED: pack_changed,
    Kind.REOPENED: reopened,
    Kind.BREACHED: breach_receipt,
    Kind.REMINDED: reminder_receipt,
}
"""What each kind of record does; kinds that are not named change nothing that is owed."""
