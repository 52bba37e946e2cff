"""Addresses of the portal, below `p/<company>/`."""

from typing import Any

from django.urls import path

from huiyin.later import later


def portal(view: str) -> Any:
    """A view of the portal."""
    return later(f"huiyin.web.portal.{view}")


urlpatterns = [
    path("", portal("places.choose"), name="portal_stores"),
    path("s/<str:code>/", portal("complain.complain"), name="portal_complain"),
    path("s/<str:code>/draft/", portal("complain.draft"), name="portal_draft"),
    path("s/<str:code>/qr.svg", portal("places.code_svg"), name="portal_qr_svg"),
    path("s/<str:code>/qr.png", portal("places.code_png"), name="portal_qr_png"),
    path("received/<str:case_id>/", portal("receipt.receipt"), name="portal_receipt"),
    path("report/<str:procedure>/", portal("report.report"), name="portal_report"),
    path("received/<str:case_id>/picture.png", portal("picture.picture"), name="portal_picture"),
    path("look/", portal("look.look"), name="portal_look"),
    path("q/<str:code>/", portal("look.open_by_code"), name="portal_open"),
    path("link/<str:token>/", portal("look.open_by_link"), name="portal_link"),
    path("case/<str:case_id>/", portal("progress.progress"), name="portal_progress"),
    path("case/<str:case_id>/do/<str:step>/", portal("progress.act"), name="portal_act"),
    path("case/<str:case_id>/why/<path:instance>/", portal("why.why"), name="portal_why"),
    path("case/<str:case_id>/pause/", portal("consent.answer"), name="portal_pause"),
    path("case/<str:case_id>/personal/", portal("personal.personal"), name="portal_personal"),
    path("case/<str:case_id>/leave/", portal("look.leave"), name="portal_leave"),
    path("privacy/", portal("places.privacy"), name="portal_privacy"),
    path("language/", portal("places.language"), name="portal_language"),
]
