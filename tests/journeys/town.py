"""A company of the test's own, and people signed in at its pages as if by the form."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from huiyin.people.commands.accounts import create_account
from huiyin.people.commands.persons import give_account
from tests.journeys.conftest import OpenPage
from tests.shell.cases.world import LONG_AGO, World

PASSWORD = "回音-journey-2026"


def signed_in(
    open_page: OpenPage, world: World, server: LiveServer, name: str, **how: bool
) -> Page:
    """Somebody's page."""
    person = world.persons[name]
    user, _ = create_account(username=f"j{person}".lower(), at=LONG_AGO, password=PASSWORD)
    give_account(world.company.id, person, user, at=LONG_AGO, by="system")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = open_page(**how)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server.url}]
    )
    return page
