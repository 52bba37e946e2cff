"""Access: an outsider learns nothing, not even whether there is something."""

from datetime import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from huiyin.people.access import (
    NotFound,
    access_company,
    access_person,
    access_portal,
    access_unit,
    companies_of,
    person_of,
)
from huiyin.people.commands import add_person, disable_account, retire_person
from tests.shell.people.cast import Cast


def test_a_member_enters_the_own_company_as_the_own_person(cast: Cast, now: datetime) -> None:
    membership = access_company(cast.user, "wugang")
    assert (membership.company, membership.person) == (cast.company, cast.zhou)
    assert access_person(membership, cast.lin.id, at=now).name == "林远舟"
    assert access_unit(membership, cast.store.id, at=now).name == "一号店"
    assert person_of(cast.user, cast.company) == cast.zhou
    assert companies_of(cast.user) == (cast.company,)


def test_an_outsider_sees_nothing(cast: Cast, now: datetime) -> None:
    with pytest.raises(NotFound):
        access_company(cast.outsider_user, "wugang")
    assert person_of(cast.outsider_user, cast.company) is None
    own = access_company(cast.outsider_user, "xinghe")
    with pytest.raises(NotFound):
        access_person(own, cast.lin.id, at=now)
    with pytest.raises(NotFound):
        access_unit(own, cast.store.id, at=now)
    assert companies_of(cast.outsider_user) == (cast.other_company,)


def test_what_is_not_there_and_what_is_not_yours_are_the_same_answer(cast: Cast) -> None:
    refusals = []
    for slug in ("wugang", "no-such-company"):
        with pytest.raises(NotFound) as refused:
            access_company(cast.outsider_user, slug)
        refusals.append(str(refused.value).replace(slug, "…"))
    assert refusals[0] == refusals[1]


def test_without_an_account_there_is_only_the_portal(cast: Cast) -> None:
    with pytest.raises(NotFound):
        access_company(AnonymousUser(), "wugang")
    assert companies_of(AnonymousUser()) == ()
    assert person_of(AnonymousUser(), cast.company) is None
    assert access_portal("wugang") == cast.company
    with pytest.raises(NotFound):
        access_portal("no-such-company")


def test_one_account_may_be_somebody_in_two_companies(cast: Cast, now: datetime) -> None:
    guest = add_person(
        cast.other_company.id, name="周敏（借调）", user=cast.user, at=now, by="system"
    )
    assert access_company(cast.user, "xinghe").person == guest
    assert access_company(cast.user, "wugang").person == cast.zhou
    assert set(companies_of(cast.user)) == {cast.company, cast.other_company}


def test_who_left_the_company_is_an_outsider(cast: Cast, now: datetime) -> None:
    retire_person(cast.company.id, cast.zhou.id, at=now, by="system")
    with pytest.raises(NotFound):
        access_company(cast.user, "wugang")
    assert companies_of(cast.user) == ()


def test_a_disabled_account_is_nobody(cast: Cast) -> None:
    disable_account(cast.user)
    with pytest.raises(NotFound):
        access_company(cast.user, "wugang")
    assert person_of(cast.user, cast.company) is None
    assert companies_of(cast.user) == ()
