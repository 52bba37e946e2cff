"""The receipt as a picture, the number to call, and what is held about a customer."""

import io

from PIL import Image

from huiyin.cases import log
from huiyin.channels.delivery import deliver
from huiyin.channels.models import Message
from huiyin.people.commands.units import change_unit
from huiyin.people.vault import erase_subject
from tests.shell.cases.world import LONG_AGO
from tests.shell.portal.phone import STORE, TOLD, Phone


def with_number(phone: Phone, unit: str = STORE) -> None:
    company = phone.world.company
    change_unit(
        company.id, phone.world.units[unit], phone="021-5550 0142", at=LONG_AGO, by="system"
    )
    company.refresh_from_db()


def test_receipt_and_progress_name_the_stores_number_to_call(phone: Phone) -> None:
    with_number(phone)
    receipt = phone.complain()
    assert 'href="tel:021-5550 0142"' in receipt.text
    assert "着急？打 021-5550 0142 ，报查询码就行" in receipt.words
    assert "021-5550 0142" in phone.get(phone.progress).words


def test_a_store_without_number_lends_that_of_the_unit_above_else_none_is_named(
    phone: Phone,
) -> None:
    assert "着急" not in phone.complain().words
    with_number(phone, "运营部")
    assert "021-5550 0142" in phone.get(phone.progress).words


def test_the_receipt_can_be_saved_as_a_picture_on_this_device_only(phone: Phone) -> None:
    with_number(phone)
    receipt = phone.complain()
    url = f"{receipt.url}picture.png"
    assert url in receipt.text
    answer = phone.client.get(url)
    assert answer.headers["Content-Type"] == "image/png"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert Image.open(io.BytesIO(answer.content)).width == 900
    stranger = Phone(phone.world).client.get(url)
    assert stranger.status_code == 302


def test_what_is_held_is_shown_with_the_contact_covered(phone: Phone) -> None:
    phone.complain()
    page = phone.get(f"{phone.progress}personal/")
    assert TOLD["story"] in page.words
    assert "138****2071" in page.words
    assert TOLD["phone"] not in page.text
    assert "还没有人看过完整的联系方式" in page.words
    assert "查询码" in Phone(phone.world).get(f"{phone.progress}personal/").words


def test_a_request_is_recorded_once_and_reaches_who_works_on_the_case(phone: Phone) -> None:
    phone.complain()
    url = f"{phone.progress}personal/"
    values = {**phone.get(url).inputs(), "request": "delete", "words": "请删掉我的手机号"}
    page = phone.post(url, values)
    phone.post(url, values)
    assert "您提出过的请求" in page.words
    assert "删除我的个人信息" in page.words
    noted = [event for event in log.read(phone.case().id) if event.kind == "noted"]
    assert len(noted) == 1
    assert noted[0].actor.person == "customer"
    assert "手机号" not in str(noted[0].data)
    deliver(phone.case().changed_at)
    told = set(Message.objects.filter(key__startswith="request").values_list("person", flat=True))
    assert {phone.world.persons["小李"], phone.world.persons["徐店长"]} <= told
    assert phone.world.persons["静前台"] not in told
    assert phone.world.persons["老外"] not in told


def test_a_request_without_a_choice_gets_a_sentence_and_keeps_the_words(phone: Phone) -> None:
    phone.complain()
    url = f"{phone.progress}personal/"
    page = phone.post(url, {**phone.get(url).inputs(), "words": "😀" * 600})
    assert page.status == 422
    assert page.beside("request") == "请选一项。"
    assert "现有600字" in page.beside("words")
    assert "😀😀" in page.text


def test_after_deletion_the_page_says_so_and_asks_nothing(phone: Phone) -> None:
    phone.complain()
    case = phone.case()
    assert case.subject is not None
    erase_subject(case.subject.id, at=case.changed_at, company=case.company_id)
    page = phone.get(f"{phone.progress}personal/")
    assert TOLD["story"] not in page.text
    assert "已销毁" in page.words
