"""What came with a feedback goes with it to the department that must answer, and lies locked on disk."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.checks import run_checks
from pytest_django import Settings

from tests.shell.access.files import Office
from tests.shell.access.test_feedback_ledgers import feedback, house, routed  # noqa: F401
from tests.shell.cases.world import Player
from tests.shell.records.files import photo
from tests.shell.records.sending import add

Frozen = Callable[[datetime], Any]
OK, NOT_FOUND = 200, 404
TOLD = "夹具掉件"
PHOTOS = (("夹具.jpg", photo()), ("工位.jpg", photo(size=(800, 600))))
DEPARTMENT, OTHERS = ("技术甲", "技术头"), ("生产甲", "项目头", "外协工")


@pytest.fixture
def store(settings: Settings, tmp_path: Path) -> Path:
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    return tmp_path / "evidence"


@pytest.mark.proves("robotics", "10.1.3")
def test_the_department_gets_the_form_with_both_photos_and_no_other_department_does(
    house: Office,  # noqa: F811
    store: Path,
    frozen: Frozen,
) -> None:
    case = feedback(house)
    rows = add(house.world, case, *PHOTOS, who="专员")
    player = Player(house.world, "feedback")
    player.case = case
    player.play([routed()])
    page = house.desk.url(f"cases/{case.id}/")
    with frozen(house.at("2026-03-04T12:00")):
        for who in DEPARTMENT:
            told = house.browser(who).get(page).content.decode()
            for row, (_name, content) in zip(rows, PHOTOS, strict=True):
                assert row.id in told, who
                sent = house.browser(who).get(f"{page}evidence/{row.id}/")
                assert sent.status_code == OK
                assert b"".join(sent.streaming_content) == content  # type: ignore[attr-defined]
        for who in OTHERS:
            assert house.browser(who).get(page).status_code == NOT_FOUND, who
            address = f"{page}evidence/{rows[0].id}/"
            assert house.browser(who).get(address).status_code == NOT_FOUND, who


@pytest.mark.proves("robotics", "18.3.3")
def test_nothing_on_disk_can_be_read_and_without_the_key_nothing_starts(
    house: Office,  # noqa: F811
    store: Path,
    settings: Settings,
    frozen: Frozen,
) -> None:
    case = feedback(house)
    add(house.world, case, *PHOTOS, who="专员")
    lying = b"".join(file.read_bytes() for file in store.rglob("*") if file.is_file())
    assert lying
    for _name, content in PHOTOS:
        assert content[:64] not in lying
    with frozen(house.at("2026-03-04T12:00")):
        page = house.browser("专员").get(house.desk.url(f"cases/{case.id}/"))
    assert TOLD in page.content.decode()
    assert TOLD not in everything_stored()
    settings.MASTER_KEY = b""
    assert "people.E001" in {message.id for message in run_checks()}


def everything_stored() -> str:
    """Every row of every table as the database gives it, without any key."""
    found = []
    for model in apps.get_models():
        for row in model._base_manager.values_list():
            for cell in row:
                raw = bytes(cell) if isinstance(cell, (bytes, memoryview)) else None
                found.append(raw.decode("utf-8", "replace") if raw is not None else str(cell))
    return "\n".join(found)
