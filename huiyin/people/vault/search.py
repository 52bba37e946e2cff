"""Finding cases and subjects by an exact value, without opening any value."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import QuerySet

from huiyin.people.models import PersonalValue
from huiyin.people.vault.index import blind_index, index_key, tail_hash
from huiyin.people.vault.kinds import SEARCHABLE, TAIL, ValueKind, could_be

MOST = 100


def find_by_value(company: str, text: str) -> tuple[str, ...]:
    """Return the ids of the company's cases that hold this value, newest first.

    The value must be equal, after the forms of writing it are evened out: a part of a phone number
    finds nothing.
    """
    return _cases(_equal(company, text))


def find_by_tail(company: str, digits: str) -> tuple[str, ...]:
    """Return the ids of the company's cases with a phone that ends in these four digits."""
    if len(digits) != TAIL or not (digits.isascii() and digits.isdigit()):
        return ()
    return _cases(
        PersonalValue.objects.filter(
            company_id=company, tail_index=tail_hash(index_key(company), digits)
        )
    )


def find_subjects(company: str, text: str) -> tuple[str, ...]:
    """Return the ids of the data subjects that gave this value; for requests about own data."""
    rows = _equal(company, text).order_by("subject_id").values_list("subject_id", flat=True)
    return tuple(rows.distinct())


def _equal(company: str, text: str) -> QuerySet[PersonalValue]:
    key = index_key(company)
    hashes = [blind_index(key, kind, text) for kind in SEARCHABLE if could_be(kind, text)]
    return PersonalValue.objects.filter(
        company_id=company, blind_index__in=[found for found in hashes if found]
    )


def _cases(rows: QuerySet[PersonalValue]) -> tuple[str, ...]:
    return tuple(rows.order_by("-case_id").values_list("case_id", flat=True).distinct())


def likenesses(ids: Iterable[str], *, company: str) -> dict[str, str]:
    """Return, for values by id, a text that is equal where two values are; one query.

    Values of a kind that cannot be searched, and erased ones, are like nothing but themselves.
    """
    rows = PersonalValue.objects.filter(company_id=company, id__in=list(ids))
    return {
        row: bytes(index).hex() if index is not None else row
        for row, index in rows.values_list("id", "blind_index")
    }


def indexes_of(company: str, values: Iterable[tuple[ValueKind, str]]) -> frozenset[bytes]:
    """Return the blind indexes under which these values would be found; for a form not yet stored."""
    key = index_key(company)
    found = (blind_index(key, kind, text) for kind, text in values)
    return frozenset(one for one in found if one)


def indexes_of_case(company: str, case: str) -> frozenset[bytes]:
    """Return the blind indexes of a case's values; one query."""
    rows = PersonalValue.objects.filter(company_id=company, case_id=case, blind_index__isnull=False)
    return frozenset(
        bytes(one) for one in rows.values_list("blind_index", flat=True) if one is not None
    )


def with_index(
    company: str,
    indexes: Collection[bytes],
    *,
    since: datetime,
    apart: Collection[str],
    most: int = MOST,
) -> dict[str, frozenset[str]]:
    """Return, for the newest cases that hold one of these values, of which kinds; one query."""
    rows = (
        PersonalValue.objects.filter(
            company_id=company, blind_index__in=list(indexes), created__gte=since
        )
        .exclude(case_id__in=apart)
        .order_by("-case_id")
        .values_list("case_id", "kind")
        .distinct()
    )
    found: dict[str, set[str]] = {}
    for case, kind in rows[:most]:
        found.setdefault(case, set()).add(kind)
    return {case: frozenset(kinds) for case, kinds in found.items()}
