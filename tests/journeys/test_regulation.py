"""A change of the regulation, from the form of the administrator to the first case under it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from huiyin import clock, packjobs
from huiyin.people.commands.accounts import create_account
from huiyin.people.commands.persons import give_account
from tests.journeys.conftest import OpenPage
from tests.journeys.test_every_page import findings, too_wide
from tests.shell.cases.world import World
from tests.shell.policies.house import at, complain, fresh, open_house

pytestmark = pytest.mark.usefixtures("town")
PASSWORD = "回音-journey-2026"
PLACES = ("", "clauses/a1/", "revisions/", "revisions/new/", "revisions/1/", "tools/", "running/")


@pytest.fixture(scope="module")
def guards(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[tuple[str, str]]]:
    """What keeps the log append-only; the database is emptied without it and gets it back after."""
    kept: list[tuple[str, str]] = []
    yield kept
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for _name, statement in kept:
            cursor.execute(statement)


@pytest.fixture
def town(guards: list[tuple[str, str]], transactional_db: None) -> Iterator[None]:
    """A database that other threads see, emptied afterwards."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = cursor.fetchall()
        guards += found
        for name, _statement in found:
            cursor.execute(f"DROP TRIGGER {name}")


def signed_in(
    open_page: OpenPage, world: World, server: LiveServer, name: str, **how: bool
) -> Page:
    """Somebody's page, signed in as if by the form."""
    from django.test import Client  # noqa: PLC0415

    person = world.persons[name]
    username = f"j{person}".lower()
    user, _ = create_account(username=username, at=at("2026-01-01T00:00"), password=PASSWORD)
    give_account(world.company.id, person, user, at=at("2026-01-01T00:00"), by="system")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = open_page(**how)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server.url}]
    )
    return page


def sign(page: Page) -> None:
    """Agree to what is submitted."""
    page.goto("/c/small/policy/revisions/1/")
    page.check("#sign-form input[value=approve]", force=True)
    page.fill("#sign-form input[type=password]", PASSWORD)
    page.locator("#sign-form button.button--primary").click()
    page.wait_for_load_state()


def test_a_value_is_changed_tried_approved_and_counts_for_new_cases_only(
    open_page: OpenPage, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    world = open_house(tests=True)
    local = now + timedelta(hours=8)
    old = complain(world, f"{local - timedelta(days=3):%Y-%m-%dT%H:%M}")
    tomorrow = local + timedelta(days=1)
    owner = signed_in(open_page, world, live_server, "主管")
    owner.goto("/c/small/policy/revisions/")
    owner.click("main a:has-text('起草修订')")
    owner.click("main button:has-text('起草')")
    owner.fill("[name=value-finish_days]", "2")
    owner.fill("[name=effective_on]", f"{tomorrow:%Y-%m-%d}")
    owner.click("main button[value=try]")
    owner.wait_for_load_state()
    assert owner.locator("main button[value=submit]").count() == 0, "not before it is checked"
    packjobs.run_waiting(clock.now)
    owner.goto("/c/small/policy/revisions/1/")
    text = owner.locator("main").inner_text()
    assert "收紧" in text
    assert "5 天 → 2 天" in text
    assert "1 个场景成立，0 个不成立" in text
    assert "用公司最近 1 件重算" in text
    assert findings(owner) == []
    owner.click("main button[value=submit]")
    owner.wait_for_load_state()
    for name in ("会签", "老板"):
        sign(signed_in(open_page, world, live_server, name))
    owner.goto("/c/small/policy/")
    assert "第 2 版次（2026.1）已批准" in owner.locator("main").inner_text()
    later = now + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    new = complain(fresh(world), f"{tomorrow:%Y-%m-%dT23:00}")
    old.refresh_from_db()
    assert (old.edition, new.edition) == (1, 2)


@pytest.mark.parametrize("on_a_phone", [True, False])
def test_the_pages_of_the_regulation_are_accessible_and_narrow(
    open_page: OpenPage, live_server: LiveServer, *, on_a_phone: bool
) -> None:
    world = open_house(tests=True)
    page = signed_in(open_page, world, live_server, "主管", phone=on_a_phone)
    page.goto("/c/small/policy/revisions/new/")
    page.click("main button:has-text('起草')")
    page.wait_for_load_state()
    packjobs.run_waiting(clock.now)
    wrong: list[object] = []
    for place in PLACES:
        page.goto(f"/c/small/policy/{place}")
        wrong += [(place, one) for one in findings(page)]
        wrong += [place] if too_wide(page) else []
    assert not wrong, wrong
