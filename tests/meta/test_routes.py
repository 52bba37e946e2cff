"""Whoever has not signed in reaches only the addresses of a list that people have read.

The settings close every address (``LoginRequiredMiddleware``); a view opens itself with
``login_not_required``. This test keeps the list of those that do, one a line with its reason.
"""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

OPEN_ROUTES = Path(__file__).with_name("open_routes.txt")


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, where)
        else:
            yield where, entry


def open_routes() -> set[str]:
    return {
        route
        for route, entry in routes(get_resolver())
        if not getattr(entry.callback, "login_required", True)
    }


def reviewed() -> dict[str, str]:
    lines = OPEN_ROUTES.read_text(encoding="utf-8").splitlines()
    entries = (line.partition("  # ") for line in lines if line and not line.startswith("#"))
    return {route.strip(): reason.strip() for route, _, reason in entries}


def test_every_address_asks_for_sign_in_unless_it_says_otherwise() -> None:
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in settings.MIDDLEWARE


def test_only_reviewed_addresses_are_open_to_strangers() -> None:
    new = open_routes() - set(reviewed())
    assert not new, f"reachable without sign-in; add to open_routes.txt with the reason: {new}"


def test_the_list_of_open_addresses_names_only_what_exists_and_says_why() -> None:
    gone = set(reviewed()) - open_routes()
    assert not gone
    assert all(reviewed().values())
