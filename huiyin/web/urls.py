"""Addresses of desk and portal. A company's desk lies under `c/`, its portal under `p/`."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from huiyin.web.desk import (
    acting,
    case,
    drafts,
    duties,
    evidence,
    ledgers,
    lists,
    messages,
    papers,
    places,
    policy,
    quick,
    register,
    review,
    why,
)

desk_patterns = [
    path("", duties.duties, name="duties"),
    path("register/", register.register, name="register"),
    path("quick/", quick.quick, name="quick"),
    path("cases/", lists.cases, name="cases"),
    path("cases/<str:case_id>/", case.case, name="case"),
    path("cases/<str:case_id>/do/<str:step>/", acting.do, name="do"),
    path("cases/<str:case_id>/sign/<str:approval>/", acting.sign, name="sign"),
    path("cases/<str:case_id>/unmask/", acting.unmask, name="unmask"),
    path("cases/<str:case_id>/why/<path:instance>/", why.why, name="why"),
    path("cases/<str:case_id>/papers/<int:seq>/", papers.paper, name="paper"),
    path("cases/<str:case_id>/evidence/<str:evidence_id>/", evidence.evidence, name="evidence"),
    path("cases/<str:case_id>/evidence/<str:evidence_id>/thumb/", evidence.thumb, name="thumb"),
    path("drafts/<str:form>/", drafts.draft, name="draft"),
    path("review/", review.review, name="review"),
    path("ledgers/", ledgers.ledgers, name="ledgers"),
    path("ledgers/<str:name>/", ledgers.ledgers, name="ledger"),
    path("search/", lists.search, name="search"),
    path("policy/", policy.policy, name="policy"),
    path("messages/", messages.messages, name="messages"),
    path("me/", places.me, name="me"),
    path("catalogue/", places.catalogue, name="catalogue"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", places.home, name="home"),
    path("companies/", places.companies, name="companies"),
    path("language/", set_language, name="set_language"),
    path("c/<slug:slug>/", include(desk_patterns)),
    path("p/<slug:slug>/", include("huiyin.web.portal.urls")),
]
