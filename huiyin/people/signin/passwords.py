"""Rules for passwords beside Django's own."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_CLASSES = 3


class CharacterClassesValidator:
    """A password mixes three of: lower case, capitals, digits, other characters."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise `ValidationError` when the password is of fewer kinds of characters."""
        del user
        found = (
            any(character.islower() for character in password),
            any(character.isupper() for character in password),
            any(character.isdigit() for character in password),
            any(not character.isalnum() for character in password),
        )
        if sum(found) < _CLASSES:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("密码须包含小写字母、大写字母、数字、其他字符中的至少三种。")


class NotTheSameValidator:
    """A new password differs from the one in use."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise `ValidationError` when the account already has this password."""
        if user is not None and user.password and user.check_password(password):
            raise ValidationError(self.get_help_text(), code="password_unchanged")

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("新密码不能与现在的密码相同。")
