"""Replies in writing: the draft that a page offers, and what a reply must say, said or not.

The customer's name stays a place in what is typed and stored; it is filled in where the customer
reads it, so that drafting uncovers nothing.
"""

from collections.abc import Mapping
from typing import Any

from huiyin.cases.models import Case
from huiyin.obligations.contacts import said
from huiyin.obligations.model import CaseState
from huiyin.policy.procedures import Step
from huiyin.web.parts.script import ReplyPart, ReplyParts
from huiyin.web.present.places import CUSTOMER, Places
from huiyin.web.present.speaker import Speaker

NAME = "{customer}"


def reply_draft(
    speaker: Speaker, case: Case, state: CaseState, texts: Mapping[str, str | None], step: Step
) -> dict[str, str]:
    """What is offered for the text of a reply and its parts; nothing for a step that is none."""
    if step.reply is None:
        return {}
    drafts = {part.own: part.draft for part in step.reply.parts.values() if part.own is not None}
    drafts[step.reply.text] = step.reply.draft
    places = Places(speaker, case, state, texts, keep=("customer",))
    return {field: places.fill(draft) for field, draft in drafts.items() if draft}


def parts_of(
    speaker: Speaker, state: CaseState, step: Step, values: Mapping[str, Any]
) -> ReplyParts | None:
    """What the reply must say, each said or missing, with its clause."""
    if step.reply is None or not step.reply.parts:
        return None
    found = [
        ReplyPart(
            label=speaker.word(part.label),
            said=said(state, part, values),
            clauses=speaker.clauses(part.clause, 1),
        )
        for part in step.reply.parts.values()
    ]
    return ReplyParts(parts=found)


def addressed(text: str, name: str, speaker: Speaker) -> str:
    """A reply as its customer reads it: with the name in its place."""
    return text.replace(NAME, name or CUSTOMER[speaker.lang])
