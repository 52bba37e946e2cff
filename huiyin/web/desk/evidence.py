"""A file given as evidence, opened by somebody who may see the case."""

from django.http import HttpResponse

from huiyin.cases.access import access_case
from huiyin.web.desk.frame import Desk, desk


@desk
def evidence(desk: Desk, case_id: str, evidence_id: str) -> HttpResponse:
    """Hand out a file."""
    case, _sight = access_case(desk.caller, case_id)
    from huiyin.records.serve import evidence_file  # noqa: PLC0415

    return evidence_file(desk.request, case, evidence_id)
