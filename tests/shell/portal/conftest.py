"""Fixtures of the portal's tests; the rooms are imported late, when Django has its settings."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.utils import translation
from pytest_django import Settings

if TYPE_CHECKING:
    from tests.shell.portal.phone import Phone


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> Path:
    """A store of files of this test's own."""
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    return tmp_path / "evidence"


@pytest.fixture(autouse=True)
def frozen() -> Iterator[time_machine.Traveller]:
    """Saturday 10 October 2026, 10:18 in the store: a make-up workday."""
    with time_machine.travel("2026-10-10T10:18:00+08:00", tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """A request in English leaves its language behind in this thread."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def phone(db: None) -> "Phone":
    """A customer's phone in the store."""
    from tests.shell.portal.phone import hand_out  # noqa: PLC0415

    return hand_out()
