"""Putting personal values in, getting them out, and erasing a subject."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from huiyin.people.ids import new_id
from huiyin.people.models import DataSubject, PersonalValue
from huiyin.people.vault.cipher import lock, new_key, place, unlock
from huiyin.people.vault.index import blind_index, index_key, tail_index
from huiyin.people.vault.keys import Keyring
from huiyin.people.vault.kinds import ValueKind
from huiyin.rows import insert, insert_new


class SubjectErased(Exception):
    """Nothing can be written for a subject whose key was destroyed."""


def new_subject(company_id: str, *, at: datetime) -> DataSubject:
    """Make a data subject with a key of its own; one insert."""
    subject_id = new_id(at)
    wrapped = Keyring.of_settings().wrap(new_key(), subject_place(company_id, subject_id))
    subject = DataSubject(id=subject_id, company_id=company_id, wrapped_key=wrapped, created=at)
    insert_new(subject)
    return subject


def seal_values(
    subject: DataSubject,
    values: Mapping[str, str],
    *,
    kinds: Mapping[str, ValueKind] | None = None,
    ids: Mapping[str, str] | None = None,
    case_id: str,
    at: datetime,
) -> dict[str, str]:
    """Lock the values of one subject, and return the id of each; one insert for all.

    `ids` are ids already given out, for values that an event had to refer to before.

    `values` is field to text; `kinds` says what a field's value is, and free text where it does not
    say. Raises `SubjectErased`.
    """
    if subject.wrapped_key is None:
        raise SubjectErased(f"the data subject {subject.id} was erased")
    company = subject.company_id
    key = _unwrapped(subject.id, company, subject.wrapped_key)
    hashing = index_key(company)
    rows = []
    for name, text in values.items():
        row = (ids or {}).get(name) or new_id(at)
        kind = (kinds or {}).get(name, ValueKind.TEXT)
        rows.append(
            {
                "id": row,
                "company_id": company,
                "subject_id": subject.id,
                "case_id": case_id,
                "field": name,
                "kind": str(kind),
                "ciphertext": lock(key, text.encode(), value_place(company, row)),
                "blind_index": blind_index(hashing, kind, text),
                "tail_index": tail_index(hashing, kind, text),
                "created": at,
            }
        )
    insert(PersonalValue, rows)
    return {str(row["field"]): str(row["id"]) for row in rows}


def open_values(ids: Iterable[str], *, company: str) -> dict[str, str | None]:
    """Return the text of each value of this company, or None where the subject was erased.

    Ids that the company does not have are left out. One query.
    """
    rows = PersonalValue.objects.filter(company_id=company, id__in=list(ids)).values_list(
        "id", "ciphertext", "subject_id", "subject__wrapped_key"
    )
    keys: dict[str, bytes] = {}
    opened: dict[str, str | None] = {}
    for row, ciphertext, subject, wrapped in rows:
        if wrapped is None:
            opened[row] = None
            continue
        if subject not in keys:
            keys[subject] = _unwrapped(subject, company, wrapped)
        opened[row] = unlock(keys[subject], bytes(ciphertext), value_place(company, row)).decode()
    return opened


def subject_keys(ids: Iterable[str], *, company: str) -> dict[str, bytes | None]:
    """Return the key of each subject, or None once erased; for files that belong to a subject."""
    rows = DataSubject.objects.filter(company_id=company, id__in=list(ids))
    return {
        subject: None if wrapped is None else _unwrapped(subject, company, wrapped)
        for subject, wrapped in rows.values_list("id", "wrapped_key")
    }


def erase_subject(subject_id: str, *, company: str, at: datetime) -> bool:
    """Destroy a subject's key and whatever would find its values; True when there was a key.

    Raises `DataSubject.DoesNotExist` for a subject that the company does not have.
    """
    with transaction.atomic():
        subject = DataSubject.objects.select_for_update().get(id=subject_id, company_id=company)
        if subject.wrapped_key is None:
            return False
        subject.wrapped_key = None
        subject.erased_at = at
        subject.save(update_fields=["wrapped_key", "erased_at"])
        subject.values.update(blind_index=None, tail_index=None)
        subject.marks.all().delete()
    return True


def subject_place(company_id: str, subject_id: str) -> bytes:
    """Name where a subject's wrapped key stands."""
    return place("people_datasubject.wrapped_key", company_id, subject_id)


def value_place(company_id: str, value_id: str) -> bytes:
    """Name where a value's ciphertext stands."""
    return place("people_personalvalue.ciphertext", company_id, value_id)


def _unwrapped(subject_id: str, company_id: str, wrapped: bytes | memoryview) -> bytes:
    where = subject_place(company_id, subject_id)
    return Keyring.of_settings().unwrap(bytes(wrapped), where)
