"""The frame of every change: one transaction, the company locked, the change recorded."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction

from huiyin.people.ids import new_id
from huiyin.people.models import Company, OrganisationChange
from huiyin.writegate import gate

SYSTEM = "system"

Row = TypeVar("Row", bound=models.Model)


@contextmanager
def changing(
    company: str, verb: str, *, by: str, at: datetime, data: Mapping[str, Any]
) -> Iterator[Company]:
    """Run the change inside; `data` is what the record of it says, and may be filled in inside.

    Raises `Company.DoesNotExist`.
    """
    with gate(), transaction.atomic():
        row = Company.objects.select_for_update().get(id=company)
        yield row
        row.org_revision += 1
        row.org_stamp = new_id(at)
        row.save(update_fields=["org_revision", "org_stamp"])
        OrganisationChange.objects.create(
            company=row, revision=row.org_revision, at=at, by=by, verb=verb, data=dict(data)
        )


def stored(row: Row, *, new: bool) -> Row:
    """Check a row as a form would, and store it. Raises `ValidationError`."""
    row.full_clean()
    row.save(force_insert=new)
    return row
