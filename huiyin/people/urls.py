"""Addresses of sign-in. What allauth offers beyond them (sign-up, mail) does not exist here."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from huiyin.later import later


def nothing(request: HttpRequest) -> HttpResponse:
    """Answer for pages whose names allauth looks up but which this house does not have."""
    raise Http404(request.path)


def account(view: str) -> Any:
    """A page of allauth's account."""
    return later(f"allauth.account.views.{view}")


def mfa(view: str) -> Any:
    """A page of allauth's second step."""
    return later(f"allauth.mfa.{view}")


urlpatterns = [
    path("sign-in/", account("login"), name="account_login"),
    path("sign-out/", account("logout"), name="account_logout"),
    path("sign-in/again/", account("reauthenticate"), name="account_reauthenticate"),
    path("sign-in/inactive/", account("account_inactive"), name="account_inactive"),
    path("account/password/", account("password_change"), name="account_change_password"),
    path("account/second-step/", mfa("base.views.index"), name="mfa_index"),
    path(
        "account/second-step/authenticate/",
        mfa("base.views.authenticate"),
        name="mfa_authenticate",
    ),
    path(
        "account/second-step/reauthenticate/",
        mfa("base.views.reauthenticate"),
        name="mfa_reauthenticate",
    ),
    path(
        "account/second-step/totp/activate/",
        mfa("totp.views.activate_totp"),
        name="mfa_activate_totp",
    ),
    path(
        "account/second-step/totp/deactivate/",
        mfa("totp.views.deactivate_totp"),
        name="mfa_deactivate_totp",
    ),
    path(
        "account/second-step/recovery-codes/",
        mfa("recovery_codes.views.view_recovery_codes"),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/second-step/recovery-codes/generate/",
        mfa("recovery_codes.views.generate_recovery_codes"),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/second-step/recovery-codes/download/",
        mfa("recovery_codes.views.download_recovery_codes"),
        name="mfa_download_recovery_codes",
    ),
    path("account/none/sign-up/", nothing, name="account_signup"),
    path("account/none/email/", nothing, name="account_email"),
    path("account/none/set-password/", nothing, name="account_set_password"),
    path("account/none/reset-password/", nothing, name="account_reset_password"),
]
