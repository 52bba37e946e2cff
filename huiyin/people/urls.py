"""Addresses of sign-in. What allauth offers beyond them (sign-up, mail) does not exist here."""

from allauth.account import views as account
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest) -> HttpResponse:
    """Answer for pages whose names allauth looks up but which this house does not have."""
    raise Http404(request.path)


urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/inactive/", account.account_inactive, name="account_inactive"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/second-step/", include("allauth.mfa.urls")),
    path("account/none/sign-up/", nothing, name="account_signup"),
    path("account/none/email/", nothing, name="account_email"),
    path("account/none/set-password/", nothing, name="account_set_password"),
    path("account/none/reset-password/", nothing, name="account_reset_password"),
]
