"""Keeping the store tidy: what nobody claimed goes, what was erased goes, what waits is scanned."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from huiyin.cases.models import Draft
from huiyin.records import evidence, scanner, store
from huiyin.records.models import Evidence, HeldFile, Tries
from huiyin.writegate import gate

HELD = timedelta(days=1)
ORPHANED = timedelta(hours=6)
FORGOTTEN = timedelta(days=1)
UNSENT = timedelta(days=30)
"""How long what a customer typed and never sent is kept."""
AT_ONCE = 20


@dataclass(frozen=True)
class Tidied:
    """What one sweep did, in numbers of files."""

    expired: int
    orphaned: int
    scanned: int


def tidy(now: datetime) -> Tidied:
    """Drop files that wait in vain, files of nobody and of erased subjects; scan what was not."""
    old = list(HeldFile.objects.filter(stored_at__lt=now - HELD))
    with gate():
        HeldFile.objects.filter(id__in=[row.id for row in old]).delete()
        Tries.objects.filter(since__lt=now - FORGOTTEN).delete()
        Draft.objects.filter(form__startswith="portal ", saved_at__lt=now - UNSENT).delete()
    for row in old:
        store.delete(row.company_id, row.digest, row.id)
    return Tidied(len(old), _orphans(now), rescan())


def _orphans(now: datetime) -> int:
    """Delete files without a row, and those whose subject was erased: nobody can open them."""
    found = [(path, item) for path, item, written in store.everything() if written < now - ORPHANED]
    dropped = 0
    for start in range(0, len(found), 500):
        batch = found[start : start + 500]
        items = [item for _path, item in batch]
        rows = Evidence.objects.filter(id__in=items, subject__wrapped_key__isnull=False)
        known = set(rows.values_list("id", flat=True))
        known |= set(HeldFile.objects.filter(id__in=items).values_list("id", flat=True))
        for path, item in batch:
            if item not in known:
                path.unlink(missing_ok=True)
                dropped += 1
    return dropped


def rescan() -> int:
    """Scan some of the evidence that no scanner has seen yet, if there is one now."""
    if not settings.EVIDENCE_SCANNER:
        return 0
    seen = 0
    waiting = Evidence.objects.filter(scan="unscanned", subject__wrapped_key__isnull=False)
    for row in waiting.order_by("id")[:AT_ONCE]:
        answer = scanner.scan(evidence.read(row, evidence.file_key(row)))
        if answer != scanner.UNSCANNED:
            with gate():
                Evidence.objects.filter(id=row.id).update(scan=answer)
            seen += 1
    return seen
