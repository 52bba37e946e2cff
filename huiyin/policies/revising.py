"""Changing the regulation: drafted, submitted, signed in order, in force from a day on.

Every step is a recorded event of the revision, chained by hash. Nothing that is in force is
edited: an approved revision becomes an edition that begins at a midnight to come, and the cases
that run stay on theirs.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from huiyin.eventlog.canonical import canonical_json, moment
from huiyin.eventlog.envelope import Actor
from huiyin.obligations.rules import Rules
from huiyin.people.directory import Directory, directory_of
from huiyin.people.models import Company
from huiyin.policies.commands import adopt, last_edition, set_parameters
from huiyin.policies.models import PackVersion, Revision, RevisionEvent
from huiyin.policies.rights import chain, may_sign, rights
from huiyin.policies.rules import RuleBook, pack_of, rulebook
from huiyin.policy.values import fault
from huiyin.writegate import gate

OPEN = ("drafted", "submitted")


class CannotRevise(Exception):
    """The change is refused: `why` is a word of this room, `details` what it is about."""

    def __init__(self, why: str, *details: str) -> None:
        super().__init__(why, *details)
        self.why, self.details = why, details


@dataclass(frozen=True)
class Office:
    """Who asks, when, for which company; the regulation in force and the people of now."""

    company: Company
    actor: Actor
    now: datetime

    @property
    def book(self) -> RuleBook:
        """The company's rules."""
        return rulebook(self.company)

    @property
    def rules(self) -> Rules:
        """The rules in force."""
        return self.book.current(self.now)

    @property
    def people(self) -> Directory:
        """The company's people now."""
        return directory_of(self.company, self.now)

    def must(self, right: str) -> None:
        """Refuse whoever may not. Raises `CannotRevise`."""
        if not getattr(rights(self.rules.pack, self.people, self.actor), right):
            raise CannotRevise("right")


@dataclass(frozen=True)
class Wanted:
    """What a draft is to say: values by name, from which day, whether running cases go along, why."""

    values: Mapping[str, str]
    effective_on: date | None = None
    move_running: bool = False
    reason: str = ""
    pack_id: str = ""


def draft(office: Office, wanted: Wanted) -> Revision:
    """Begin a revision. Raises `CannotRevise`."""
    office.must("draft")
    with gate(), transaction.atomic():
        company = Company.objects.select_for_update().get(id=office.company.id)
        last = Revision.objects.filter(company=company).order_by("-number").first()
        row = Revision(
            company=company,
            number=last.number + 1 if last else 1,
            state="drafted",
            drafted_at=office.now,
            drafted_by=office.actor.person,
        )
        _write(office, row, wanted)
        row.save(force_insert=True)
        _record(office, row, "drafted", {"values": row.values, "pack": str(row.pack)})
    return row


def change(office: Office, revision: Revision, wanted: Wanted) -> Revision:
    """Write a draft anew; only while it is one. Raises `CannotRevise`."""
    office.must("draft")
    with gate(), transaction.atomic():
        row = _locked(revision, "drafted")
        _write(office, row, wanted)
        row.save()
        _record(office, row, "changed", {"values": row.values, "pack": str(row.pack)})
    return row


def _write(office: Office, row: Revision, wanted: Wanted) -> None:
    edition = office.book.editions[-1]
    pack_id = wanted.pack_id or (row.pack_id or edition.pack_id)
    row.pack = PackVersion.objects.get(id=pack_id, slug=office.book.slug)
    row.base = edition.number
    pack, base = pack_of(row.pack), edition.rules
    day = wanted.effective_on or base.local_date(office.now)
    row.values = {
        name: value.strip()
        for name, value in wanted.values.items()
        if name in pack.parameters and value.strip() != _value(base, name, day)
    }
    row.effective_on = wanted.effective_on
    row.move_running = wanted.move_running
    row.reason = wanted.reason


def _value(rules: Rules, name: str, day: date) -> str:
    known = name in rules.pack.parameters
    return (rules.raw_parameter(name, day) or "") if known else ""


def faults(office: Office, row: Revision) -> dict[str, tuple[str, str]]:
    """What is wrong with the values of a draft, by parameter: the kind and the bound it breaks."""
    pack, found = pack_of(row.pack), {}
    for name, value in row.values.items():
        spec = pack.parameters[name]
        if spec.fixed:
            found[name] = ("fixed", "")
        elif value and (wrong := fault(spec, value))[0]:
            found[name] = wrong
    for name in empty(office, row):
        found[name] = ("empty", "")
    return found


def empty(office: Office, row: Revision) -> list[str]:
    """Parameters that would have no value on the day the draft takes effect."""
    today = office.book.editions[-1].rules.local_date(office.now)
    rules, day = planned(office.book, row, today), row.effective_on or today
    return [name for name in rules.pack.parameters if not rules.raw_parameter(name, day)]


def planned(book: RuleBook, row: Revision, today: date) -> Rules:
    """The rules as they would be: the draft's pack version, with its values from its day on."""
    base = book.editions[-1].rules
    day = (row.effective_on or today).isoformat()
    values = {name: dict(base.parameters.get(name, {})) for name in pack_of(row.pack).parameters}
    for name, value in row.values.items():
        if name in values:
            values[name][day] = value
    return Rules(pack_of(row.pack), calendar=base.calendar, parameters=values)


def submit(office: Office, revision: Revision, findings: Mapping[str, Any]) -> Revision:
    """Hand a draft to those who sign; what they are shown is kept with it. Raises `CannotRevise`."""
    office.must("draft")
    with gate(), transaction.atomic():
        row = _locked(revision, "drafted")
        _ready(office, row)
        if wrong := faults(office, row):
            raise CannotRevise("values", *wrong)
        if findings.get("errors"):
            raise CannotRevise("errors", str(findings["errors"]))
        row.state, row.findings = "submitted", dict(findings)
        row.save()
        said = {"values": row.values, "findings": row.findings, "from": str(row.effective_on)}
        _record(office, row, "submitted", said)
    return row


def _ready(office: Office, row: Revision) -> None:
    if not row.values and row.pack_id == office.book.editions[-1].pack_id:
        raise CannotRevise("nothing")
    if row.base != last_edition(office.company):
        raise CannotRevise("base")
    if row.effective_on is None or begins(office, row) <= office.now:
        raise CannotRevise("past")
    if begins(office, row) < office.book.editions[-1].since:
        raise CannotRevise("base")


def begins(office: Office, row: Revision) -> datetime:
    """The moment at which a revision takes effect: the first of its day, at the company's place."""
    if row.effective_on is None:
        raise CannotRevise("past")
    return office.rules.day_start(row.effective_on)


def withdraw(office: Office, revision: Revision) -> Revision:
    """Take a submitted revision back to its draft; only who drafted it. Raises `CannotRevise`."""
    with gate(), transaction.atomic():
        row = _locked(revision, "submitted")
        if row.drafted_by != office.actor.person:
            raise CannotRevise("right")
        row.state = "drafted"
        row.save()
        _record(office, row, "withdrawn", {})
    return row


def discard(office: Office, revision: Revision) -> Revision:
    """Give a draft up; it stays on record. Raises `CannotRevise`."""
    office.must("draft")
    with gate(), transaction.atomic():
        row = _locked(revision, "drafted")
        row.state = "discarded"
        row.save()
        _record(office, row, "discarded", {})
    return row


@dataclass(frozen=True)
class Signature:
    """One signature that was given: for which place of the chain, by whom, when, what, why."""

    role: str
    by: str
    at: datetime
    decision: str
    note: str = ""


def signatures(revision: Revision) -> list[Signature]:
    """The signatures that count: those since the revision was last submitted."""
    found: list[Signature] = []
    for event, data in history(revision):
        if event.kind == "submitted":
            found = []
        elif event.kind in ("signed", "refused"):
            found.append(Signature(data["role"], event.by, event.at, event.kind, data["note"]))
    return found


def waiting_for(office: Office, revision: Revision) -> str | None:
    """Whose signature is next, as a place of the chain; None when none is awaited."""
    if revision.state != "submitted":
        return None
    given = [one for one in signatures(revision) if one.decision == "signed"]
    places = chain(office.rules.pack)
    return places[len(given)] if len(given) < len(places) else None


def awaits(office: Office, revision: Revision) -> bool:
    """Whether a revision waits for the signature of whoever asks."""
    role = waiting_for(office, revision)
    if role is None or not may_sign(role, office.people, office.actor):
        return False
    return office.actor.person not in (
        revision.drafted_by,
        *(one.by for one in signatures(revision)),
    )


def awaiting(office: Office) -> list[Revision]:
    """The revisions that wait for the signature of whoever asks, the oldest first."""
    rows = Revision.objects.filter(company=office.company, state="submitted").order_by("number")
    return [row for row in rows if awaits(office, row)]


def submitted_at(revision: Revision) -> datetime:
    """Since when a revision waits for signatures; it was drafted where it does not."""
    moments = [event.at for event, _ in history(revision) if event.kind == "submitted"]
    return moments[-1] if moments else revision.drafted_at


def sign(office: Office, revision: Revision, *, approve: bool, note: str = "") -> Revision:
    """Sign or refuse what is submitted; with the last signature it becomes an edition.

    Whoever drafted it does not sign, nobody signs twice. Raises `CannotRevise`.
    """
    with gate(), transaction.atomic():
        row = _locked(revision, "submitted")
        role = waiting_for(office, row)
        given = signatures(row)
        if role is None or not may_sign(role, office.people, office.actor):
            raise CannotRevise("right")
        if office.actor.person in (row.drafted_by, *(one.by for one in given)):
            raise CannotRevise("own")
        if approve:
            _ready(office, row)
        _record(office, row, "signed" if approve else "refused", {"role": role, "note": note})
        if not approve:
            row.state = "refused"
        elif waiting_for(office, row) is None:
            _approve(office, row)
        row.save()
    return row


def _approve(office: Office, row: Revision) -> None:
    """Make it an edition; from its day on new cases are judged by it."""
    if missing := empty(office, row):
        raise CannotRevise("values", *missing)
    since, day = begins(office, row), row.effective_on
    if day is None:
        raise CannotRevise("past")
    number = last_edition(office.company) + 1
    company = Company.objects.get(id=office.company.id)
    set_parameters(
        company,
        office.book.slug,
        row.values,
        effective=day,
        by=office.actor.person,
        at=office.now,
        edition=number,
    )
    adopt(company, row.pack, effective_from=since, by=office.actor.person, at=office.now)
    office.company.org_stamp = company.org_stamp
    row.state, row.edition = "approved", number
    _record(office, row, "approved", {"edition": number, "from": moment(since)})


# -- the record --


def _locked(revision: Revision, state: str) -> Revision:
    row = Revision.objects.select_for_update(of=("self",)).select_related("pack")
    found = row.get(id=revision.id)
    if found.state != state:
        raise CannotRevise("state", found.state)
    return found


def _record(office: Office, row: Revision, kind: str, data: Mapping[str, Any]) -> None:
    last = row.events.order_by("-seq").first()
    previous = last.hash if last else genesis(row)
    seq = last.seq + 1 if last else 1
    said = {
        "revision": row.id,
        "seq": seq,
        "kind": kind,
        "at": moment(office.now),
        "by": office.actor.person,
        "data": data,
    }
    body = canonical_json(said)
    RevisionEvent.objects.create(
        revision=row,
        seq=seq,
        kind=kind,
        at=office.now,
        by=office.actor.person,
        body=body.decode(),
        previous=previous,
        hash=link(previous, body),
    )


def genesis(row: Revision) -> str:
    """The hash that the first event of a revision follows."""
    return sha256(b"huiyin revision chain 1\n" + row.id.encode()).hexdigest()


def link(previous: str, body: bytes) -> str:
    """The hash of an event that follows another."""
    return sha256(previous.encode() + body).hexdigest()


def history(revision: Revision) -> list[tuple[RevisionEvent, Mapping[str, Any]]]:
    """The events of a revision with what each says; one query."""
    return [(event, json.loads(event.body)["data"]) for event in revision.events.order_by("seq")]


def broken(revision: Revision) -> list[int]:
    """Places of the record that do not fit the one before or their own hash."""
    found, previous = [], genesis(revision)
    for event in revision.events.order_by("seq"):
        fits = event.previous == previous and event.hash == link(previous, event.body.encode())
        found += [] if fits else [event.seq]
        previous = event.hash
    return found
