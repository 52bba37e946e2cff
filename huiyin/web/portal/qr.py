"""QR codes: of a store's page, for the wall; of a progress page, for the receipt."""

import io

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

ERROR = "m"
"""Fifteen percent of the picture may be dirty."""


def store_link(request: HttpRequest, slug: str, code: str) -> str:
    """The full address of a store's complaint page."""
    return request.build_absolute_uri(reverse("portal_complain", args=[slug, code]))


def progress_link(request: HttpRequest, slug: str, code: str) -> str:
    """The full address that opens a case by its query code."""
    return request.build_absolute_uri(reverse("portal_open", args=[slug, code]))


def svg(link: str, *, scale: int = 6) -> bytes:
    """A link as an SVG file."""
    out = io.BytesIO()
    segno.make(link, error=ERROR, micro=False).save(out, kind="svg", scale=scale, border=4)
    return out.getvalue()


def png(link: str, *, scale: int = 12) -> bytes:
    """A link as a PNG file of a size that prints well."""
    out = io.BytesIO()
    segno.make(link, error=ERROR, micro=False).save(out, kind="png", scale=scale, border=4)
    return out.getvalue()


def inline(link: str, label: str) -> SafeString:
    """A link as SVG within a page, about 180 pixels wide; `label` is read out instead of it."""
    drawn = segno.make(link, error=ERROR, micro=False)
    # Made by us from our own address: nothing in it was typed by anybody.
    return mark_safe(drawn.svg_inline(scale=5, border=2, title=label))
