"""Answers in writing: drafted from the case, checked for what they must say, proven when sent."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from huiyin.cases import log
from huiyin.cases.links import sent, token_of
from huiyin.channels.delivery import deliver
from tests.shell.desk.office import PACK, PASSWORD, Desk, open_desk
from tests.shell.desk.test_revisits import CINEMA, words

Frozen = Callable[[datetime], Any]
OK, FOUND, UNPROCESSABLE = 200, 302, 422
PARTS = {
    "found": "查到什么",
    "basis": "依据什么",
    "done": "做了什么",
    "by": "谁负责",
    "contact": "有疑问找谁",
    "next": "不满意怎么办",
}
SAID = {
    "found": "查明是色温漂移。",
    "basis": "品质部按标准验收合格。",
    "done": "已校色。",
    "by": "技术部负责。",
    "contact": "有疑问找客服何。",
    "next": "还偏色请告诉我们。",
}
CENTRE = PACK.parents[1] / "bizcentre" / "2026.1"
LETTER = {
    "explain": "排班缺口，已补。",
    "apologise": "给您添了麻烦，深表歉意。",
    "contact": "营运部 3 楼",
    "way": "邮寄",
    "sent": "2026-03-12T09:00",
    "password": PASSWORD,
}


@pytest.fixture
def office(db: None) -> Desk:
    return open_desk(CINEMA, "10_own_answer", 0)


@pytest.fixture
def centre(db: None) -> Desk:

    return open_desk(CENTRE, "3_letter", 0)


def test_a_reply_is_drafted_from_what_the_case_says_without_uncovering_the_name(
    office: Desk, frozen: Frozen
) -> None:
    case = office.play("revisit")
    with frozen(office.at("2026-03-06T11:00")):
        page = office.browser("客服何").get(office.url(f"cases/{case.id}/?do=tell_result"))
    text = page.content.decode()
    assert "{customer}：您好。您反映的“投影偏色”，整改已经完成" in text
    assert "原因：色温漂移。" in text
    assert "品质部按v1独立验收：合格。" in text
    assert "客服部客服何" in text
    assert "陈先生" not in text
    assert "答复里要有" in words(page)
    for part in ("查到什么", "依据什么", "做了什么", "谁负责", "有疑问找谁", "不满意怎么办"):
        assert f"{part} 已写" in words(page)


@pytest.mark.parametrize("left_out", PARTS)
def test_a_reply_that_leaves_out_one_of_its_contents_is_refused_by_its_name(
    office: Desk, frozen: Frozen, left_out: str
) -> None:
    case = office.play("revisit")
    form = {"way": "电话", "when": "2026-03-06T10:50", "content": "整改完成了。", **SAID}
    form[left_out] = ""
    with frozen(office.at("2026-03-06T11:00")):
        place = office.url(f"cases/{case.id}/do/tell_result/")
        refused = office.browser("客服何").post(place, form)
    assert refused.status_code == UNPROCESSABLE
    assert f"答复里缺“{PARTS[left_out]}”" in words(refused)
    assert words(refused).count("答复里缺") == words(refused).count(f"答复里缺“{PARTS[left_out]}”")
    assert not [e for e in log.read(case.id) if e.data.get("step") == "tell_result"]


def test_what_was_sent_is_proven_by_its_fingerprint_and_reads_with_the_name(
    office: Desk, frozen: Frozen
) -> None:
    case = office.play("revisit")
    content = "{customer}：整改完成了。"
    said = "\n".join([content, *SAID.values()])
    with frozen(office.at("2026-03-06T11:00")):
        form = {"way": "电话", "when": "2026-03-06T10:50", "content": content, **SAID}
        done = office.browser("客服何").post(office.url(f"cases/{case.id}/do/tell_result/"), form)
        assert done.status_code == FOUND
        while deliver(office.at("2026-03-06T11:01")):
            pass
        event = sent(log.read(case.id), ["send_link"])
        assert event is not None
        link = f"/p/cinema/link/{token_of(case, event.seq)}/"
        told = words(Client().get(link, follow=True))
    receipts = [e.data for e in log.read(case.id) if e.kind == "delivered"]
    mine = [data for data in receipts if data["notice"] == "reply tell_result"]
    assert [data["digest"] for data in mine] == [sha256(said.encode()).hexdigest()]
    assert mine[0]["to"] == ["customer"]
    assert "陈先生：整改完成了。" in told
    for one in SAID.values():
        assert one in told


@pytest.mark.parametrize(("left_out", "called"), [("result", "处理结果"), ("asked", "请求反馈")])
def test_a_notice_of_the_result_is_drafted_and_refused_without_its_result_or_its_request(
    centre: Desk, frozen: Frozen, left_out: str, called: str
) -> None:
    case = centre.play("ask")
    browser = centre.browser("营运甲")
    drafts = {"result": "处理结果：已排班，已经落实。", "asked": "请告诉我们您是否满意"}
    form = {"way": "电话", "notice": "结果通知您。", **drafts, left_out: ""}
    with frozen(centre.at("2026-03-11T12:00")):
        page = browser.get(centre.url(f"cases/{case.id}/?do=notify_result"))
        refused = browser.post(centre.url(f"cases/{case.id}/do/notify_result/"), form)
    for draft in drafts.values():
        assert draft in page.content.decode()
    assert refused.status_code == UNPROCESSABLE
    assert f"答复里缺“{called}”" in words(refused)
    assert words(refused).count("答复里缺") == words(refused).count(f"答复里缺“{called}”")


def test_a_letter_that_leaves_out_whom_to_call_is_not_sent(centre: Desk, frozen: Frozen) -> None:
    case = centre.play("prevent")
    browser = centre.browser("营运甲")
    with frozen(centre.at("2026-03-12T10:00")):
        short = {name: value for name, value in LETTER.items() if name != "contact"}
        refused = browser.post(centre.url(f"cases/{case.id}/do/letter/"), short)
    assert refused.status_code == UNPROCESSABLE
    assert "答复里缺“有疑问找谁”" in words(refused)
    assert "有疑问找谁 还缺" in words(refused)
    assert "深表歉意" in words(refused)


def test_the_explanation_and_apology_print_as_a_letter_with_its_number(
    centre: Desk, frozen: Frozen
) -> None:
    case = centre.play("prevent")
    browser = centre.browser("营运甲")
    with frozen(centre.at("2026-03-12T10:00")):
        done = browser.post(centre.url(f"cases/{case.id}/do/letter/"), LETTER)
        assert done.status_code == FOUND
        issued = next(
            e
            for e in log.read(case.id)
            if e.kind == "issued" and e.data["document"] == "reply_letter"
        )
        page = browser.get(centre.url(f"cases/{case.id}/papers/{issued.seq}/"))
    text = words(page)
    assert "王*：" in text
    assert "排班缺口，已补。 给您添了麻烦，深表歉意。 有疑问请联系：营运部 3 楼" in text
    assert issued.data["number"] in text
    assert "电子签名" in text
    assert "今天" not in text  # who reads it reads it on another day
