"""Persons join, change, get an account, and leave."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.people.commands.change import changing, stored
from huiyin.people.ids import new_id
from huiyin.people.models import Absence, Company, Person, User


class PersonChange(TypedDict, total=False):
    """What can be changed about a person."""

    name: str
    name_en: str
    employee_no: str


def add_person(
    company: str,
    *,
    name: str,
    at: datetime,
    by: str,
    name_en: str = "",
    employee_no: str = "",
    user: User | None = None,
) -> Person:
    """Add a person, with an account or without."""
    person_id = new_id(at)
    with changing(company, "add_person", by=by, at=at, data={"person": person_id}) as row:
        person = Person(
            id=person_id,
            company=row,
            name=name,
            name_en=name_en,
            employee_no=employee_no,
            user=user,
            joined=at,
        )
        return stored(person, new=True)


def change_person(
    company: str, person: str, *, at: datetime, by: str, **facts: Unpack[PersonChange]
) -> Person:
    """Change what is given."""
    data = {"person": person, "fields": sorted(facts)}
    with changing(company, "change_person", by=by, at=at, data=data) as row:
        found = person_in(row, person)
        for field, value in facts.items():
            setattr(found, field, value)
        return stored(found, new=False)


def give_account(company: str, person: str, user: User, *, at: datetime, by: str) -> Person:
    """Let a person sign in with an account; an account is one person in a company."""
    with changing(company, "give_account", by=by, at=at, data={"person": person}) as row:
        found = person_in(row, person)
        found.user = user
        return stored(found, new=False)


def retire_person(company: str, person: str, *, at: datetime, by: str) -> Person:
    """Let a person leave: posts, absences and deputisings end now, and there is no way in."""
    with changing(company, "retire_person", by=by, at=at, data={"person": person}) as row:
        found = person_in(row, person)
        # What would begin only later never does; what runs, ends.
        found.posts.filter(since__gte=at).delete()
        found.posts.filter(Q(until=None) | Q(until__gt=at)).update(until=at)
        away = Absence.objects.filter(Q(person=found) | Q(deputy=found))
        away.filter(person=found, since__gte=at).delete()
        away.filter(person=found).filter(Q(until=None) | Q(until__gt=at)).update(until=at)
        away.filter(deputy=found).filter(Q(until=None) | Q(until__gt=at)).update(deputy=None)
        found.active = False
        return stored(found, new=False)


def person_in(company: Company, person: str, field: str = "person") -> Person:
    """Return an active person of this very company. Raises `ValidationError`."""
    found = Person.objects.filter(company=company, id=person, active=True).first()
    if found is None:
        raise ValidationError({field: _("本公司没有这位在职人员。")})
    return found
