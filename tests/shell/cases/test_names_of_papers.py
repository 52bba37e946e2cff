"""What a paper's number is made of: the pack's words, the count, and fields where they are filled in."""

from huiyin.cases.numbers import written
from huiyin.policy.across import Document
from huiyin.policy.load import parse

PACK = """
pack: named
version: '2026.1'
title: 编号
counting: {day: {day_zero: excluded, end: midnight}}
roles: {clerk: 办事员}
clauses: {r1: {cite: 第一条, text: 文件按日期、编号、事项命名。}}
documents: {file: {label: 编号, clause: r1, series: {per: [year], digits: 4}, name: [TS, day, n, accept.subject]}}
procedures:
  job:
    label: 投诉
    main: true
    stages: [办理, 办结]
    number: file
    steps:
      open: {label: 登记, by: clerk, to: 办理, issues: file}
      accept: {label: 受理, by: clerk, in: [办理], to: 办结, form: {subject: {label: 事项}}}
"""


def document() -> Document:
    return parse({"pack.yaml": PACK}).pack.documents["file"]


def test_what_nobody_filled_in_yet_leaves_no_trace_in_a_number() -> None:
    parts = {"day": "20261122", "year": "2026"}
    assert written(document(), 8, parts) == "TS-20261122-0008"
    assert written(document(), 8, {**parts, "accept.subject": "漏水"}) == "TS-20261122-0008-漏水"


def test_what_may_be_personal_never_stands_in_a_number() -> None:
    parts = {"day": "20261122", "accept.subject": {"ref": "01M80"}}
    assert written(document(), 8, parts) == "TS-20261122-0008"
