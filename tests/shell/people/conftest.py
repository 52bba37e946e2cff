"""Fixtures of the people room. Models are imported late: the settings come after this file."""

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.shell.people.cast import Cast


@pytest.fixture
def cast(db: None) -> "Cast":
    from tests.shell.people.cast import make_cast  # noqa: PLC0415

    return make_cast()


@pytest.fixture
def now() -> datetime:
    from tests.shell.people.cast import NOW  # noqa: PLC0415

    return NOW
