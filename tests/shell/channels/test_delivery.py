"""Everybody is told what concerns him, once, after it was recorded and never before."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from huiyin.cases.models import Case, CaseEvent, Outbox
from huiyin.cases.sealing import verify
from huiyin.cases.sweep import sweep
from huiyin.channels import delivery
from huiyin.channels.delivery import deliver
from huiyin.channels.inapp import inbox, read_all, unread
from huiyin.channels.models import Message
from huiyin.channels.portal import for_customer
from tests.shell.cases.world import World
from tests.shell.channels.given import NINE, assigned, company, taken

HOUR = timedelta(hours=1)


def deliver_all(now: datetime) -> None:
    while deliver(now):
        pass


def told(world: World, name: str) -> list[str]:
    """What somebody was told, the oldest first."""
    found = Message.objects.filter(person=world.persons[name]).order_by("id")
    return [f"{m.title}：{m.text}" for m in found]


@pytest.mark.django_db
def test_nothing_is_said_before_delivery_and_everything_once_after_it() -> None:
    world = company()
    case = taken(world)
    assert Message.objects.count() == 0
    deliver_all(NINE)
    assert [m.text for m in for_customer(case)] == ["编号 2026-001，（见案件）您好"]
    deliver_all(NINE + HOUR / 4)
    assert Message.objects.count() == 1
    assert Outbox.objects.count() == 0


@pytest.mark.django_db
def test_a_message_holds_no_personal_data_in_either_language() -> None:
    world = company()
    case = taken(world)
    deliver_all(NINE)
    (message,) = for_customer(case)
    assert (message.title_en, message.text_en) == ("Registered", "Number 2026-001, (see the case)")
    assert "孟先生" not in message.text + message.text_en


@pytest.mark.django_db
def test_a_reminder_goes_to_who_holds_the_post_that_owes_it() -> None:
    world = company()
    taken(world)
    now = NINE + timedelta(minutes=41)
    assert sweep(now)
    deliver_all(now)
    assert told(world, "小王") == ["一小时内交办：2026-001：请在 3月18日 周三 10:00 前完成"]
    assert told(world, "店长") == []


@pytest.mark.django_db
def test_a_breach_is_told_to_the_bearer_and_the_superior_and_opens_a_case() -> None:
    world = company()
    case = taken(world)
    now = NINE + HOUR + timedelta(seconds=3)
    while sweep(now):
        pass
    deliver_all(now)
    late = "一小时内交办：2026-001：小王逾期，时限是 3月18日 周三 10:00"
    assert (
        told(world, "小王")[-1]
        == "一小时内交办：2026-001：时限 3月18日 周三 10:00 已过，请尽快补办"
    )
    assert told(world, "专家甲") == [late]
    assert set(told(world, "店长")) == {late, "督办送达：请答复"}
    child = case.children.get()
    assert (child.procedure, child.stage) == ("inquiry", "督办")
    parent_log = CaseEvent.objects.filter(case=case).order_by("seq").values_list("kind", flat=True)
    assert list(parent_log)[-1] == "child_opened"
    assert list(verify(world.company, now)) == []


@pytest.mark.django_db
def test_a_receipt_stands_in_the_log_only_where_the_pack_wants_one() -> None:
    world = company()
    case = assigned(world, taken(world))
    deliver_all(NINE)
    (receipt,) = CaseEvent.objects.filter(case=case, kind="delivered")
    assert world.persons["专家乙"] in receipt.body
    assert '"notice":"assigned"' in receipt.body
    assert list(verify(world.company, NINE)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("last", ["_make", "_record", "leave"])
def test_a_crash_in_the_middle_loses_nothing_and_says_nothing_twice(
    last: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = company()
    case = assigned(world, taken(world))
    now = NINE + HOUR
    with monkeypatch.context() as patch:
        patch.setattr(delivery.outbox if last == "leave" else delivery, last, killed)
        with pytest.raises(KeyboardInterrupt):
            deliver_all(now)
    deliver_all(now)
    assert Message.objects.filter(key="notice taken").count() == 1
    assert Message.objects.filter(key="notice assigned").count() == 2
    assert CaseEvent.objects.filter(case=case, kind="delivered").count() == 1
    assert Outbox.objects.count() == 0
    assert list(verify(world.company, now)) == []


def killed(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


@pytest.mark.django_db
def test_an_event_that_cannot_be_told_waits_longer_each_time_and_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world = company()
    bad, good = taken(world), taken(world)
    read = delivery.read

    def spoilt(caller: Any, case: Case, *rest: Any) -> Any:
        if case.id == bad.id:
            raise ZeroDivisionError
        return read(caller, case, *rest)

    monkeypatch.setattr(delivery, "read", spoilt)
    deliver_all(NINE)
    assert len(for_customer(good)) == 1
    waiting = Outbox.objects.filter(event__case=bad)
    assert {row.again_at for row in waiting} == {NINE + timedelta(minutes=1)}
    deliver_all(NINE + timedelta(minutes=2))
    assert {row.again_at for row in waiting.all()} == {NINE + timedelta(minutes=4)}
    assert {vars(record)["case"] for record in caplog.records} == {bad.id}
    monkeypatch.undo()
    deliver_all(NINE + HOUR / 2)
    assert len(for_customer(bad)) == 1


@pytest.mark.django_db
def test_a_person_sees_the_own_messages_and_reads_them() -> None:
    world = company()
    assigned(world, taken(world))
    deliver_all(NINE)
    expert, clerk = world.caller("专家乙", NINE), world.caller("小王", NINE)
    assert (unread(expert), unread(clerk)) == (1, 0)
    (message,) = inbox(expert).messages
    assert message.text == "2026-001 交给您"
    assert read_all(clerk) == 0
    assert read_all(expert) == 1
    assert unread(expert) == 0


@pytest.mark.django_db
def test_a_long_list_of_messages_goes_page_by_page_both_ways() -> None:
    world = company()
    for _ in range(7):
        assigned(world, taken(world))
    deliver_all(NINE)
    expert = world.caller("专家乙", NINE)
    first = inbox(expert, size=3)
    second = inbox(expert, before=first.older, size=3)
    third = inbox(expert, before=second.older, size=3)
    assert [len(page.messages) for page in (first, second, third)] == [3, 3, 1]
    assert (first.newer, third.older) == ("", "")
    back = inbox(expert, after=second.newer, size=3)
    assert [m.id for m in back.messages] == [m.id for m in first.messages]
