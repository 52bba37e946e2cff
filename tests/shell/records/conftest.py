"""For tests of the records room."""

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> Path:
    """A store of this test's own."""
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    return tmp_path / "evidence"


@pytest.fixture
def world(db: None) -> Any:
    """A company that runs a studied pack."""
    from tests.shell.cases.world import study  # noqa: PLC0415  (Django is not ready at import)

    return study("jubensha")


@pytest.fixture
def case(world: Any) -> Any:
    """A complaint that was received and registered, with a name in it."""
    from tests.shell.cases.world import Player  # noqa: PLC0415

    player = Player(world, "complaint")
    received = {"unit": world.units["A店"], "channel": "门店现场", "received": "2026-03-18T19:00"}
    told = {"name": "孟先生", "people": "1", "cause": "等了一小时没有人来", "demand": ["道歉"]}
    return player.play(
        [
            {"at": "2026-03-18T19:00", "who": "小李", "do": "receive", "with": received},
            {"at": "2026-03-18T19:01", "who": "小李", "do": "begin"},
            {"at": "2026-03-18T19:02", "who": "小李", "do": "register", "with": told},
        ]
    )
