"""Addresses of desk and portal. A company's desk lies under `c/`, its portal under `p/`."""

from typing import Any

from django.urls import URLPattern, URLResolver, include, path

from huiyin.later import later


def desk(view: str) -> Any:
    """A view of the desk."""
    return later(f"huiyin.web.desk.{view}")


desk_patterns = [
    path("", desk("duties.duties"), name="duties"),
    path("register/", desk("register.register"), name="register"),
    path("register/like/", desk("register.like"), name="like"),
    path("quick/", desk("quick.quick"), name="quick"),
    path("cases/", desk("lists.cases"), name="cases"),
    path("cases/<str:case_id>/", desk("case.case"), name="case"),
    path("cases/<str:case_id>/do/<str:step>/", desk("acting.do"), name="do"),
    path("cases/<str:case_id>/sign/<str:approval>/", desk("acting.sign"), name="sign"),
    path(
        "cases/<str:case_id>/withdraw/<str:approval>/",
        desk("withdrawing.withdraw"),
        name="withdraw",
    ),
    path("cases/<str:case_id>/unmask/", desk("acting.unmask"), name="unmask"),
    path("cases/<str:case_id>/pause/", desk("pauses.pause"), name="pause"),
    path("cases/<str:case_id>/relate/<str:other_id>/", desk("relations.relate"), name="relate"),
    path("cases/<str:case_id>/join/<str:other_id>/", desk("relations.join"), name="join"),
    path(
        "cases/<str:case_id>/separate/<str:other_id>/", desk("relations.separate"), name="separate"
    ),
    path("cases/<str:case_id>/why/<path:instance>/", desk("why.why"), name="why"),
    path("cases/<str:case_id>/papers/<int:seq>/", desk("papers.paper"), name="paper"),
    path(
        "cases/<str:case_id>/evidence/<str:evidence_id>/",
        desk("evidence.evidence"),
        name="evidence",
    ),
    path(
        "cases/<str:case_id>/evidence/<str:evidence_id>/thumb/",
        desk("evidence.thumb"),
        name="thumb",
    ),
    path("drafts/<str:form>/", desk("drafts.draft"), name="draft"),
    path("review/", desk("review.review"), name="review"),
    path("revisits/", desk("revisits.revisits"), name="revisits"),
    path("tell/", desk("tellings.tellings"), name="tellings"),
    path("tracking/", desk("tracking.tracking"), name="tracking"),
    path("tracking/notices/", desk("supervision.supervision"), name="supervision"),
    path("tracking/reports/", desk("upward.upward"), name="upward"),
    path("ledgers/", desk("ledgers.ledgers"), name="ledgers"),
    path("ledgers/<str:name>/", desk("ledgers.ledgers"), name="ledger"),
    path("ledgers/<str:name>/export/", desk("exporting.export"), name="export"),
    path("figures/", desk("figures.figures"), name="figures"),
    path("figures/<str:name>/", desk("metric.metric"), name="metric"),
    path("figures/<str:name>/cases/", desk("metric.metric_cases"), name="metric_cases"),
    path("reports/", desk("reports.reports"), name="reports"),
    path("reports/<str:name>/", desk("report.report"), name="report"),
    path("improvements/", desk("improvements.improvements"), name="improvements"),
    path("search/", desk("lists.search"), name="search"),
    path("policy/", desk("policy.policy"), name="policy"),
    path("policy/clauses/<str:ident>/", desk("policy.clause"), name="clause"),
    path("policy/clauses/<str:ident>/cases/", desk("policy.clause_cases"), name="clause_cases"),
    path("policy/revisions/", desk("revising.revisions"), name="revisions"),
    path("policy/revisions/new/", desk("revising.new"), name="revision_new"),
    path("policy/revisions/<int:number>/", desk("revising.revision"), name="revision"),
    path("policy/revisions/<int:number>/act/", desk("revising.act"), name="revision_act"),
    path("policy/tools/", desk("tools.tools"), name="tools"),
    path("policy/tools/<str:run_id>/", desk("tools.run"), name="tool_run"),
    path("policy/standing/", desk("standing.standing"), name="standing"),
    path("policy/running/", desk("running.running"), name="running"),
    path("messages/", desk("messages.messages"), name="messages"),
    path("me/", desk("places.me"), name="me"),
    path("catalogue/", desk("places.catalogue"), name="catalogue"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk("places.home"), name="home"),
    path("companies/", desk("places.companies"), name="companies"),
    path("schema/<str:name>.schema.json", desk("schema.schema"), name="pack_schema"),
    path("language/", later("django.views.i18n.set_language"), name="set_language"),
    path("c/<slug:slug>/", include(desk_patterns)),
    path("p/<slug:slug>/", include("huiyin.web.portal.urls")),
]
