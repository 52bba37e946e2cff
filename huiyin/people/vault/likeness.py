"""Likeness of texts without reading them: keyed bands of min-hashes, compared for equality only.

A text becomes the set of its pairs of letters; the smallest of several keyed hashes over that set is
equal in two texts about as often as they share pairs. Two such smallest hashes make a band, and a
band's keyed hash is all that is stored. Texts of which some bands are equal are alike; what a text
says cannot be had from its bands without the company's key, and not with it either but by guessing.
"""

import math
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from struct import Struct

from django.db.models import Count, Q

from huiyin.people.models import DataSubject, LikenessMark
from huiyin.people.vault.index import index_key
from huiyin.rows import insert

BANDS = 20
PER_BAND = 2
LEAST = 6
"""Pairs of letters below which a text says too little to be compared."""

MOST = 40

TEXT, FACT = "text", "fact"

_NOT_LETTER = re.compile(r"[\W_]+")
_BYTES = 8
_HALF = Struct(f"<{BANDS * PER_BAND // 2}H")
_HALVES = (b"least 1", b"least 2")


def text_marks(company: str, text: str) -> frozenset[int]:
    """The bands of a text; none for one that is too short to be like another."""
    plain = _NOT_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())
    pairs = {plain[n : n + 2] for n in range(len(plain) - 1)}
    if len(pairs) < LEAST:
        return frozenset()
    key = index_key(company)
    least = list(map(min, zip(*(_hashes(key, pair) for pair in pairs), strict=True)))
    bands = (least[n * PER_BAND : (n + 1) * PER_BAND] for n in range(BANDS))
    return frozenset(_number(key, f"band {n}", str(band)) for n, band in enumerate(bands))


def fact_mark(company: str, *parts: str) -> int:
    """The keyed hash of something said in words of a list: a cause in a unit."""
    return _number(index_key(company), "fact", "\n".join(parts))


def likeness(shared: int) -> float:
    """How alike two texts are that share so many bands: 0 to 1, an estimate."""
    return min(1.0, math.sqrt(shared / BANDS))


def keep_marks(
    company: str, case: str, marks: Mapping[int, str], *, subject: str | None, at: datetime
) -> None:
    """Store all marks of a case, each with its kind; those it had before and has no longer go.

    Texts of a subject that was erased leave none: its row is held meanwhile, so that none stays
    behind that an erasure did not see.
    """
    subjects = DataSubject.objects.select_for_update(of=("self",), no_key=True)
    if subject and not subjects.filter(id=subject, wrapped_key__isnull=False).exists():
        marks = {value: kind for value, kind in marks.items() if kind != TEXT}
    stored = LikenessMark.objects.filter(case_id=case)
    known = set(stored.values_list("value", flat=True))
    if known - marks.keys():
        stored.filter(value__in=known - marks.keys()).delete()
    rows = [
        {
            "company_id": company,
            "case_id": case,
            "subject_id": subject if kind == TEXT else None,
            "kind": kind,
            "value": value,
            "occurred": at,
        }
        for value, kind in sorted(marks.items())
        if value not in known
    ]
    insert(LikenessMark, rows, keys=("case_id", "value"), changing=("occurred",))


@dataclass(frozen=True, slots=True)
class Alike:
    """How many marks a case shares: of texts, of facts."""

    texts: int
    facts: int


def alike(
    company: str,
    marks: Collection[int],
    *,
    since: datetime,
    apart: Collection[str],
    most: int = MOST,
) -> dict[str, Alike]:
    """The cases since a moment that share most marks, those of `apart` left out; one query."""
    rows = (
        LikenessMark.objects.filter(company=company, value__in=marks, occurred__gte=since)
        .exclude(case_id__in=apart)
        .values("case_id")
        .annotate(texts=Count("id", filter=Q(kind=TEXT)), facts=Count("id", filter=Q(kind=FACT)))
        .order_by("-texts", "-facts", "-case_id")
    )
    return {row["case_id"]: Alike(row["texts"], row["facts"]) for row in rows[:most]}


def marks_of_case(case: str) -> frozenset[int]:
    """The marks that are stored of a case; one query."""
    return frozenset(LikenessMark.objects.filter(case_id=case).values_list("value", flat=True))


def _hashes(key: bytes, pair: str) -> tuple[int, ...]:
    """One number for each min-hash, 16 bits each: as many independent keyed hashes of a pair."""
    text = pair.encode()
    halves = (
        blake2b(text, digest_size=_HALF.size, key=key, person=half).digest() for half in _HALVES
    )
    return tuple(number for half in halves for number in _HALF.unpack(half))


def _number(key: bytes, label: str, text: str) -> int:
    digest = blake2b(f"{label}\n{text}".encode(), digest_size=_BYTES, key=key).digest()
    return int.from_bytes(digest, signed=True)
