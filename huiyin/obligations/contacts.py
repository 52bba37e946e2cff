"""What reaches the customer: forms of another round, steps that come too late, replies that leave out."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from huiyin.obligations.act import Act
from huiyin.obligations.facts import given
from huiyin.obligations.model import CaseState
from huiyin.obligations.refusal import Refusal
from huiyin.obligations.rules import Rules
from huiyin.policy.contacts import ReplyPart
from huiyin.policy.procedures import Step
from huiyin.worktime import add


def other_round(state: CaseState, act: Act, spec: Step) -> Iterator[Refusal]:
    """A form that was filled in before the case went back says nothing about the round it is now."""
    if act.round is None or act.round == state.rounds or spec.may:
        return
    params = {"step": spec.label, "was": act.round + 1, "now": state.rounds + 1}
    yield Refusal("round", spec.clause, params=params)


def closes_at(rules: Rules, state: CaseState, spec: Step) -> datetime | None:
    """Until when a step may be done; None while nothing has begun that ends it. Raises `Unset`."""
    if spec.until is None:
        return None
    done = [state.steps[name].at for name in spec.until.after if name in state.steps]
    if not done:
        return None
    term = rules.term(spec.until.within, rules.local_date(max(done)))
    return add(max(done), term, rules.counting, rules.calendar).moment


def too_late(rules: Rules, state: CaseState, spec: Step, recorded: datetime) -> tuple[Refusal, ...]:
    """Refuse a step whose time is over. Raises `Unset`."""
    limit = closes_at(rules, state, spec)
    if limit is None or recorded <= limit or spec.until is None:
        return ()
    shown = rules.calendar.local(limit).isoformat(" ", "minutes")[:16]
    clause = spec.until.clause or spec.clause
    return (Refusal("window", clause, params={"step": spec.label, "limit": shown}),)


def said(state: CaseState, part: ReplyPart, form: Mapping[str, Any]) -> bool:
    """Whether a reply says what it must: one of the fields is filled in, here or earlier."""
    return any(given(form.get(f) if "." not in f else state.fields.get(f)) for f in part.fields)


def unsaid(state: CaseState, spec: Step, form: Mapping[str, Any]) -> Iterator[Refusal]:
    """What a reply must contain and does not."""
    reply = spec.reply
    if reply is None or not given(form.get(reply.text)):
        return
    for part in reply.parts.values():
        if not said(state, part, form):
            clause = part.clause or spec.clause
            yield Refusal("part", clause, part.own, params={"label": part.label})


def disagrees(
    state: CaseState, spec: Step, answer: Step | None, form: Mapping[str, Any]
) -> Iterator[Refusal]:
    """A record that says other than the customer did himself in this round, without a reason."""
    call = spec.call
    own = state.steps.get(call.answer or "") if call is not None else None
    if call is None or answer is None or own is None or not own.valid:
        return
    if call.why is None or given(form.get(call.why)):
        return
    for mine, other in call.same.items():
        field, said = spec.form.get(mine), state.fields.get(f"{call.answer}.{other}")
        if field is None or field.free_text or not given(said) or not given(form.get(mine)):
            continue
        if str(form[mine]) != str(said):
            params = {"label": field.label, "other": answer.label}
            yield Refusal("disagrees", field.clause, mine, params=params)
