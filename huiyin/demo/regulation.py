"""A revision under way in a demo company, so that the pages of its regulation show life."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from huiyin import packjobs
from huiyin.demo.cast import Cast
from huiyin.people.models import Company
from huiyin.policies.models import Revision
from huiyin.policies.revising import Office, Wanted, draft, submit

AGO = timedelta(hours=20)
"""How long ago it was handed in."""


def revise(cast: Cast, said: Mapping[str, Any], now: datetime) -> Revision:
    """Draft and submit what the script says; the tools look at it when the worker starts."""
    office = _office(cast, said["by"], now - AGO)
    day = office.rules.local_date(now + timedelta(days=float(said["in_days"])))
    values = {name: str(value) for name, value in said["values"].items()}
    row = draft(office, Wanted(values, day, reason=said["reason"]))
    row = submit(office, row, {})
    for tool, more in (("whatif", {"values": row.values}), ("check", {}), ("test", {})):
        arguments = {"revision": row.id, "pack": row.pack_id, **more}
        packjobs.ask(
            office.company, tool, arguments, by=office.actor.person, at=office.now, lang="zh"
        )
    return row


def _office(cast: Cast, key: str, at: datetime) -> Office:
    """Somebody of the cast at the regulation's desk."""
    caller = cast.caller(cast.persons[key], at)
    return Office(Company.objects.get(id=cast.company.id), caller.actor, at)
