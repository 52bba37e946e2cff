"""Who did the work, or had it done by a deputy, does not accept it: the page and its door refuse alike."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from huiyin.cases import log
from huiyin.people.commands.absences import record_absence

if TYPE_CHECKING:
    from huiyin.cases.models import Case
    from tests.shell.desk.office import Desk

Frozen = Callable[[datetime], Any]
FORBIDDEN, FOUND = 403, 302
DEPUTISED = 2  # which scenario of the file
PASSED = {"outcome": "合格", "way": "现场核查", "checked": "不偏了", "standard": "v1"}
FAILED = {"outcome": "不合格", "way": "现场核查", "checked": "偏色", "findings": "左侧偏色"}


@pytest.fixture
def cinema(db: None) -> "Desk":
    from tests.shell.desk.office import PACKS, open_desk  # noqa: PLC0415  (Django must be set up)

    desk = open_desk(PACKS / "cinema" / "2026.1", "4_acceptance", DEPUTISED)
    record_absence(
        desk.world.company.id,
        person=desk.world.persons["质检赵"],
        deputy=desk.world.persons["质检孙"],
        at=desk.at("2026-03-02T00:00"),
        until=desk.at("2026-03-04T00:00"),
        by="system",
    )
    desk.world.company.refresh_from_db()
    return desk


def worked(desk: "Desk") -> "Case":
    """The owner was away, his deputy did the work; somebody else was sent to help on the spot."""
    return desk.play("done")


def test_the_log_says_for_whom_a_deputy_acted(cinema: "Desk", frozen: Frozen) -> None:
    case, of = worked(cinema), cinema.world.persons
    done = next(e for e in log.read(case.id) if e.data.get("step") == "done")
    assert (done.actor.person, done.actor.for_person) == (of["质检孙"], of["质检赵"])
    own = next(e for e in log.read(case.id) if e.data.get("step") == "support_done")
    assert own.actor.for_person is None
    with frozen(cinema.at("2026-03-04T10:00")):
        page = cinema.browser("客服何").get(cinema.url(f"cases/{case.id}/")).content.decode()
    assert "质检孙（代质检赵）" in page


@pytest.mark.parametrize("name", ["质检孙", "质检赵", "技工李"])
def test_neither_the_deputy_nor_whom_he_stood_for_nor_who_helped_accepts(
    cinema: "Desk", frozen: Frozen, name: str
) -> None:
    from tests.shell.desk.office import PASSWORD  # noqa: PLC0415

    case = worked(cinema)
    with frozen(cinema.at("2026-03-04T10:00")):
        browser = cinema.browser(name)
        page = browser.get(cinema.url(f"cases/{case.id}/")).content.decode()
        assert "do=accept" not in page
        form = {**PASSED, "once": "a", "password": PASSWORD}
        refused = browser.post(cinema.url(f"cases/{case.id}/do/accept/"), form)
    assert refused.status_code == FORBIDDEN
    assert "应由他人办理" in refused.content.decode()
    assert not [e for e in log.read(case.id) if e.data.get("step") == "accept"]


def test_somebody_else_accepts(cinema: "Desk", frozen: Frozen) -> None:
    from tests.shell.desk.office import PASSWORD  # noqa: PLC0415

    case = worked(cinema)
    with frozen(cinema.at("2026-03-04T10:00")):
        form = {**FAILED, "once": "a", "password": PASSWORD}
        place = cinema.url(f"cases/{case.id}/do/accept/")
        done = cinema.browser("客服吴").post(place, form)
    assert done.status_code == FOUND
