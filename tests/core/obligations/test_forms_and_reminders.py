"""What a form is refused for, at each bound; and when a reminder is due."""

import pytest

from huiyin.eventlog.kinds import Kind
from tests.core.obligations.one_case import Case

PACK = """
pack: small
version: "2026.1"
title: 小
counting: {day: {day_zero: excluded, end: midnight}, workday: {day_zero: excluded, end: midnight}}
roles: {clerk: 经办}
parameters:
  least: {label: 至少, unit: yuan, values: {2026-01-01: 10}}
  share: {label: 几成, unit: percent, values: {}}
  ahead: {label: 提前, unit: hour, values: {2026-01-01: 3}}
levels:
  重: {any: [伤人, 上报纸]}
  中: {all: [两人, 金额大]}
  轻: {}
categories:
  产品: {label: 产品, causes: [坏了, 过期], route: [生产部], clause: k1}
  服务: {label: 服务, causes: [态度, 太慢]}
procedures:
  matter:
    label: 事项
    stages: [办, 完]
    steps:
      take:
        label: 收
        by: clerk
        to: 办
        form:
          word:   {label: 字, clause: f1, max: 5, avoid_words: [大概]}
          mark:   {label: 名, clause: f2, allowed: [张, 王], or_mark: [不详], required: true}
          need:   {label: 若, clause: f3, required_if: [{field: n, over: 3}]}
          n:      {label: 数, type: number, clause: f4, min: 2, max: 9, not_below_last: true, excused_by: why}
          why:    {label: 因, clause: f5}
          paid:   {label: 钱, type: money, clause: f6, min: least}
          agree:  {label: 同, of: [是, 否], clause: f7, agrees_with: choice, excused_by: why}
          choice: {label: 选, of: [是, 否], clause: f8}
          several: {label: 多, type: multi, of: [甲, 乙, 丙], min: 2, clause: f9}
          happened: {label: 发生, type: moment, not_future: true, clause: g1}
          day:    {label: 日, type: date, not_future: true, clause: g2}
          until:  {label: 到, type: moment, not_before: happened, clause: g3}
          from_now: {label: 起, type: moment, not_before: now, clause: g4}
          before: {label: 前, type: moment, not_after: until, clause: g5}
          rows:   {label: 表, type: table, min: 2, rows_equal: n, distinct: no, clause: h1, columns: {no: {label: 号, required: true, of: [一, 二, 三]}, due: {label: 日, type: date, not_future: true}}}
          signs:  {label: 情形, type: multi, of: criteria}
          level:  {label: 级, of: levels, level_of: signs, clause: h2}
          kind:   {label: 类, of: categories}
          cause:  {label: 因由, of: causes, cause_of: kind, clause: h3}
          unit:   {label: 部, of: [生产部, 客服部], routed_by: kind, clause: h4}
          story:  {label: 经过, type: longtext}
      limit: {label: 限, by: clerk, form: {cap: {label: 上限, type: moment, capped_by: later, clause: i1}, new: {label: 新, type: moment, beyond: plain, clause: i2}}}
      start: {label: 起头, by: clerk}
      done:  {label: 完, by: clerk}
    duties:
      plain: {label: 办理, after: take, due: {within: 2 days}, done_by: done, remind: [50% of term, 6 hours before]}
      later: {label: 以后, after: start, due: {within: 1 day}, done_by: done}
      given: {label: 照填, after: limit, due: {at: limit.new}, done_by: done, remind: [75% of term, ahead before, 1 day before]}
      asked: {label: 待定几成, after: take, due: {within: 4 days}, done_by: done, remind: share% of term}
"""  # noqa: E501
PEOPLE = {"甲": {"unit": "部", "roles": ["clerk"]}}
NOW = "2026-03-02T09:00"


def refused(**form: object) -> list[str]:
    return Case(PACK, PEOPLE).do(NOW, "take", **{"mark": "张", **form})


ACCEPTED: list[dict[str, object]] = [
    {"word": "五个字以内"},
    {"mark": "不详"},
    {"n": "3"},
    {"n": "4", "need": "x"},
    {"n": "2"},
    {"n": "9", "need": "x"},
    {"paid": "10"},
    {"agree": "是", "choice": "是"},
    {"agree": "是"},
    {"agree": "是", "choice": "否", "why": "x"},
    {"several": ["甲", "乙"]},
    {"happened": NOW},
    {"day": "2026-03-02"},
    {"happened": "2026-03-01T09:00", "until": "2026-03-01T09:00"},
    {"from_now": NOW},
    {"until": "2026-03-01T09:00", "before": "2026-03-01T09:00"},
    {"rows": [{"no": "一"}, {"no": "二"}], "n": "2"},
    {"signs": ["伤人"], "level": "重"},
    {"signs": ["两人", "金额大"], "level": "中"},
    {"signs": ["两人"], "level": "轻"},
    {"signs": ["两人", "金额大"], "level": "重"},
    {"kind": "产品", "cause": "坏了", "unit": "生产部"},
    {"kind": "服务", "unit": "生产部"},
    {"unit": "客服部"},
    {"story": "很" * 10_000},
]


@pytest.mark.parametrize("form", ACCEPTED, ids="+".join)
def test_a_form_is_accepted_at_its_bounds(form: dict[str, object]) -> None:
    assert refused(**form) == []


REFUSED: list[tuple[dict[str, object], str]] = [
    ({"word": "比五个字长"[:5] + "了"}, "[f1] “字”太长：6 字，最多 5 字"),
    ({"word": "大概"}, "[f1] “字”含模糊用词“大概”，请写清楚"),
    ({"mark": ""}, "[f2] “名”未填，或注明：不详"),
    ({"mark": "李"}, "[f2] “名”只能是：张、王；现为“李”"),
    ({"n": "4"}, "[f3] “若”未填"),
    ({"n": "1"}, "[f4] “数”少于2"),
    ({"n": "10", "need": "x"}, "[f4] “数”超过9"),
    ({"n": "多"}, "[f4] “数”须是数字；现为“多”"),
    ({"paid": "9.99"}, "[f6] “钱”少于10"),
    ({"agree": "是", "choice": "否"}, "[f7] “同”与“选”不一致"),
    ({"choice": "也许"}, "[f8] “选”只能是：是、否；现为“也许”"),
    ({"several": ["甲"]}, "[f9] “多”少于2项"),
    ({"several": ["甲", "丁"]}, "[f9] “多”只能是：甲、乙、丙；现为“丁”"),
    ({"happened": "2026-03-02T09:00:01"}, "[g1] “发生”在将来"),
    ({"happened": "昨天"}, "[g1] “发生”不是日期时间；请写成 2026-01-31 09:30"),
    ({"day": "2026-03-03"}, "[g2] “日”在将来"),
    ({"day": "三月"}, "[g2] “日”不是日期；请写成 2026-01-31"),
    ({"happened": "2026-03-01T09:00", "until": "2026-03-01T08:59"}, "[g3] “到”早于“发生”"),
    ({"from_now": "2026-03-02T08:59"}, "[g4] “起”早于“现在”"),
    ({"until": "2026-03-01T09:00", "before": "2026-03-01T09:01"}, "[g5] “前”晚于“到”"),
    ({"rows": [{"no": "一"}, {"no": "二"}], "n": "3"}, "[h1] “表”有2行，应与“数”（3）相同"),
    ({"rows": [{"no": "一"}]}, "[h1] “表”少于2项"),
    ({"rows": [{"no": "一"}, {"no": "一"}]}, "[h1] “表”里“号”重复：一"),
    ({"rows": [{"no": "一"}, {}]}, "[h1] 第2行：“号”未填"),
    ({"rows": [{"no": "一"}, {"no": "二", "due": "2026-03-03"}]}, "[h1] 第2行：“日”在将来"),
    ({"signs": ["伤人"], "level": "轻"}, "[h2] 按所选情形至少为“重”"),
    ({"signs": ["上报纸"], "level": "轻"}, "[h2] 按所选情形至少为“重”"),
    ({"signs": ["两人", "金额大"], "level": "轻"}, "[h2] 按所选情形至少为“中”"),
    ({"signs": ["两人"], "level": "中"}, "[h2] “中”须全部符合，尚缺：金额大"),
    ({"kind": "服务", "cause": "坏了"}, "[h3] “坏了”不属于“服务”，可选：态度、太慢"),
    ({"kind": "产品", "unit": "客服部"}, "[k1] “产品”只能分给：生产部；现为“客服部”"),
    ({"story": "很" * 10_001}, "“经过”太长：10001 字，最多 10000 字"),
    ({"why": "很" * 501}, "[f5] “因”太长：501 字，最多 500 字"),
    ({"nobody": "x"}, "表单没有“nobody”这一项"),
]


@pytest.mark.parametrize(
    ("form", "says"),
    REFUSED,
    ids=lambda part: part[:40] if isinstance(part, str) else "+".join(part),
)
def test_a_form_is_refused_past_its_bounds_with_the_clause(
    form: dict[str, object], says: str
) -> None:
    said = refused(**form)
    assert said == [says]


def test_a_figure_may_not_fall_below_the_last_one_unless_a_reason_is_given() -> None:
    again = PACK.replace("        label: 收\n", "        label: 收\n        in: [办]\n")
    case = Case(again, PEOPLE)
    assert case.do("2026-03-02T09:00", "take", mark="张", n="3") == []
    assert case.do("2026-03-02T10:00", "take", mark="张", n="2") == ["[f4] “数”不能低于上次的3"]
    assert case.do("2026-03-02T10:00", "take", mark="张", n="3") == []
    assert case.do("2026-03-02T11:00", "take", mark="张", n="2", why="算错了") == []


def test_a_moment_may_not_pass_the_limit_of_a_duty_that_is_owed_or_would_be_now() -> None:
    case = Case(PACK, PEOPLE)
    case.do(NOW, "take", mark="张")
    assert case.do("2026-03-02T10:00", "limit", cap="2026-03-03") == []
    said = case.do("2026-03-02T10:00", "limit", cap="2026-03-04T00:00")
    assert said == ["[i1] “上限”晚于“以后”的时限2026-03-03 23:59"]
    case.do("2026-03-03T09:00", "start")
    assert case.do("2026-03-03T10:00", "limit", cap="2026-03-04") == []


def test_a_new_limit_lies_beyond_the_present_one() -> None:
    case = Case(PACK, PEOPLE)
    case.do(NOW, "take", mark="张")
    said = case.do("2026-03-02T10:00", "limit", new="2026-03-04")
    assert said == ["[i2] “新”不晚于“办理”现有的时限2026-03-04 23:59"]
    assert case.do("2026-03-02T10:00", "limit", new="2026-03-05T00:00") == []


# -- reminders --


def reminders(case: Case, duty: str, moment: str) -> list[str]:
    due = [r for r in case.assessed(moment).reminders if r.duty == duty]
    return [f"{r.mark.partition(' 2026')[0]} {r.moment:%m-%d %H:%M}" for r in due]


def taken(**parameters: str) -> Case:
    case = Case(PACK, PEOPLE, **parameters)
    case.do(NOW, "take", mark="张")
    return case


def test_a_reminder_is_due_at_its_share_of_the_term_counted_in_days() -> None:
    case = taken()
    assert case.assessed("2026-03-02T10:00").next_due_at == case.at("2026-03-03T23:59:59.999999")
    assert reminders(case, "plain", "2026-03-03T12:00") == []
    assert reminders(case, "plain", "2026-03-04T00:00") == ["50% of term 03-03 23:59"]
    assert reminders(case, "plain", "2026-03-04T18:00") == [
        "50% of term 03-03 23:59",
        "6 hours before 03-04 17:59",
    ]


def test_a_reminder_that_was_sent_is_not_due_again() -> None:
    case = taken()
    case.begin("2026-03-04T08:00")
    case.draft.finish()
    assert [e.data["mark"][:11] for e in case.draft.events if e.kind == Kind.REMINDED] == [
        "50% of term"
    ]
    assert reminders(case, "plain", "2026-03-04T09:00") == []


def test_a_share_that_the_company_has_not_set_reminds_of_nothing() -> None:
    assert reminders(taken(), "asked", "2026-03-06T12:00") == []
    assert reminders(taken(share="25"), "asked", "2026-03-04T12:00") == [
        "share% of term 03-03 23:59"
    ]


def test_a_date_that_a_form_gives_is_shared_out_by_the_clock() -> None:
    case = taken()
    case.do("2026-03-02T10:00", "limit", new="2026-03-06T10:00")
    assert reminders(case, "given", "2026-03-05T10:00") == [
        "1 day before 03-05 00:00",
        "75% of term 03-05 10:00",
    ]
    assert "ahead before 03-06 07:00" in reminders(case, "given", "2026-03-06T07:00")


def test_a_reminder_before_the_limit_was_set_does_not_exist() -> None:
    case = taken()
    case.do("2026-03-05T12:00", "limit", new="2026-03-05T13:00")
    assert reminders(case, "given", "2026-03-05T12:59") == ["75% of term 03-05 12:45"]


def test_nothing_reminds_of_what_is_done() -> None:
    case = taken()
    case.do("2026-03-03T09:00", "done")
    assert case.assessed("2026-03-04T20:00").reminders == ()
    assert case.assessed("2026-03-04T20:00").next_due_at is None


def test_what_was_breached_is_unreceipted_until_it_has_its_receipt() -> None:
    case = taken()
    found = case.assessed("2026-03-06T09:00")
    assert [i.duty for i in found.unreceipted] == ["plain"]
    case.begin("2026-03-06T09:00")
    case.draft.finish()
    assert case.assessed("2026-03-06T10:00").unreceipted == ()
