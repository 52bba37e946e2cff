"""A metric that could never say anything is refused, with the place and what to write."""

import pytest

from huiyin.policy.check import check
from huiyin.policy.load import PackRefused, parse

PACK = """
pack: bakery
version: '2026.1'
title: 面包店
counting: {hour: {day_zero: excluded, end: midnight}}
roles: {clerk: 店员}
clauses: {'1': {cite: 一, text: 一}}
parameters: {goal: {label: 目标, clause: '1', unit: percent, values: {2026-01-01: 90}}}
procedures:
  complaint:
    label: 投诉
    main: true
    clause: '1'
    stages: [办理, 完成]
    steps:
      take:
        label: 接收
        clause: '1'
        by: clerk
        to: 办理
        form:
          kind: {label: 类别, of: [茶, 水]}
          story: {label: 经过, type: longtext}
          score: {label: 分, type: number}
      answer: {label: 答复, clause: '1', by: clerk, in: [办理], outcomes: {好: {to: 完成}, 差: {}}}
    duties:
      answer: {label: 答复, clause: '1', after: take, due: {within: 2 hours}, done_by: answer}
metrics:
"""


def found(metric: str) -> list[str]:
    """What is said of the metric beside words without English."""
    pack = parse({"pack.yaml": f"{PACK}  it: {{label: 数, clause: '1', {metric}}}\n"})
    return [f.code for f in check(pack) if f.code.startswith("F")]


@pytest.mark.parametrize(
    "metric",
    [
        "kind: count, of: complaint, by: [unit, level, take.kind, month]",
        "kind: count, of: 'answer:好', by: [person, person_unit, answer.outcome]",
        "kind: on_time, of: answer, by: [quarter], target: goal, beside: previous",
        "kind: share, of: ['answer:好'], among: [好, 差], target: 95%",
        "kind: share, of: complaint, meets: [{field: take.kind, is: 茶}]",
        "kind: mean, of: complaint.take.score",
        "kind: duration, of: answer",
        "kind: repeat, of: complaint, by: [take.kind]",
        "kind: platform_age, of: backups, target: '7'",
    ],
)
def test_what_can_be_counted_is_accepted(metric: str) -> None:
    assert found(metric) == []


@pytest.mark.parametrize(
    ("metric", "code"),
    [
        ("kind: count, of: nothing", "F601"),
        ("kind: on_time, of: take", "F601"),
        ("kind: share, of: 'answer:没有'", "F601"),
        ("kind: mean, of: take", "F601"),
        ("kind: count, of: complaint, by: [person]", "F602"),
        ("kind: count, of: complaint, by: [take.nothing]", "F602"),
        ("kind: count, of: complaint, by: [take.story]", "F603"),
        ("kind: on_time, of: answer, target: soon", "F604"),
        ("kind: count, of: take, by: [unit, level, take.kind, person]", "F605"),
        ("kind: imported, of: take.score", "F606"),
        ("kind: share, of: complaint", "F606"),
        ("kind: repeat, of: complaint", "F606"),
        ("kind: mean, of: take.kind", "F607"),
    ],
)
def test_what_can_never_say_anything_is_refused(metric: str, code: str) -> None:
    assert found(metric) == [code]


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(PackRefused) as refused:
        found("kind: average, of: take.score")
    assert "on_time" in str([str(one) for one in refused.value.findings])
