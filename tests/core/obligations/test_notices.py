"""Who is told what: by the pack's notices, by reminders, by breaches."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from huiyin.eventlog.envelope import Actor, Event
from huiyin.obligations.fold import Fold
from huiyin.obligations.model import Bearer
from huiyin.obligations.notices import Telling, called, keys_of
from huiyin.obligations.rules import Rules
from huiyin.policy.load import parse

PACK = """
pack: told
version: '2026.1'
title: 告知
counting: {hour: {day_zero: excluded, end: midnight}}
roles:
  clerk: {label: 办事员, scope: unit}
  head: {label: 负责人, scope: unit, head: true}
  expert: 专家
  boss: {label: 总经理, head: true}
clauses: {r1: {cite: r1, text: 一}}
procedures:
  complaint:
    label: 投诉
    main: true
    stages: [登记, 办理, 完成]
    recuse: [take.about]
    steps:
      take:
        label: 登记
        by: clerk
        to: 登记
        form: {about: {label: 涉及, type: people}, kind: {label: 类别, of: [急, 缓]}}
      assign: {label: 交办, by: clerk, in: [登记], to: 办理, form: {to: {label: 接收人, type: person}}}
      plan: {label: 方案, by: expert, in: [办理]}
      finish: {label: 办完, by: expert, in: [办理], outcomes: {成功: {to: 完成}, 失败: {}}}
    approvals:
      plan: {label: 方案审批, of: plan, signers: [{by: head}, {by: boss}]}
    duties:
      work: {label: 办, clause: r1, after: assign, bearer: {person: assign.to}, due: {no_limit: true}, done_by: finish}
      look: {label: 查看, clause: r1, after: take, bearer: clerk, due: {within: 1 hours}, done_by: assign}
  audit:
    label: 检查
    stages: [检查, 完成]
    steps:
      take: {label: 取样, by: expert, to: 检查}
      finish: {label: 查完, by: expert, in: [检查], to: 完成}
notices:
  taken: {label: 已登记, clause: r1, after: take, to: customer, text: 已登记}
  urgent: {label: 急件, clause: r1, after: take, to: [head], when: [{field: take.kind, is: 急}], text: 急}
  assigned: {label: 交办, clause: r1, after: stage 办理, to: expert, text: 交办}
  failed: {label: 没有办成, clause: r1, after: 'finish:失败', to: superior, text: 没有办成}
  agreed: {label: 方案已批, clause: r1, after: approved plan, to: expert, text: 已批}
  checked: {label: 查完了, clause: r1, after: audit.finish, to: boss, text: 查完}
"""

RULES = Rules(parse({"pack.yaml": PACK}).pack)
NINE = datetime(2026, 3, 18, 1, 0, tzinfo=UTC)


class Office:
    """总部之下一个门店：店长、两名办事员、两位专家；小李外出时由小王代理。"""

    above = {"门店": "总部"}
    posts = {
        "总经理": ("总部", ("boss",)),
        "店长": ("门店", ("head",)),
        "小王": ("门店", ("clerk",)),
        "小李": ("门店", ("clerk",)),
        "专家甲": ("总部", ("expert",)),
        "专家乙": ("总部", ("expert",)),
    }
    led = {"总部": ["总经理"], "门店": ["店长"]}
    away: dict[str, str] = {}

    def holders(self, role: str, unit: str | None = None) -> list[str]:
        return [n for n, (u, roles) in self.posts.items() if role in roles and unit in (None, u)]

    def heads(self, unit: str) -> list[str]:
        return self.led.get(unit, [])

    def parent(self, unit: str) -> str | None:
        return self.above.get(unit)

    def units(self, person: str) -> list[str]:
        return [self.posts[person][0]] if person in self.posts else []

    def deputy(self, person: str, at: datetime) -> str | None:
        return self.away.get(person)

    def name(self, person: str) -> str:
        return person

    def credentials(self, person: str, at: datetime) -> frozenset[str]:
        return frozenset()


def acted(seq: int, named: str, who: str, kind: str = "acted", /, **data: Any) -> Event:
    return Event(
        case="1",
        seq=seq,
        kind=kind,
        at=NINE.replace(minute=seq),
        recorded=NINE.replace(minute=seq),
        command=str(seq),
        actor=Actor(person=who, unit="门店", roles=()),
        data=({"step": named} if named else {}) | data,
    )


def opened(procedure: str = "complaint") -> Event:
    data = {"procedure": procedure, "pack": "told", "version": "2026.1"}
    return replace(acted(1, "", "小王", "opened", **data), command="first")


def story(*events: Event, procedure: str = "complaint") -> Fold:
    return Fold(RULES).run([opened(procedure), *events])


def telling(fold: Fold, office: Office | None = None) -> Telling:
    return Telling(RULES, fold.state, office or Office(), NINE.replace(minute=30))


TAKEN = acted(2, "take", "小王", form={"kind": "缓", "about": ["小李"]})
ASSIGNED = acted(3, "assign", "小王", form={"to": "专家乙"})


def test_an_act_sets_off_its_step_its_outcome_and_the_stage_it_enters() -> None:
    done = acted(4, "finish", "专家乙", outcome="成功")
    fold = story(TAKEN, ASSIGNED, done)
    assert keys_of(fold.state, done) == ("finish", "finish:成功", "stage 完成")


@pytest.mark.parametrize(("kind", "names"), [("急", ("taken", "urgent")), ("缓", ("taken",))])
def test_a_notice_is_called_for_when_its_condition_holds(kind: str, names: tuple[str, ...]) -> None:
    event = acted(2, "take", "小王", form={"kind": kind})
    assert called(RULES, story(event).state, event) == names


def test_a_trigger_without_procedure_means_the_main_one_where_both_know_it() -> None:
    event = acted(2, "take", "专家甲")
    assert called(RULES, story(event, procedure="audit").state, event) == ()
    done = acted(3, "finish", "专家甲")
    assert called(RULES, story(event, done, procedure="audit").state, done) == ("checked",)


def test_only_the_last_signature_settles_an_approval() -> None:
    plan = acted(4, "plan", "专家乙")
    first = acted(5, "", "店长", "signed", approval="plan", decision="approve", of=4)
    last = acted(6, "", "总经理", "signed", approval="plan", decision="approve", of=4)
    assert called(RULES, story(TAKEN, ASSIGNED, plan, first).state, first) == ()
    fold = story(TAKEN, ASSIGNED, plan, first, last)
    assert called(RULES, fold.state, last) == ("agreed",)


def test_a_notice_to_a_role_goes_to_whom_the_event_charged_not_to_all_who_hold_it() -> None:
    fold = story(TAKEN, ASSIGNED)
    notice = RULES.pack.notices["assigned"]
    assert telling(fold).recipients(notice, ASSIGNED) == ("专家乙",)


def test_a_notice_to_a_role_that_nobody_was_charged_of_goes_to_all_who_hold_it() -> None:
    fold = story(TAKEN, ASSIGNED)
    assert telling(fold).of_roles(["expert"]) == ("专家甲", "专家乙")


def test_of_a_role_those_are_told_who_work_on_the_case_already() -> None:
    fold = story(TAKEN, ASSIGNED, acted(4, "plan", "专家乙"))
    found = telling(fold)
    assert found.working(found.of_roles(["expert"])) == ("专家乙",)
    assert found.working(("专家甲", "专家丙")) == ("专家甲", "专家丙")


def test_whom_the_case_is_about_is_not_told_and_the_absent_ones_deputy_is() -> None:
    fold = story(TAKEN)
    look = next(i for i in fold.state.instances.values() if i.duty == "look")
    assert telling(fold).bearers(look) == ("小王",)
    office = Office()
    office.away = {"小王": "专家甲"}
    assert telling(fold, office).bearers(look) == ("专家甲",)


def test_the_superior_is_the_head_of_the_unit_and_of_a_head_the_head_above() -> None:
    found = telling(story(TAKEN))
    assert found.superiors(["小王"]) == ("店长",)
    assert found.superiors(["店长"]) == ("总经理",)
    assert found.superiors(["小王", "店长"]) == ("店长",)
    assert found.superiors([], "门店") == ("店长",)


def test_a_vacant_head_is_passed_over_to_the_next_above() -> None:
    office = Office()
    office.led = {"总部": ["总经理"]}
    assert telling(story(TAKEN), office).superiors(["小王"]) == ("总经理",)


def test_a_duty_of_a_post_in_a_unit_where_all_are_barred_falls_to_the_head() -> None:
    event = acted(2, "take", "店长", form={"about": ["小王", "小李"]})
    fold = story(event)
    look = next(i for i in fold.state.instances.values() if i.duty == "look")
    assert look.bearer == Bearer(roles=("clerk",), unit="门店")
    assert telling(fold).bearers(look) == ("店长",)


def test_the_customer_is_told_only_of_cases_that_have_one() -> None:
    notice = RULES.pack.notices["taken"]
    assert telling(story(TAKEN)).recipients(notice, TAKEN) == ("customer",)
    event = acted(2, "take", "专家甲")
    fold = story(event, procedure="audit")
    assert telling(fold).recipients(notice, event) == ()
