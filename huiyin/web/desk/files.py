"""Files that come with a form of the desk.

They go into the store while they arrive and are held under the form's one-time key until the form
is accepted, so that a refused form loses none of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from huiyin.people.access import NotFound, access_company
from huiyin.records import intake
from huiyin.records.intake import Keep
from huiyin.records.models import HeldFile
from huiyin.records.uploads import EvidenceUploads, receive_into_store
from huiyin.web.desk.frame import Desk
from huiyin.web.parts import FileItem

View = Callable[..., HttpResponseBase]
KILOBYTE = 1024


def taking_files(view: View) -> View:
    """Let a view's files go to the store; the form's token is checked once they are on their way."""
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def outer(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            try:
                company = access_company(request.user, slug).company
            except NotFound as error:
                raise Http404 from error
            receive_into_store(request, company.id)
        answer: HttpResponseBase = checked(request, slug, *args, **kwargs)
        return answer

    return outer


@dataclass(frozen=True)
class Files:
    """The files of one form: what waits, what was not taken and why."""

    rows: Sequence[HeldFile] = ()
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, list[str]]:
        """What the form holds in its file fields."""
        return intake.values(self.rows)

    def facts(self) -> Any:
        """What the log records of each file."""
        return intake.facts(self.rows)

    def keep(self, desk: Desk) -> Keep:
        """What makes them evidence once the command is stored."""
        return intake.keeping(self.rows, at=desk.caller.now, by_customer=False)

    def items(self) -> dict[str, list[FileItem]]:
        """The files as a form shows them, by field."""
        found: dict[str, list[FileItem]] = {}
        for row in self.rows:
            words = f"{max(1, row.size // KILOBYTE)} KB"
            item = FileItem(name=intake.held_name(row), words=words, kind=row.kind)
            found.setdefault(row.field, []).append(item)
        return found


def files_of(desk: Desk, once: str) -> Files:
    """Hold what arrived with this form, beside what waits for it from before."""
    company, request = desk.caller.company.id, desk.request
    handler = next((h for h in request.upload_handlers if isinstance(h, EvidenceUploads)), None)
    if handler is None or not once:
        return Files()
    refused = list(intake.hold(company, once, handler.arrived, at=desk.caller.now))
    faults = {name: " ".join(f.words() for f in found) for name, found in handler.faults.items()}
    if refused:
        faults.setdefault("files", " ".join(fault.words() for fault in refused))
    return Files(intake.held(company, once), faults)
