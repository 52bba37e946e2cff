"""How often and how far a limit may be extended, and who approves by length."""

import pytest

from tests.core.obligations.one_case import Case

PACK = """
pack: longer
version: '2026.1'
title: longer
counting: {workday: {day_zero: excluded, end: midnight}}
roles: {clerk: 经办, head: {label: 负责人}, chief: {label: 总经理}}
clauses: {r1: {cite: r1, text: 一}}
procedures:
  job:
    label: 事项
    stages: [办理, 办结]
    steps:
      open: {label: 立项, by: clerk, to: 办理}
      ask: {label: 申请延期, by: clerk, in: [办理], form: {until: {label: 新时限, type: moment, clause: r1}}}
      finish: {label: 办完, by: clerk, in: [办理], to: 办结}
    measures:
      days: {kind: days_past, of: ask.until, against: finish}
    approvals:
      longer:
        label: 延期审批
        of: ask
        signers:
          - {by: head, clause: r1}
          - {by: chief, when: [{measure: days, over: '5'}], clause: r1}
    duties:
      finish:
        label: 三个工作日办完
        clause: r1
        after: open
        due: {within: 3 workdays}
        done_by: finish
        extension: {ask: ask, grant: approved longer, new: ask.until, most: 7 workdays, times: '2', clause: r1}
"""
PEOPLE = {"甲": {"roles": ["clerk"]}, "乙": {"roles": ["head"]}, "丙": {"roles": ["chief"]}}


def job() -> Case:
    case = Case(PACK, PEOPLE)
    case.do("2026-03-02T09:00", "open")
    return case


def test_a_limit_is_extended_no_further_than_the_pack_says_at_one_time() -> None:
    case = job()
    assert case.do("2026-03-03T09:00", "ask", until="2026-03-16T23:59:59") == []
    case.withdraw("2026-03-03T09:00:30", "longer", "甲")
    (refused,) = case.do("2026-03-03T09:01", "ask", until="2026-03-17T00:00:01")
    assert refused == "[r1] “三个工作日办完”一次延期不能晚于 2026-03-16 23:59"


def test_a_limit_is_extended_no_more_often_than_the_pack_says() -> None:
    case = job()
    for day, until in (("03", "06"), ("04", "09")):
        assert case.do(f"2026-03-{day}T09:00", "ask", until=f"2026-03-{until}T18:00") == []
        assert case.sign(f"2026-03-{day}T10:00", "longer", "乙") == []
    assert case.do("2026-03-05T09:00", "ask", until="2026-03-10T18:00") == [
        "[r1] “三个工作日办完”已延期 2 次，最多 2 次"
    ]


def test_the_old_limit_stays_readable_beside_the_new_one() -> None:
    case = job()
    before = case.instance("finish").limit.moment
    case.do("2026-03-03T09:00", "ask", until="2026-03-06T18:00")
    assert case.instance("finish").limit.moment == before
    case.sign("2026-03-03T10:00", "longer", "乙")
    instance = case.instance("finish")
    assert instance.limit.moment == case.at("2026-03-06T18:00")
    assert before is not None
    assert instance.notes == [("extended", before.isoformat())]


def test_a_long_extension_takes_one_signature_more_than_a_short_one() -> None:
    short, long = job(), job()
    short.do("2026-03-03T09:00", "ask", until="2026-03-10T18:00")
    short.sign("2026-03-03T10:00", "longer", "乙")
    assert short.state.approvals["longer"].status == "approved"
    long.do("2026-03-03T09:00", "ask", until="2026-03-11T18:00")
    long.sign("2026-03-03T10:00", "longer", "乙")
    assert long.state.approvals["longer"].status == "open"
    assert long.sign("2026-03-03T11:00", "longer", "丙") == []
    assert long.state.approvals["longer"].status == "approved"


def test_nothing_more_is_asked_while_a_request_waits_for_its_signatures() -> None:
    case = job()
    assert case.do("2026-03-03T09:00", "ask", until="2026-03-06T18:00") == []
    assert case.do("2026-03-03T10:00", "ask", until="2026-03-09T18:00") == [
        "[r1] “延期审批”还有一次申请在等签，要改请先撤回"
    ]
    case.withdraw("2026-03-03T11:00", "longer", "甲")
    assert case.do("2026-03-03T12:00", "ask", until="2026-03-09T18:00") == []


def test_what_must_be_asked_ahead_is_not_asked_after_the_limit() -> None:
    pack = PACK.replace("most: 7 workdays", "most: 7 workdays, ask_before: 1 workday")
    for moment, why in (
        ("2026-03-05T23:59:59", []),
        (
            "2026-03-06T00:00:00",
            ["[r1] “三个工作日办完”的时限 2026-03-05 23:59 已过，延期须在到期前申请"],
        ),
    ):
        case = Case(pack, PEOPLE)
        case.do("2026-03-02T09:00", "open")
        assert case.do(moment, "ask", until="2026-03-09T18:00") == why


@pytest.mark.parametrize("end", ["refuse", "withdraw"])
def test_a_request_that_came_to_nothing_is_not_counted_as_an_extension(end: str) -> None:
    counted = PACK.replace(
        "measures:", "measures:\n      asked: {kind: count, of: ask, unless: longer}"
    ).replace("{measure: days, over: '5'}", "{measure: asked, at_least: '2'}")
    case = Case(counted, PEOPLE)
    case.do("2026-03-02T09:00", "open")
    case.do("2026-03-03T09:00", "ask", until="2026-03-06T18:00")
    if end == "refuse":
        case.sign("2026-03-03T10:00", "longer", "乙", decision="refuse")
    else:
        case.withdraw("2026-03-03T10:00", "longer", "甲")
    case.do("2026-03-03T11:00", "ask", until="2026-03-06T18:00")
    case.sign("2026-03-03T12:00", "longer", "乙")
    assert case.state.approvals["longer"].status == "approved"
    case.do("2026-03-04T11:00", "ask", until="2026-03-09T18:00")
    case.sign("2026-03-04T12:00", "longer", "乙")
    assert case.state.approvals["longer"].status == "open", "the second one takes the chief, too"
