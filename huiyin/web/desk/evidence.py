"""A file given as evidence, opened by somebody who may see the case."""

from django.http import HttpResponseBase

from huiyin.records import serve
from huiyin.web.desk.frame import Desk, desk


@desk
def evidence(desk: Desk, case_id: str, evidence_id: str) -> HttpResponseBase:
    """Hand out a file."""
    return serve.evidence_file(desk.request, desk.caller, case_id, evidence_id)


@desk
def thumb(desk: Desk, case_id: str, evidence_id: str) -> HttpResponseBase:
    """Hand out a small picture of a photo."""
    return serve.evidence_thumb(desk.caller, case_id, evidence_id)
