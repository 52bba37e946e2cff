"""Who may do a step: posts in scope, separation, recusal, deputies, the next head above, channels."""

from tests.core.obligations.one_case import Case

PACK = """
pack: small
version: "2026.1"
title: 小
counting: {day: {day_zero: excluded, end: midnight}}
roles:
  clerk:   {label: 店员, scope: unit}
  boss:    {label: 店长, scope: unit}
  cashier: {label: 收银, scope: unit}
  legal:   法务
  keeper:  档案员
levels:
  重: {any: [大], determined_by: [boss], clause: l1}
  轻: {determined_by: [boss, clerk], clause: l2}
channels:
  到店: {label: 到店, receiver: clerk, clause: c1}
  来信: {label: 来信, receiver: legal, clause: c2}
  其他: {label: 其他}
procedures:
  matter:
    label: 事项
    stages: [办, 完]
    recuse: [take.about, take.others]
    recuse_clause: r1
    steps:
      take:   {label: 收, by: [clerk, legal], to: 办, sets_unit: shop, form: {shop: {label: 店, type: unit}, channel: {label: 渠道, of: channels}, about: {label: 涉及, type: person}, others: {label: 还涉及, type: people}}}
      verify: {label: 核, by: boss, not_by: [take], clause: s1}
      pay:    {label: 付, by: cashier, clause: s2}
      file:   {label: 存, by: keeper, clause: s3}
      swap:   {label: 换, by: {role: keeper, instead: legal}, clause: s4}
      defend: {label: 申辩, by: {person: take.about}, clause: s5}
      redo:   {label: 重做, by: {doer: verify}, clause: s6}
      grade:  {label: 定级, by: [boss, clerk], sets_level: level, form: {level: {label: 级, of: [重, 轻]}}}
      team:   {label: 组, by: boss, form: {member: {label: 组员, type: person, impartial: true}}}
      judge:  {label: 判, by: boss, once: true, outcomes: {真: {}, 假: {asks: [why, gone]}}, form: {why: {label: 理由, clause: f1}}, clause: s7}
"""  # noqa: E501
UNITS = {
    "东店": {"parent": "大区"},
    "西店": {"parent": "大区"},
    "大区": {"parent": "总部"},
    "总部": {},
}
PEOPLE = {
    "甲": {"unit": "东店", "roles": ["clerk"]},
    "店长": {"unit": "东店", "roles": ["boss", "clerk"], "head": True},
    "西店长": {"unit": "西店", "roles": ["boss"], "head": True},
    "大区长": {"unit": "大区", "roles": ["boss"], "head": True},
    "律师": {"unit": "总部", "roles": ["legal"]},
    "老板": {"unit": "总部", "roles": [], "head": True},
}


def taken(who: str = "甲", absent: dict[str, dict[str, str]] | None = None, **form: object) -> Case:
    case = Case(PACK, PEOPLE, units=UNITS, unit="东店", absent=absent)
    assert case.do("2026-03-02T09:00", "take", who, **form) == []
    return case


def refused(case: Case, step: str, who: str, **form: object) -> str:
    return "；".join(case.do("2026-03-02T10:00", step, who, **form))


def test_a_post_counts_in_the_unit_of_the_case_and_in_the_units_above_it() -> None:
    assert refused(taken(), "verify", "店长") == ""
    assert refused(taken(), "verify", "大区长") == ""
    assert refused(taken(), "verify", "西店长") == "[s1] 西店长无权“核”，须店长；可由：店长、大区长"
    assert refused(taken(), "verify", "律师") == "[s1] 律师无权“核”，须店长；可由：店长、大区长"


def test_the_unit_that_an_opening_form_names_decides_at_once() -> None:
    case = Case(PACK, PEOPLE, units=UNITS, unit="东店")
    said = case.do("2026-03-02T09:00", "take", "甲", shop="西店")
    assert said == ["甲无权“收”，须店员、法务；可由：律师"]


def test_who_did_a_step_leaves_the_other_to_somebody_else() -> None:
    case = taken("店长")
    assert refused(case, "verify", "店长") == "[s1] “核”应由他人办理，店长已办过“收”；可由：大区长"
    assert refused(case, "verify", "大区长") == ""


def test_where_exclusion_leaves_nobody_the_head_above_may() -> None:
    people = {name: entry for name, entry in PEOPLE.items() if name != "大区长"}
    case = Case(PACK, people, units=UNITS, unit="东店")
    case.do("2026-03-02T09:00", "take", "店长")
    assert "可由：老板" in refused(case, "verify", "店长")
    assert refused(case, "verify", "老板") == ""


def test_a_vacant_post_of_a_unit_falls_to_whoever_heads_it() -> None:
    assert refused(taken(), "pay", "甲") == "[s2] 甲无权“付”，须收银；可由：店长"
    assert refused(taken(), "pay", "店长") == ""
    assert "可由：大区长" in refused(taken(about="店长"), "pay", "甲")


def test_a_vacant_post_of_the_company_is_named_to_be_filled() -> None:
    assert refused(taken(), "file", "甲") == "[s3] 没有可以办理“存”的人，请补任：档案员"


def test_another_post_stands_in_where_the_pack_says_so() -> None:
    assert refused(taken(), "swap", "律师") == ""
    assert "可由：律师" in refused(taken(), "swap", "甲")


def test_whoever_the_case_is_about_stands_aside_except_in_his_own_matter() -> None:
    case = taken(about="店长", others=["大区长"])
    assert "[r1] 店长被投诉，应当回避" in refused(case, "verify", "店长")
    assert "[r1] 大区长被投诉，应当回避" in refused(case, "verify", "大区长")
    assert "可由：老板" in refused(case, "verify", "店长")
    assert refused(case, "defend", "店长") == ""
    assert refused(case, "defend", "甲") == "[s5] 甲无权“申辩”，须本人；可由：店长"


def test_nobody_named_in_the_case_is_given_a_part_in_it() -> None:
    case = taken(about="律师")
    assert refused(case, "team", "店长", member="律师") == "[r1] “组员”不能是被投诉的律师"
    assert refused(case, "team", "店长", member="甲") == ""


def test_only_who_did_a_step_may_do_it_again_where_that_is_asked() -> None:
    case = taken()
    assert refused(case, "redo", "店长") == "[s6] 没有可以办理“重做”的人，请补任：原办理人"
    case.do("2026-03-02T10:00", "verify", "大区长")
    assert refused(case, "redo", "大区长") == ""
    assert "可由：大区长" in refused(case, "redo", "店长")


def test_a_deputy_acts_for_the_absent_and_nobody_for_the_excluded() -> None:
    away = {"店长": {"from": "2026-03-01", "to": "2026-03-31", "deputy": "甲"}}
    case = taken("律师", absent=away, shop="东店")
    assert refused(case, "verify", "甲") == ""
    assert "可由：甲、大区长" in refused(case, "verify", "店长")
    own = taken("甲", absent=away)
    assert refused(own, "verify", "甲") == "[s1] “核”应由他人办理，甲已办过“收”；可由：大区长"


def test_a_channel_is_received_by_the_posts_that_the_pack_names() -> None:
    case = Case(PACK, PEOPLE, units=UNITS, unit="东店")
    assert case.do("2026-03-02T09:00", "take", "甲", channel="来信") == [
        "[c2] 渠道“来信”由法务接收；可由：律师"
    ]
    assert case.do("2026-03-02T09:00", "take", "律师", channel="来信") == []
    open_to_all = Case(PACK, PEOPLE, units=UNITS, unit="东店")
    assert open_to_all.do("2026-03-02T09:00", "take", "甲", channel="其他") == []
    own = Case(PACK, PEOPLE, units=UNITS, unit="东店")
    assert own.do("2026-03-02T09:00", "take", "甲", channel="到店") == []


def test_raising_and_lowering_a_level_take_the_posts_of_the_graver_one() -> None:
    case = taken()
    assert refused(case, "grade", "甲", level="轻") == ""
    assert (
        refused(case, "grade", "甲", level="重")
        == "[l1] “重”须由店长认定；可由：店长、西店长、大区长"
    )
    assert refused(case, "grade", "店长", level="重") == ""
    assert (
        refused(case, "grade", "甲", level="轻")
        == "[l1] 降低“重”须由店长认定；可由：店长、西店长、大区长"
    )
    assert "降低" not in refused(case, "grade", "甲", level="重"), "the same level is not lowered"
    assert refused(case, "grade", "店长", level="轻") == ""


def test_a_step_that_counts_once_is_not_done_twice_and_its_outcome_is_one_of_the_listed() -> None:
    case = taken()
    assert refused(case, "judge", "店长") == "[s7] “判”须写明结果：真、假"
    said = refused(case, "judge", "店长", outcome="假")
    assert "[f1] “理由”未填" in said
    assert "[s7] “gone”未填" in said
    assert refused(case, "judge", "店长", outcome="真") == ""
    assert refused(case, "judge", "店长", outcome="真") == "[s7] “判”本轮已经办过"


def test_a_case_begins_with_its_first_step_and_begins_once() -> None:
    case = Case(PACK, PEOPLE, units=UNITS, unit="东店")
    assert case.do("2026-03-02T09:00", "verify", "店长") == ["案件还没有开始，先“收”"]
    case.do("2026-03-02T09:00", "take", "甲")
    assert case.do("2026-03-02T09:00", "take", "甲") == ["案件已经开始，不能再“收”"]
    assert case.do("2026-03-02T09:00", "没有的", "甲") == ["制度里没有“没有的”这一环节"]
