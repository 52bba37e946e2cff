"""The list of customers whom only a call reaches: what to say, the number for a reason, one press."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from huiyin.cases import log
from huiyin.channels.models import Message

if TYPE_CHECKING:
    from tests.shell.desk.office import Desk

Frozen = Callable[[datetime], Any]
PHONE = "13800172071"


@pytest.fixture
def office(db: None) -> "Desk":
    from tests.shell.cases.world import Player  # noqa: PLC0415
    from tests.shell.channels.given import assigned, company, taken  # noqa: PLC0415
    from tests.shell.desk.office import Desk  # noqa: PLC0415

    world = company()
    desk = Desk(world, Player(world, "complaint"), [])
    desk.player.case = assigned(world, taken(world, phone=PHONE))
    return desk


def at(office: "Desk", hour: str) -> datetime:
    return office.at(f"2026-03-18T{hour}")


def walk(now: datetime) -> None:
    from huiyin.channels.delivery import deliver  # noqa: PLC0415

    while deliver(now):
        pass


def test_staff_see_whom_to_call_and_what_to_say_and_record_it(
    office: "Desk", frozen: Frozen
) -> None:
    case = office.player.case
    assert case is not None
    with frozen(at(office, "10:00")):
        walk(at(office, "10:00"))
        clerk = office.browser("小王")
        page = clerk.get(office.url("tell/")).content.decode()
        assert "1 位顾客等着听到消息" in page
        assert "2026-001 已交专人办理" in page
        assert PHONE not in page
        chosen = clerk.get(office.url(f"tell/?case={case.id}")).content.decode()
        assert "2071" in chosen
        seen = re.findall(r'name="seen" value="([^"]+)"', page)[0]
        sent = {"case": case.id, "seen": seen, "reached": "no", "once": "a"}
        missed = clerk.post(office.url("tell/"), sent, follow=True).content.decode()
        assert "这次没有打通" in missed
        assert "打过 1 次没有打通" in missed
        sent |= {"reached": "yes", "once": "b"}
        done = clerk.post(office.url("tell/"), sent, follow=True).content.decode()
        assert "已记下：告诉顾客了。" in done
        assert "没有等着打电话告诉的顾客" in done
        again = clerk.post(office.url("tell/"), {**sent, "once": "c"}, follow=True)
        assert "别人已经记过了" in again.content.decode()
        happened = clerk.get(office.url(f"cases/{case.id}/")).content.decode()
        assert "已告知顾客：已交办" in happened
    assert [e.kind for e in log.read(case.id)].count("delivered") == 5


def test_the_end_of_a_case_overtakes_what_was_to_be_told_before(
    office: "Desk", frozen: Frozen
) -> None:
    case = office.player.case
    assert case is not None
    with frozen(at(office, "10:00")):
        walk(at(office, "10:00"))
        said = Message.objects.filter(case=case).latest("event__at").event.at
        for ended, listed in ((said + timedelta(minutes=1), False), (said, True)):
            rows = type(case)._base_manager.filter(id=case.id)
            rows.update(closed_at=ended)
            page = office.browser("小王").get(office.url("tell/")).content.decode()
            assert ("2026-001 已交专人办理" in page) is listed


def test_who_does_not_work_on_the_case_is_asked_nothing_and_records_nothing(
    office: "Desk", frozen: Frozen
) -> None:
    case = office.player.case
    assert case is not None
    with frozen(at(office, "10:00")):
        walk(at(office, "10:00"))
        stranger = office.browser("店长")
        page = stranger.get(office.url("tell/")).content.decode()
        assert "2026-001" not in page
        seen = " ".join(m.id for m in _messages(case.id))
        sent = {"case": case.id, "seen": seen, "reached": "yes", "once": "x"}
        stranger.post(office.url("tell/"), sent)
    assert not [e for e in log.read(case.id) if e.data.get("channel") == "phone"]


def _messages(case: str) -> Any:
    from huiyin.channels.models import Message  # noqa: PLC0415

    return Message.objects.filter(case=case, person="")


def test_who_only_decides_is_not_asked_to_phone_customers(db: None) -> None:
    from huiyin.cases.access import speaks_with_customers, works_on  # noqa: PLC0415
    from tests.shell.desk.office import open_company  # noqa: PLC0415

    desk = open_company("cinema")
    now = desk.at("2026-03-20T11:00")
    clerk, manager = (desk.world.caller(person, now) for person in ("客服何", "经理"))
    rules = clerk.book.current(now)
    assert works_on(manager, rules, "complaint"), "he decides ways out"
    assert not speaks_with_customers(manager, rules, "complaint")
    assert speaks_with_customers(clerk, rules, "complaint")
