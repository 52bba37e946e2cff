"""For every test with a database."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Hash passwords cheaply: the real hash is slow on purpose, half a second each."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    """Start each test in the product's first language, whatever the test before it spoke."""
    from django.utils import translation  # noqa: PLC0415  (Django has its settings only now)

    with translation.override("zh-hans"):
        yield
