"""Whoever must sign has it among his duties and his messages, with or without a term."""

from collections.abc import Callable
from typing import Any

import pytest

from huiyin.cases.commands.acting import Doing, open_case, sign
from huiyin.cases.models import DutyRow
from huiyin.channels.delivery import deliver
from huiyin.channels.models import Message
from huiyin.policies.revising import Wanted, draft, submit
from huiyin.policies.revising import sign as sign_revision
from tests.shell.cases.world import World
from tests.shell.policies.house import PACK, at, caller, office, open_house
from tests.shell.policies.test_pages import TODAY, browser, text_of

pytestmark = pytest.mark.django_db
On = Callable[[str], Any]
SIGNED = PACK.replace(
    "    measures:",
    """    approvals:
      large:
        label: 大额赔偿审批
        clause: a3
        of: take
        signers: [{by: counsel}, {by: boss}]
    measures:""",
)
NINE = "2026-03-05T09:00"


def told(world: World, who: str) -> list[str]:
    while deliver(at("2026-03-05T20:00")):
        pass
    rows = Message.objects.filter(person=world.persons[who]).order_by("id")
    return [f"{row.title}：{row.text}" for row in rows]


def owing(world: World, case: str) -> tuple[str, str]:
    row = DutyRow.objects.get(case=case, kind="approval")
    return row.bearer_roles, row.state


def test_each_signer_in_turn_owes_it_and_is_told_once() -> None:
    world = open_house(SIGNED)
    doing = Doing(step="take", form={"amount": "900"})
    case = open_case(caller(world, "店员甲", NINE), "complaint", [doing])
    assert owing(world, case.id) == ("counsel", "pending")
    assert [text.partition("：")[0] for text in told(world, "会签")] == ["等您签署"]
    assert told(world, "老板") == []
    sign(caller(world, "会签", "2026-03-05T10:00"), case.id, "large", "approve")
    assert owing(world, case.id) == ("boss", "pending")
    assert len(told(world, "老板")) == len(told(world, "会签")) == 1
    sign(caller(world, "老板", "2026-03-05T11:00"), case.id, "large", "approve")
    assert owing(world, case.id) == ("boss", "done")


def test_the_signature_stands_among_the_duties_of_whose_turn_it_is(on: On) -> None:
    world = open_house(SIGNED)
    doing = Doing(step="take", form={"amount": "900"})
    open_case(caller(world, "店员甲", NINE), "complaint", [doing])
    with on("2026-03-05T09:30:00"):
        assert "大额赔偿审批" in text_of(browser(world, "会签").get("/c/small/"))
        assert "大额赔偿审批" not in text_of(browser(world, "老板").get("/c/small/"))


def test_a_revision_that_waits_is_a_duty_and_a_message_until_it_is_signed(on: On) -> None:
    world = open_house()
    wanted = Wanted({"finish_days": "7"}, at("2026-03-20T00:00").date(), reason="年度复审")
    row = draft(office(world, "主管", "2026-03-05T08:00"), wanted)
    submit(office(world, "主管", "2026-03-05T08:30"), row, {})
    with on(TODAY):
        counsel, boss = browser(world, "会签"), browser(world, "老板")
        for address in ("/c/small/", "/c/small/messages/"):
            assert "年度复审" in text_of(counsel.get(address)), address
            assert "年度复审" not in text_of(boss.get(address)), address
        sign_revision(office(world, "会签", "2026-03-05T09:00"), row, approve=True)
        for address in ("/c/small/", "/c/small/messages/"):
            assert "年度复审" not in text_of(counsel.get(address)), address
            assert "年度复审" in text_of(boss.get(address)), address
