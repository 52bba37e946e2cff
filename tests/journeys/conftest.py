"""A real Chromium against a real server.

Every page watches itself: an error in its scripts, a broken request or something the content
security policy refused fails the journey, even if the person in it would not have noticed.
"""

import os
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from tests.journeys.site import Site, served, tail
from tools.chromium import QUIET, chromium

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

# Playwright's own event loop runs in this thread; Django would refuse the test's queries for it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A machine that does other things too takes its time.
expect.set_options(timeout=15_000)  # milliseconds

OpenPage = Callable[..., Page]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """When a journey fails, show what the server said."""
    report = yield
    site = getattr(item, "funcargs", {}).get("site")
    if report.failed and isinstance(site, Site):
        report.sections.append(("what the server said", tail(site.log)))
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo's company, served by the product's own server for the whole run."""
    with served(tmp_path_factory.mktemp("site")) as ready:
        yield ready


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """Return a function that opens a page of the test's own addresses (see `visitors`)."""
    yield from visitors(browser, live_server.url)


@pytest.fixture
def open_site(browser: Browser, site: Site) -> Iterator[OpenPage]:
    """Return a function that opens a page of the demo's site (see `visitors`)."""
    yield from visitors(browser, site.url)


@pytest.fixture
def open_any(browser: Browser) -> Iterator[OpenPage]:
    """Return a function that opens a page for a site of the test's own (see `visitors`)."""
    yield from visitors(browser, "http://127.0.0.1")


def visitors(browser: Browser, url: str) -> Iterator[OpenPage]:
    """Yield a function that opens a page of a new visitor: phone or desk, Chinese or English."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(
        *, phone: bool = False, language: str = "zh-CN", scripts: bool = True, quiet: bool = True
    ) -> Page:
        context = browser.new_context(
            base_url=url,
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            has_touch=phone,
            is_mobile=phone,
            locale=language,
            timezone_id="Asia/Shanghai",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(30_000)  # milliseconds
        contexts.append(context)
        page = context.new_page()
        if quiet:
            page.on("console", note)
            page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        return page

    def note(message: ConsoleMessage) -> None:
        # A refused form answers 4xx on purpose, and Chromium reports that as an error too.
        if message.type == "error" and "status of 4" not in message.text:
            complaints.append(f"{message.location.get('url')}: {message.text}")

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints, complaints


@pytest.fixture
def desk(open_page: OpenPage) -> Page:
    """The page of somebody at a desk, in Chinese."""
    return open_page()


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """The page of somebody with a phone, in Chinese."""
    return open_page(phone=True)


@pytest.fixture(scope="module")
def guards(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[tuple[str, str]]]:
    """What keeps the log append-only; the database is emptied without it and gets it back after."""
    kept: list[tuple[str, str]] = []
    from django.db import connection  # noqa: PLC0415  (when Django has its settings)

    yield kept
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for _name, statement in kept:
            cursor.execute(statement)


@pytest.fixture
def town(guards: list[tuple[str, str]], transactional_db: None) -> Iterator[None]:
    """A database that other threads see, emptied afterwards."""
    from django.db import connection  # noqa: PLC0415

    yield
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = cursor.fetchall()
        guards += found
        for name, _statement in found:
            cursor.execute(f"DROP TRIGGER {name}")
