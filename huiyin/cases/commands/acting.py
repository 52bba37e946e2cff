"""Doing steps: opening a case, acting on one, capturing several acts of paper as one moment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from huiyin.cases.caller import Caller
from huiyin.cases.commands.linking import Link, tie
from huiyin.cases.models import Case
from huiyin.cases.standards import script_for, standards_for
from huiyin.cases.work import Conflict, Open, Work, refuse, run
from huiyin.eventlog.envelope import CUSTOMER
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.act import Act, Standard


@dataclass(frozen=True, kw_only=True)
class Doing:
    """A step to do, as a door received it. `at` is when it occurred; empty means now.

    `seen` is the seq of the case that the person saw when filling in the form; when somebody else
    did the same step meanwhile, the command is a conflict and not a second entry. `round` is the
    round it was filled in for; in another one the core refuses it. `files` are what the log records
    of the evidence that comes with the form (`evidence digest size media`).
    """

    step: str
    form: Mapping[str, Any] = field(default_factory=dict)
    outcome: str | None = None
    row: str | None = None
    at: datetime | None = None
    seen: int | None = None
    round: int | None = None
    signature: str | None = None
    files: Sequence[Mapping[str, Any]] = ()


def open_case(
    caller: Caller,
    procedure: str,
    doings: Sequence[Doing],
    *,
    command: str | None = None,
    query_hash: str = "",
    unit: str | None = None,
    links: Sequence[Link] = (),
    then: Callable[[Case], None] | None = None,
) -> Case:
    """Open a case by its first acts, in a unit if the door knows it. Raises `Refused`, `Repeated`.

    `links` are what the receiver decided about likely cases. `then` is run in the same transaction
    once the case is stored (evidence of the form).
    """

    def body(work: Work) -> Case:
        first = doings[0]
        for other in sorted({one.other for one in links}):
            work.load(other)
        entry = work.create(procedure, unit=unit, at=first.at or work.recorded)
        entry.case.query_hash = query_hash
        _do_all(work, entry, doings)
        for one in links:
            tie(work, entry.case.id, one)
        return entry.case

    return run(caller, body, command=command, then=then)


def act(
    caller: Caller,
    case_id: str,
    doings: Sequence[Doing],
    *,
    command: str | None = None,
    then: Callable[[Case], None] | None = None,
) -> Case:
    """Do one or several steps on a case, as one moment. Raises `Refused`, `Conflict`, `Repeated`, `Gone`."""

    def body(work: Work) -> Case:
        entry = work.load(case_id)
        _do_all(work, entry, doings)
        return entry.case

    return run(caller, body, command=command, then=then)


def _do_all(work: Work, entry: Open, doings: Sequence[Doing]) -> None:
    for doing in doings:
        _no_conflict(entry, doing)
        refuse(entry, entry.draft.act(_as_act(work, entry, doing)))
        _record_files(work, entry, doing.files)


def _record_files(work: Work, entry: Open, files: Sequence[Mapping[str, Any]]) -> None:
    actor, act_seq = work.caller.actor, entry.draft.fold.state.seq
    by_customer = {"by_customer": True} if actor == CUSTOMER else {}
    for file in files:
        data = {**file, "act": act_seq, **by_customer}
        entry.draft.record(Kind.EVIDENCE_ADDED, data, actor, work.recorded)


def _as_act(work: Work, entry: Open, doing: Doing) -> Act:
    return Act(
        name=doing.step,
        actor=work.caller.actor,
        at=doing.at or work.recorded,
        form=doing.form,
        outcome=doing.outcome,
        row=doing.row,
        signature=doing.signature,
        round=doing.round,
        standards=_standards(work, entry, doing.step),
    )


def _standards(work: Work, entry: Open, step: str) -> dict[str, Standard]:
    """The standards in force by which a step is done."""
    fold = entry.draft.fold
    spec = fold.compiled.spec.steps.get(step)
    if spec is None:
        return {}
    kept = standards_for(work.caller, fold.rules, spec.form, fold.state.fields)
    return kept | script_for(work.caller, fold.rules, spec)


def _no_conflict(entry: Open, doing: Doing) -> None:
    done = entry.draft.fold.state.steps.get(doing.step)
    if doing.seen is not None and done is not None and done.seq > doing.seen:
        raise Conflict(doing.step, done.by, done.at)


def sign(
    caller: Caller,
    case_id: str,
    approval: str,
    decision: str,
    *,
    note: str = "",
    command: str | None = None,
) -> Case:
    """Sign what awaits approval, `approve` or `refuse`. Raises `Refused`, `Repeated`, `Gone`."""

    def body(work: Work) -> Case:
        entry = work.load(case_id)
        act = Act(
            kind="sign",
            name=approval,
            actor=caller.actor,
            at=work.recorded,
            decision=decision,
            note=note,
        )
        refuse(entry, entry.draft.act(act))
        return entry.case

    return run(caller, body, command=command)


def withdraw(caller: Caller, case_id: str, approval: str, *, command: str | None = None) -> Case:
    """Take back what awaits approval. Raises `Refused`, `Repeated`, `Gone`."""

    def body(work: Work) -> Case:
        entry = work.load(case_id)
        refuse(
            entry,
            entry.draft.act(
                Act(kind="withdraw", name=approval, actor=caller.actor, at=work.recorded)
            ),
        )
        return entry.case

    return run(caller, body, command=command)
