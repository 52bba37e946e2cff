"""Mail leaves for whom it can reach, one letter for what waits, again when a server fails."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from pytest_django import Settings

from huiyin.channels.delivery import deliver
from huiyin.channels.mail import outgoing, send_waiting
from huiyin.channels.models import Sending
from huiyin.mailserver import mail_from
from huiyin.people.commands import create_account, give_account
from huiyin.people.models import Person
from tests.shell.cases.world import World
from tests.shell.channels.given import NINE, assigned, company, taken


def with_address(world: World, name: str) -> None:
    user, _ = create_account(username="expert", email="expert@example.com", at=NINE)
    give_account(world.company.id, world.persons[name], user, at=NINE, by="system")


def two_messages(settings: Settings) -> World:
    settings.EMAIL_HOST = "mail.example.com"
    world = company()
    with_address(world, "专家乙")
    for _ in range(2):
        assigned(world, taken(world))
    while deliver(NINE):
        pass
    return world


@pytest.mark.django_db
def test_what_waits_for_one_person_is_one_letter_in_both_languages(settings: Settings) -> None:
    two_messages(settings)
    assert send_waiting(NINE) == 1
    assert send_waiting(NINE) == 0
    (letter,) = mail.outbox
    assert letter.to == ["expert@example.com"]
    assert letter.body.count("交给您") == 4
    assert {s.state for s in Sending.objects.all()} == {"sent"}


@pytest.mark.django_db
def test_without_a_mail_server_nothing_waits_for_one() -> None:
    world = company()
    with_address(world, "专家乙")
    assigned(world, taken(world))
    while deliver(NINE):
        pass
    assert Sending.objects.count() == 0


@pytest.mark.django_db
def test_a_letter_that_cannot_be_sent_is_tried_again_later_each_time(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_messages(settings)

    def refused(*_: Any) -> Any:
        raise ConnectionRefusedError("no server")

    with monkeypatch.context() as patch:
        patch.setattr(outgoing, "_letter", refused)
        assert send_waiting(NINE) == 1
    assert send_waiting(NINE + timedelta(minutes=1)) == 0
    assert {s.detail for s in Sending.objects.all()} == {"no server"}
    assert send_waiting(NINE + timedelta(minutes=2)) == 1
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_the_same_letter_sent_twice_has_the_same_identification(settings: Settings) -> None:
    world = two_messages(settings)
    rows = list(Sending.objects.select_related("message"))
    messages = [row.message for row in rows]

    person = Person.objects.get(id=world.persons["专家乙"])
    first = outgoing._letter(person, "a@example.com", messages)
    again = outgoing._letter(person, "a@example.com", messages[::-1])
    assert first.extra_headers["Message-ID"] == again.extra_headers["Message-ID"]


def test_the_address_of_a_mail_server_says_how_mail_leaves() -> None:
    found = mail_from("smtp://robot:p%40ss@mail.example.com?from=huiyin@example.com")
    assert (found.host, found.port, found.tls, found.ssl) == ("mail.example.com", 587, True, False)
    assert (found.user, found.password, found.sender) == ("robot", "p@ss", "huiyin@example.com")
    assert mail_from("smtps://mail.example.com").ssl
    assert mail_from("").host == ""
    with pytest.raises(ValueError, match="smtp://"):
        mail_from("http://mail.example.com")
