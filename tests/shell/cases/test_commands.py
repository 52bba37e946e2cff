"""The studied scenarios through the real commands: what the database holds is what the core says."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.cases import log, sealing
from huiyin.cases.commands.acting import Doing, act, open_case
from huiyin.cases.models import AppendOnly, CaseEvent, DutyRow
from huiyin.cases.sweep import sweep
from huiyin.cases.work import Refused, Repeated
from huiyin.eventlog.chain import verify
from huiyin.obligations.assess import assess
from huiyin.policy.load import read_yaml
from tests.shell.cases.world import STUDY, Player, World, study

FILES = {
    "jubensha": "1_jubensha",
    "robotics": "2_robotics",
    "cinema": "3_cinema",
    "general": "4_general",
    "bizcentre": "5_bizcentre",
}


def scenarios() -> list[Any]:
    found = []
    for slug, name in FILES.items():
        text = (STUDY / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8")
        for scenario in read_yaml(name, text)[0]:
            plain = not {"also", "absent", "params", "params_at"} & scenario.keys()
            if scenario["pack"] == slug and plain:
                found.append(pytest.param(slug, scenario, id=scenario["name"]))
    return found


def faults(world: World, player: Player) -> list[str]:
    now = player.moment("2099-01-01")
    return [str(fault) for fault in sealing.verify(world.company, now)]


@pytest.mark.django_db
@pytest.mark.parametrize(("slug", "scenario"), scenarios())
def test_the_database_holds_what_the_core_says(slug: str, scenario: dict[str, Any]) -> None:
    world = study(slug)
    player = Player(world, scenario["procedure"])
    case = player.play(scenario["given"])
    now = player.moment(scenario["now"])
    while sweep(now):
        pass
    case.refresh_from_db()
    caller = world.caller("customer", now)
    expected = assess(caller.book.of_edition(case.edition), log.read(case.id), now)
    rows = {row.instance: (row.state, row.due_at) for row in DutyRow.objects.filter(case=case)}
    assert rows == {i.id: (str(i.state), i.moment) for i in expected.duties}
    assert (case.stage, case.level) == (expected.state.stage or "", expected.state.level or "")
    assert case.next_due_at == expected.next_due_at
    assert expected.unreceipted == ()
    assert faults(world, player) == []


@pytest.mark.django_db
def test_the_same_command_twice_has_one_effect() -> None:
    world = study("jubensha")
    player = Player(world, "complaint")
    caller = world.caller("小李", player.moment("2026-03-18T19:00"))
    form = {"unit": world.units["A店"], "channel": "门店现场", "received": "2026-03-18T19:00"}
    case = open_case(caller, "complaint", [Doing(step="receive", form=form)], command="press-1")
    with pytest.raises(Repeated) as again:
        open_case(caller, "complaint", [Doing(step="receive", form=form)], command="press-1")
    assert again.value.case_id == case.id
    assert CaseEvent.objects.filter(kind="opened").count() == 1


@pytest.mark.django_db
def test_a_refusal_leaves_nothing_behind_and_takes_no_number() -> None:
    world = study("jubensha")
    player = Player(world, "complaint")
    at = player.moment("2026-03-18T19:00")
    form = {"unit": world.units["A店"], "channel": "门店现场", "received": "2026-03-18T19:00"}
    case = open_case(world.caller("小李", at), "complaint", [Doing(step="receive", form=form)])
    with pytest.raises(Refused) as refused:
        act(
            world.caller("小李", at),
            case.id,
            [Doing(step="begin"), Doing(step="register", form={})],
        )
    assert "[8.1a]" in str(refused.value)
    assert CaseEvent.objects.filter(case=case, kind="issued").count() == 0
    later = at + timedelta(minutes=1)
    act(world.caller("小李", later), case.id, [Doing(step="begin")])
    assert log.read(case.id)[-1].data["number"].endswith("001")


@pytest.mark.django_db
def test_names_and_stories_are_not_in_the_log() -> None:
    world = study("jubensha")
    player = Player(world, "complaint")
    at = player.moment("2026-03-18T19:00")
    form = {"unit": world.units["A店"], "channel": "门店现场", "received": "2026-03-18T19:00"}
    case = open_case(world.caller("小李", at), "complaint", [Doing(step="receive", form=form)])
    told = {"name": "孟先生", "people": "1", "cause": "等了一小时没有人来", "demand": ["道歉"]}
    act(world.caller("小李", at), case.id, [Doing(step="begin"), Doing(step="register", form=told)])
    bodies = " ".join(CaseEvent.objects.filter(case=case).values_list("body", flat=True))
    assert "孟先生" not in bodies
    assert "等了一小时" not in bodies
    assert verify(log.sealed(case.id)) == ()


@pytest.mark.django_db
def test_what_was_recorded_cannot_be_changed_through_the_models() -> None:
    world = study("jubensha")
    player = Player(world, "complaint")
    at = player.moment("2026-03-18T19:00")
    form = {"unit": world.units["A店"], "channel": "门店现场", "received": "2026-03-18T19:00"}
    case = open_case(world.caller("小李", at), "complaint", [Doing(step="receive", form=form)])
    with pytest.raises(AppendOnly):
        CaseEvent.objects.filter(case=case).update(body="{}")
    with pytest.raises(AppendOnly):
        CaseEvent.objects.filter(case=case).delete()
