"""Accounts are made by somebody of the company; nobody registers himself."""

import secrets
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from huiyin.people.ids import ALPHABET
from huiyin.people.models import User
from huiyin.writegate import gate

_TEMPORARY_LENGTH = 14


def create_account(
    *,
    username: str,
    at: datetime,
    password: str | None = None,
    email: str = "",
    hashed: str = "",
) -> tuple[User, str]:
    """Make an account, and return it with its first password.

    Without `password` a temporary one is made up, which must be changed at the first sign-in.
    `hashed` is a password that was checked and hashed before, taken over as it is. Raises
    `ValidationError`.
    """
    user = User(username=User.normalize_username(username), email=email, created=at)
    if hashed:
        user.password, user.password_set, first = hashed, at, ""
    else:
        first = _set(user, password, at)
    with gate(), transaction.atomic():
        user.full_clean()
        user.save(force_insert=True)
    return user, first


def set_temporary_password(user: User, *, at: datetime) -> str:
    """Give an account a made-up password, to be changed at the next sign-in, and return it."""
    first = _set(user, None, at)
    _save_password(user)
    return first


def set_own_password(user: User, password: str, *, at: datetime) -> None:
    """Set the password that the account's owner chose. Raises `ValidationError`."""
    _set(user, password, at)
    _save_password(user)


def disable_account(user: User) -> None:
    """Close an account in every company; its persons and their past stay."""
    user.is_active = False
    user.save(update_fields=["is_active"])


def _set(user: User, password: str | None, at: datetime) -> str:
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise ValidationError({"password": error.messages}) from error
    chosen = password or "".join(secrets.choice(ALPHABET) for _ in range(_TEMPORARY_LENGTH))
    user.set_password(chosen)
    user.password_set = at
    user.password_is_temporary = password is None
    return chosen


def _save_password(user: User) -> None:
    with gate():
        user.save(update_fields=["password", "password_set", "password_is_temporary"])
