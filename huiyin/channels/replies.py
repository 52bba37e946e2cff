"""Replies in writing: when one has gone to the customer, and the fingerprint that proves what it said.

A reply whose step awaits approval goes out with the last signature; until then nobody was told.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from huiyin.cases.models import Case
from huiyin.cases.personal import open_all, revealed
from huiyin.channels.receipts import Receipt
from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.fold import Fold
from huiyin.obligations.notices import keys_of
from huiyin.policy.procedures import Step
from huiyin.policy.who import CUSTOMER_ROLE

CHANNEL = "portal"


def sent(case: Case, fold: Fold, event: Event) -> Iterator[Receipt]:
    """The receipt of a reply that went out with an event."""
    for step, form in _gone(fold, event):
        text = words(case, fold.compiled.spec.steps[step], form)
        if text:
            digest = sha256(text.encode()).hexdigest()
            yield Receipt(f"reply {step}", CHANNEL, (CUSTOMER_ROLE,), digest)


def words(case: Case, step: Step, form: Mapping[str, Any]) -> str:
    """A reply as it leaves: its text, then what its parts tell the customer, a line each."""
    if step.reply is None:
        return ""
    named = [part.own or "" for part in step.reply.parts.values()]
    told = [name for name in named if name in step.form and step.form[name].told]
    values = {name: form.get(name) for name in dict.fromkeys((step.reply.text, *told))}
    opened = revealed(values, open_all(case.company_id, values))
    return "\n".join(_line(step, name, text) for name, text in opened.items() if text)


def _line(step: Step, name: str, text: Any) -> str:
    field = step.form[name]
    return str(text) if field.kind == "longtext" else f"{field.label}：{text}"


def _gone(fold: Fold, event: Event) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The steps whose reply an event sent, with their form as the log holds it."""
    spec, awaited = fold.compiled.spec, fold.compiled.approvals_of
    if event.kind == Kind.ACTED:
        step = str(event.data["step"])
        reply = spec.steps[step].reply if step in spec.steps else None
        if reply is not None and step not in awaited:
            yield step, event.data.get("form") or {}
    elif event.kind == Kind.SIGNED:
        for key in keys_of(fold.state, event):
            word, _, name = key.partition(" ")
            step = spec.approvals[name].of if word == "approved" else ""
            if step and spec.steps[step].reply is not None:
                yield step, fold.state.approved[name]
