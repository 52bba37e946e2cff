"""Fetching is permission: the only ways from an account to a company, its persons and units.

What is not there and what is somebody else's are the same refusal, so that nobody learns from it
what another company has.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from huiyin.people.directory import Directory, PersonEntry, UnitEntry, directory_of
from huiyin.people.models import Company, Person, User

Visitor = User | AnonymousUser


class NotFound(Exception):
    """There is nothing of that name which this account may know of; doors answer 404."""


@dataclass(frozen=True, slots=True)
class Membership:
    """An account as a person of one company: what every door hands on to commands and queries."""

    company: Company
    person: Person

    def directory(self, at: datetime) -> Directory:
        """Return the company's directory."""
        return directory_of(self.company, at)


def person_of(user: Visitor, company: Company | str) -> Person | None:
    """Return the active person that an account is in a company, or None."""
    if not isinstance(user, User) or not user.is_active:
        return None
    company_id = company if isinstance(company, str) else company.id
    return Person.objects.filter(user=user, company_id=company_id, active=True).first()


def companies_of(user: Visitor) -> tuple[Company, ...]:
    """Return the companies in which an account is an active person, ordered by name."""
    if not isinstance(user, User) or not user.is_active:
        return ()
    own = Company.objects.filter(persons__user=user, persons__active=True)
    return tuple(own.order_by("name", "id"))


def access_company(user: Visitor, slug: str) -> Membership:
    """Return an account's membership of the company with this slug; one query.

    Raises `NotFound`.
    """
    if not isinstance(user, User) or not user.is_active:
        raise NotFound(slug)
    found = (
        Person.objects.select_related("company")
        .filter(user=user, active=True, company__slug=slug)
        .first()
    )
    if found is None:
        raise NotFound(slug)
    return Membership(found.company, found)


def access_person(membership: Membership, person_id: str, *, at: datetime) -> PersonEntry:
    """Return a person of the member's own company. Raises `NotFound`."""
    entry = membership.directory(at).person(person_id)
    if entry is None:
        raise NotFound(person_id)
    return entry


def access_unit(membership: Membership, unit_id: str, *, at: datetime) -> UnitEntry:
    """Return a unit of the member's own company. Raises `NotFound`."""
    entry = membership.directory(at).unit(unit_id)
    if entry is None:
        raise NotFound(unit_id)
    return entry


def access_portal(slug: str) -> Company:
    """Return the company whose portal a customer, without an account, opens. Raises `NotFound`."""
    found = Company.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound(slug)
    return found
