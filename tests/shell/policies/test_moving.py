"""Running cases go over to another edition by one decision, each with its own event, none lost."""

import pytest
import time_machine
from typer.testing import CliRunner

from huiyin.cases import log, moving, sealing
from huiyin.cases.models import CaseEvent, DutyRow
from huiyin.cases.moving import CannotMove
from huiyin.cases.sweep import sweep
from huiyin.cli import app
from huiyin.obligations.assess import assess
from huiyin.people.commands.accounts import create_account
from huiyin.people.commands.persons import give_account
from tests.shell.cases.world import World
from tests.shell.policies.house import (
    PACK,
    at,
    caller,
    complain,
    finish,
    fresh,
    next_version,
    open_house,
    revise,
)

pytestmark = pytest.mark.django_db
NOW = "2026-04-02T09:00"


def moved(world: World, *, chunk: int = 2) -> "moving.Move":
    move = moving.decide(caller(world, "老板", NOW), 2, "统一按新期限")
    while moving.go_on(move.id, at(NOW), chunk=chunk):
        pass
    move.refresh_from_db()
    return move


def test_every_running_case_gets_its_event_and_is_judged_by_the_new_rules() -> None:
    world = open_house()
    running = [complain(world, f"2026-03-{day:02}T10:00") for day in (28, 29, 30)]
    ended = finish(world, complain(world, "2026-03-20T10:00"), "2026-03-21T10:00")
    version = next_version("within: finish_days", "within: 2 days")
    revise(world, {}, on="2026-04-01", pack=version)
    new = complain(world, "2026-04-01T10:00")
    move = moved(world)
    assert (move.total, move.moved, move.stayed) == (3, 3, 0)
    assert move.finished_at is not None
    while sweep(at("2026-04-02T09:01")):
        pass
    for case in running:
        case.refresh_from_db()
        assert (case.edition, case.pack_id, case.unjudged) == (2, version.id, False)
        book = fresh(world).caller("老板", at(NOW)).book
        told = assess(
            book.of_edition(case.edition), log.read(case.id), at("2026-04-02T09:01"), book.by_name
        )
        row = DutyRow.objects.get(case=case)
        assert (row.due_at, row.state) == (
            told.state.instances[row.instance].moment,
            str(told.state.instances[row.instance].state),
        )
    kinds = CaseEvent.objects.filter(kind="pack_changed").values_list("case_id", flat=True)
    assert sorted(kinds) == sorted(case.id for case in running)
    ended.refresh_from_db()
    assert (ended.edition, new.edition) == (1, 2)
    assert list(sealing.verify(world.company, at("2026-04-02T09:02"))) == []


def test_lists_show_the_new_limit_as_soon_as_a_case_was_moved() -> None:
    world = open_house()
    case = complain(world, "2026-03-31T10:00")
    late = complain(world, "2026-03-28T10:00")
    version = next_version("within: finish_days", "within: 3 days")
    revise(world, {}, on="2026-04-01", pack=version)
    before = DutyRow.objects.get(case=case).due_at
    moved(world)
    row, other = DutyRow.objects.get(case=case), DutyRow.objects.get(case=late)
    assert row.due_at is not None
    assert before is not None
    assert row.due_at < before
    assert (row.state, other.state) == ("pending", "breached")
    assert [event.kind for event in log.read(late.id)][-2:] == ["pack_changed", "breached"]
    assert sweep(at(NOW)) == 0
    assert list(sealing.verify(world.company, at("2026-04-02T09:02"))) == []


def test_between_the_decision_and_the_sweep_an_act_already_counts_by_the_new_rules() -> None:
    world = open_house()
    case = complain(world, "2026-04-01T00:00")
    assert case.edition == 1
    version = next_version("within: finish_days", "within: 9 days")
    revise(world, {}, on="2026-04-02", pack=version)
    moved(world)
    assert list(sealing.verify(world.company, at("2026-04-02T09:02"))) == []
    finish(world, case, "2026-04-08T09:00")
    row = DutyRow.objects.get(case=case)
    assert (row.state, row.breach_at) == ("done", None)
    assert list(sealing.verify(world.company, at("2026-04-08T09:02"))) == []


def test_a_breach_stays_one_under_kinder_rules() -> None:
    world = open_house()
    case = complain(world, "2026-03-20T10:00")
    version = next_version("within: finish_days", "within: 29 days")
    revise(world, {}, on="2026-04-01", pack=version)
    moved(world)
    while sweep(at("2026-04-02T09:01")):
        pass
    row = DutyRow.objects.get(case=case)
    assert (row.state, row.breach_limit is not None) == ("breached", True)


def test_what_was_stopped_in_the_middle_goes_on_where_it_was() -> None:
    world = open_house()
    for day in (26, 27, 28, 29, 30):
        complain(world, f"2026-03-{day}T10:00")
    revise(world, {"large": "900"}, on="2026-04-01")
    move = moving.decide(caller(world, "老板", NOW), 2, "统一")
    assert moving.go_on(move.id, at(NOW), chunk=2) == 2
    with pytest.raises(CannotMove):
        moving.decide(caller(world, "老板", NOW), 2, "再来一次")
    assert moving.move_all(lambda: at(NOW)) == 3
    move.refresh_from_db()
    assert (move.moved, CaseEvent.objects.filter(kind="pack_changed").count()) == (5, 5)


def test_a_decision_can_be_stopped_and_the_rest_stays() -> None:
    world = open_house()
    cases = [complain(world, f"2026-03-{day}T10:00") for day in (26, 27, 28)]
    revise(world, {"large": "900"}, on="2026-04-01")
    move = moving.decide(caller(world, "老板", NOW), 2, "统一")
    moving.go_on(move.id, at(NOW), chunk=1)
    moving.stop(caller(world, "老板", NOW), move)
    assert moving.go_on(move.id, at(NOW)) == 0
    for case in cases:
        case.refresh_from_db()
    assert [case.edition for case in cases] == [2, 1, 1]


def test_a_case_in_a_stage_that_the_new_version_lacks_stays_where_it_is() -> None:
    world = open_house()
    case = complain(world, "2026-03-28T10:00")
    version = next_version("办理", "处理")
    revise(world, {}, on="2026-04-01", pack=version)
    assert (moved(world).moved, moved(world).stayed) == (0, 1)
    case.refresh_from_db()
    assert case.edition == 1


@pytest.mark.parametrize(
    ("pack", "who", "edition", "why"),
    [
        (PACK, "主管", 2, "right"),
        (PACK, "外人", 2, "right"),
        (PACK, "老板", 3, "unknown"),
        (PACK.replace("  running: boss\n", ""), "老板", 2, "not_allowed"),
    ],
)
def test_who_may_not_and_what_may_not(pack: str, who: str, edition: int, why: str) -> None:
    world = open_house(pack)
    complain(world, "2026-03-28T10:00")
    revise(world, {"large": "900"}, on="2026-04-01")
    with pytest.raises(CannotMove) as refused:
        moving.decide(caller(world, who, NOW), edition, "统一")
    assert refused.value.args == (why,)
    with pytest.raises(CannotMove):
        moving.decide(caller(world, "老板", "2026-03-31T09:00"), 2, "还没生效")


def test_the_command_line_moves_them_for_who_may_decide_it() -> None:
    world = open_house()
    complain(world, "2026-03-28T10:00")
    revise(world, {"large": "900"}, on="2026-04-01")
    for name in ("老板", "主管"):
        moment, person = at("2026-01-01T00:00"), world.persons[name]
        user, _ = create_account(
            username=f"cli{person}".lower(), at=moment, password="回音-cli-2026"
        )
        give_account(world.company.id, person, user, at=moment, by="system")
    words = ["move", "small", "--reason", "统一", "--by"]
    with time_machine.travel(at(NOW), tick=False):
        owner = CliRunner().invoke(app, [*words, f"cli{world.persons['主管']}".lower()])
        assert (owner.exit_code, "不能作这个决定" in owner.output) == (1, True)
        done = CliRunner().invoke(app, [*words, f"cli{world.persons['老板']}".lower()])
        assert (done.exit_code, "moved 1" in done.output) == (0, True)
        checked = CliRunner().invoke(app, ["verify", "--company", "small"])
        assert (checked.exit_code, "to judge" in checked.output) == (0, False)
        assert CliRunner().invoke(app, [*words, "nobody"]).exit_code == 2
