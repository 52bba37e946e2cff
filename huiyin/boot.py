"""Starts Django for a command; commands that need no database never call it."""

import os


def start_django() -> None:
    """Load the settings and the apps; calling it again does nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.settings")
    import django  # noqa: PLC0415  (a pack is checked without waiting for a web framework)

    django.setup()
