"""The regulation's pages say what it rests on, what people judge, what the product holds, what breaks off."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.shell.policies.house import PACK, open_house
from tests.shell.policies.test_pages import TODAY, browser, text_of, url

pytestmark = pytest.mark.django_db
RESTING = (
    PACK.replace("text: 大额赔偿由公司规定起点。", "cut: true, text: 大额赔偿由公司规定起点。")
    + """
basis: {label: 依据, laws: [民法典], clause: a2}
company_kind: 小店
judgements: {large: {label: 多少算大额, clause: a3, why: 看情节, stands: [complaint.take, take.amount]}}
platform: {chain: {label: 记录不改, clause: a1, guarantee: append_only_log}}
"""
)


def test_the_pages_say_on_what_a_regulation_and_its_clauses_rest(
    on: Callable[[str], Any],
) -> None:
    world = open_house(RESTING)
    with on(TODAY):
        client = browser(world, "老板")
        front, first, third = (
            text_of(client.get(url(rest))) for rest in ("", "clauses/a1/", "clauses/a3/")
        )
    assert "适用于：小店 · 依据：民法典 · 最近复核：2026-01-01" in front
    assert "由系统保证：案件记录只增不改不删" in first
    assert "由人判断：看情节。以这些记录为凭：登记、金额。" in third
    assert "原文在这一条中断" in third
    assert "原文在这一条中断" not in first
