"""What somebody typed at the desk and did not hand in comes back; what was handed in does not."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from huiyin.cases import log
from huiyin.cases.models import Draft
from tests.shell.desk.office import PASSWORD, Desk

Frozen = Callable[[datetime], Any]
OK, FOUND, CONFLICT = 200, 302, 409
FINDING = "监控看了一半，店员说空调一直滴水"


def finding(once: str) -> dict[str, str]:
    return {"finding": FINDING, "once": once, "password": PASSWORD}


def test_a_half_written_form_comes_back_and_says_so(desk: Desk, frozen: Frozen) -> None:
    case = desk.play("register")
    lin = desk.browser("小李")
    with frozen(desk.at("2026-03-18T19:40")):
        kept = lin.post(desk.url(f"drafts/{case.id}.verify/"), finding("key-1"))
        assert json.loads(kept.content)["saved"]
    with frozen(desk.at("2026-03-18T19:50")):
        text = lin.get(desk.url(f"cases/{case.id}/?do=verify")).content.decode()
        fresh = lin.get(desk.url(f"cases/{case.id}/?do=verify&fresh=1")).content.decode()
    assert FINDING in text
    assert "已恢复您 19:40 没写完的内容。" in text
    assert FINDING not in fresh
    assert "已恢复" not in fresh


def test_a_draft_holds_no_password_and_nobody_else_sees_it(desk: Desk, frozen: Frozen) -> None:
    case = desk.play("register")
    with frozen(desk.at("2026-03-18T19:40")):
        desk.browser("小李").post(desk.url(f"drafts/{case.id}.verify/"), finding("key-1"))
        other = desk.browser("徐店长").get(desk.url(f"cases/{case.id}/?do=verify")).content.decode()
    assert FINDING not in other
    body = bytes(Draft.objects.get().body)
    assert PASSWORD.encode() not in body
    assert FINDING.encode() not in body


def test_what_was_handed_in_leaves_no_draft_even_if_its_autosave_arrives_later(
    desk: Desk, frozen: Frozen
) -> None:
    case = desk.play("receive")
    lin = desk.browser("小李")
    form = {"carrier": "电子", "late_reason": "顾客在哭", "once": "key-1", "seen": str(case.seq)}
    draft = desk.url(f"drafts/{case.id}.begin/")
    with frozen(desk.at("2026-03-18T19:04")):
        lin.post(draft, form)
        assert lin.post(desk.url(f"cases/{case.id}/do/begin/"), form).status_code == FOUND
        assert Draft.objects.count() == 0
        late = lin.post(draft, form)
        assert late.status_code == OK
        assert json.loads(late.content) == {"saved": ""}
        assert Draft.objects.count() == 0


def test_an_autosave_that_slipped_in_while_the_form_was_handed_in_is_not_given_back(
    desk: Desk, frozen: Frozen
) -> None:
    """Both ran at once: the save looked before the act was there and wrote after the drop."""
    case = desk.play("receive")
    lin = desk.browser("小李")
    what = "complaint.receive"
    with frozen(desk.at("2026-03-18T19:04")):
        form = {
            "channel": "门店现场",
            "unit": case.unit,
            "received": "2026-03-18T19:00",
            "brief": "包间漏水",
            "once": "key-2",
        }
        draft = desk.url(f"drafts/register.{what}/")
        lin.post(draft, form)
        slipped = Draft.objects.get()
        assert "包间漏水" in lin.get(desk.url(f"register/?what={what}")).content.decode()
        assert lin.post(desk.url(f"register/?what={what}"), form).status_code == FOUND
        slipped.pk = None
        slipped.save(force_insert=True)
        text = lin.get(desk.url(f"register/?what={what}")).content.decode()
    assert "包间漏水" not in text
    assert "已恢复" not in text


def test_a_refused_form_keeps_its_draft(desk: Desk, frozen: Frozen) -> None:
    case = desk.play("register")
    lin = desk.browser("小李")
    seq = len(log.read(case.id))
    with frozen(desk.at("2026-03-18T19:40")):
        lin.post(desk.url(f"drafts/{case.id}.verify/"), finding("key-1"))
        lin.post(desk.url(f"cases/{case.id}/do/verify/"), finding("key-1"))
        assert len(log.read(case.id)) == seq
        text = lin.get(desk.url(f"cases/{case.id}/?do=verify")).content.decode()
    assert FINDING in text


def test_going_back_and_registering_the_same_again_asks_before_it_opens_another(
    desk: Desk, frozen: Frozen
) -> None:
    lin, address = desk.browser("小李"), desk.url("register/?what=complaint.receive")
    form = {
        "channel": "门店现场",
        "unit": desk.world.units["徐汇店"],
        "received": "2026-03-18T19:00",
        "brief": "包间漏水",
    }
    with frozen(desk.at("2026-03-18T19:04")):
        first = lin.post(address, {**form, "once": "key-1"})
        again = lin.post(address, {**form, "once": "key-2"})
        assert (first.status_code, again.status_code) == (FOUND, CONFLICT)
        text = again.content.decode()
        assert "一样的内容刚才已经登记过了" in text
        assert first.headers["Location"].partition("#")[0] in text
        assert lin.post(address, {**form, "once": "key-1"}).status_code == FOUND
        meant = lin.post(address, {**form, "once": "key-3", "again": "1"})
        other = lin.post(address, {**form, "brief": "另一件事", "once": "key-4"})
        colleague = desk.browser("徐店长").post(address, {**form, "once": "key-5"})
    opened = {answer.headers["Location"] for answer in (first, meant, other, colleague)}
    assert len(opened) == 4
