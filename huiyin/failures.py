"""What a user sees when the machine fails: a sentence and a reference, never a traceback."""

import logging
import secrets
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse

_log = logging.getLogger(__name__)
_PAGE = Path(__file__).parent / "templates" / "500.html"


def server_error(request: HttpRequest) -> HttpResponse:
    """Log the failure under a new reference such as ``E-7F31C2`` and answer with that reference.

    The route is logged, not the address: an address can hold a query code. The page is plain
    text with one mark to fill, because whatever failed may fail again while a page is built.
    """
    reference = f"E-{secrets.token_hex(3).upper()}"
    match = request.resolver_match
    facts = {
        "reference": reference,
        "method": request.method,
        "route": match.route if match else None,
    }
    _log.error("request failed", extra=facts, exc_info=True)
    if "application/json" in request.headers.get("Accept", ""):
        body = {"error": "internal", "reference": reference}
        return JsonResponse(body, status=500)
    page = _PAGE.read_text(encoding="utf-8").replace("[[reference]]", reference)
    return HttpResponse(page, status=500)
