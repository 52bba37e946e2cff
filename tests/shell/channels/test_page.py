"""The page of messages: what is new stands out, leads to its case, and is read by a press."""

import pytest
from django.test import Client

from huiyin.channels.delivery import deliver
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
