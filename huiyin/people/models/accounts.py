"""Accounts: how somebody signs in. What they may do follows from their posts, never from here."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models


class UserManager(BaseUserManager["User"]):
    """Finds accounts by name; names are stored in lower case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the account of that name, whatever its capitals."""
        return self.get(username=self.model.normalize_username(username or ""))


class User(AbstractBaseUser):
    """An account. One account may have a person in several companies.

    There are no staff or superuser marks: rights come from posts and the pack.
    """

    username = models.CharField(
        max_length=150, unique=True, validators=[UnicodeUsernameValidator()]
    )
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField()
    password_set = models.DateTimeField(null=True, blank=True)
    password_is_temporary = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        """Plain table."""

    def __str__(self) -> str:
        return self.username

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """Bring a name into the one form that is stored: NFKC, lower case, no outer spaces."""
        return super().normalize_username(username).strip().lower()
