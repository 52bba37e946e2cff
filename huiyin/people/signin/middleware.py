"""What is asked of every request of somebody who is signed in."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from huiyin import clock

Handler = Callable[[HttpRequest], HttpResponseBase]

SEEN = "seen"
_STEP_SECONDS = 60

# Where somebody with a temporary password may still go.
_OPEN_NAMES = frozenset({"account_change_password", "account_logout", "account_reauthenticate"})


def end_idle_sessions(get_response: Handler) -> Handler:
    """Let a session live as long as it is used, and write that down at most once a minute.

    A session that is not used runs out after SESSION_IDLE_MINUTES by the age of its row.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not request.session.is_empty():
            seconds = int(clock.now().timestamp())
            if seconds - int(request.session.get(SEEN, 0)) >= _STEP_SECONDS:
                request.session[SEEN] = seconds
        return response

    return respond


def own_password_first(get_response: Handler) -> Handler:
    """Send whoever still has a password made up by somebody else to choose one."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        if (
            settings.SESSION_COOKIE_NAME in request.COOKIES
            and request.user.is_authenticated
            and request.user.password_is_temporary
        ):
            return _to_password(request, get_response)
        return get_response(request)

    return respond


def _to_password(request: HttpRequest, get_response: Handler) -> HttpResponseBase:
    try:
        name = resolve(request.path_info).url_name
    except Resolver404:
        return get_response(request)
    return get_response(request) if name in _OPEN_NAMES else redirect("account_change_password")
