"""The living catalogue: every part in every state, drawn by the same templates as the product.

Its words are samples of an invented company. They are written here in both languages side by side,
because on a real page they come from a pack or a person, not from our own texts.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin import clock
from huiyin.web.catalogue import answers, duties, forms, lists
from huiyin.web.parts import DeskShell


def catalogue(request: HttpRequest, shell: DeskShell) -> HttpResponse:
    """Show the catalogue inside the desk's frame."""
    return render(request, "web/catalogue.html", {"shell": shell, "samples": samples(clock.now())})


def samples(now: datetime) -> dict[str, Any]:
    """One value for each part and state, keyed as the catalogue's template reads them."""
    return {
        **duties.samples(now),
        **answers.samples(),
        **lists.samples(now),
        "fields": forms.sample_fields(),
    }
