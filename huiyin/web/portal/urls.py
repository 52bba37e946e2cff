"""Addresses of the portal, below `p/<company>/`."""

from django.urls import path

from huiyin.web.portal import complain, look, places, progress, receipt, why

urlpatterns = [
    path("", places.choose, name="portal_stores"),
    path("s/<str:code>/", complain.complain, name="portal_complain"),
    path("s/<str:code>/draft/", complain.draft, name="portal_draft"),
    path("s/<str:code>/qr.svg", places.code_svg, name="portal_qr_svg"),
    path("s/<str:code>/qr.png", places.code_png, name="portal_qr_png"),
    path("received/<str:case_id>/", receipt.receipt, name="portal_receipt"),
    path("look/", look.look, name="portal_look"),
    path("q/<str:code>/", look.open_by_code, name="portal_open"),
    path("case/<str:case_id>/", progress.progress, name="portal_progress"),
    path("case/<str:case_id>/do/<str:step>/", progress.act, name="portal_act"),
    path("case/<str:case_id>/why/<path:instance>/", why.why, name="portal_why"),
    path("case/<str:case_id>/leave/", look.leave, name="portal_leave"),
    path("privacy/", places.privacy, name="portal_privacy"),
    path("language/", places.language, name="portal_language"),
]
