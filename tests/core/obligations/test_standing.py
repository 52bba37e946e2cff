"""What a person may do is told before the form is filled in; what the form must say comes after."""

from datetime import UTC, datetime

from huiyin.obligations.fold import Fold
from huiyin.obligations.may import Question
from huiyin.obligations.rules import Rules
from huiyin.obligations.scenarios import Cast, Directory
from huiyin.policy.load import parse

PACK = """
pack: stand
version: '2026.1'
title: t
counting: {}
roles: {clerk: 办事员}
procedures:
  matter:
    label: 事项
    stages: [开始, 结束]
    steps:
      open: {label: 立案, by: clerk, to: 开始}
      close:
        label: 结束
        by: clerk
        in: [开始]
        to: 结束
        form: {people: {label: 人数, type: number, required: true}}
        needs: [{field: people, over: '1', says: 人数须多于一人}]
"""


def test_a_gate_on_the_form_at_hand_does_not_hide_the_step() -> None:
    rules = Rules(parse({"pack.yaml": PACK}).pack)
    cast = Cast(units={"部": {}}, people={"甲": {"unit": "部", "roles": ["clerk"]}})
    fold = Fold(rules)
    fold.state.procedure, fold.state.stage = "matter", "开始"
    question = Question(rules, fold.state, Directory(cast), datetime(2026, 3, 2, 9, tzinfo=UTC))
    assert question.standing("close", "甲") == ()
