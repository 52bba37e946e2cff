"""Fixtures of the desk's tests; the rooms are imported late, when Django has its settings."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

if TYPE_CHECKING:
    from tests.shell.desk.office import Desk


@pytest.fixture
def desk(db: None) -> "Desk":
    from tests.shell.desk.office import open_desk  # noqa: PLC0415

    return open_desk()


@pytest.fixture
def frozen() -> Callable[[datetime], Any]:
    return lambda moment: time_machine.travel(moment, tick=False)
