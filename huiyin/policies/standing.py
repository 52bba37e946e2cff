"""Standing facts that the regulation asks of people: who holds what, until when, who vouches for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huiyin.obligations.rules import Rules
from huiyin.people.commands import record_credential
from huiyin.people.directory import Directory
from huiyin.people.models import Company, Credential
from huiyin.policy import across
from huiyin.policy.across import END_OF_YEAR, NEW_VERSION, OWN
from huiyin.worktime import add


class CannotVouch(Exception):
    """Why somebody may not record a fact of somebody; `args[0]` is `unknown`, `role` or `person`."""


@dataclass(frozen=True)
class Standing:
    """One fact that the regulation asks for: who should hold it, who of them does not."""

    name: str
    spec: across.Credential
    due: tuple[str, ...]
    lacking: tuple[str, ...]


def standings(rules: Rules, people: Directory, at: datetime) -> Iterator[Standing]:
    """Every fact that the regulation asks for, as it is held."""
    versions = versioned(rules)
    for name, spec in rules.pack.credentials.items():
        due = tuple(dict.fromkeys(p for role in spec.roles for p in people.holders(role)))
        lacking = tuple(p for p in due if name not in people.credentials_of(p, at, versions))
        yield Standing(name, spec, due, lacking)


def versioned(rules: Rules) -> dict[str, str]:
    """The facts that hold for one version of the regulation only, with the one that counts."""
    pack = rules.pack
    return {n: pack.version for n, c in pack.credentials.items() if c.until == NEW_VERSION}


def may_vouch(spec: across.Credential, vouching: str, roles: tuple[str, ...], person: str) -> bool:
    """Whether somebody with some roles may vouch for a person: for himself, or by post for others."""
    if spec.signed_by == OWN:
        return vouching == person
    return spec.signed_by in roles and vouching != person


def vouch(
    company: Company,
    rules: Rules,
    people: Directory,
    name: str,
    person: str,
    *,
    by: str,
    roles: tuple[str, ...],
    at: datetime,
) -> Credential:
    """Record that a person holds a fact from now on. Raises `CannotVouch`."""
    found = next((one for one in standings(rules, people, at) if one.name == name), None)
    if found is None:
        raise CannotVouch("unknown")
    if not may_vouch(found.spec, by, roles, person):
        raise CannotVouch("role")
    if person not in found.due:
        raise CannotVouch("person")
    return record_credential(
        company.id,
        person=person,
        name=name,
        at=at,
        by=by,
        version=rules.pack.version,
        until=_until(rules, found.spec.until, at),
    )


def _until(rules: Rules, until: str, at: datetime) -> datetime | None:
    """The first moment at which a fact no longer holds; None when no day says so."""
    if until == END_OF_YEAR:
        last = date(rules.local_date(at).year, 12, 31)
        return rules.calendar.end_of(last) + timedelta(microseconds=1)
    if not until or until == NEW_VERSION:
        return None
    limit = add(at, rules.term(until, rules.local_date(at)), rules.whole_days, rules.calendar)
    return limit.moment
