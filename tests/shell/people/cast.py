"""The cast: one company with five named people, and an outsider from another company."""

from dataclasses import dataclass
from datetime import UTC, datetime

from huiyin.people.commands import (
    add_person,
    add_unit,
    create_account,
    create_company,
    give_account,
    give_post,
)
from huiyin.people.models import Company, Person, Unit, User

BEGIN = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
PASSWORD = "Lighthouse-27-fog"


@dataclass
class Cast:
    """雾港 has a head office with a store below it; 林 runs the store, 周 and 陈 work there."""

    company: Company
    head_office: Unit
    store: Unit
    director: Person
    lin: Person
    zhou: Person
    chen: Person
    sun: Person
    user: User
    other_company: Company
    outsider: Person
    outsider_user: User


def _person(company: Company, name: str, unit: Unit, *roles: str, head: bool = False) -> Person:
    person = add_person(company.id, name=name, at=BEGIN, by="system")
    give_post(
        company.id,
        person=person.id,
        unit=unit.id,
        roles=roles,
        is_head=head,
        at=BEGIN,
        by="system",
    )
    return person


def make_cast() -> Cast:
    """Make both companies through the real commands."""
    company = create_company(slug="wugang", name="雾港谜案馆", name_en="Fog Harbour", at=BEGIN)
    head_office = add_unit(company.id, code="HQ", name="总部", at=BEGIN, by="system")
    store = add_unit(
        company.id,
        code="A",
        name="一号店",
        name_en="Store One",
        parent=head_office.id,
        kind="store",
        at=BEGIN,
        by="system",
    )
    director = _person(company, "苏文", head_office, "management", head=True)
    lin = _person(company, "林远舟", store, "unit_head", "receiver", head=True)
    zhou = _person(company, "周敏", store, "receiver")
    chen = _person(company, "陈一", store, "receiver")
    sun = _person(company, "孙立", head_office, "operations")
    user, _ = create_account(username="zhoumin", password=PASSWORD, at=BEGIN)
    give_account(company.id, zhou.id, user, at=BEGIN, by="system")

    other = create_company(slug="xinghe", name="星河影院", at=BEGIN)
    screen = add_unit(other.id, code="A", name="影厅部", at=BEGIN, by="system")
    outsider = _person(other, "何外", screen, "receiver", head=True)
    outsider_user, _ = create_account(username="hewai", password=PASSWORD, at=BEGIN)
    give_account(other.id, outsider.id, outsider_user, at=BEGIN, by="system")
    return Cast(
        company=company,
        head_office=head_office,
        store=store,
        director=director,
        lin=lin,
        zhou=zhou,
        chen=chen,
        sun=sun,
        user=user,
        other_company=other,
        outsider=outsider,
        outsider_user=outsider_user,
    )
