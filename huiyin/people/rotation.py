"""Taking a new master key into use: every wrapped key is unwrapped and wrapped anew."""

from django.db import transaction

from huiyin.people.models import CompanyKey, DataSubject
from huiyin.people.signin.secrets import rewrap_secrets
from huiyin.people.vault.index import index_place
from huiyin.people.vault.keys import Keyring
from huiyin.people.vault.store import subject_place

_BATCH = 500


def rewrap() -> int:
    """Bring every wrapped key under the master key in use, and return how many were moved.

    Values stay as they are: their own keys do not change. It may be stopped and run again, and
    runs beside normal work. The old master key can be thrown away when it returns 0.
    """
    ring = Keyring.of_settings()
    return _rewrap_companies(ring) + _rewrap_subjects(ring) + rewrap_secrets()


def _rewrap_companies(ring: Keyring) -> int:
    moved = 0
    for row in CompanyKey.objects.all():
        wrapped = bytes(row.wrapped_key)
        if not ring.is_current(wrapped):
            where = index_place(row.company_id)
            row.wrapped_key = ring.wrap(ring.unwrap(wrapped, where), where)
            row.save(update_fields=["wrapped_key"])
            moved += 1
    return moved


def _rewrap_subjects(ring: Keyring) -> int:
    moved, last = 0, ""
    while True:
        with transaction.atomic():
            # Locked, so that a key destroyed meanwhile is not written back.
            rows = list(
                DataSubject.objects.select_for_update()
                .filter(id__gt=last, wrapped_key__isnull=False)
                .order_by("id")[:_BATCH]
            )
            stale = [row for row in rows if not ring.is_current(bytes(row.wrapped_key or b""))]
            for row in stale:
                where = subject_place(row.company_id, row.id)
                row.wrapped_key = ring.wrap(
                    ring.unwrap(bytes(row.wrapped_key or b""), where), where
                )
            DataSubject.objects.bulk_update(stale, ["wrapped_key"])
        if not rows:
            return moved
        moved, last = moved + len(stale), rows[-1].id
