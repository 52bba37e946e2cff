"""Posts that the regulation asks for, and what people must have signed: named where it is missing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from huiyin.cases.commands.acting import Doing, open_case
from huiyin.cases.work import Refused
from huiyin.people.commands import give_post
from huiyin.people.models import Credential, User
from huiyin.policies.commands import adopt, install
from huiyin.policies.staffing import staffing
from huiyin.policy.load import parse
from tests.shell.cases.world import World
from tests.shell.policies.house import PACK, at, caller, fresh, open_house
from tests.shell.policies.test_pages import PASSWORD, TODAY, browser, text_of, url

pytestmark = pytest.mark.django_db
On = Callable[[str], Any]
FOUND, FORBIDDEN, UNPROCESSABLE = 302, 403, 422
ASKING = (
    PACK
    + """
staffing:
  - {label: 每家店一名店员, role: clerk, at_least: 1, per: unit, clause: a1}
  - {label: 恰有一名会签人, role: counsel, exactly: 1, clause: a2}
  - {label: 审计在总部, role: auditor, at_least: 1, in_unit: 店, clause: a2}
credentials:
  pledge: {label: 保密承诺, clause: a2, signed_by: self, roles: [clerk], until: new version, needed_for: [take]}
  course: {label: 登记培训, clause: a1, signed_by: owner, roles: [clerk], until: 12 months}
"""
)


@pytest.fixture
def world() -> World:
    return open_house(ASKING)


def faults(world: World) -> dict[str, str]:
    who = caller(world, "老板", "2026-03-05T09:00")
    rules = who.book.current(who.now)
    found = staffing(rules, who.people, rules.local_date(who.now))
    return {one.spec.label: one.fault for one in found if one.fault}


def take(world: World, when: str = "2026-03-05T10:00") -> None:
    open_case(
        caller(world, "店员甲", when), "complaint", [Doing(step="take", form={"amount": "2"})]
    )


def sign(world: World, name: str, fact: str, person: str, password: str = PASSWORD) -> Any:
    posted = {"credential": fact, "person": world.persons[person], "password": password}
    known = User.objects.filter(username=f"u{world.persons[name]}".lower()).first()
    client = Client() if known is not None else browser(world, name)
    if known is not None:
        client.force_login(known, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.post(url("standing/"), posted)


def post(world: World, person: str, role: str) -> None:
    give_post(
        world.company.id,
        person=world.persons[person],
        unit=world.units["店"],
        roles=(role,),
        at=at("2026-03-01T00:00"),
        by="system",
    )


def test_all_posts_are_held_as_the_regulation_asks(world: World) -> None:
    assert faults(world) == {}


def test_a_post_held_by_too_many_is_named_to_who_looks_on(world: World, on: On) -> None:
    post(world, "外人", "counsel")
    assert faults(world) == {"恰有一名会签人": "many"}
    with on(TODAY):
        page = text_of(browser(world, "审计").get(url("standing/")))
        front = text_of(browser(world, "老板").get(url("")))
        clerk = text_of(browser(world, "店员甲").get(url("standing/")))
    assert "多了，只要 1 人，现有 2 人" in page
    assert "恰有一名会签人" in front
    assert "恰有一名会签人" not in clerk


def test_who_has_no_post_finds_no_page(world: World, on: On) -> None:
    with on(TODAY):
        assert browser(world, "外人").get(url("standing/")).status_code == 404


def test_a_step_waits_for_the_commitment_and_signing_it_opens_the_way(world: World, on: On) -> None:
    with pytest.raises(Refused, match="保密承诺"):
        take(world)
    with on(TODAY):
        assert sign(world, "店员甲", "pledge", "店员甲", "falsch").status_code == UNPROCESSABLE
        assert Credential.objects.count() == 0
        assert sign(world, "店员甲", "pledge", "店员甲").status_code == FOUND
    take(world)


def test_a_new_version_asks_for_the_commitment_anew(world: World, on: On) -> None:
    with on(TODAY):
        sign(world, "店员甲", "pledge", "店员甲")
    take(world)
    loaded = parse(
        {"pack.yaml": ASKING.replace("'2026.1'", "'2026.2'").replace("小店投", "小铺投")}
    )
    version = install(loaded, by="system", at=at("2026-03-05T11:00"))
    when = at("2026-03-06T00:00")
    adopt(fresh(world).company, version, effective_from=when, by="system", at=when)
    with pytest.raises(Refused, match="保密承诺"):
        take(world, "2026-03-06T10:00")


def test_a_training_is_vouched_for_by_the_post_that_the_regulation_names(
    world: World, on: On
) -> None:
    with on(TODAY):
        assert sign(world, "店员甲", "course", "店员甲").status_code == FORBIDDEN
        assert sign(world, "老板", "course", "店员甲").status_code == FORBIDDEN
        assert sign(world, "主管", "course", "外人").status_code == FORBIDDEN
        assert sign(world, "主管", "course", "店员甲").status_code == FOUND
    row = Credential.objects.get()
    assert (row.name, row.person_id) == ("course", world.persons["店员甲"])
    assert row.until is not None
    assert (row.until - row.since).days in (364, 365, 366)
