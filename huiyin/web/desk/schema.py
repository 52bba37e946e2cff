"""The format of packs as JSON Schema at an address of its own, so that an editor can point to it."""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from huiyin.policy.jsonschema import Schema, schemas


@cache
def _known() -> dict[str, Schema]:
    return schemas()


@login_not_required
@require_safe
def schema(_request: HttpRequest, name: str) -> HttpResponse:
    """One kind of file; the format is the product's and says nothing of any company."""
    found = _known().get(name)
    if found is None:
        raise Http404(name)
    answer = JsonResponse(found, json_dumps_params={"ensure_ascii": False})
    answer["Content-Type"] = "application/schema+json"
    return answer
