"""Reading evidence: what a case has, and the bytes of a file for who may see the case."""

from collections.abc import Iterable, Iterator

from huiyin.cases.models import Case
from huiyin.people.vault import subject_keys
from huiyin.people.vault.cipher import unlock
from huiyin.records import pictures, store
from huiyin.records.intake import evidence_place, label_of
from huiyin.records.models import Evidence
from huiyin.records.sealedfiles import pieces
from huiyin.records.uploads import file_place


class Gone(Exception):
    """The file cannot be read any more: its data subject was erased, or it was found infected."""


def of_case(case: Case) -> list[Evidence]:
    """The evidence of a case in the order it came; one query."""
    return list(Evidence.objects.filter(case=case).order_by("id"))


def names(rows: Iterable[Evidence]) -> dict[str, str | None]:
    """The names that people gave the files; None where the subject was erased. One query."""
    rows = list(rows)
    if not rows:
        return {}
    keys = subject_keys({row.subject_id for row in rows}, company=rows[0].company_id)
    found: dict[str, str | None] = {}
    for row in rows:
        key = keys[row.subject_id]
        found[row.id] = None if key is None else label_of(row, _own_key(row, key))
    return found


def file_key(row: Evidence) -> bytes:
    """The key of a file. Raises `Gone`."""
    key = subject_keys([row.subject_id], company=row.company_id).get(row.subject_id)
    if key is None or row.scan == "infected":
        raise Gone(row.id)
    return _own_key(row, key)


def _own_key(row: Evidence, subject_key: bytes) -> bytes:
    return unlock(subject_key, bytes(row.wrapped_key), evidence_place(row.company_id, row.id))


def read(row: Evidence, key: bytes, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """Yield the plain bytes of a file, or some of them. Raises `FileNotFoundError`, `Unreadable`."""
    with store.opened(row.company_id, row.digest, row.id) as file:
        yield from pieces(file, key, file_place(row.company_id, row.id), row.size, start, stop)


def shown(row: Evidence) -> bytes:
    """A photo as a JPEG that every browser shows. Raises `Gone`, `NotAPicture`."""
    return pictures.as_jpeg(b"".join(read(row, file_key(row))))


def preview(row: Evidence) -> bytes:
    """A small WebP of a photo. Raises `Gone`, `NotAPicture` for anything else."""
    if row.kind != "photo":
        raise pictures.NotAPicture(row.kind)
    return pictures.preview(b"".join(read(row, file_key(row))))
