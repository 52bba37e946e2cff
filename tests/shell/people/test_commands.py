"""Changes of an organisation: refused beside the field, or done and recorded."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from huiyin.people.calendars import calendar_of
from huiyin.people.commands import (
    add_person,
    add_unit,
    change_company,
    change_unit,
    close_unit,
    create_account,
    create_company,
    end_credential,
    end_post,
    give_account,
    give_post,
    record_absence,
    record_credential,
    set_own_password,
    set_temporary_password,
)
from huiyin.people.directory import directory
from huiyin.people.models import Absence, Credential, OrganisationChange, Post, User
from huiyin.people.models.organisation import Unalterable
from tests.shell.people.cast import PASSWORD, Cast

DAY = timedelta(days=1)


def refused(field: str, attempt: Callable[[], object]) -> str:
    with pytest.raises(ValidationError) as error:
        attempt()
    assert list(error.value.message_dict) == [field]
    return "".join(error.value.message_dict[field])


def test_every_change_is_counted_and_says_who_made_it(cast: Cast, now: datetime) -> None:
    cast.company.refresh_from_db()
    before = cast.company.org_revision
    add_unit(cast.company.id, code="B", name="二号店", at=now, by=cast.director.id)
    cast.company.refresh_from_db()
    assert cast.company.org_revision == before + 1
    change = OrganisationChange.objects.get(company=cast.company, revision=before + 1)
    assert (change.verb, change.by, change.at) == ("add_unit", cast.director.id, now)
    revisions = cast.company.changes.order_by("revision").values_list("revision", flat=True)
    assert list(revisions) == list(range(1, before + 2))


def test_the_record_of_a_change_is_neither_altered_nor_deleted(cast: Cast) -> None:
    change = OrganisationChange.objects.filter(company=cast.company).first()
    assert change is not None
    change.by = cast.zhou.id
    with pytest.raises(Unalterable):
        change.save()
    with pytest.raises(Unalterable):
        change.delete()


def test_a_commitment_signed_anew_replaces_the_old_one_and_the_past_stays(
    cast: Cast, now: datetime
) -> None:
    company, lin = cast.company.id, cast.lin.id

    def sign(version: str, at: datetime) -> Credential:
        return record_credential(
            company, person=lin, name="commitment", version=version, at=at, by=lin
        )

    def held(at: datetime) -> frozenset[str]:
        return directory(company, at).credentials_of(lin)

    first, second = sign("1", now), sign("2", now + DAY)
    first.refresh_from_db()
    assert (first.until, second.until) == (now + DAY, None)
    assert held(now - DAY) == frozenset()
    assert held(now) == held(now + 2 * DAY) == {"commitment"}
    end_credential(company, second.id, at=now + 3 * DAY, by=cast.director.id)
    assert held(now + 3 * DAY) == frozenset()
    refused(
        "credential",
        lambda: end_credential(company, first.id, at=now + 3 * DAY, by=cast.director.id),
    )
    refused(
        "credential",
        lambda: end_credential(cast.other_company.id, second.id, at=now, by="system"),
    )


def test_a_refused_change_leaves_no_trace(cast: Cast, now: datetime) -> None:
    before = OrganisationChange.objects.count()
    refused(
        "__all__",
        lambda: add_unit(cast.company.id, code="A", name="又一个", at=now, by="system"),
    )
    assert OrganisationChange.objects.count() == before


def test_units_of_another_company_cannot_be_used(cast: Cast, now: datetime) -> None:
    other = cast.other_company.id
    refused("unit", lambda: close_unit(other, cast.store.id, at=now, by="system"))
    refused(
        "parent",
        lambda: add_unit(other, code="X", name="X", parent=cast.store.id, at=now, by="system"),
    )
    refused(
        "unit",
        lambda: give_post(
            other, person=cast.outsider.id, unit=cast.store.id, roles=["r"], at=now, by="system"
        ),
    )


def test_persons_of_another_company_cannot_be_used(cast: Cast, now: datetime) -> None:
    company = cast.company.id
    refused(
        "person",
        lambda: give_post(
            company, person=cast.outsider.id, unit=cast.store.id, roles=["r"], at=now, by="system"
        ),
    )
    refused(
        "deputy",
        lambda: record_absence(
            company, person=cast.lin.id, deputy=cast.outsider.id, at=now, by="system"
        ),
    )
    post = Post.objects.get(person=cast.outsider)
    refused("post", lambda: end_post(company, post.id, at=now, by="system"))


def test_a_unit_cannot_go_below_itself(cast: Cast, now: datetime) -> None:
    refused(
        "parent",
        lambda: change_unit(
            cast.company.id, cast.head_office.id, parent=cast.store.id, at=now, by="system"
        ),
    )


def test_a_unit_with_people_or_units_in_it_is_not_closed(cast: Cast, now: datetime) -> None:
    company = cast.company.id
    assert "任职" in refused(
        "unit", lambda: close_unit(company, cast.store.id, at=now, by="system")
    )
    assert "下级" in refused(
        "unit", lambda: close_unit(company, cast.head_office.id, at=now, by="system")
    )


@pytest.mark.proves("general", "2.1.h")
def test_a_unit_has_one_head_at_a_time(cast: Cast, now: datetime) -> None:
    def promote(since: datetime) -> Post:
        return give_post(
            cast.company.id,
            person=cast.zhou.id,
            unit=cast.store.id,
            roles=["unit_head"],
            is_head=True,
            since=since,
            at=now,
            by="system",
        )

    refused("is_head", lambda: promote(now))
    head = Post.objects.get(person=cast.lin)
    end_post(cast.company.id, head.id, until=now + DAY, at=now, by="system")
    refused("is_head", lambda: promote(now))
    promote(now + DAY)


def test_a_post_needs_a_role(cast: Cast, now: datetime) -> None:
    refused(
        "roles",
        lambda: give_post(
            cast.company.id, person=cast.lin.id, unit=cast.store.id, roles=[], at=now, by="system"
        ),
    )


def test_absences_of_one_person_do_not_overlap(cast: Cast, now: datetime) -> None:
    def away(since: datetime, until: datetime | None) -> Absence:
        return record_absence(
            cast.company.id, person=cast.lin.id, since=since, until=until, at=now, by="system"
        )

    away(now, now + 3 * DAY)
    refused("since", lambda: away(now + 2 * DAY, None))
    refused("since", lambda: away(now - DAY, now + DAY))
    away(now + 3 * DAY, None)


def test_nobody_deputises_for_himself(cast: Cast, now: datetime) -> None:
    refused(
        "deputy",
        lambda: record_absence(
            cast.company.id, person=cast.lin.id, deputy=cast.lin.id, at=now, by="system"
        ),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(person=cast.lin, deputy=cast.lin, since=now)


def test_an_account_is_one_person_in_a_company(cast: Cast, now: datetime) -> None:
    refused(
        "__all__",
        lambda: give_account(cast.company.id, cast.chen.id, cast.user, at=now, by="system"),
    )


def test_employee_numbers_are_unique_in_a_company_and_may_be_missing(
    cast: Cast, now: datetime
) -> None:
    add_person(cast.company.id, name="甲", employee_no="007", at=now, by="system")
    add_person(cast.other_company.id, name="乙", employee_no="007", at=now, by="system")
    add_person(cast.company.id, name="丙", at=now, by="system")
    with pytest.raises(ValidationError):
        add_person(cast.company.id, name="丁", employee_no="007", at=now, by="system")


@pytest.mark.parametrize(
    "windows",
    [[["18:00", "09:00"]], [["09:00", "12:00"], ["11:00", "15:00"]], [["nine", "ten"]], []],
)
def test_office_hours_that_make_no_sense_are_refused(
    cast: Cast, now: datetime, windows: list[list[str]]
) -> None:
    refused(
        "windows",
        lambda: change_company(cast.company.id, windows=windows, at=now, by="system"),
    )


def test_a_time_zone_that_does_not_exist_is_refused(now: datetime, db: None) -> None:
    refused(
        "timezone",
        lambda: create_company(slug="x", name="X", timezone="Asia/Atlantis", at=now),
    )


def test_a_company_has_its_own_days_off(cast: Cast, now: datetime) -> None:
    anniversary = date(2026, 3, 4)
    days: dict[str, dict[str, object]] = {"2026-03-04": {"working": False, "name": "店庆"}}
    company = change_company(cast.company.id, own_days=days, at=now, by="system")
    calendar = calendar_of(company)
    assert not calendar.is_workday(anniversary)
    assert calendar.day(anniversary).name == "店庆"
    assert calendar_of(cast.other_company).is_workday(anniversary)


def test_a_made_up_password_must_be_changed_and_works_until_then(db: None, now: datetime) -> None:
    user, first = create_account(username="Ming Li".replace(" ", "."), at=now)
    assert user.username == "ming.li"
    assert user.password_is_temporary
    assert user.check_password(first)
    set_own_password(user, PASSWORD, at=now + DAY)
    user.refresh_from_db()
    assert (user.password_is_temporary, user.password_set) == (False, now + DAY)
    assert set_temporary_password(user, at=now) != first


@pytest.mark.parametrize("weak", ["short1!", "12345678901", "zhoumin-zhoumin", "password1234"])
def test_a_weak_password_is_refused_with_the_reason(cast: Cast, now: datetime, weak: str) -> None:
    assert refused("password", lambda: set_own_password(cast.user, weak, at=now))


def test_the_password_in_use_is_not_a_new_one(cast: Cast, now: datetime) -> None:
    refused("password", lambda: set_own_password(cast.user, PASSWORD, at=now))


def test_two_accounts_cannot_differ_by_capitals_only(cast: Cast, now: datetime) -> None:
    refused("username", lambda: create_account(username="ZhouMin", password=PASSWORD, at=now))
    assert User.objects.get_by_natural_key("ZHOUMIN") == cast.user
