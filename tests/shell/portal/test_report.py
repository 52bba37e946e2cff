"""A report without a name: nothing of the sender is kept, and nobody whom it is about learns of it."""

import json
from datetime import UTC, datetime

import pytest
import time_machine
from django.apps import apps
from django.core import serializers

from huiyin.cases.log import read
from huiyin.cases.models import Case
from huiyin.cases.sweep import sweep
from huiyin.channels.delivery import deliver
from huiyin.channels.models import Message
from tests.shell.desk.office import Desk, open_company
from tests.shell.portal.phone import Page, Phone, cases

ADDRESS = "203.0.113.77"
FACTS = "技术头让我们别登记客户的反馈。"
NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)


@pytest.fixture
def desk(db: None) -> Desk:
    return open_company("robotics")


def reported(desk: Desk, **more: object) -> tuple[Phone, Page]:
    """A report about the head of the technical department."""
    phone = Phone(desk.world, REMOTE_ADDR=ADDRESS)
    url = f"{phone.root}report/whistle/"
    once = phone.get(url).inputs()["once"]
    form = {
        "once": once,
        "about": "技术头、没有这个人",
        "unit": "技术部",
        "kind": "推诿",
        "facts": FACTS,
    }
    return phone, phone.post(url, form | more)


def newest() -> Case:
    return cases().latest("id")


@pytest.mark.django_db
def test_nobody_is_asked_who_he_is_and_the_code_leads_back(desk: Desk) -> None:
    with time_machine.travel(NOW, tick=False):
        phone = Phone(desk.world, REMOTE_ADDR=ADDRESS)
        form = phone.get(f"{phone.root}report/whistle/")
        assert "不问您是谁" in form.words
        asked = {name for name in form.inputs() if name not in ("once", "csrfmiddlewaretoken")}
        assert not asked & {"name", "phone", "contact", "mail"}
        phone, receipt = reported(desk)
        assert receipt.status == 200, receipt.words
        code = receipt.code
        later = Phone(desk.world)
        assert later.get(f"{later.root}case/{newest().id}/").url.endswith("/look/")
        found = later.get(f"{later.root}q/{code}/")
        assert f"/case/{newest().id}/" in found.url
    event = read(newest().id)[0]
    assert event.actor.person == "customer"


@pytest.mark.django_db
def test_no_address_is_written_anywhere(desk: Desk) -> None:
    with time_machine.travel(NOW, tick=False):
        reported(desk)
    for model in apps.get_models():
        rows = json.dumps(
            serializers.serialize("python", model._default_manager.all()), default=str
        )
        assert ADDRESS not in rows, model


@pytest.mark.django_db
def test_an_empty_report_says_what_is_missing_and_a_made_up_key_is_refused(desk: Desk) -> None:
    phone = Phone(desk.world)
    url = f"{phone.root}report/whistle/"
    once = phone.get(url).inputs()["once"]
    empty = phone.post(url, {"once": once, "facts": FACTS})
    assert (empty.status, FACTS in empty.text) == (422, True)
    assert empty.beside("unit")
    assert phone.post(url, {"once": "made up"}).status == 422
    assert phone.get(f"{phone.root}report/feedback/").status == 404
    assert not cases().exists()


@pytest.mark.django_db
def test_the_listener_reads_it_and_neither_the_accused_nor_those_above_him_find_it(
    desk: Desk,
) -> None:
    with time_machine.travel(NOW, tick=False):
        reported(desk)
        case = newest()
        page = desk.browser("受理人").get(desk.url(f"cases/{case.id}/"))
        assert page.status_code == 200
        assert "没有这个人" in page.content.decode()
        assert case.fields["report_unnamed.about"] == [desk.world.persons["技术头"]]
        for name in ("技术头", "客服头", "专员", "高管", "技术甲", "外协工"):
            browser = desk.browser(name)
            assert browser.get(desk.url(f"cases/{case.id}/")).status_code == 404, name
            listed = browser.get(desk.url("cases/")).content.decode()
            assert case.id not in listed, name
            assert FACTS not in listed


@pytest.mark.django_db
def test_an_accused_listener_finds_nothing_either(desk: Desk) -> None:
    with time_machine.travel(NOW, tick=False):
        reported(desk, about="受理人", unit="客服部")
        case = newest()
        for name in ("受理人", "客服头"):
            assert desk.browser(name).get(desk.url(f"cases/{case.id}/")).status_code == 404
        assert desk.browser("审计员").get(desk.url(f"cases/{case.id}/")).status_code == 200


@pytest.mark.django_db
def test_no_message_about_it_reaches_the_accused(desk: Desk) -> None:
    with time_machine.travel(NOW, tick=False):
        reported(desk, about="客服头", unit="技术部")
    late = datetime(2026, 9, 1, tzinfo=UTC)
    while sweep(late):
        pass
    while deliver(late):
        pass
    accused = desk.world.persons["客服头"]
    told = set(Message.objects.filter(case=newest()).values_list("person", flat=True))
    assert desk.world.persons["受理人"] in told
    assert accused not in told
