"""A change of the regulation is drafted, signed in order, and begins on a day to come."""

from datetime import date

import pytest

from huiyin.cases.models import DutyRow
from huiyin.cases.sealing import verify
from huiyin.policies.models import AppendOnly, Revision, RevisionEvent
from huiyin.policies.revising import (
    CannotRevise,
    Wanted,
    broken,
    change,
    discard,
    draft,
    faults,
    sign,
    submit,
    waiting_for,
    withdraw,
)
from tests.shell.policies.house import at, complain, fresh, next_version, office, open_house, revise

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)


def due(case_id: str) -> str:
    row = DutyRow.objects.get(case=case_id, duty="finish")
    assert row.due_at is not None
    return f"{row.due_at.astimezone(at('2026-01-01T00:00').tzinfo):%m-%d}"


def drafted(**values: str) -> tuple[object, Revision]:
    world = open_house()
    return world, draft(office(world, "主管", "2026-03-05T09:00"), Wanted(values, APRIL))


def why(refused: pytest.ExceptionInfo[CannotRevise]) -> str:
    return refused.value.why


def test_new_cases_follow_the_new_value_and_running_ones_keep_theirs() -> None:
    world = open_house()
    old = complain(world, "2026-03-10T10:00")
    row = revise(world, {"finish_days": "2"}, on="2026-04-01")
    assert row.state == "approved"
    before = complain(world, "2026-03-31T10:00")
    after = complain(world, "2026-04-01T10:00")
    assert (old.edition, before.edition, after.edition) == (1, 1, 2)
    assert (due(before.id), due(after.id)) == ("04-05", "04-03")


def test_a_running_case_keeps_its_values_for_terms_that_begin_later() -> None:
    world = open_house()
    old = complain(world, "2026-03-10T10:00")
    revise(world, {"finish_days": "2"}, on="2026-04-01")
    rules = fresh(world).caller("店员甲", at("2026-04-20T09:00")).book.of_edition(old.edition)
    assert rules.raw_parameter("finish_days", date(2026, 4, 20)) == "5"


def test_another_version_of_the_pack_begins_on_its_day() -> None:
    world = open_house()
    version = next_version("按期办结", "限期办结")
    revise(world, {}, on="2026-04-01", pack=version)
    book = fresh(world).caller("店员甲", at("2026-04-02T09:00")).book
    assert book.current(at("2026-03-31T23:59")).pack.version == "2026.1"
    assert book.current(at("2026-04-01T00:00")).pack.version == "2026.2"


@pytest.mark.parametrize(
    ("who", "right"), [("店员甲", False), ("审计", False), ("外人", False), ("主管", True)]
)
def test_only_who_the_regulation_names_may_draft(who: str, *, right: bool) -> None:
    world = open_house()
    if right:
        assert draft(office(world, who, "2026-03-05T09:00"), Wanted({"large": "9"})).state
        return
    with pytest.raises(CannotRevise):
        draft(office(world, who, "2026-03-05T09:00"), Wanted({"large": "9"}))


def test_the_signatures_come_in_the_order_of_the_regulation() -> None:
    world, row = drafted(finish_days="2")
    submit(office(world, "主管", "2026-03-05T10:00"), row, {})
    with pytest.raises(CannotRevise) as early:
        sign(office(world, "老板", "2026-03-05T11:00"), row, approve=True)
    assert why(early) == "right"
    assert waiting_for(office(world, "老板", "2026-03-05T11:00"), row) is None
    row = sign(office(world, "会签", "2026-03-05T11:00"), row, approve=True)
    assert waiting_for(office(world, "老板", "2026-03-05T11:00"), row) == "boss"
    assert sign(office(world, "老板", "2026-03-05T12:00"), row, approve=True).state == "approved"


def test_a_refusal_ends_it_and_says_why() -> None:
    world, row = drafted(finish_days="2")
    submit(office(world, "主管", "2026-03-05T10:00"), row, {})
    row = sign(office(world, "会签", "2026-03-05T11:00"), row, approve=False, note="做不到")
    assert row.state == "refused"
    with pytest.raises(CannotRevise):
        sign(office(world, "老板", "2026-03-05T12:00"), row, approve=True)


def test_nothing_begins_while_a_required_value_is_empty() -> None:
    world, row = drafted(finish_days="")
    assert faults(office(world, "主管", "2026-03-05T09:00"), row) == {"finish_days": ("empty", "")}
    with pytest.raises(CannotRevise) as refused:
        submit(office(world, "主管", "2026-03-05T10:00"), row, {})
    assert (why(refused), refused.value.details) == ("values", ("finish_days",))


@pytest.mark.parametrize(("value", "kind"), [("0", "min"), ("31", "max"), ("两天", "whole")])
def test_a_value_that_the_pack_does_not_allow_is_named(value: str, kind: str) -> None:
    world, row = drafted(finish_days=value)
    assert faults(office(world, "主管", "2026-03-05T09:00"), row)["finish_days"][0] == kind


def test_the_past_cannot_be_changed() -> None:
    world = open_house()
    row = draft(office(world, "主管", "2026-03-05T09:00"), Wanted({"large": "9"}, date(2026, 3, 5)))
    with pytest.raises(CannotRevise) as refused:
        submit(office(world, "主管", "2026-03-05T10:00"), row, {})
    assert why(refused) == "past"


def test_what_waited_too_long_for_its_signature_cannot_begin_in_the_past() -> None:
    world, row = drafted(finish_days="2")
    submit(office(world, "主管", "2026-03-05T10:00"), row, {})
    with pytest.raises(CannotRevise) as refused:
        sign(office(world, "会签", "2026-04-02T11:00"), row, approve=True)
    assert why(refused) == "past"
    row = withdraw(office(world, "主管", "2026-04-02T12:00"), row)
    wanted = Wanted({"finish_days": "2"}, date(2026, 5, 1))
    assert change(office(world, "主管", "2026-04-02T13:00"), row, wanted).state == "drafted"


def test_of_two_drafts_the_second_is_compared_anew_with_the_first() -> None:
    world, first = drafted(finish_days="2")
    second = draft(office(world, "主管", "2026-03-05T09:30"), Wanted({"large": "9"}, APRIL))
    submit(office(world, "主管", "2026-03-05T10:00"), first, {})
    sign(office(world, "会签", "2026-03-05T11:00"), first, approve=True)
    sign(office(world, "老板", "2026-03-05T12:00"), first, approve=True)
    with pytest.raises(CannotRevise) as refused:
        submit(office(world, "主管", "2026-03-05T13:00"), second, {})
    assert why(refused) == "base"


def test_a_draft_without_a_change_or_with_errors_is_not_handed_in() -> None:
    world, row = drafted(finish_days="5")
    with pytest.raises(CannotRevise) as nothing:
        submit(office(world, "主管", "2026-03-05T10:00"), row, {})
    assert why(nothing) == "nothing"
    row = change(office(world, "主管", "2026-03-05T10:00"), row, Wanted({"large": "9"}, APRIL))
    with pytest.raises(CannotRevise) as wrong:
        submit(office(world, "主管", "2026-03-05T11:00"), row, {"errors": 2})
    assert why(wrong) == "errors"


def test_what_happened_to_a_revision_stays_and_is_chained() -> None:
    world, row = drafted(finish_days="2")
    discard(office(world, "主管", "2026-03-05T10:00"), row)
    assert [event.kind for event in row.events.order_by("seq")] == ["drafted", "discarded"]
    assert broken(row) == []
    with pytest.raises(AppendOnly):
        RevisionEvent.objects.filter(revision=row).delete()
    with pytest.raises(AppendOnly):
        row.events.order_by("seq")[0].save()
    assert list(verify(world.company, at("2026-03-05T11:00"))) == []
    last = row.events.order_by("seq")[1]
    forged = {"kind": "signed", "at": last.at, "by": "", "body": last.body, "hash": last.hash}
    RevisionEvent.objects.create(revision=row, seq=3, previous=last.hash, **forged)
    faults = [(f.what, f.where) for f in verify(world.company, at("2026-03-05T11:00"))]
    assert faults == [("revision", f"{row.number}#3")]
