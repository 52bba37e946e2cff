"""Replies in writing: when one has gone to the customer, and the fingerprint that proves what it said.

A reply whose step awaits approval goes out with the last signature; until then nobody was told.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from huiyin.cases.models import Case
from huiyin.cases.personal import open_all, revealed
from huiyin.channels.receipts import Receipt
from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.fold import Fold
from huiyin.obligations.notices import keys_of
from huiyin.policy.who import CUSTOMER_ROLE

CHANNEL = "portal"


def sent(case: Case, fold: Fold, event: Event) -> Iterator[Receipt]:
    """The receipt of a reply that went out with an event."""
    for step, value in _gone(fold, event):
        text = revealed(value, open_all(case.company_id, value))
        if isinstance(text, str) and text:
            digest = sha256(text.encode()).hexdigest()
            yield Receipt(f"reply {step}", CHANNEL, (CUSTOMER_ROLE,), digest)


def _gone(fold: Fold, event: Event) -> Iterator[tuple[str, Any]]:
    """The steps whose reply an event sent, with its text as the log holds it."""
    spec, awaited = fold.compiled.spec, fold.compiled.approvals_of
    if event.kind == Kind.ACTED:
        step = str(event.data["step"])
        reply = spec.steps[step].reply if step in spec.steps else None
        if reply is not None and step not in awaited:
            yield step, (event.data.get("form") or {}).get(reply.text)
    elif event.kind == Kind.SIGNED:
        for key in keys_of(fold.state, event):
            word, _, name = key.partition(" ")
            step = spec.approvals[name].of if word == "approved" else ""
            reply = spec.steps[step].reply if step else None
            if reply is not None:
                yield step, fold.state.fields.get(f"{step}.{reply.text}")
