"""The desk's pages answer for those who may see them, and find nothing for those who may not."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.cases import log
from huiyin.cases.models import DutyRow
from tests.shell.desk.office import PASSWORD, Desk

Frozen = Callable[[datetime], Any]
OK, FOUND, FORBIDDEN, NOT_FOUND, CONFLICT, UNPROCESSABLE = 200, 302, 403, 404, 409, 422


@pytest.mark.parametrize(
    "place",
    [
        "",
        "register/",
        "cases/",
        "review/",
        "ledgers/",
        "search/?q=x",
        "policy/",
        "me/",
        "messages/",
    ],
)
def test_every_place_of_the_desk_opens(desk: Desk, frozen: Frozen, place: str) -> None:
    desk.play("register")
    with frozen(desk.at("2026-03-18T19:40")):
        answer = desk.browser("小李").get(desk.url(place), follow=True)
    assert answer.status_code == OK
    assert "退出" in answer.content.decode()


@pytest.mark.parametrize("place", ["", "register/", "quick/", "cases/", "review/", "policy/"])
def test_the_desk_speaks_english(desk: Desk, frozen: Frozen, place: str) -> None:
    desk.play("register")
    with frozen(desk.at("2026-03-18T19:40")):
        answer = desk.browser("小李").get(
            desk.url(place), headers={"accept-language": "en"}, follow=True
        )
    assert answer.status_code == OK
    assert 'lang="en"' in answer.content.decode()


def test_what_is_owed_stands_on_the_first_page_with_its_limit(desk: Desk, frozen: Frozen) -> None:
    case = desk.play("register")
    with frozen(desk.at("2026-03-18T19:40")):
        text = desk.browser("小李").get(desk.url()).content.decode()
    assert case.number in text
    assert "剩" in text or "40分" in text


def test_a_case_shows_what_is_owed_and_what_may_be_done(desk: Desk, frozen: Frozen) -> None:
    case = desk.play("register")
    with frozen(desk.at("2026-03-18T19:40")):
        answer = desk.browser("小李").get(desk.url(f"cases/{case.id}/"))
    text = answer.content.decode()
    assert answer.status_code == OK
    assert "13812345670" not in text
    assert "林女士" not in text


def test_who_is_named_in_a_case_does_not_find_it(desk: Desk, frozen: Frozen) -> None:
    case = desk.play("register")
    with frozen(desk.at("2026-03-18T19:40")):
        answer = desk.browser("DM小陈").get(desk.url(f"cases/{case.id}/"))
    assert answer.status_code == NOT_FOUND


def test_the_outsider_sees_nothing(desk: Desk, frozen: Frozen) -> None:
    case = desk.play("register")
    with frozen(desk.at("2026-03-18T19:40")):
        outsider = desk.browser("老外")
        assert outsider.get(desk.url(f"cases/{case.id}/")).status_code == NOT_FOUND
        assert case.number not in outsider.get(desk.url("cases/")).content.decode()


def test_another_store_does_not_see_the_case(desk: Desk, frozen: Frozen) -> None:
    case = desk.play("register")
    with frozen(desk.at("2026-03-18T19:40")):
        assert desk.browser("静前台").get(desk.url(f"cases/{case.id}/")).status_code == NOT_FOUND


def test_a_missing_field_gets_a_sentence_and_nothing_typed_is_lost(
    desk: Desk, frozen: Frozen
) -> None:
    case = desk.play("register")
    seq = case.seq
    with frozen(desk.at("2026-03-18T19:40")):
        answer = desk.browser("小李").post(
            desk.url(f"cases/{case.id}/do/verify/"),
            {"finding": "看过监控，漏水属实😀", "seen": seq},
        )
    text = answer.content.decode()
    assert answer.status_code == UNPROCESSABLE
    assert "看过监控，漏水属实😀" in text
    assert "未填" in text
    assert len(log.read(case.id)) == seq


def test_a_wrong_password_does_not_sign(desk: Desk, frozen: Frozen) -> None:
    case = desk.play("begin")
    with frozen(desk.at("2026-03-18T19:20")):
        answer = desk.browser("小李").post(
            desk.url(f"cases/{case.id}/do/register/"), {"password": "wrong"}
        )
    assert answer.status_code == UNPROCESSABLE
    assert "密码不对" in answer.content.decode()


def test_the_same_press_twice_has_one_effect(desk: Desk, frozen: Frozen) -> None:
    case = desk.play("receive")
    with frozen(desk.at("2026-03-18T19:04")):
        browser = desk.browser("小李")
        form = {"carrier": "电子", "once": "press-1", "seen": case.seq, "password": PASSWORD}
        first = browser.post(desk.url(f"cases/{case.id}/do/begin/"), form)
        events = len(log.read(case.id))
        second = browser.post(desk.url(f"cases/{case.id}/do/begin/"), form)
    assert (first.status_code, second.status_code) == (FOUND, FOUND)
    assert len(log.read(case.id)) == events


def test_a_one_time_key_that_is_none_of_ours_harms_nothing(desk: Desk, frozen: Frozen) -> None:
    case = desk.play("receive")
    with frozen(desk.at("2026-03-18T19:04")):
        form = {"carrier": "电子", "once": "x" * 400, "password": PASSWORD}
        answer = desk.browser("小李").post(desk.url(f"cases/{case.id}/do/begin/"), form)
    assert answer.status_code == FOUND


def test_why_due_explains_every_open_limit(desk: Desk, frozen: Frozen) -> None:
    case = desk.play("register")
    with frozen(desk.at("2026-03-18T19:40")):
        browser = desk.browser("小李")
        for row in case.duties.all():
            answer = browser.get(desk.url(f"cases/{case.id}/why/{row.instance}/"))
            assert answer.status_code == OK, row.instance


def test_duties_are_narrowed_by_unit_and_printed_whole(desk: Desk, frozen: Frozen) -> None:
    desk.play("register")
    with frozen(desk.at("2026-03-18T19:40")):
        browser = desk.browser("小李")
        here, elsewhere = (desk.world.units[name] for name in ("徐汇店", "静安店"))
        every = browser.get(desk.url(""))
        mine = browser.get(desk.url(f"?unit={here}"))
        none = browser.get(desk.url(f"?unit={elsewhere}")).content.decode()
        whole = browser.get(desk.url("?print=1")).content.decode()
    ids = re.findall(r'id="(duty-\d+)"', every.content.decode())
    assert ids
    assert re.findall(r'id="(duty-\d+)"', mine.content.decode()) == ids
    assert "这里没有您要办的事" in none
    assert "data-print-now" in whole


def test_a_review_marks_what_was_rewritten_since_it_was_sent_back(
    desk: Desk, frozen: Frozen
) -> None:
    case = desk.play_named("clocks.yaml", "退回时写的期限")
    with frozen(desk.at("2026-03-21T18:40")):
        browser = desk.browser("徐店长")
        page = browser.get(desk.url("review/")).content.decode()
        story = browser.get(desk.url(f"cases/{case.id}/?show=approval")).content.decode()
    assert "缺包间号" in page
    assert "这次改了" in page
    marked = re.findall(r'<dd class="changed">\s*(.*?)\s*</dd>', page, re.DOTALL)
    assert any("三号包间" in words for words in marked)
    assert not any("林女士" in words for words in marked)
    assert "部门负责人审核：退回" in story
    assert "填写凭证并签字" not in story.partition('id="happened-title"')[2].partition("</ol>")[0]


def test_one_press_receives_and_begins_so_that_the_clock_stops(desk: Desk, frozen: Frozen) -> None:
    unit = desk.world.units["徐汇店"]
    form = {
        "receive.channel": "门店现场",
        "receive.unit": unit,
        "receive.received": "2026-03-18T19:00",
        "begin.carrier": "电子",
    }
    with frozen(desk.at("2026-03-18T19:02")):
        answer = desk.browser("小李").post(desk.url("quick/"), form, follow=True)
    assert answer.status_code == OK
    assert "徐汇店-电子-2026-0001" in answer.content.decode()


def test_a_quick_registration_without_channel_says_so_beside_the_field(
    desk: Desk, frozen: Frozen
) -> None:
    with frozen(desk.at("2026-03-18T19:02")):
        answer = desk.browser("小李").post(desk.url("quick/"), {"begin.carrier": "电子"})
    assert answer.status_code == UNPROCESSABLE
    assert "“渠道”未填" in answer.content.decode()


def test_the_english_policy_marks_the_words_it_quotes_from_the_regulation(
    desk: Desk, frozen: Frozen
) -> None:
    with frozen(desk.at("2026-03-18T19:02")):
        english = desk.browser("小李").get(desk.url("policy/"), headers={"accept-language": "en"})
        chinese = desk.browser("小李").get(desk.url("policy/")).content.decode()
    body = english.content.decode().partition("<main")[2].partition("</main>")[0]
    assert '<span lang="zh-CN">' in body
    unmarked = re.sub(r'<span lang="zh-CN">[^<]*</span>', "", body.partition("<section")[2])
    assert not re.findall("[\u3400-\u9fff]+", re.sub(r"<[^>]+>", "", unmarked))
    assert '<span lang="zh-CN">' not in chinese


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def with_picture(data: bytes) -> dict[str, Any]:
    name = SimpleUploadedFile("监控.png", data, content_type="image/png")
    return {"camera_file": name, "finding": "漏水属实", "once": "photo-1"}


def test_a_photo_of_a_refused_form_is_kept_and_shown_again(desk: Desk, frozen: Frozen) -> None:
    case = desk.play("register")
    with frozen(desk.at("2026-03-18T19:40")):
        answer = desk.browser("小李").post(
            desk.url(f"cases/{case.id}/do/verify/"), with_picture(PIXEL)
        )
    assert answer.status_code == UNPROCESSABLE
    assert "监控.png" in answer.content.decode()


def test_a_fake_picture_is_not_taken_and_the_sentence_says_so(desk: Desk, frozen: Frozen) -> None:
    case = desk.play("register")
    with frozen(desk.at("2026-03-18T19:40")):
        answer = desk.browser("小李").post(
            desk.url(f"cases/{case.id}/do/verify/"), with_picture(b"MZ" + b"\0" * 400)
        )
    text = answer.content.decode()
    assert answer.status_code == UNPROCESSABLE
    assert "没有收下" in text
    assert "漏水属实" in text


def test_a_paper_voucher_is_entered_afterwards_with_its_own_times(
    desk: Desk, frozen: Frozen
) -> None:
    form = {
        "paper": "1",
        "receive.channel": "门店现场",
        "receive.unit": desk.world.units["徐汇店"],
        "receive.received": "2026-03-18T19:00",
        "receive.occurred": "2026-03-18T19:00",
        "begin.carrier": "纸质",
        "begin.paper_number": "XH-0007",
        "begin.occurred": "2026-03-18T19:04",
    }
    with frozen(desk.at("2026-03-18T21:30")):
        answer = desk.browser("小李").post(desk.url("quick/"), form, follow=True)
    case = answer.resolver_match.kwargs["case_id"]
    row = DutyRow.objects.get(case_id=case, duty="begin_onsite")
    assert row.state == "done"
    assert row.breach_at is None


def test_an_entry_afterwards_cannot_lie_in_the_future(desk: Desk, frozen: Frozen) -> None:
    case = desk.play("receive")
    with frozen(desk.at("2026-03-18T19:02")):
        answer = desk.browser("小李").post(
            desk.url(f"cases/{case.id}/do/begin/"),
            {"carrier": "电子", "occurred": "2026-03-18T20:00", "paper": "1"},
        )
    assert answer.status_code == UNPROCESSABLE
    assert "发生时间在将来" in answer.content.decode()
