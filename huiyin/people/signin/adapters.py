"""How django-allauth is to behave in this house."""

from io import BytesIO

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.shortcuts import resolve_url

from huiyin import clock
from huiyin.people.models import User
from huiyin.people.signin import secrets


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no type marker
    """No sign-up; a changed password is dated."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by the company."""
        del request
        return False

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Set what the owner chose, through the command that dates it."""
        if not isinstance(user, User):
            raise TypeError(f"not an account of ours: {type(user).__name__}")
        from huiyin.people.commands import set_own_password  # noqa: PLC0415  (no page needs it)

        set_own_password(user, password, at=clock.now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go to work after a change, not back to the form."""
        del request
        return resolve_url("/")


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no type marker
    """Secrets of the second step are stored under the master key; the QR code is ours."""

    def encrypt(self, text: str) -> str:
        """Lock a secret before it is stored."""
        return secrets.locked(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Unlock a stored secret."""
        return secrets.unlocked(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """Draw the QR code that an authenticator app scans."""
        import segno  # noqa: PLC0415  (no other page of sign-in draws)

        drawing = BytesIO()
        segno.make(url, error="m").save(drawing, kind="svg", scale=4, border=4, light="#ffffff")
        return drawing.getvalue().decode()
