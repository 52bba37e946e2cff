"""Blind indexes: keyed hashes by which equal values are found without opening any.

The key belongs to the company and is wrapped by the master key, so rotation leaves indexes as they
are. What an index shows to who reads the database is equality, nothing more.
"""

import hmac
from functools import lru_cache

from huiyin.people.models import CompanyKey
from huiyin.people.vault.cipher import new_key, place
from huiyin.people.vault.keys import Keyring
from huiyin.people.vault.kinds import SEARCHABLE, ValueKind, normalised, tail


def index_place(company_id: str) -> bytes:
    """Name where a company's wrapped index key stands."""
    return place("people_companykey.wrapped_key", company_id, company_id)


def make_index_key(company_id: str) -> None:
    """Give a new company its key; part of creating the company."""
    wrapped = Keyring.of_settings().wrap(new_key(), index_place(company_id))
    CompanyKey.objects.create(company_id=company_id, wrapped_key=wrapped)


@lru_cache(maxsize=256)
def index_key(company_id: str) -> bytes:
    """Return a company's key; it never changes, so a process asks once."""
    wrapped = CompanyKey.objects.values_list("wrapped_key", flat=True).get(company_id=company_id)
    return Keyring.of_settings().unwrap(bytes(wrapped), index_place(company_id))


def blind_index(key: bytes, kind: ValueKind, text: str) -> bytes | None:
    """Return the hash of a value, or nothing when its kind is not searchable or nothing is left."""
    plain = normalised(kind, text) if kind in SEARCHABLE else ""
    return _hash(key, kind, plain) if plain else None


def tail_index(key: bytes, kind: ValueKind, text: str) -> bytes | None:
    """Return the hash of a phone's last four digits, or nothing."""
    digits = tail(kind, text)
    return tail_hash(key, digits) if digits else None


def tail_hash(key: bytes, digits: str) -> bytes:
    """Return the hash under which phones that end in these digits are indexed."""
    return _hash(key, "tail", digits)


def _hash(key: bytes, label: str, text: str) -> bytes:
    return hmac.digest(key, f"{label}\n{text}".encode(), "sha256")
