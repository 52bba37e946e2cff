"""Likely cases beside the registration and the case; joined after a look, and taken apart again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from huiyin.cases import log
from huiyin.cases.models import Case
from tests.shell.cases.test_linking import registered, told
from tests.shell.desk.office import Desk

Frozen = Callable[[datetime], Any]
OK, FOUND, FORBIDDEN, NOT_FOUND, UNPROCESSABLE = 200, 302, 403, 404, 422
NOW = "2026-03-18T19:40"
SAME = "包间漏水，无人处理"


def typed(desk: Desk, **more: str) -> dict[str, str]:
    return {
        "channel": "门店现场",
        "unit": desk.world.units["徐汇店"],
        "received": "2026-03-18T19:38",
        "brief": SAME,
        **more,
    }


def test_while_typing_the_likely_case_is_shown_with_its_reasons(desk: Desk, frozen: Frozen) -> None:
    case = told(desk.play("register"))
    with frozen(desk.at(NOW)):
        answer = desk.browser("小李").post(
            desk.url("register/like/?what=complaint.receive"), typed(desk)
        )
    text = answer.content.decode()
    assert answer.status_code == OK
    assert case.number in text
    assert "徐汇店" in text
    assert "相似" in text
    assert 'value="重复"' in text


def test_another_store_is_told_of_nothing_but_how_many(desk: Desk, frozen: Frozen) -> None:
    case = told(desk.play("register"))
    with frozen(desk.at(NOW)):
        form = typed(desk, brief="包间漏水，无人处理")
        answer = desk.browser("静前台").post(
            desk.url("register/like/?what=complaint.receive"), form
        )
    text = answer.content.decode()
    assert case.number not in text
    assert "另有 1 件不在您的权限内" in text


def test_without_scripts_a_button_looks_and_nothing_is_lost(desk: Desk, frozen: Frozen) -> None:
    case = told(desk.play("register"))
    with frozen(desk.at(NOW)):
        answer = desk.browser("小李").post(
            desk.url("register/?what=complaint.receive"), typed(desk, look="1")
        )
    text = answer.content.decode()
    assert case.number in text
    assert SAME in text


def register(desk: Desk, **more: str) -> str:
    answer = desk.browser("小李").post(
        desk.url("register/?what=complaint.receive"), typed(desk, once="r-1", **more)
    )
    assert answer.status_code == FOUND, answer.content.decode()[-3000:]
    return str(answer["location"].split("/cases/")[1].split("/")[0])


def test_what_is_decided_while_registering_is_stored_with_the_case(
    desk: Desk, frozen: Frozen
) -> None:
    case = told(desk.play("register"))
    with frozen(desk.at(NOW)):
        new = register(desk, **{f"like.{case.id}": "重复"})
    case.refresh_from_db()
    part = case.members.get()
    assert part.id == new
    assert log.read(new)[-1].data["lead"] == case.id


def test_a_case_of_another_store_cannot_be_named_in_the_form(desk: Desk, frozen: Frozen) -> None:
    case = told(desk.play("register"))
    form = typed(desk, unit=desk.world.units["静安店"]) | {f"like.{case.id}": "重复"}
    with frozen(desk.at(NOW)):
        answer = desk.browser("静前台").post(desk.url("register/?what=complaint.receive"), form)
    assert answer.status_code == NOT_FOUND
    assert len(log.read(case.id)) == case.seq


def two(desk: Desk) -> tuple[Case, Case]:
    return told(desk.play("register")), registered(desk)


def test_the_case_page_offers_and_the_preview_says_what_joining_does(
    desk: Desk, frozen: Frozen
) -> None:
    lead, part = two(desk)
    with frozen(desk.at(NOW)):
        browser = desk.browser("小李")
        page = browser.get(desk.url(f"cases/{part.id}/")).content.decode()
        assert "可能是同一件" in page
        assert f"join/{lead.id}/" in page
        preview = browser.get(desk.url(f"cases/{part.id}/join/{lead.id}/?as=重复")).content.decode()
    assert "时限一项不少" in preview
    assert "统计算 1 件事、2 次投诉" in preview


def joined(desk: Desk, browser: Any, part: Case, lead: Case) -> None:
    form = {"lead": lead.id, "reason": "同一位顾客", "once": "j-1"}
    answer = browser.post(desk.url(f"cases/{part.id}/relate/{lead.id}/?as=重复"), form)
    assert answer.status_code == FOUND


def test_joined_cases_point_at_each_other_and_are_taken_apart_with_a_reason(
    desk: Desk, frozen: Frozen
) -> None:
    lead, part = two(desk)
    with frozen(desk.at(NOW)):
        browser = desk.browser("小李")
        joined(desk, browser, part, lead)
        assert "本件并入它" in browser.get(desk.url(f"cases/{part.id}/")).content.decode()
        page = browser.get(desk.url(f"cases/{lead.id}/")).content.decode()
        assert "并入本件" in page
        assert "并案：重复" in page
        back = desk.url(f"cases/{lead.id}/separate/{part.id}/")
        assert browser.post(back, {"reason": ""}).status_code == UNPROCESSABLE
        assert browser.post(back, {"reason": "两位顾客"}).status_code == FOUND
    part.refresh_from_db()
    assert part.lead_id is None


def test_told_apart_is_not_asked_again(desk: Desk, frozen: Frozen) -> None:
    first, again = two(desk)
    with frozen(desk.at(NOW)):
        browser = desk.browser("小李")
        browser.post(desk.url(f"cases/{again.id}/relate/{first.id}/"), {"as": "distinct"})
        page = browser.get(desk.url(f"cases/{again.id}/")).content.decode()
    assert "可能是同一件" not in page
    assert "核对过：不是同一件" in page


def test_one_press_does_the_step_on_the_joined_case_too(desk: Desk, frozen: Frozen) -> None:
    lead, part = desk.play("verify"), registered(desk, acts=4)
    form = {
        "category": "环境相关",
        "cause": "其他环境原因",
        "cause_text": "空调滴水",
        "together": "1",
        "once": "t-1",
    }
    with frozen(desk.at("2026-03-18T19:52")):
        browser = desk.browser("小李")
        joined(desk, browser, part, lead)
        page = browser.get(desk.url(f"cases/{lead.id}/?do=classify")).content.decode()
        assert "同样办理并入的 1 件" in page
        url = desk.url(f"cases/{lead.id}/do/classify/")
        answer = browser.post(url, form, headers={"hx-request": "true"})
    assert "一并办理 1 件" in answer.content.decode()
    assert [e.data.get("step") for e in log.read(part.id)].count("classify") == 1


def test_the_other_store_and_the_outsider_cannot_relate(desk: Desk, frozen: Frozen) -> None:
    lead, part = two(desk)
    with frozen(desk.at(NOW)):
        for name in ("静前台", "老外", "DM小陈"):
            url = desk.url(f"cases/{part.id}/relate/{lead.id}/")
            assert desk.browser(name).post(url, {"as": "关联"}).status_code == NOT_FOUND
    assert log.read(part.id)[-1].kind != "linked"
