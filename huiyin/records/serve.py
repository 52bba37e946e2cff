"""Evidence over HTTP, for people of the company who may see its case.

Whoever may not see the case gets `huiyin.cases.work.Gone`, which the desk answers with "not found".
"""

import re
from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huiyin.cases.access import access_case
from huiyin.cases.caller import Caller
from huiyin.people.vault.cipher import Unreadable
from huiyin.records import evidence, pictures
from huiyin.records.kinds import ENDINGS
from huiyin.records.models import Evidence, Reading
from huiyin.writegate import gate

# What a stranger sent is shown, never run: not even in a frame of its own.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; media-src 'self'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SHOWN = ("image/", "video/", "audio/")
_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


def find(caller: Caller, case_id: str, evidence_id: str) -> Evidence:
    """A piece of evidence of a case that the reader may see. Raises `Gone`, `Http404`."""
    case, sight = access_case(caller, case_id)
    row = Evidence.objects.filter(id=evidence_id, case=case).first()
    if row is None or not sight.whole:
        raise Http404
    return row


def evidence_file(
    request: HttpRequest, caller: Caller, case_id: str, evidence_id: str
) -> HttpResponseBase:
    """The file itself, whole or a range of it; who opens it is noted. Raises `Gone`, `Http404`."""
    row = find(caller, case_id, evidence_id)
    if row.media == pictures.HEIC and "original" not in request.GET:
        return _converted(request, caller, row)
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    start = int(asked[1]) if asked else 0
    stop = min(int(asked[2]) + 1, row.size) if asked and asked[2] else row.size
    if start >= stop:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{row.size}"})
    try:
        content = _first_read(evidence.read(row, evidence.file_key(row), start, stop))
    except (evidence.Gone, FileNotFoundError, Unreadable):
        return _gone()
    if start == 0:
        _note(request, caller, row)
    headers = {
        **HEADERS,
        "Content-Type": row.media,
        "Content-Length": str(stop - start),
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-store",
        "Content-Disposition": _disposition(row),
    }
    if asked:
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{row.size}"
    return StreamingHttpResponse(content, status=206 if asked else 200, headers=headers)


def _converted(request: HttpRequest, caller: Caller, row: Evidence) -> HttpResponseBase:
    """A photo that browsers do not show, as a JPEG; the original stays as it was given."""
    try:
        content = evidence.shown(row)
    except (evidence.Gone, FileNotFoundError, Unreadable, pictures.NotAPicture):
        return _gone()
    _note(request, caller, row)
    response = HttpResponse(content, content_type="image/jpeg", headers=HEADERS)
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = f'inline; filename="{row.id[-8:]}.jpg"'
    return response


def _note(request: HttpRequest, caller: Caller, row: Evidence) -> None:
    """Who opened a file."""
    if request.method == "GET":
        with gate():
            Reading.objects.create(evidence=row, person=caller.actor.person, at=caller.now)


def _first_read(content: Iterator[bytes]) -> Iterator[bytes]:
    """Read the first piece now, so that a file that cannot be read is an answer and no broken one."""
    first = next(content, b"")

    def again() -> Iterator[bytes]:
        yield first
        yield from content

    return again()


def _disposition(row: Evidence) -> str:
    """A name that tells nothing of anybody; documents are saved, not opened in the browser."""
    ending = next(name for name, kind in ENDINGS.items() if kind.media == row.media)
    shown = row.media.startswith(SHOWN) and row.media != pictures.HEIC
    name = f"{row.id[-8:]}.{ending}"
    return content_disposition_header(as_attachment=not shown, filename=name) or "attachment"


def evidence_thumb(caller: Caller, case_id: str, evidence_id: str) -> HttpResponseBase:
    """A photo as a WebP of at most 800 pixels a side, without what the camera wrote into it.

    Raises `Gone`, `Http404`.
    """
    row = find(caller, case_id, evidence_id)
    try:
        picture = evidence.preview(row)
    except pictures.NotAPicture as error:
        raise Http404 from error
    except (evidence.Gone, FileNotFoundError, Unreadable):
        return _gone()
    response = HttpResponse(picture, content_type="image/webp", headers=HEADERS)
    response["Cache-Control"] = "private, max-age=600"
    response["Content-Disposition"] = f'inline; filename="{row.id[-8:]}.webp"'
    return response


def _gone() -> HttpResponse:
    words = _("这个文件已不能打开：个人信息已按要求销毁，或文件没有通过病毒检查。")
    return HttpResponse(words, status=410, content_type="text/plain; charset=utf-8")
