"""P1 and P2: complaining by the QR code of a store, and the receipt."""

from datetime import timedelta

import time_machine

from huiyin.cases import log, sealing
from huiyin.cases.codes import hash_of
from huiyin.cases.models import DutyRow
from huiyin.channels.customers.language import language_of
from huiyin.records.models import Evidence, HeldFile
from tests.shell.portal.phone import STORE, Phone, cases, file
from tests.shell.records.files import photo, video


def test_the_qr_code_of_a_store_opens_its_complaint_page_with_the_store_filled_in(
    phone: Phone,
) -> None:
    page = phone.get(phone.store)
    assert page.status == 200
    assert STORE in page.text
    assert "怎么回事" in page.words
    assert (
        "写不全没关系，先提交，之后还能补充。提交后 30 分钟内开始登记，并给您查询码。" in page.words
    )
    assert "您投诉到的人 不会经手这件事" in page.words
    assert 'name="unit"' not in page.text
    assert "第八条" not in page.words
    assert "8.4a" not in page.text


def test_a_complaint_with_a_photo_and_a_video_is_one_case_with_a_receipt_and_a_code(
    phone: Phone,
) -> None:
    files = [file("地面积水.jpg", photo()), file("包间.mp4", video())]
    page = phone.complain(files=files)
    case = phone.case()
    assert page.url.endswith(f"/received/{case.id}/")
    assert "收到了，林女士" in page.words
    assert "今天 10:18 收到您的投诉。" in page.words
    assert case.query_hash == hash_of(case.company_id, page.code)
    assert (case.unit, case.stage) == (phone.world.units[STORE], "接收")
    assert sorted(Evidence.objects.filter(case=case).values_list("kind", flat=True)) == [
        "photo",
        "video",
    ]
    assert HeldFile.objects.count() == 0
    events = log.read(case.id)
    assert [e.kind for e in events] == ["opened", "acted", "evidence_added", "evidence_added"]
    assert {e.command for e in events} == {events[0].command}
    assert {e.data["act"] for e in events[2:]} == {2}
    assert all(e.data["by_customer"] for e in events[2:])
    assert tuple(sealing.verify(case.company, case.changed_at)) == ()
    assert DutyRow.objects.get(case=case, duty="begin_portal").due_at.isoformat()[11:16] == "02:48"


def test_nothing_personal_stands_in_the_log_and_the_code_nowhere(phone: Phone) -> None:
    page = phone.complain()
    case = phone.case()
    bodies = str([event.data for event in log.read(case.id)])
    assert "林女士" not in bodies
    assert "13800172071" not in bodies
    assert "鞋全湿了" not in bodies
    assert page.code not in str(cases().values_list().get(id=case.id))


def test_the_receipt_says_until_when_what_happens(phone: Phone) -> None:
    words = phone.complain().words
    assert "10:48 前 开始登记" in words
    assert "定级以后 告诉您最迟什么时候给您处理结果：24 小时内或 3 个工作日内" in words
    assert "之后 1 小时 核实，缺什么会联系您" in words
    assert "今天是调休上班日，照常计时。" in words
    assert "10月11日 周日（明天）不算工作日。" in words
    assert "与您联系" not in words


def test_the_receipt_can_be_opened_again_on_this_device_only(phone: Phone) -> None:
    first = phone.complain()
    assert phone.get(first.url).code == first.code
    stranger = Phone(phone.world)
    assert "查询码" in stranger.get(first.url).words
    assert first.code not in stranger.get(first.url).text


def test_a_double_click_and_the_back_button_have_one_effect_and_show_the_first_receipt(
    phone: Phone,
) -> None:
    values = phone.fill()
    first = phone.post(phone.store, values)
    again = phone.post(phone.store, {**values, "story": "改过的"})
    nothing = phone.post(phone.store, {**values, "story": ""})
    assert cases().count() == 1
    assert (again.url, again.code) == (first.url, first.code)
    assert nothing.url == first.url


def test_the_page_fetched_anew_by_the_back_button_with_the_same_words_shows_the_first_receipt(
    phone: Phone, frozen: time_machine.Traveller
) -> None:
    first = phone.post(phone.store, phone.fill())
    again = phone.post(phone.store, phone.fill())
    assert (again.url, again.code, cases().count()) == (first.url, first.code, 1)
    phone.post(phone.store, phone.fill(story="后来又出了一件事"))
    assert cases().count() == 2
    Phone(phone.world).complain()
    assert cases().count() == 3
    frozen.shift(timedelta(hours=2))
    phone.post(phone.store, phone.fill(story="后来又出了一件事"))
    assert cases().count() == 4


def test_a_lost_answer_is_not_lost_the_same_form_from_a_new_session_shows_the_code(
    phone: Phone,
) -> None:
    values = phone.fill(files=[file("a.jpg", photo())])
    first = phone.post(phone.store, values)
    del phone.client.cookies["huiyin_portal"]
    values["files"] = [file("a.jpg", photo())]
    assert phone.post(phone.store, values).code == first.code
    assert Evidence.objects.count() == 1
    assert HeldFile.objects.count() == 0


def test_two_tabs_are_two_forms_and_their_files_do_not_mix(phone: Phone) -> None:
    one, two = phone.fill(), phone.fill(story="另一件事")
    phone.post(phone.store, {**one, "story": "", "files": [file("a.png", photo("PNG", (9, 9)))]})
    phone.post(phone.store, two)
    assert Evidence.objects.count() == 0
    code = phone.post(phone.store, one).code
    assert cases().count() == 2
    assert Evidence.objects.get().case.query_hash == hash_of(phone.world.company.id, code)


def test_several_complain_together_and_the_customer_counts_already(phone: Phone) -> None:
    values = phone.fill()
    grown = phone.post(phone.store, {**values, "add": "people_list"})
    assert grown.status == 200
    assert "连您共 2 人" in grown.words
    rows = {"people_list.0.name": "陈女士", "people_list.1.name": "赵先生"}
    more = {"people_list.0.note": "诉求相同", "people_list.1.phone": "13911112222"}
    page = phone.post(phone.store, {**values, **rows, **more})
    assert "收到您和另外 2 位的投诉。" in page.words
    form = log.read(phone.case().id)[1].data["form"]
    assert form["people"] == "3"
    assert len(form["people_list"]) == 3


def test_alone_means_one_person(phone: Phone) -> None:
    phone.complain()
    form = log.read(phone.case().id)[1].data["form"]
    assert form["people"] == "1"
    assert "people_list" not in form


def test_who_refuses_a_phone_number_names_another_way_and_is_registered_as_usual(
    phone: Phone,
) -> None:
    values = {"mark.phone": "顾客拒绝提供", "phone": "", "name": ""}
    page = phone.complain(**values)
    assert page.status == 422
    assert page.beside("other_way") == "请填写，或选“只用查询码联系”。"
    assert page.beside("phone") == ""
    page = phone.complain(**values, other_way="社群里的 雾中人")
    assert "收到了" in page.words
    form = log.read(phone.case().id)[1].data["form"]
    assert form["phone"] == "顾客拒绝提供"


def test_the_page_is_kept_by_no_cache_and_runs_no_stranger(phone: Phone) -> None:
    for url in (phone.root, phone.store, f"{phone.root}look/", f"{phone.root}privacy/"):
        response = phone.client.get(url)
        assert response.status_code == 200, url
        assert "no-store" in response["Cache-Control"]
        assert "default-src 'self'" in response["Content-Security-Policy"]


def test_stores_are_those_where_somebody_receives_what_the_portal_brings(phone: Phone) -> None:
    words = phone.get(phone.root).words
    assert words == "您要说的是哪家门店 五角场店 徐汇店 静安店"


def test_the_qr_code_of_a_store_leads_to_its_page(phone: Phone) -> None:
    svg = phone.client.get(f"{phone.store}qr.svg")
    assert svg["Content-Type"] == "image/svg+xml"
    assert svg.content.startswith(b"<?xml")
    assert phone.client.get(f"{phone.store}qr.png").content.startswith(b"\x89PNG")
    assert phone.client.get(f"{phone.root}s/没有/qr.svg").status_code == 404


def test_messages_follow_the_language_in_which_the_portal_was_last_used(phone: Phone) -> None:
    phone.complain()
    assert language_of(phone.case()) == "zh"
    phone.post(f"{phone.root}language/", {"language": "en", "next": phone.progress})
    assert language_of(phone.case()) == "en"
