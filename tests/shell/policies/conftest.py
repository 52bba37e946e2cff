"""Fixtures of the regulation's pages."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine


@pytest.fixture
def on() -> Callable[[str], Any]:
    """Stand still at a moment of the company's clock."""
    return lambda text: time_machine.travel(f"{text}+08:00", tick=False)
