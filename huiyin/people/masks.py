"""Masks: how personal data is shown to a reader who may not see it whole.

`林*舟`, `138****2071`, `l***@example.com`; in free text each phone number, ID number and mail
address gives way to a bar, and the reader is told what was hidden (DESIGN rule 11).
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from huiyin.people.vault.kinds import ValueKind

BAR = "▇▇▇"
STAR = "*"


class Hidden(StrEnum):
    """What a bar in a free text stands for."""

    PHONE = "phone"
    ID_NUMBER = "id_number"
    MAIL = "mail"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with bars, and what each bar hides, in their order."""

    text: str
    hidden: tuple[Hidden, ...]


# The longest first: an ID number must not be taken for a phone number with digits around it.
_PATTERNS = (
    (Hidden.MAIL, r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
    (Hidden.ID_NUMBER, r"(?<![0-9A-Za-z])\d{6}(?:18|19|20)\d{9}[0-9Xx](?![0-9A-Za-z])"),
    (Hidden.PHONE, r"(?<!\d)(?:(?:\+|00)?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)"),
    (Hidden.ACCOUNT, r"(?<!\d)[3-9]\d{3}(?:[ -]?\d{4}){2,3}[ -]?\d{1,4}(?!\d)"),
    (Hidden.PHONE, r"(?<!\d)\(?0\d{2,3}\)?[ -]?\d{7,8}(?!\d)"),
)
_PERSONAL = re.compile(
    "|".join(f"(?P<p{place}>{text})" for place, (_, text) in enumerate(_PATTERNS))
)


def mask(kind: ValueKind, value: str) -> str:
    """Return a value as a reader without the right to it may see it."""
    text = value.strip()
    if not text:
        return ""
    return {
        ValueKind.NAME: _name,
        ValueKind.PHONE: _phone,
        ValueKind.MAIL: _mail,
        ValueKind.ID_NUMBER: _number,
        ValueKind.ACCOUNT: _number,
        ValueKind.ADDRESS: _address,
        ValueKind.TEXT: _free_text,
    }[kind](text)


def mask_text(text: str) -> Masked:
    """Replace numbers of phones, IDs and accounts and mail addresses in a free text by bars."""
    hidden: list[Hidden] = []

    def bar(found: re.Match[str]) -> str:
        hidden.append(_PATTERNS[int((found.lastgroup or "p0")[1:])][0])
        return BAR

    return Masked(_PERSONAL.sub(bar, text), tuple(hidden))


def _free_text(text: str) -> str:
    return mask_text(text).text


def _name(text: str) -> str:
    """Keep the first and the last character of three and more, the first of two."""
    if len(text) == 1:
        return STAR
    if len(text) == 2:
        return text[0] + STAR
    return text[0] + STAR * (len(text) - 2) + text[-1]


def _phone(text: str) -> str:
    """Keep the first three and the last four digits of a mobile number; of a short one, two."""
    digits = re.sub(r"\D", "", text)
    mobile = digits[-11:] if re.fullmatch(r"(?:00)?86\d{11}", digits) else digits
    if len(mobile) >= 10:
        return mobile[:3] + STAR * (len(mobile) - 7) + mobile[-4:]
    return STAR * max(len(mobile) - 2, 1) + mobile[-2:] if len(mobile) > 4 else STAR * 4


def _mail(text: str) -> str:
    """Keep the first letter and the domain."""
    name, at, domain = text.partition("@")
    return f"{name[:1]}{STAR * 3}@{domain}" if at and name else STAR * 3


def _number(text: str) -> str:
    """Keep the first and the last two characters of a long number, nothing of a short one."""
    return text[:2] + STAR * (len(text) - 4) + text[-2:] if len(text) >= 10 else STAR * len(text)


def _address(text: str) -> str:
    """Keep the beginning, which says the city, and at most six characters of it."""
    return text[: min(6, len(text) // 3)] + STAR * 4
