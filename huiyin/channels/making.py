"""From an event of the log to what is to be said, to whom, and which commands follow from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from huiyin.cases.caller import Caller
from huiyin.cases.metrics import of_state
from huiyin.cases.models import Case
from huiyin.cases.watches import Noted, facts_of
from huiyin.channels import replies
from huiyin.channels.customers.calls import overtaken
from huiyin.channels.customers.contacts import CALL, contact_of
from huiyin.channels.receipts import Receipt
from huiyin.channels.words import (
    BREACH,
    PAUSES,
    REMINDER,
    REPLIED,
    REPLIED_TITLE,
    REQUEST,
    REQUEST_TITLE,
    TO_SIGN,
    TO_SIGN_TITLE,
    TOLD,
    Sentence,
    Teller,
)
from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.approvals import next_signers
from huiyin.obligations.fold import Fold
from huiyin.obligations.metrics import Entry
from huiyin.obligations.model import Instance
from huiyin.obligations.notices import CUSTOMERS, Telling, called, has_customer
from huiyin.obligations.people import named_in_case
from huiyin.policy.procedures import Breach
from huiyin.policy.who import CUSTOMER_ROLE

SUPERIOR = "superior"


@dataclass(frozen=True)
class Said:
    """One message: to a person, or to the customer."""

    person: str
    kind: str
    key: str
    title: Sentence
    text: Sentence
    late: bool = False
    way: str = ""
    """By which way a customer is told beside the page; empty for staff."""


@dataclass
class Follows:
    """What follows from one event."""

    seq: int
    said: list[Said] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    opens: str | None = None
    instance: str = ""
    settles: tuple[str, ...] = ()
    """What the customer was to be told by phone and need not be any more."""

    @property
    def commands(self) -> bool:
        """Whether something must be recorded in a log."""
        return bool(self.receipts or self.opens)


TOLD_BY = frozenset({Kind.ACTED, Kind.SIGNED, Kind.CORRECTED, Kind.PACK_CHANGED})
"""Events that may change what a watch counts."""


@dataclass
class Read:
    """What a part of a case's log leads to: per event, for the watches, and for the metrics as it stands.

    `told` says that some of it may have told what happened, by which like cases are found.
    """

    follows: list[Follows] = field(default_factory=list)
    noted: dict[str, Noted] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    told: bool = False

    def note(self, fresh: Iterable[Noted]) -> None:
        """Keep what counts last, as of when it first did."""
        for one in fresh:
            held = self.noted.get(one.watch)
            same = held is not None and held.group == one.group
            self.noted[one.watch] = replace(one, occurred=held.occurred) if held and same else one


def read(caller: Caller, case: Case, log: Sequence[Event], wanted: Iterable[int]) -> Read:
    """Read the events of a case with these seqs, each seen as the case stood then."""
    waiting = frozenset(wanted)
    fold = Fold(caller.book.of_edition(case.edition), caller.book.by_name)
    pack, found = fold.rules.pack, Read()
    settled = {k: e.seq for e in log for k in overtaken(pack, case.procedure, e)}
    for _, group in groupby(log, key=lambda event: event.command):
        events = list(group)
        fold.command(events)
        for event in events:
            if event.seq in waiting:
                found.follows.append(_timely(_one(caller, case, fold, event), settled))
                found.told |= event.kind in TOLD_BY or event.kind == Kind.OPENED
                if event.kind in TOLD_BY:
                    found.note(facts_of(fold.rules, fold.state, case, event))
    found.entries = of_state(case.company_id, fold.rules, fold.state)
    return found


def _timely(found: Follows, settled: Mapping[str, int]) -> Follows:
    """Nobody is called about what was overtaken before it could be told."""
    for at, said in enumerate(found.said):
        if said.way == CALL and settled.get(said.key, 0) > found.seq:
            found.said[at] = replace(said, way="")
    return found


def _one(caller: Caller, case: Case, fold: Fold, event: Event) -> Follows:
    telling = Telling(fold.rules, fold.state, caller.directory, caller.now)
    teller = Teller(caller, fold.rules, fold.state, case.number)
    found = Follows(event.seq, settles=overtaken(fold.rules.pack, fold.state.procedure, event))
    if event.kind == Kind.REMINDED:
        _remind(found, telling, teller, event)
    elif event.kind == Kind.BREACHED:
        _breach(found, telling, teller, event)
    elif event.kind == Kind.NOTED:
        _request(found, telling, teller, event)
    elif event.kind in PAUSES:
        _pausing(found, telling, teller, event)
        _ways(found, case, fold, event)
    else:
        _notices(found, telling, teller, event)
        _to_sign(found, telling, teller, event)
        _replies(found, case, fold, event, teller)
        _ways(found, case, fold, event)
    return found


def _request(found: Follows, telling: Telling, teller: Teller, event: Event) -> None:
    """What a customer asks about the own data: to who works on the case, and the head of its unit."""
    if not event.data.get("request"):
        return
    working = (p for i in telling.state.open_instances() for p in telling.bearers(i))
    text = teller.both(REQUEST, {"number": teller.named()})
    for person in dict.fromkeys([*working, *telling.superiors(())]):
        key = f"request {event.seq}"
        found.said.append(Said(person, "notice", key, Sentence(*REQUEST_TITLE), text))


def _notices(found: Follows, telling: Telling, teller: Teller, event: Event) -> None:
    for name in called(telling.rules, telling.state, event):
        notice = telling.rules.pack.notices[name]
        persons = telling.recipients(notice, event)
        for person in persons:
            customer = person == CUSTOMER_ROLE
            text = teller.pack_text(notice.text, event, to_customer=customer)
            title = teller.word(notice.label)
            found.said.append(
                Said("" if customer else person, "notice", f"notice {name}", title, text)
            )
        if notice.receipt and persons:
            channel = "portal" if set(notice.to) <= set(CUSTOMERS) else "inapp"
            found.receipts.append(Receipt(name, channel, persons))


def _pausing(found: Follows, telling: Telling, teller: Teller, event: Event) -> None:
    """The customer is told that a case stands still, goes on, or is asked whether it may."""
    if not has_customer(telling.rules, telling.state):
        return
    title, pair = PAUSES[event.kind]
    until = telling.rules.moment(event.data.get("until") or "")
    values = {
        "number": teller.named(),
        "reason": teller.word(str(event.data.get("reason", ""))),
        "until": teller.moment(until),
    }
    found.said.append(Said("", "notice", event.kind, Sentence(*title), teller.both(pair, values)))


def _to_sign(found: Follows, telling: Telling, teller: Teller, event: Event) -> None:
    """Whoever signs next is told, unless the event told him already."""
    approvals = telling.rules.procedure(telling.state.procedure).spec.approvals
    known = {said.person for said in found.said}
    for name, signer in next_signers(telling.rules, telling.state, event):
        text = teller.both(
            TO_SIGN, {"number": teller.named(), "what": teller.word(approvals[name].label)}
        )
        for person in telling.working(telling.signers(name, signer)):
            if person not in known:
                key = f"sign {name}"
                found.said.append(Said(person, "notice", key, Sentence(*TO_SIGN_TITLE), text))


def _replies(found: Follows, case: Case, fold: Fold, event: Event, teller: Teller) -> None:
    """Replies that went out; where no notice says so, one sentence does."""
    gone = list(replies.sent(case, fold, event))
    found.receipts += gone
    if gone and all(said.person for said in found.said):
        text = teller.both(REPLIED, {"number": teller.named()})
        found.said.append(Said("", "notice", gone[0].notice, Sentence(*REPLIED_TITLE), text))


def _ways(found: Follows, case: Case, fold: Fold, event: Event) -> None:
    """The way by which each message reaches the customer; nobody is called about his own act."""
    if all(said.person for said in found.said):
        return
    ways = contact_of(case.company_id, fold.compiled.spec, fold.state.fields).ways
    way = ways[0] if ways else ""
    own, notices = event.actor.person == CUSTOMER_ROLE, fold.rules.pack.notices
    for at, said in enumerate(found.said):
        notice = notices.get(said.key.removeprefix("notice "))
        spoken = own or (notice is not None and notice.spoken)
        if not said.person and not (way == CALL and spoken):
            found.said[at] = replace(said, way=way)


def _remind(found: Follows, telling: Telling, teller: Teller, event: Event) -> None:
    instance = telling.state.instances.get(str(event.data["instance"]))
    if instance is None or not instance.owed:
        return
    limit = instance.limit.moment or instance.limit.shown
    values = {"number": teller.named(), "limit": teller.moment(limit)}
    text = teller.both(REMINDER, values)
    for person in telling.working(telling.bearers(instance)):
        found.said.append(
            Said(person, "reminder", f"reminder {instance.id}", teller.duty(instance), text)
        )


def _breach(found: Follows, telling: Telling, teller: Teller, event: Event) -> None:
    instance = telling.state.instances.get(str(event.data["instance"]))
    if instance is None or instance.breach is None:
        return
    bearers = telling.bearers(instance)
    values = {
        "number": teller.named(),
        "limit": teller.moment(instance.breach.limit),
        "bearers": teller.people(bearers) if bearers else Sentence("岗位空缺，", "a vacant post"),
    }
    named = named_in_case(telling.rules, telling.state)
    title, key = teller.duty(instance), f"breach {instance.id}"
    own, told = teller.both(BREACH, values), teller.both(TOLD, values)
    found.said += [Said(person, "breach", key, title, own, late=True) for person in bearers]
    spec = _breach_spec(telling, instance)
    above = telling.superiors(bearers, instance.bearer.unit)
    others = [*above, *telling.of_roles(role for role in spec.tell if role != SUPERIOR)]
    found.said += [
        Said(person, "breach", key, title, told, late=True)
        for person in dict.fromkeys(others)
        if person not in bearers and person not in named
    ]
    found.opens, found.instance = spec.opens, instance.id


def _breach_spec(telling: Telling, instance: Instance) -> Breach:
    spec = telling.rules.procedure(telling.state.procedure).spec
    if instance.kind == "approval":
        return Breach()
    item = spec.duties.get(instance.duty) or spec.cadences[instance.duty]
    return item.breach or Breach()
