"""The regulations done by hand: scenarios of all five packs, line by line through the desk's pages."""

import pytest

from huiyin.cases import log
from huiyin.cases.models import DutyRow
from huiyin.cases.sweep import sweep
from huiyin.obligations.assess import assess
from tests.shell.cases.world import Player
from tests.shell.desk.byhand import Hands, Scenario, chosen
from tests.shell.desk.office import open_company

MOST = 8
"""Scenarios of one pack; each is chosen for the steps that those before it did not reach."""


def picked() -> list[object]:
    """What is played, named by pack and scenario."""
    packs = ("jubensha", "robotics", "cinema", "general", "bizcentre")
    return [
        pytest.param(slug, one, id=f"{slug}: {one['name']}")
        for slug in packs
        for one in chosen(slug, MOST)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("slug", "scenario"), picked())
def test_a_scenario_goes_through_the_pages_as_the_core_says(slug: str, scenario: Scenario) -> None:
    desk = open_company(slug, scenario.get("params") or {})
    case = Hands(desk, scenario).play()
    now = Player(desk.world, scenario["procedure"]).moment(str(scenario["now"]))
    while sweep(now):
        pass
    case.refresh_from_db()
    book = desk.world.caller("customer", now).book
    expected = assess(book.of_edition(case.edition), log.read(case.id), now)
    rows = {row.instance: (row.state, row.due_at) for row in DutyRow.objects.filter(case=case)}
    assert rows == {i.id: (str(i.state), i.moment) for i in expected.duties}
    assert case.stage == expected.state.stage
