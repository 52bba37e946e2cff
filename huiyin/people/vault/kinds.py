"""Kinds of personal values: how each is brought into one form before equal values are sought."""

import re
import unicodedata
from enum import StrEnum

TAIL = 4
"""How many last digits of a number can be searched for."""

_CHINA_PREFIX = re.compile(r"^(?:00)?86(?=1\d{10}$)")
_SPACE = re.compile(r"\s+")
_NOT_DIGIT = re.compile(r"\D+")
_PHONE_ONLY = re.compile(r"[\d\s+().\-/]+")
_NUMBER_ONLY = re.compile(r"[0-9A-Za-z\s\-]+")
_NOT_NUMBER = re.compile(r"[^0-9A-Z]+")


class ValueKind(StrEnum):
    """What a value is. Free text is not searchable; the others are, by equality."""

    NAME = "name"
    PHONE = "phone"
    MAIL = "mail"
    ID_NUMBER = "id_number"
    ACCOUNT = "account"
    ADDRESS = "address"
    TEXT = "text"


SEARCHABLE = tuple(kind for kind in ValueKind if kind is not ValueKind.TEXT)


def normalised(kind: ValueKind, text: str) -> str:
    """Bring a value into the one form that equal values share; empty when nothing is left.

    Phones become digits without the country code of a Chinese mobile number; numbers of papers
    and accounts lose spaces and dashes; all else is compared without spaces and capitals.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if kind is ValueKind.PHONE:
        return _CHINA_PREFIX.sub("", _NOT_DIGIT.sub("", plain))
    if kind in (ValueKind.ID_NUMBER, ValueKind.ACCOUNT):
        return _NOT_NUMBER.sub("", plain.upper())
    return _SPACE.sub("", plain).casefold()


def could_be(kind: ValueKind, text: str) -> bool:
    """Tell whether a text as a whole may be a value of this kind: a story is no phone number.

    For what is sought; what is stored may have a remark beside the number.
    """
    plain = unicodedata.normalize("NFKC", text)
    if kind is ValueKind.PHONE:
        return _PHONE_ONLY.fullmatch(plain) is not None
    if kind in (ValueKind.ID_NUMBER, ValueKind.ACCOUNT):
        return _NUMBER_ONLY.fullmatch(plain) is not None
    return True


def tail(kind: ValueKind, text: str) -> str:
    """Return the last four digits of a phone number, else an empty string."""
    digits = normalised(kind, text) if kind is ValueKind.PHONE else ""
    return digits[-TAIL:] if len(digits) > TAIL else ""
