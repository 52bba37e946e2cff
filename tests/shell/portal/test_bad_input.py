"""Bad input at the portal: a sentence beside the field, nothing typed lost, nothing half done."""

from datetime import datetime, timedelta

import pytest
import time_machine

from huiyin.cases import log
from huiyin.cases.models import Draft
from huiyin.cases.personal import open_all, revealed
from huiyin.people.commands.companies import create_company
from huiyin.people.commands.posts import end_post
from huiyin.people.commands.units import close_unit
from huiyin.people.models import Post
from huiyin.records.models import Evidence, HeldFile
from tests.shell.cases.world import LONG_AGO
from tests.shell.portal.phone import STORE, Phone, cases, file
from tests.shell.records.files import photo

LATER = datetime.fromisoformat("2026-10-10T10:40:00+08:00")


def story(phone: Phone) -> str:
    """What the case has as its story."""
    form = log.read(phone.case().id)[1].data["form"]
    texts = open_all(phone.world.company.id, form)
    return str(revealed(form["story"], texts))


def test_a_missing_field_is_said_beside_it_and_everything_else_is_still_there(phone: Phone) -> None:
    sent = {"story": "", "demand": ["退费"], "amount": "198", "session": "2026-10-09T19:30"}
    page = phone.complain(**sent, phone="1380017207")
    assert page.status == 422
    assert page.beside("story") == "请填写。"
    assert page.beside("phone") == "少1位：现有10位，手机号是11位。"
    assert "还有 2 处要改" in page.text
    held = page.inputs()
    assert held["phone"] == "1380017207"
    assert held["amount"] == "198"
    assert held["session"] == "2026-10-09T19:30"
    assert held["name"] == "林女士"
    assert 'value="退费" id="f-demand-2" checked' in " ".join(page.text.split())
    assert cases().count() == 0


def test_a_refused_form_keeps_its_files_and_they_come_along_when_it_is_corrected(
    phone: Phone,
) -> None:
    page = phone.complain(story="", files=[file("地面积水.jpg", photo())])
    assert page.status == 422
    assert "地面积水.jpg" in page.words
    again = phone.post(phone.store, {**page.inputs(), "demand": ["道歉"], "story": "有水"})
    assert "收到了" in again.words
    assert "照片 1" in phone.get(f"{phone.root}case/{phone.case().id}/").words
    assert Evidence.objects.count() == 1


def test_a_file_of_a_refused_form_can_be_taken_out(phone: Phone) -> None:
    page = phone.complain(story="", files=[file("a.jpg", photo())])
    row = HeldFile.objects.get()
    page = phone.post(phone.store, {**page.inputs(), "remove": f"held:{row.id}"})
    assert page.status == 200
    assert "a.jpg" not in page.words
    assert HeldFile.objects.count() == 0


def test_a_fake_image_is_refused_beside_the_files_and_the_text_stays(phone: Phone) -> None:
    page = phone.complain(files=[file("真的.jpg", b"<html>not a photo</html>")])
    assert page.status == 422
    assert page.beside("files") == "“真的.jpg”的内容不是JPG，没有收下。"
    assert "鞋全湿了" in page.text
    assert cases().count() == 0
    page = phone.post(phone.store, {**page.inputs(), "demand": ["道歉"], "story": "有水"})
    assert "收到了" in page.words


def test_a_story_of_ten_thousand_characters_is_taken_whole_and_one_more_is_not(
    phone: Phone,
) -> None:
    page = phone.complain(story="水" * 10_001)
    assert page.beside("story") == "太长了：现有10001字，最多10000字。"
    assert "水" * 10_001 in page.text
    phone.complain(story="水" * 10_000)
    assert story(phone) == "水" * 10_000


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("气死了 😡👨‍👩‍👧", "气死了 😡👨‍👩‍👧"),
        ("كان هناك ماء على الأرض", "كان هناك ماء على الأرض"),
        ("a\x00b\x07c", "abc"),
        ("反\u202e转", "反转"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("第一行\r\n第二行", "第一行\r\n第二行"),
    ],
)
def test_whatever_people_write_is_kept_as_text(phone: Phone, typed: str, kept: str) -> None:
    phone.complain(story=typed)
    assert story(phone) == kept
    page = phone.get(f"{phone.root}case/{phone.case().id}/")
    assert "<script>alert" not in page.text


def test_a_row_without_a_name_is_said_at_that_row(phone: Phone) -> None:
    rows = {"people_list.0.name": "陈女士", "people_list.1.note": "也要退费"}
    page = phone.complain(**rows)
    assert page.beside("people_list.1.name") == "请填写。"
    assert page.beside("people_list.0.name") == ""
    assert 'href="#f-people_list-1-name"' in page.text
    page = phone.complain(**{"people_list.0.name": "陈女士", "people_list.0.phone": "139"})
    assert "少8位" in page.beside("people_list.0.phone")


def test_a_moment_in_the_future_is_refused(phone: Phone) -> None:
    page = phone.complain(session="2026-10-10T23:00")
    assert "在将来" in page.beside("session")


@pytest.mark.parametrize("code", ["没有这家", "../../etc", "徐汇店2", "%00"])
def test_a_wrong_store_code_leads_to_the_choice_of_stores(phone: Phone, code: str) -> None:
    page = phone.get(f"{phone.root}s/{code}/")
    assert page.status == 404
    assert "选门店" in page.words or "没有找到" in page.words


def test_a_store_that_closed_takes_no_more_complaints(phone: Phone) -> None:
    company, unit, closed = (
        phone.world.company.id,
        phone.world.units[STORE],
        LATER - timedelta(hours=2),
    )
    for post in Post.objects.filter(unit_id=unit):
        end_post(company, post.id, at=closed, by="system")
    close_unit(company, unit, at=closed, by="system")
    page = phone.get(phone.store)
    assert page.status == 404
    assert "没有这家门店，或已经关门" in page.words


def test_a_company_that_runs_no_regulation_says_so_and_an_unknown_one_is_not_found(
    phone: Phone,
) -> None:
    create_company(slug="quiet", name="静默公司", at=LONG_AGO)
    page = phone.get("/p/quiet/")
    assert page.status == 404
    assert "不在网上接收投诉" in page.words
    assert phone.get("/p/nobody/").status == 404


def test_an_unknown_one_time_key_loses_nothing_and_has_no_effect(phone: Phone) -> None:
    values = phone.fill()
    page = phone.post(phone.store, {**values, "once": "01MADEUPBYSOMEBODY00000000"})
    assert page.status == 422
    assert "请再按一次提交" in page.words
    assert "鞋全湿了" in page.text
    assert cases().count() == 0
    page = phone.post(phone.store, {**values, "once": page.inputs()["once"]})
    assert "收到了" in page.words


def test_a_form_from_somewhere_else_is_refused(phone: Phone) -> None:
    values = phone.fill()
    response = phone.client.post(phone.store, {**values, "csrfmiddlewaretoken": "x" * 32})
    assert response.status_code == 403
    assert cases().count() == 0


def test_an_address_that_pours_in_complaints_is_slowed_and_loses_nothing(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huiyin.web.portal.complain.MOST", 2)
    assert phone.complain(story="鞋全湿了，一次").status == 200
    assert phone.complain(story="鞋全湿了，两次").status == 200
    page = phone.complain(story="鞋全湿了，三次")
    assert page.status == 429
    assert "请稍等再提交" in page.words
    assert "鞋全湿了" in page.text
    assert cases().count() == 2


def test_what_was_typed_is_kept_as_a_draft_for_this_device_and_gone_once_sent(
    phone: Phone, frozen: time_machine.Traveller
) -> None:
    values = phone.fill(story="写到一半")
    assert phone.post(f"{phone.store}draft/", values).status == 200
    assert b"\xe5\x86\x99" not in bytes(Draft.objects.get().body)
    with time_machine.travel(LATER, tick=False):
        page = phone.get(phone.store)
        assert "已恢复您 10:18 没写完的内容。" in page.words
        assert "写到一半" in page.text
        assert "写到一半" not in Phone(phone.world).get(phone.store).text
    phone.post(phone.store, values)
    assert not Draft.objects.exclude(form__startswith="sent ").exists()
    assert "已恢复" not in phone.get(phone.store).words


def test_a_draft_can_be_thrown_away(phone: Phone) -> None:
    phone.post(f"{phone.store}draft/", phone.fill(story="写到一半"))
    assert "写到一半" not in phone.get(f"{phone.store}?fresh=1").text
    assert Draft.objects.count() == 0
