"""What a customer's device remembers: the query codes of its own cases, in one signed cookie.

The database holds only hashes of codes, so this cookie is the only place besides the customer's
paper. It is limited to the company's portal and cannot be read by scripts.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from huiyin.people.ids import new_id

NAME = "huiyin_portal"
SALT = "huiyin.portal"
LASTS = timedelta(days=180)
MOST = 8
"""How many cases a device remembers; the oldest is forgotten first."""


class Device:
    """The memory of one device for one company's portal."""

    def __init__(self, request: HttpRequest, path: str) -> None:
        self.path = path
        held = self._read(request.COOKIES.get(NAME, ""))
        self.id = str(held.get("d") or new_id())
        codes = held.get("c")
        self.codes: dict[str, str] = dict(codes) if isinstance(codes, dict) else {}
        self.changed = "d" not in held

    @staticmethod
    def _read(cookie: str) -> dict[str, Any]:
        try:
            held = signing.loads(cookie, salt=SALT, max_age=LASTS) if cookie else {}
        except signing.BadSignature:
            return {}
        return held if isinstance(held, dict) else {}

    def remember(self, case_id: str, code: str) -> None:
        """Keep the code of a case."""
        self.codes.pop(case_id, None)
        self.codes[case_id] = code
        for oldest in list(self.codes)[:-MOST]:
            del self.codes[oldest]
        self.changed = True

    def forget(self, case_id: str) -> None:
        """Forget the code of a case."""
        if self.codes.pop(case_id, None) is not None:
            self.changed = True

    def write(self, response: HttpResponseBase) -> None:
        """Send what is remembered to the device, if it changed."""
        if not self.changed:
            return
        response.set_cookie(
            NAME,
            signing.dumps({"d": self.id, "c": self.codes}, salt=SALT),
            max_age=LASTS,
            path=self.path,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
