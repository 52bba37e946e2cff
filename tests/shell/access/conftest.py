"""Fixtures of the tests of access; the rooms are imported late, when Django has its settings."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

if TYPE_CHECKING:
    from tests.shell.access.department import Department
    from tests.shell.access.files import Office


@pytest.fixture
def office(db: None) -> "Office":
    from tests.shell.access.files import open_office  # noqa: PLC0415

    return open_office()


@pytest.fixture
def department(db: None) -> "Department":
    from tests.shell.access.department import open_department  # noqa: PLC0415

    return open_department()


@pytest.fixture
def frozen() -> Callable[[datetime], Any]:
    return lambda moment: time_machine.travel(moment, tick=False)
