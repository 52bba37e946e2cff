"""From files that arrived to evidence of a case.

A file that passed every check is held under its form's one-time key. When the form is accepted, its
files become evidence in the transaction of that command: their own keys are wrapped by the key of
the case's data subject, the files themselves stay where they are. A form that is refused keeps its
files; those of a form that never comes again are swept.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from huiyin.cases.models import Case
from huiyin.people.models import DataSubject
from huiyin.people.vault import SubjectErased, new_subject, subject_keys
from huiyin.people.vault.cipher import lock, place, unlock
from huiyin.people.vault.keys import Keyring
from huiyin.records import pictures, scanner, store
from huiyin.records.kinds import agrees
from huiyin.records.models import Evidence, File, HeldFile
from huiyin.records.refusals import FileFault
from huiyin.records.sealedfiles import pieces
from huiyin.records.uploads import Arrived, discard, file_place
from huiyin.writegate import gate

Keep = Callable[[Case], None]


def held_place(company: str, item: str) -> bytes:
    """Name where a waiting file's wrapped key stands."""
    return place("records_heldfile.wrapped_key", company, item)


def evidence_place(company: str, item: str) -> bytes:
    """Name where a piece of evidence's wrapped key stands."""
    return place("records_evidence.wrapped_key", company, item)


def label_place(company: str, item: str) -> bytes:
    """Name where a file's locked name stands."""
    return place("records_file.label", company, item)


def look_into(company: str, arrived: Arrived) -> str | FileFault:
    """Whether a file is what it claims to be; the answer of the scanner, or why it is not taken."""
    if not agrees(arrived.kind, arrived.head):
        return FileFault("disguised", arrived.name)
    if arrived.kind.kind == "photo":
        try:
            pictures.check(b"".join(_plain(company, arrived)))
        except pictures.NotAPicture:
            return FileFault("broken", arrived.name)
    answer = scanner.scan(_plain(company, arrived))
    return FileFault("infected", arrived.name) if answer == scanner.INFECTED else answer


def _plain(company: str, arrived: Arrived) -> Iterable[bytes]:
    with store.opened(company, arrived.digest, arrived.id) as file:
        yield from pieces(file, arrived.key, file_place(company, arrived.id), arrived.size)


def hold(company: str, form: str, arrived: Sequence[Arrived], *, at: datetime) -> list[FileFault]:
    """Hold the files of a form that pass; drop the others and say why.

    The same bytes in the same field are held once, however often they are sent.
    """
    faults, rows = [], []
    known = {(row.field, row.digest) for row in held(company, form)}
    for one in arrived:
        verdict: str | FileFault = ""
        if len(known) >= settings.EVIDENCE_FILES and (one.field, one.digest) not in known:
            verdict = FileFault("many", one.name, limit=settings.EVIDENCE_FILES)
        elif (one.field, one.digest) not in known:
            verdict = look_into(company, one)
        if isinstance(verdict, str) and verdict:
            known.add((one.field, one.digest))
            rows.append(_held(company, form, one, verdict, at))
            continue
        discard(company, one)
        faults += [verdict] if isinstance(verdict, FileFault) else []
    if rows:
        with gate():
            HeldFile.objects.bulk_create(rows)
    return faults


def _held(company: str, form: str, one: Arrived, scan: str, at: datetime) -> HeldFile:
    return HeldFile(
        id=one.id,
        company_id=company,
        digest=one.digest,
        size=one.size,
        media=one.kind.media,
        kind=one.kind.kind,
        label=lock(one.key, one.name.encode(), label_place(company, one.id)),
        wrapped_key=Keyring.of_settings().wrap(one.key, held_place(company, one.id)),
        scan=scan,
        stored_at=at,
        form=form,
        field=one.field,
    )


def held(company: str, form: str) -> list[HeldFile]:
    """The files that wait for a form, in the order they came."""
    return list(HeldFile.objects.filter(company_id=company, form=form).order_by("id"))


def held_name(row: HeldFile) -> str:
    """The name its owner gave a waiting file."""
    return label_of(row, _held_key(row))


def label_of(row: File, key: bytes) -> str:
    """The name its owner gave a file."""
    return unlock(key, bytes(row.label), label_place(row.company_id, row.id)).decode()


def _held_key(row: HeldFile) -> bytes:
    return Keyring.of_settings().unwrap(bytes(row.wrapped_key), held_place(row.company_id, row.id))


def drop(company: str, form: str, *, only: str = "") -> None:
    """Drop the files that wait for a form, or one of them."""
    rows = [row for row in held(company, form) if only in ("", row.id)]
    with gate():
        HeldFile.objects.filter(id__in=[row.id for row in rows]).delete()
    for row in rows:
        store.delete(company, row.digest, row.id)


def values(rows: Sequence[HeldFile]) -> dict[str, list[str]]:
    """What a form holds in its file fields: the ids of its files."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.field, []).append(row.id)
    return found


def facts(rows: Sequence[HeldFile]) -> tuple[Mapping[str, Any], ...]:
    """What the log records of each file."""
    return tuple(
        {"evidence": row.id, "digest": row.digest, "size": row.size, "media": row.media}
        for row in rows
    )


def keeping(rows: Sequence[HeldFile], *, at: datetime, by_customer: bool) -> Keep:
    """What a command does when its case is stored: the waiting files become its evidence.

    Raises `SubjectErased` for a case whose personal data was destroyed.
    """

    def keep(case: Case) -> None:
        if not rows:
            return
        subject = _subject(case, at)
        key = subject_keys([subject.id], company=case.company_id)[subject.id]
        if key is None:
            raise SubjectErased(subject.id)
        found = [_evidence(row, case, subject, key) for row in rows]
        for row in found:
            row.by_customer = by_customer
        Evidence.objects.bulk_create(found)
        HeldFile.objects.filter(id__in=[row.id for row in rows]).delete()

    return keep


def _subject(case: Case, at: datetime) -> DataSubject:
    """The data subject of a case; a case without any text of a customer gets one with its files."""
    if case.subject is None:
        case.subject = new_subject(case.company_id, at=at)
        case.save(update_fields=["subject"])
    return case.subject


def _evidence(row: HeldFile, case: Case, subject: DataSubject, key: bytes) -> Evidence:
    wrapped = lock(key, _held_key(row), evidence_place(case.company_id, row.id))
    return Evidence(
        id=row.id,
        company_id=case.company_id,
        digest=row.digest,
        size=row.size,
        media=row.media,
        kind=row.kind,
        label=row.label,
        wrapped_key=wrapped,
        scan=row.scan,
        stored_at=row.stored_at,
        case=case,
        subject=subject,
    )
