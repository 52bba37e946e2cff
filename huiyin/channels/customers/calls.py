"""What staff tell customers by phone because nothing else reaches them; told, it is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from huiyin.cases.access import may_find, speaks_with_customers, visible
from huiyin.cases.caller import Caller
from huiyin.cases.calls import missed
from huiyin.cases.models import Case, CaseEvent
from huiyin.cases.work import Gone, Work, run
from huiyin.channels.customers.contacts import CALL
from huiyin.channels.models import Message, Sending
from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.policy.pack import Pack
from huiyin.policy.who import CUSTOMER_ROLE

MOST = 200
"""Messages looked at for one list; who waits longest is among them."""


@dataclass
class ToTell:
    """What the customer of one case is to be told; `failed` says which ways did not work."""

    case: Case
    since: datetime
    tries: int = 0
    messages: list[Message] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def links(pack: Pack, procedure: str) -> dict[str, str]:
    """What tells a customer that a link was sent, and the call that asks the same by word of mouth."""
    steps = pack.procedures[procedure].steps
    sends = {s.call.link: name for name, s in steps.items() if s.call and s.call.link}
    return {
        f"notice {name}": call
        for name, notice in pack.notices.items()
        for link, call in sends.items()
        if link in {trigger.partition(":")[0] for trigger in notice.after}
    }


def overtaken(pack: Pack, procedure: str, event: Event) -> tuple[str, ...]:
    """What need not be told any more once an act was done: the link to what was asked or answered since."""
    if event.kind != Kind.ACTED:
        return ()
    steps, done = pack.procedures[procedure].steps, event.data["step"]
    found = []
    for key, name in links(pack, procedure).items():
        call = steps[name].call
        if call is None:
            continue
        talked = done == name and not missed(call, event)
        if talked or done in (call.link, call.answer):
            found.append(key)
    return tuple(found)


def settle(case_id: str, keys: Sequence[str], before: int) -> None:
    """Nobody need be called any more about what was told by events before one."""
    Sending.objects.filter(
        channel=CALL,
        state="waiting",
        message__case=case_id,
        message__key__in=keys,
        message__event__lt=before,
    ).delete()


def _owed(caller: Caller) -> QuerySet[Sending]:
    """What is to be told on the caller's cases; the end of a case overtakes what was said before."""
    procedures = caller.book.procedures(caller.now)
    mine = [n for n, rules in procedures.items() if speaks_with_customers(caller, rules, n)]
    told = CaseEvent.objects.filter(pk=OuterRef(OuterRef("message__event"))).values("at")
    timely = Q(closed_at=None) | Q(closed_at__lte=Subquery(told))
    cases = visible(caller, "masked").filter(timely, procedure__in=mine)
    cases = cases.filter(id=OuterRef("message__case"))
    return Sending.objects.filter(Exists(cases), channel=CALL, state="waiting")


def to_tell(caller: Caller) -> list[ToTell]:
    """Whose customers are to be called by the caller, who has waited longest first; one query."""
    rows = _owed(caller).select_related("message__case").order_by("id")[:MOST]
    found: dict[str, ToTell] = {}
    for row in rows:
        case = row.message.case
        if not may_find(case, caller):
            continue
        one = found.setdefault(case.id, ToTell(case, row.message.created))
        one.messages.append(row.message)
        one.tries = max(one.tries, row.tries)
        one.failed += [row.detail] if row.detail and row.detail not in one.failed else []
    for one in found.values():
        one.messages.sort(key=lambda message: message.id)
    return list(found.values())


def how_many(caller: Caller) -> int:
    """How many customers wait for a call; one query."""
    return _owed(caller).values("message__case").distinct().count()


def told(caller: Caller, case_id: str, seen: Sequence[str], *, reached: bool, command: str) -> None:
    """Record a call: what was shown was told, or nobody was reached. Raises `Gone` when none is owed."""

    def body(work: Work) -> Case:
        entry = work.load(case_id)
        rows = list(
            Sending.objects.filter(
                channel=CALL, state="waiting", message__case=case_id, message_id__in=seen
            )
            .select_related("message")
            .order_by("id")
        )
        if not rows or not _owed(caller).filter(id__in=[row.id for row in rows]).exists():
            raise Gone(case_id)
        for row in rows:
            row.tries += 1
            row.state, row.sent_at = ("sent", caller.now) if reached else ("waiting", None)
            data = {
                "notice": row.message.key.removeprefix("notice "),
                "channel": "phone",
                "result": "delivered" if reached else "failed",
                "to": [CUSTOMER_ROLE],
            }
            entry.draft.record(Kind.DELIVERED, data, caller.actor, work.recorded)
        Sending.objects.bulk_update(rows, ["tries", "state", "sent_at"])
        return entry.case

    run(caller, body, command=command)
