"""What a pack says to be confirmed is opened by the calendar, owed by its owner, signed, on record."""

import pytest
import time_machine
from django.test import Client

from huiyin.cases.commands.acting import Doing, act
from huiyin.cases.log import read
from huiyin.cases.models import Case, DutyRow, Opening
from huiyin.cases.schedules import open_due
from huiyin.cases.sealing import verify
from huiyin.cases.sweep import sweep
from huiyin.cases.work import Refused
from huiyin.people.commands.accounts import create_account
from huiyin.people.commands.persons import give_account
from huiyin.policies.commands import adopt, install
from huiyin.policy.load import parse
from tests.shell.cases.world import World
from tests.shell.policies.house import PACK, at, caller, fresh, open_house, revise

pytestmark = pytest.mark.django_db
ATTESTED = (
    PACK
    + """
attestations:
  sign: {label: 服务台标识, clause: a1, owner: clerk, each: month, checklist: [标识在, 看得清]}
  read: {label: 读过制度, clause: a2, owner: clerk, per: clerk, each: version, checklist: [读过全文]}
"""
)
PASSWORD = "回音-policy-2026"
CONFIRM = {"item_1": "是", "item_2": "是"}


@pytest.fixture
def world() -> World:
    return open_house(ATTESTED)


def of(schedule: str) -> list[Case]:
    rows = Opening.objects.filter(schedule=schedule).order_by("period_start")
    return [row.case for row in rows if row.case is not None]


def browser(world: World, name: str) -> Client:
    person = world.persons[name]
    user, _ = create_account(
        username=f"u{person}".lower(), at=at("2026-01-01T00:00"), password=PASSWORD
    )
    give_account(world.company.id, person, user, at=at("2026-01-01T00:00"), by="system")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_it_is_opened_owed_signed_and_on_record(world: World) -> None:
    open_due(at("2026-03-01T00:00"))
    case = of("attestation_sign")[-1]
    owed = DutyRow.objects.get(case=case)
    with pytest.raises(Refused, match="看得清"):
        act(
            caller(world, "店员甲", "2026-03-02T10:00"),
            case.id,
            [Doing(step="confirm", form={"item_1": "是"}, signature="password")],
        )
    with pytest.raises(Refused):
        act(
            caller(world, "审计", "2026-03-02T10:00"),
            case.id,
            [Doing(step="confirm", form=CONFIRM, signature="password")],
        )
    done = act(
        caller(world, "店员甲", "2026-03-02T11:00"),
        case.id,
        [Doing(step="confirm", form=CONFIRM, signature="password")],
    )
    assert done.stage == "已确认"
    owed.refresh_from_db()
    assert owed.state == "done"
    assert read(case.id)[-1].actor.person == world.persons["店员甲"]
    assert list(verify(world.company, at("2026-03-03T00:00"))) == []


def test_a_month_that_nobody_confirmed_is_a_breach(world: World) -> None:
    open_due(at("2026-03-01T00:00"))
    while sweep(at("2026-04-01T00:01")):
        pass
    assert DutyRow.objects.get(case=of("attestation_sign")[-1]).state == "breached"


def test_a_new_version_is_confirmed_anew_and_new_values_are_not(world: World) -> None:
    open_due(at("2026-03-01T00:00"))
    assert len(of("attestation_read")) == 1
    revise(world, {"finish_days": "7"}, on="2026-03-07")
    open_due(at("2026-03-08T00:00"))
    assert len(of("attestation_read")) == 1
    text = ATTESTED.replace("'2026.1'", "'2026.2'").replace("小店投诉办法", "小店投诉办法（二）")
    version = install(parse({"pack.yaml": text}), by="system", at=at("2026-03-09T00:00"))
    when = at("2026-03-10T00:00")
    adopt(
        fresh(world).company, version, effective_from=when, by="system", at=at("2026-03-09T01:00")
    )
    open_due(at("2026-03-09T23:59"))
    assert len(of("attestation_read")) == 1
    open_due(at("2026-03-10T00:01"))
    open_due(at("2026-03-10T00:02"))
    assert len(of("attestation_read")) == 2
    assert (
        DutyRow.objects.get(case=of("attestation_read")[-1]).bearer_person
        == (world.persons["店员甲"])
    )


def test_it_stands_among_the_duties_of_its_owner_only(world: World) -> None:
    open_due(at("2026-03-01T00:00"))
    with time_machine.travel("2026-03-02T10:00+08:00", tick=False):
        mine = browser(world, "店员甲").get("/c/small/", follow=True).content.decode()
        other = browser(world, "审计").get("/c/small/", follow=True).content.decode()
    assert "服务台标识" in mine
    assert "服务台标识" not in other
