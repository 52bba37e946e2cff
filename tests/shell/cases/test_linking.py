"""Like cases are found without reading texts; joining loses nothing and can be taken back."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from huiyin.cases import log, sealing
from huiyin.cases.commands import linking
from huiyin.cases.commands.linking import DISTINCT, Link
from huiyin.cases.commands.marking import correct
from huiyin.cases.likeness import Found, like_case
from huiyin.cases.models import Case, DutyRow
from huiyin.cases.work import Refused
from huiyin.channels.delivery import deliver
from huiyin.people.models import LikenessMark
from huiyin.people.vault import erase_subject
from tests.shell.cases.world import Player
from tests.shell.desk.office import Desk, open_desk

NOW = "2026-03-18T19:21"


@pytest.fixture
def desk(db: None) -> Desk:
    return open_desk()


def registered(desk: Desk, *, acts: int = 3, **said: Any) -> Case:
    """A complaint of a store, registered with other words than the first."""
    lines: list[Mapping[str, Any]] = []
    for line in desk.lines[:acts]:
        form = dict(line["with"])
        form |= {name: value for name, value in said.items() if name in form}
        lines.append({**line, "who": said.get("who", line["who"]), "with": form})
    return told(Player(desk.world, "complaint").play(lines))


def told(case: Case) -> Case:
    """The case, after delivery has walked what was done to it."""
    while deliver(case.changed_at):
        pass
    return case


def found(desk: Desk, name: str, case: Case) -> Found:
    case.refresh_from_db()
    return like_case(desk.world.caller(name, desk.at(NOW)), case, (), most=5)


def owed(case: Case) -> list[tuple[Any, ...]]:
    rows = DutyRow.objects.filter(case=case).order_by("instance")
    return list(rows.values_list("instance", "state", "due_at", "bearer_roles"))


def join(desk: Desk, part: Case, lead: Case, relation: str = "重复") -> None:
    caller = desk.world.caller("小李", desk.at(NOW))
    linking.relate(caller, part.id, Link(lead.id, relation), note="同一位顾客又打来")


def test_the_same_story_in_other_words_is_found_with_its_reasons(desk: Desk) -> None:
    first = desk.play("register")
    again = registered(
        desk,
        story="三号包间空调一直滴水，等了二十分钟也没有人来处理",
        name="王女士",
        phone="13900001111",
    )
    (one,) = found(desk, "小李", again).cases
    assert one.case.id == first.id
    assert one.text > 0.3
    assert one.unit
    assert not one.values - {"name"}
    assert "register.script" in one.facts


def test_another_story_in_the_same_store_is_not_held_against_it(desk: Desk) -> None:
    desk.play("register")
    other = registered(
        desk,
        brief="收费不符",
        story="结账时多收了两位顾客的茶位费，前台说系统就是这样",
        name="王女士",
        phone="13900001111",
        script="云使",
        about="顾客不清楚",
    )
    assert found(desk, "小李", other).cases == ()


def test_the_same_phone_is_the_same_customer_whatever_the_story(desk: Desk) -> None:
    first = desk.play("register")
    other = registered(desk, brief="收费", story="结账时多收了两位顾客的茶位费", script="云使")
    (one,) = found(desk, "小李", other).cases
    assert one.case.id == first.id
    assert "phone" in one.values


def test_who_may_not_see_a_case_learns_only_how_many_there_are(desk: Desk) -> None:
    desk.play("register")
    other = registered(desk, unit="静安店", who="静前台")
    assert [one.case.id for one in found(desk, "静前台", other).cases] == []
    assert found(desk, "静前台", other).hidden == 1
    assert found(desk, "客服小王", other).hidden == 0


def test_who_is_named_in_a_case_is_not_even_told_that_it_exists(desk: Desk) -> None:
    desk.play("register")
    other = registered(desk, about="顾客不清楚")
    assert found(desk, "DM小陈", other) == Found((), 0)


def test_old_cases_are_not_compared(desk: Desk) -> None:
    first = desk.play("register")
    again = registered(desk)
    LikenessMark.objects.filter(case_id=first.id).update(occurred=desk.at("2025-03-18T19:00"))
    assert found(desk, "小李", again).cases[0].text == 0.0


def test_the_number_of_queries_does_not_grow_with_what_is_found(
    desk: Desk, django_assert_num_queries: Callable[[int], Any]
) -> None:
    desk.play("register")
    again = registered(desk)
    for _ in range(6):
        registered(desk)
    caller = desk.world.caller("小李", desk.at(NOW))
    like_case(caller, again, (), most=5)
    with django_assert_num_queries(6):
        assert len(like_case(caller, again, (), most=5).cases) == 5


def test_marks_say_nothing_and_go_with_the_customer(desk: Desk) -> None:
    first = told(desk.play("register"))
    first.refresh_from_db()
    assert first.subject_id
    assert LikenessMark.objects.filter(case_id=first.id, kind="text").exists()
    erase_subject(first.subject_id, company=first.company_id, at=desk.at(NOW))
    assert not LikenessMark.objects.filter(case_id=first.id, kind="text").exists()


def test_marks_wait_for_delivery_and_are_made_again_when_words_change(desk: Desk) -> None:
    case = desk.play("register")
    marks = LikenessMark.objects.filter(case_id=case.id, kind="text")
    assert not marks.exists()
    told(case)
    before = set(marks.values_list("value", flat=True))
    assert before
    caller = desk.world.caller("小李", desk.at(NOW))
    told(correct(caller, case.id, "register.story", "结账时多收了两位顾客的茶位费", "听错了"))
    after = set(marks.values_list("value", flat=True))
    assert before - after
    assert after - before


def test_a_case_that_was_just_registered_is_compared_before_its_own_marks_are_made(
    desk: Desk,
) -> None:
    first = told(desk.play("register"))
    desk.player.case = None
    again = desk.play("register")
    assert not LikenessMark.objects.filter(case_id=again.id).exists()
    assert [one.case.id for one in found(desk, "小李", again).cases] == [first.id]


def test_an_erased_customer_leaves_no_marks_however_late_delivery_is(desk: Desk) -> None:
    case = desk.play("register")
    case.refresh_from_db()
    erase_subject(str(case.subject_id), company=case.company_id, at=desk.at(NOW))
    told(case)
    marks = LikenessMark.objects.filter(case_id=case.id)
    assert set(marks.values_list("kind", flat=True)) == {"fact"}


def test_a_rebuild_makes_the_same_marks(desk: Desk) -> None:
    first = told(desk.play("register"))
    before = set(LikenessMark.objects.filter(case_id=first.id).values_list("kind", "value"))
    sealing.rebuild(desk.world.company, desk.at(NOW))
    after = set(LikenessMark.objects.filter(case_id=first.id).values_list("kind", "value"))
    assert after == before


def test_joining_leaves_every_clock_and_paper_of_both(desk: Desk) -> None:
    lead, part = desk.play("register"), registered(desk)
    before = [owed(lead), owed(part), part.number]
    join(desk, part, lead)
    part.refresh_from_db()
    assert part.lead_id == lead.id
    assert [owed(lead), owed(part), part.number] == before
    assert [e.kind for e in (log.read(lead.id)[-1], log.read(part.id)[-1])] == ["linked", "linked"]
    assert "同一位顾客" not in str([e.data for e in log.read(part.id)])


def test_joining_is_taken_back_with_both_logs_saying_so(desk: Desk) -> None:
    lead, part = desk.play("register"), registered(desk)
    join(desk, part, lead)
    caller = desk.world.caller("徐店长", desk.at(NOW))
    linking.separate(caller, lead.id, part.id, "两位顾客，不是一件")
    part.refresh_from_db()
    assert part.lead_id is None
    join(desk, lead, part)
    lead.refresh_from_db()
    assert lead.lead_id == part.id
    assert not list(sealing.verify(desk.world.company, desk.at(NOW)))


@pytest.mark.parametrize("relation", ["重复", "关联"])
def test_there_are_no_chains(desk: Desk, relation: str) -> None:
    lead, part, third = desk.play("register"), registered(desk), registered(desk)
    join(desk, part, lead, relation)
    with pytest.raises(Refused, match="已经并入别的案件"):
        join(desk, third, part, relation)
    with pytest.raises(Refused, match="已有并入的案件"):
        join(desk, lead, third, relation)
    with pytest.raises(Refused, match="已经是"):
        join(desk, part, lead, relation)


def test_a_relation_that_the_regulation_does_not_have_is_refused(desk: Desk) -> None:
    lead, part = desk.play("register"), registered(desk)
    with pytest.raises(Refused, match="没有“并案”"):
        join(desk, part, lead, "并案")


def test_what_was_told_apart_is_remembered_until_somebody_relates_it(desk: Desk) -> None:
    first, again = desk.play("register"), registered(desk)
    caller = desk.world.caller("小李", desk.at(NOW))
    linking.relate(caller, again.id, Link(first.id, DISTINCT))
    assert log.read(first.id)[-1].data["relation"] == DISTINCT
    join(desk, again, first)
    assert [e.kind for e in log.read(again.id)[-2:]] == ["linked", "unlinked"]


def test_the_log_rebuilds_what_was_joined(desk: Desk) -> None:
    lead, part = desk.play("register"), registered(desk)
    join(desk, part, lead)
    part.refresh_from_db()
    part.lead = None
    part.save()
    assert [f.what for f in sealing.verify(desk.world.company, desk.at(NOW))] == ["case"]
    sealing.rebuild(desk.world.company, desk.at(NOW))
    part.refresh_from_db()
    assert part.lead_id == lead.id
