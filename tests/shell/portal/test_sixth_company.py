"""The guide's example, a company of another trade, runs on every page without a line of code."""

from datetime import datetime
from pathlib import Path

import pytest
import time_machine

from tests.shell.cases.world import Player, World, build, pack_in, yaml_in
from tests.shell.desk.office import Desk
from tests.shell.portal.phone import Phone

PACK = Path(__file__).parents[3] / "docs" / "example-pack" / "petclinic" / "2026.1"
TOLD = {"owner": "王女士", "phone": "13800172071", "story": "打针以后猫一直不吃东西"}


def clinic() -> World:
    """The example installed and adopted, with the cast of its own scenarios."""
    cast = yaml_in(PACK / "tests" / "cast.yaml")
    return build(pack_in(PACK), cast["units"], cast["people"])


@pytest.mark.django_db
@pytest.mark.proves("petclinic", "9")
def test_an_owner_complains_the_clinic_answers_and_only_the_own_clinic_reads_it(
    frozen: time_machine.Traveller,
) -> None:
    world = clinic()
    phone, desk = Phone(world), Desk(world, Player(world, "complaint"), [])

    def at(text: str) -> None:
        moment: datetime = desk.at(text)
        frozen.move_to(moment)

    at("2026-03-02T10:00")
    store = f"{phone.root}s/东院/"
    once = phone.get(store).inputs()["once"]
    receipt = phone.post(store, {"once": once, "mark.phone": "", **TOLD})
    assert receipt.status == 200, receipt.words
    case = phone.case()
    assert case.number.startswith("东院")

    vet, stranger = desk.browser("医生丙"), desk.browser("西院前台")
    page = desk.url(f"cases/{case.id}/")
    read = vet.get(page).content.decode()
    assert "13800172071" not in read
    assert "王女士" not in read
    assert "当日完成认定" in read
    assert stranger.get(page).status_code == 404
    assert case.id not in stranger.get(desk.url("cases/")).content.decode()
    shown = vet.post(f"{page}unmask/?what=complain.phone", {"reason": "联系主人"})
    assert "13800172071" in shown.content.decode()

    player = Player(world, "complaint", case)
    player.play(
        [
            {"at": "2026-03-02T11:00", "who": "医生丙", "do": "grade", "with": {"level": "一般"}},
            {
                "at": "2026-03-04T11:00",
                "who": "医生丙",
                "do": "answer",
                "with": {"found": "反应正常", "text": "请再来复查，费用全免"},
            },
        ]
    )
    at("2026-03-04T11:30")
    progress = phone.get(phone.progress)
    assert "请再来复查，费用全免" in progress.words
    assert "反应正常" not in progress.words
