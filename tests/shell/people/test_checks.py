"""Misconfiguration is found before the first customer is, and says how to put it right."""

import pytest
from django.core.checks import run_checks
from pytest_django import Settings

from huiyin.people.checks import check_user_model
from tests.shell.people.cast import Cast


def ids(*databases: str) -> set[str]:
    found = run_checks(databases=list(databases))
    assert all(message.hint for message in found if (message.id or "").startswith("people."))
    return {message.id or "" for message in found}


@pytest.mark.parametrize("key", [b"", b"short", None, "x" * 32])
def test_a_missing_master_key_is_an_error(settings: Settings, key: object) -> None:
    settings.MASTER_KEY = key
    assert "people.E001" in ids()


def test_a_zone_other_than_utc_is_an_error(settings: Settings) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"
    assert "people.E002" in ids()


def test_moments_without_zones_are_an_error(settings: Settings) -> None:
    settings.USE_TZ = False
    assert "people.E003" in ids()


def test_foreign_accounts_are_an_error(settings: Settings) -> None:
    settings.AUTH_USER_MODEL = "auth.User"
    assert [message.id for message in check_user_model(None)] == ["people.E004"]


def test_a_master_key_that_is_not_the_database_s_is_an_error(
    cast: Cast, settings: Settings
) -> None:
    assert "people.E005" not in ids("default")
    old, settings.MASTER_KEY = settings.MASTER_KEY, b"z" * 32
    assert "people.E005" in ids("default")
    settings.OLD_MASTER_KEYS = (old,)
    assert "people.E005" not in ids("default")


def test_the_settings_as_they_are_have_no_finding(cast: Cast) -> None:
    assert not {
        identifier for identifier in ids("default") if not identifier.startswith("templates")
    }
