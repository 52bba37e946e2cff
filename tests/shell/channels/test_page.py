"""The page of messages: what is new stands out, leads to its case, and is read by a press."""

from datetime import timedelta

import pytest
from django.test import Client

from huiyin.cases.sweep import sweep
from huiyin.channels.delivery import deliver
from huiyin.channels.inapp import read_all
from huiyin.channels.models import Message
from huiyin.people.commands import create_account, give_account
from tests.shell.cases.world import World
from tests.shell.channels.given import NINE, assigned, company, taken


def browser(world: World, name: str) -> Client:
    """A signed-in browser of somebody."""
    username = f"u{world.persons[name]}".lower()
    user, _ = create_account(username=username, at=NINE, password="回音-Desk-2026")
    give_account(world.company.id, world.persons[name], user, at=NINE, by="system")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.django_db
def test_new_messages_stand_out_until_they_are_marked_as_read() -> None:
    world = company()
    case = assigned(world, taken(world))
    while deliver(NINE):
        pass
    client, address = browser(world, "专家乙"), f"/c/{world.company.slug}/messages/"
    page = client.get(address).content.decode()
    assert "2026-001 交给您" in page
    assert "message--unread" in page
    assert f"/c/{world.company.slug}/cases/{case.id}/" in page
    assert "消息 1 条" in page
    answer = client.post(address, {"until": ""})
    assert (answer.status_code, answer["Location"]) == (302, address)
    page = client.get(address).content.decode()
    assert "message--unread" not in page
    assert "消息 0 条" in page


@pytest.mark.django_db
def test_nobody_sees_the_messages_of_somebody_else() -> None:
    world = company()
    assigned(world, taken(world))
    while deliver(NINE):
        pass
    page = browser(world, "小王").get(f"/c/{world.company.slug}/messages/").content.decode()
    assert "交给您" not in page
    assert "没有消息" in page


@pytest.mark.django_db
def test_the_english_page_speaks_english() -> None:
    world = company()
    assigned(world, taken(world))
    while deliver(NINE):
        pass
    client = browser(world, "专家乙")
    address = f"/c/{world.company.slug}/messages/"
    page = client.get(address, headers={"Accept-Language": "en"}).content.decode()
    assert "Mark all as read" in page


@pytest.mark.django_db
def test_messages_of_a_case_stand_together_newest_first_and_the_unread_can_be_asked_for() -> None:
    world = company()
    case = assigned(world, taken(world), to="专家乙")
    missed = NINE + timedelta(days=2)
    other = assigned(world, taken(world), to="专家乙")
    sweep(missed)
    while deliver(missed):
        pass
    rows = Message.objects.filter(person=world.persons["专家乙"]).order_by("id")
    assert list(rows.values_list("event", flat=True)) == sorted(
        rows.values_list("event", flat=True)
    )
    client, address = browser(world, "专家乙"), f"/c/{world.company.slug}/messages/"
    page = client.get(address).content.decode()
    assert page.count(f"/cases/{case.id}/") == page.count(f"/cases/{other.id}/") == 1
    read_all(world.caller("专家乙", missed), until=rows[0].id)
    page = client.get(f"{address}?view=unread").content.decode()
    assert f"/cases/{other.id}/" in page
    assert f"/cases/{case.id}/" not in page
    read_all(world.caller("专家乙", missed))
    assert "没有未读的消息" in client.get(f"{address}?view=unread").content.decode()
