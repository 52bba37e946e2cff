"""Approvals: ordered signatures over one version of what a step filled in (pack-study 5.11)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from huiyin.eventlog.envelope import Actor, Event
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.duties import Act, bearer_from, fulfil, lapse, next_ordinal
from huiyin.obligations.facts import Facts
from huiyin.obligations.model import ApprovalState, CaseState, DutyState, Instance, Line
from huiyin.obligations.rules import Compiled, Rules, Unset
from huiyin.policy.procedures import Approval, Signer
from huiyin.worktime import add

APPROVE = "approve"
REFUSE = "refuse"


def open_for(
    rules: Rules,
    state: CaseState,
    compiled: Compiled,
    step: str,
    actor: Actor,
    form: Mapping[str, Any],
    act: Act,
) -> None:
    """Filling in what needs approval opens a new version: signatures start anew, so does the total time."""
    for name in compiled.approvals_of.get(step, ()):
        approval = compiled.spec.approvals[name]
        before = state.approvals.get(name)
        void(state, name, act)
        version = before.version + 1 if before else 1
        state.approvals[name] = ApprovalState(
            version, act[0], actor.person, act[1], actor.people, form=dict(form)
        )
        _owe(rules, state, name, approval, act)


def follow(rules: Rules, state: CaseState, act: Act) -> None:
    """A signature is owed while somebody must give it: conditions of signers follow level and flags."""
    for name, approval in state.approvals.items():
        if approval.status == "open" and state.closed is None:
            _owe(rules, state, name, rules.procedure(state.procedure).spec.approvals[name], act)


def _owe(rules: Rules, state: CaseState, name: str, approval: Approval, act: Act) -> None:
    try:
        signer = turn(rules, state, name, act[1])
        needed = signer[1] if signer is not None else None
    except Unset:
        needed = approval.signers[0]
    owed = _totals(state, name)
    if needed is None:
        for instance in owed:
            lapse(instance, act)
    elif not owed:
        _total(rules, state, name, needed, act)


def _total(rules: Rules, state: CaseState, name: str, signer: Signer, act: Act) -> None:
    """The next signer owes the signature; without a total time it is owed without limit."""
    approval = rules.procedure(state.procedure).spec.approvals[name]
    duty = f"approval {name}"
    ordinal = next_ordinal(state, duty)
    instance = Instance(
        id=f"{duty}@{act[0]}",
        duty=duty,
        kind="approval",
        ordinal=ordinal,
        opened=act[1],
        seq=act[0],
        bearer=bearer_from(rules, state, signer.by),
        lines=[_total_line(rules, approval, act)],
        round=state.rounds,
    )
    if instance.limit.moment is None and instance.limit.reason != "no_limit":
        instance.state = DutyState.UNDETERMINED
    state.add(instance)


def _total_line(rules: Rules, approval: Approval, act: Act) -> Line:
    if approval.within is None:
        return Line(None, act[1], act[0], "approval", reason="no_limit")
    try:
        term = rules.term(approval.within, rules.local_date(act[1]))
    except Unset as unset:
        return Line(None, act[1], act[0], "approval", reason="parameter", parameter=unset.args[0])
    limit = add(act[1], term, rules.counting, rules.calendar)
    return Line(
        limit.moment, act[1], act[0], "approval", act[1], term, provisional=limit.provisional
    )


def void(state: CaseState, name: str, act: Act) -> None:
    """What awaited or had approval is no longer what is meant: its signatures lose their object."""
    approval = state.approvals.get(name)
    if approval is not None and approval.status in ("open", "approved"):
        approval.status, approval.closed = "void", act[1]
    for instance in _totals(state, name):
        lapse(instance, act)


def _totals(state: CaseState, name: str) -> list[Instance]:
    return [i for i in state.open_instances() if i.duty == f"approval {name}"]


def turn(rules: Rules, state: CaseState, name: str, at: datetime) -> tuple[int, Signer] | None:
    """The signer whose turn it is; None when nobody's is.

    Every open signer's condition is read first: one that compares with an empty parameter raises
    `Unset`, so that a missing value never means "not needed" (pack-study 5.11).
    """
    approval = state.approvals.get(name)
    if approval is None or approval.status != "open":
        return None
    facts = Facts(rules, state, at)
    spec = rules.procedure(state.procedure).spec.approvals[name]
    waiting = [(n, s) for n, s in enumerate(spec.signers) if n not in approval.signed]
    needed = [(n, s) for n, s in waiting if facts.holds(s.when)]
    return needed[0] if needed else None


def next_signers(rules: Rules, state: CaseState, event: Event) -> Iterator[tuple[str, Signer]]:
    """The signers whose turn an event brought, with the name of the approval."""
    for name, approval in state.approvals.items():
        signed = event.kind == Kind.SIGNED and event.data.get("approval") == name
        if approval.status == "open" and (approval.of_seq == event.seq or signed):
            try:
                due = turn(rules, state, name, event.at)
            except Unset:
                continue
            if due is not None:
                yield name, due[1]


def sign(
    rules: Rules, state: CaseState, name: str, decision: str, person: str, act: Act
) -> str | None:
    """Apply a signature; returns `approved` or `refused` when the approval is settled by it."""
    due = turn(rules, state, name, act[1])
    if due is None:
        return None
    approval = state.approvals[name]
    approval.signed[due[0]] = (person, act[1])
    if decision == REFUSE:
        _settle(state, name, "refused", act)
        _forget(rules, state, name)
        return "refused"
    if turn(rules, state, name, act[1]) is not None:
        _hand_on(rules, state, name, act)
        return None
    _settle(state, name, "approved", act)
    state.approved[name] = approval.form
    return "approved"


def _hand_on(rules: Rules, state: CaseState, name: str, act: Act) -> None:
    due = turn(rules, state, name, act[1])
    for instance in _totals(state, name):
        if due is not None:
            instance.bearer = bearer_from(rules, state, due[1].by)


def _settle(state: CaseState, name: str, status: str, act: Act) -> None:
    approval = state.approvals[name]
    approval.status, approval.closed = status, act[1]
    for instance in _totals(state, name):
        fulfil(instance, act)


def _forget(rules: Rules, state: CaseState, name: str) -> None:
    """A measure with `unless: <approval>` leaves out what that approval refused, or was taken from it."""
    undecided = state.approvals[name].of_seq
    spec = rules.procedure(state.procedure).spec
    for measure, counted in state.contributions.items():
        if spec.measures[measure].unless == name:
            counted.pop(undecided, None)


def withdraw(rules: Rules, state: CaseState, name: str, act: Act) -> None:
    """The proposer took it back before the last signature."""
    approval = state.approvals.get(name)
    if approval is not None and approval.status == "open":
        approval.status, approval.closed = "withdrawn", act[1]
        _forget(rules, state, name)
        for instance in _totals(state, name):
            lapse(instance, act)
