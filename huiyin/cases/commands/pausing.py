"""Stopping and starting the clocks of a case: with proof of consent, or once the customer says yes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.cases import log
from huiyin.cases.caller import Caller
from huiyin.cases.models import Case
from huiyin.cases.work import Gone, Open, Work, refuse, run
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.pausing import Asking, open_ask, refusals, standing


@dataclass(frozen=True)
class Wish:
    """A pause that somebody wants: for what reason, until when."""

    reason: str
    until: datetime | None


def pause(
    caller: Caller,
    case_id: str,
    wish: Wish,
    files: Sequence[Mapping[str, Any]] = (),
    *,
    command: str | None = None,
    then: Callable[[Case], None] | None = None,
) -> Case:
    """Stop the clocks that the pack lets stop; `files` prove the consent. Raises `Refused`."""

    def body(work: Work) -> Case:
        entry = work.load(case_id)
        _check(work, entry, caller.actor.person, wish, consent=bool(files))
        proof = {"proof": [str(file["evidence"]) for file in files]} if files else {}
        data = {**_data(entry, wish), "consent": bool(files), **proof}
        entry.draft.record(Kind.PAUSED, data, caller.actor, work.recorded)
        for file in files:
            act = {**file, "act": entry.draft.fold.state.seq}
            entry.draft.record(Kind.EVIDENCE_ADDED, act, caller.actor, work.recorded)
        return entry.case

    return run(caller, body, command=command, then=then)


def ask(caller: Caller, case_id: str, wish: Wish, *, command: str | None = None) -> Case:
    """Ask the customer to agree to a pause on the progress page. Raises `Refused`."""

    def body(work: Work) -> Case:
        entry = work.load(case_id)
        _check(work, entry, caller.actor.person, wish, consent=True)
        data = _data(entry, wish)
        entry.draft.record(Kind.PAUSE_ASKED, data, caller.actor, work.recorded)
        return entry.case

    return run(caller, body, command=command)


def answer(
    caller: Caller, case_id: str, asked: int, *, agreed: bool, command: str | None = None
) -> Case:
    """The customer's own answer; a yes stops the clocks. Raises `Refused`, `Gone` when it is late."""

    def body(work: Work) -> Case:
        entry = work.load(case_id)
        event = open_ask(log.read(case_id), work.recorded)
        if event is None or event.seq != asked:
            raise Gone(case_id)
        wish = Wish(event.data["reason"], entry.draft.fold.rules.moment(event.data["until"]))
        if agreed:
            _check(work, entry, event.actor.person, wish, consent=True)
        said = {"asked": asked, "agreed": agreed}
        entry.draft.record(Kind.PAUSE_ANSWERED, said, caller.actor, work.recorded)
        if agreed:
            data = {**_data(entry, wish), "consent": True, "asked": asked}
            entry.draft.record(Kind.PAUSED, data, event.actor, work.recorded)
        return entry.case

    return run(caller, body, command=command)


def resume(caller: Caller, case_id: str, *, command: str | None = None) -> Case:
    """Let paused clocks run on before their end. Raises `Refused`."""

    def body(work: Work) -> Case:
        entry = work.load(case_id)
        fold, person = entry.draft.fold, caller.actor.person
        found = standing(fold.rules, fold.state, caller.directory, person, work.recorded)
        refuse(entry, found)
        entry.draft.record(Kind.RESUMED, {}, caller.actor, work.recorded)
        return entry.case

    return run(caller, body, command=command)


def _check(work: Work, entry: Open, person: str, wish: Wish, *, consent: bool) -> None:
    fold = entry.draft.fold
    asking = Asking(person, work.recorded, wish.until, wish.reason, consent)
    refuse(entry, refusals(fold.rules, fold.state, work.caller.directory, asking))


def _data(entry: Open, wish: Wish) -> dict[str, Any]:
    spec = entry.draft.fold.compiled.spec.pausing
    return {
        "reason": wish.reason,
        "until": wish.until.isoformat() if wish.until else "",
        "duties": list(spec.duties) if spec else [],
    }
