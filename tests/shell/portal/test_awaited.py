"""What a customer's page waits for: an answer only when there is something to answer to."""

import re
from typing import Any

import pytest

from huiyin.cases.caller import customer
from huiyin.cases.codes import code_of, hash_of
from huiyin.cases.commands.acting import Doing, act, open_case
from huiyin.clock import now
from huiyin.people.ids import new_id
from huiyin.policy.load import parse
from tests.shell.cases.world import build
from tests.shell.portal.phone import Phone

PACK = """
pack: asks
version: '2026.1'
title: 问意见
counting: {day: {day_zero: excluded, end: midnight}}
roles: {clerk: 办事员}
clauses: {r1: {cite: 第一条, text: 办理中随时可以提意见。}}
procedures:
  job:
    label: 投诉
    main: true
    stages: [办理, 办结]
    steps:
      open: {label: 投诉, by: customer, to: 办理, status: 收到了, form: {what: {label: 怎么回事, type: longtext}}}
      tell: {label: 说明, by: clerk, in: [办理], may: true, form: {said: {label: 说明, type: longtext, told: true}}}
      opinion:
        label: 对办理的意见
        verb: 意见
        by: customer
        in: [办理]
        may: true
        outcomes: {没有意见: {}, 不满意: {asks: [why]}}
        form: {why: {label: 您的意见, type: longtext}}
      finish: {label: 办完, by: clerk, in: [办理], to: 办结}
"""
UNITS: dict[str, Any] = {"总部": {}}
PEOPLE: dict[str, Any] = {"小办": {"unit": "总部", "roles": ["clerk"]}}


@pytest.mark.django_db
def test_who_was_told_nothing_is_not_waited_for_and_may_still_say_something() -> None:
    world = build(parse({"pack.yaml": PACK}), UNITS, PEOPLE)
    code = code_of(new_id())
    case = open_case(
        customer(world.company, now(), "zh-hans"),
        "job",
        [Doing(step="open", form={"what": "漏水"})],
        command=new_id(),
        query_hash=hash_of(world.company.id, code),
        unit=world.units["总部"],
    )
    phone = Phone(world)
    page = phone.get(f"{phone.root}q/{code}/")
    assert "等您回复" not in page.words
    assert re.search(r'href="[^"]+\?do=opinion#answer"', page.text)
    act(world.caller("小办", now()), case.id, [Doing(step="tell", form={"said": "明天来修"})])
    page = phone.get(f"{phone.root}q/{code}/")
    assert "等您回复" in page.words
    assert "明天来修" in page.words
