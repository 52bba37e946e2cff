"""Sample words of the catalogue."""

from django.utils.translation import get_language


def said(zh: str, en: str) -> str:
    """A sample text in the language of the page."""
    return en if (get_language() or "").startswith("en") else zh
