"""Files on their way in: locked and hashed piece by piece as they arrive, never whole in memory.

What is too large is read to its end and thrown away, since a browser shows no answer before it has
sent everything; nothing of it is kept. What is absurd is not read at all.
"""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from huiyin.people.ids import new_id
from huiyin.people.vault.cipher import new_key, place
from huiyin.records import store
from huiyin.records.kinds import HEAD, MEGABYTE, FileKind, kind_of
from huiyin.records.refusals import FileFault
from huiyin.records.sealedfiles import Sealing


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that lies in the store under its own key, not yet looked into."""

    id: str
    field: str
    name: str
    kind: FileKind
    digest: str
    size: int
    key: bytes
    head: bytes


class FarTooLarge(Exception):
    """A request of absurd size; nothing of it is read."""


def receive_into_store(request: HttpRequest, company: str) -> "EvidenceUploads":
    """Let the files of a request go to the store; to be called before anything reads its form.

    Raises `FarTooLarge`.
    """
    try:
        size = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        size = 0
    if size > settings.EVIDENCE_MOST_MB * MEGABYTE:
        raise FarTooLarge(size)
    handler = EvidenceUploads(request, company)
    request.upload_handlers = [handler]
    return handler


def file_place(company: str, item: str) -> bytes:
    """Name where a file's ciphertext stands."""
    return place("records_file", company, item)


class EvidenceUploads(FileUploadHandler):
    """Takes the files of one request for a company into the store; `arrived` and `faults` tell which.

    ``request.FILES`` stays empty, so nothing else can come to hold them.
    """

    chunk_size = 64 * 1024

    def __init__(self, request: HttpRequest, company: str) -> None:
        super().__init__(request)
        self.company = company
        self.arrived: list[Arrived] = []
        self.faults: dict[str, list[FileFault]] = {}
        self._total = 0
        self._whole = 0
        self._now: _Arriving | None = None

    def handle_raw_input(
        self,
        input_data: Any,
        META: Mapping[str, Any],  # noqa: N803  (Django's name)
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Note early how much is coming."""
        self._whole = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file, or skip it when it will not be taken anyway."""
        super().new_file(*args, **kwargs)
        name, kind = str(self.file_name), kind_of(str(self.file_name))
        limit = settings.EVIDENCE_REQUEST_MB * MEGABYTE
        if self._whole > limit:
            self._refuse(FileFault("all_large", name, self._whole, limit))
        if len(self.arrived) >= settings.EVIDENCE_FILES:
            self._refuse(FileFault("many", name, limit=settings.EVIDENCE_FILES))
        if kind is None:
            self._refuse(FileFault("kind", name))
        if store.full():
            self._refuse(FileFault("full", name))
        self._now = _Arriving(self.company, str(self.field_name), name, kind)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take some bytes; stop keeping them once the limit is passed."""
        if self._now is None:
            raise SkipFile
        if start + len(raw_data) > self._now.kind.limit:
            fault = FileFault("large", self._now.name, limit=self._now.kind.limit)
            self._drop()
            self._refuse(fault)
        self._now.write(raw_data)

    def file_complete(self, file_size: int) -> None:
        """Settle the file in the store."""
        if self._now is None:
            return
        now, self._now = self._now, None
        if file_size == 0:
            now.give_up()
            self.faults.setdefault(now.field, []).append(FileFault("empty", now.name))
        else:
            self.arrived.append(now.settled(file_size))

    def upload_interrupted(self) -> None:
        """Drop what did not arrive whole."""
        self._drop()

    def _drop(self) -> None:
        if self._now is not None:
            self._now.give_up()
            self._now = None

    def _refuse(self, fault: FileFault) -> NoReturn:
        same = self.faults.setdefault(str(self.field_name), [])
        if fault.code != "all_large" or not any(one.code == "all_large" for one in same):
            same.append(fault)
        raise SkipFile


class _Arriving:
    """One file while its bytes come in."""

    def __init__(self, company: str, field: str, name: str, kind: FileKind) -> None:
        self.company, self.field, self.name, self.kind = company, field, name, kind
        self.id, self.key = new_id(), new_key()
        self._hash, self._head = hashlib.sha256(), b""
        self._file: BinaryIO = store.arriving(self.id)
        self._sealing = Sealing(self._file, self.key, file_place(company, self.id))

    def write(self, plain: bytes) -> None:
        self._hash.update(plain)
        self._head += plain[: max(HEAD - len(self._head), 0)]
        self._sealing.write(plain)

    def settled(self, size: int) -> Arrived:
        self._sealing.close()
        store.flushed(self._file)
        digest = self._hash.hexdigest()
        store.settle(self.company, digest, self.id)
        return Arrived(
            self.id, self.field, self.name, self.kind, digest, size, self.key, self._head
        )

    def give_up(self) -> None:
        with suppress(OSError):
            self._file.close()
        store.give_up(self.id)


def discard(company: str, arrived: Arrived) -> None:
    """Delete a file that arrived and is not wanted."""
    store.delete(company, arrived.digest, arrived.id)
