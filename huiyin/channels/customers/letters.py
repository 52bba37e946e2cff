"""What a customer is sent: the sentences of the messages, a reply's own text, the way to the page.

Short messages come in the customer's language, Chinese while nobody knows it; letters then in both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.urls import reverse

from huiyin.cases.links import link_steps, token_of
from huiyin.cases.models import Case
from huiyin.cases.personal import customer_path, open_all, revealed
from huiyin.channels.customers.language import language_of
from huiyin.channels.models import Message
from huiyin.channels.replies import words
from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.fold import Fold
from huiyin.worktime import Lang

NAME = "{customer}"
SEE = ("查看进度和内容", "See how it stands")


@dataclass(frozen=True)
class Letter:
    """All that waits for one customer. `ident` is alike for the same messages."""

    company: str
    title: str
    text: str
    body: str
    link: str
    ident: str
    digests: dict[str, str]


def letter(case: Case, fold: Fold, log: Sequence[Event], messages: Sequence[Message]) -> Letter:
    """Write what some messages say; with replies opened, so only for what leaves at once."""
    by_seq = {event.seq: event for event in log}
    replies = {m.id: _reply(case, fold, by_seq, by_seq[m.event.seq]) for m in messages}
    link = _link(case, fold, [by_seq[m.event.seq] for m in messages])
    lang = language_of(case)
    parts = [_part(message, replies[message.id], lang) for message in messages]
    see = [f"{_spoken(*SEE, lang, ' / ')}:\n{link}"] if link else []
    english = lang == "en"
    texts = dict.fromkeys(m.text_en if english else m.text for m in messages)
    return Letter(
        company=case.company.name,
        title=_spoken(messages[0].title, messages[0].title_en, lang, " / "),
        text=(" " if english else "").join(texts),
        body="\n\n".join([*parts, *see]),
        link=link,
        ident=sha256(" ".join(sorted(m.id for m in messages)).encode()).hexdigest()[:32],
        digests={m.id: _digest(m, replies[m.id]) for m in messages},
    )


def _spoken(zh: str, en: str, lang: Lang | None, between: str) -> str:
    """In the customer's language; in both while it is not known."""
    return between.join((zh, en)) if lang is None else en if lang == "en" else zh


def _part(message: Message, reply: str, lang: Lang | None) -> str:
    return "\n".join(filter(None, [_spoken(message.text, message.text_en, lang, "\n"), reply]))


def _digest(message: Message, reply: str) -> str:
    return sha256((reply or message.text).encode()).hexdigest()


def _reply(case: Case, fold: Fold, log: dict[int, Event], event: Event) -> str:
    """The reply that went out with an event, as its customer reads it; empty when none did."""
    spec = fold.compiled.spec
    step, acted = "", event
    if event.kind == Kind.ACTED and event.data["step"] not in fold.compiled.approvals_of:
        step = str(event.data["step"])
    elif event.kind == Kind.SIGNED and event.data["decision"] == "approve":
        step, acted = spec.approvals[event.data["approval"]].of, log[int(event.data["of"])]
    if step not in spec.steps:
        return ""
    text = words(case, spec.steps[step], acted.data.get("form") or {})
    name = fold.state.fields.get(customer_path(spec, fold.state.fields))
    called = revealed(name, open_all(case.company_id, name))
    return text.replace(NAME, called if isinstance(called, str) and called else "顾客")


def _link(case: Case, fold: Fold, events: Sequence[Event]) -> str:
    """The newest link that one of the events sent, else where the query code is asked for."""
    if not settings.PUBLIC_ADDRESS:
        return ""
    steps, slug = link_steps(fold.compiled.spec), case.company.slug
    for event in reversed(events):
        if event.kind == Kind.ACTED and event.data["step"] in steps:
            path = reverse("portal_link", args=[slug, token_of(case, event.seq)])
            return f"{settings.PUBLIC_ADDRESS}{path}"
    return settings.PUBLIC_ADDRESS + reverse("portal_look", args=[slug])


def needs_link(fold: Fold, events: Sequence[Event]) -> bool:
    """Whether one of the events is the sending of a link, so that words alone would not do."""
    steps = link_steps(fold.compiled.spec)
    return any(e.kind == Kind.ACTED and e.data["step"] in steps for e in events)
