"""How a customer can be reached: what the forms of a case hold, the last word of each kind."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from huiyin.cases.personal import open_all
from huiyin.eventlog.envelope import is_reference
from huiyin.people.vault import ValueKind
from huiyin.people.vault.kinds import normalised
from huiyin.policy.procedures import Procedure

LETTER, SMS, CALL = "letter", "sms", "call"
MASKS = ("phone", "mail")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")


@dataclass(frozen=True)
class Contact:
    """Address and number of a customer; empty where nothing is known, or it was erased."""

    mail: str = ""
    phone: str = ""

    @property
    def mobile(self) -> str:
        """The number, where a short message can reach it."""
        digits = normalised(ValueKind.PHONE, self.phone)
        return digits if _MOBILE.fullmatch(digits) else ""

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways that lead to the customer, the best first; a call is left when nothing else does."""
        found = [LETTER] if self.mail and settings.EMAIL_HOST else []
        found += [SMS] if self.mobile and settings.SMS.address else []
        return (*found, CALL) if self.mail or self.phone else ()


def contact_of(company: str, spec: Procedure, fields: Mapping[str, Any]) -> Contact:
    """Read how the customer of a case can be reached; one query."""
    held = [
        (fields[path], item.or_mark)
        for step, one in spec.steps.items()
        for name, item in one.form.items()
        if item.personal and item.mask in MASKS and (path := f"{step}.{name}") in fields
    ]
    texts = open_all(company, *(value for value, _marks in held))
    mail = phone = ""
    for value, marks in held:
        text = texts.get(value["ref"]) if is_reference(value) else value
        if not isinstance(text, str) or not text.strip() or text in marks:
            continue
        if found := _MAIL.search(text):
            mail = found[0]
        elif any(letter.isdigit() for letter in text):
            phone = text.strip()
    return Contact(mail, phone)
