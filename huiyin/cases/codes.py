"""Query codes: what a customer holds to see the own case, ten letters and digits like 7Q2M-94KD-HX.

Only a keyed hash of a code is stored. A code is made from the one-time key of the form that opened
the case, which nobody else knows, so that the same form sent twice gives the same code.
"""

import base64
import hmac
import unicodedata

from django.utils.crypto import salted_hmac

from huiyin.people.ids import ALPHABET
from huiyin.people.vault.index import index_key

LENGTH = 10
_ALIKE = str.maketrans("OIL", "011")
_TO_OURS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET)


def code_of(form: str) -> str:
    """The query code that belongs to a form's one-time key."""
    digest = salted_hmac("huiyin query code", form, algorithm="sha256").digest()
    return written(base64.b32encode(digest).decode().translate(_TO_OURS)[:LENGTH])


def written(code: str) -> str:
    """A code as people read it: 7Q2M-94KD-HX."""
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


def read(text: str) -> str | None:
    """What somebody typed, as a code; None when it cannot be one.

    Spaces, dashes and small letters do not matter; O is read as 0, I and L as 1.
    """
    plain = unicodedata.normalize("NFKC", text).upper().translate(_ALIKE)
    found = "".join(letter for letter in plain if letter.isalnum())
    fits = len(found) == LENGTH and set(found) <= set(ALPHABET)
    return written(found) if fits else None


def hash_of(company_id: str, code: str) -> str:
    """The keyed hash under which a company stores a code."""
    return hmac.new(index_key(company_id), f"query\n{code}".encode(), "sha256").hexdigest()


def fits(company_id: str, code: str, stored: str) -> bool:
    """Whether a code is the one whose hash is stored; takes the same time either way."""
    return hmac.compare_digest(hash_of(company_id, code), stored)
