"""The people room as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Companies, their people, sign-in, and personal data."""

    name = "huiyin.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks."""
        from huiyin.people import checks  # noqa: F401, PLC0415  (registers on import)
