"""The history of an installed company, for `huiyin pack whatif`: its rules, and the logs of its cases."""

from collections.abc import Iterator
from datetime import datetime

from huiyin.cases.log import read_many
from huiyin.cases.models import Case
from huiyin.eventlog.envelope import Event
from huiyin.obligations.rules import Rules
from huiyin.people.models import Company
from huiyin.policies.rules import rulebook

CHUNK = 500
"""So many logs are read at once."""


class NoCompany(LookupError):
    """There is no company of that name here; carries the names of those there are."""


def rules_of(slug: str, at: datetime) -> Rules:
    """The rules a company works by at a moment. Raises `NoCompany`."""
    return rulebook(_company(slug)).current(at)


def logs_of(slug: str, most: int) -> Iterator[tuple[str, list[Event]]]:
    """The logs of a company's newest cases, so many at most. Raises `NoCompany`."""
    owned = Case.objects.filter(company=_company(slug))  # noqa: TID251  (the owner's own command line)
    ids = list(owned.order_by("-id").values_list("id", flat=True)[:most])
    for start in range(0, len(ids), CHUNK):
        yield from read_many(ids[start : start + CHUNK]).items()


def _company(slug: str) -> Company:
    found = Company.objects.filter(slug=slug).first()
    if found is None:
        raise NoCompany(*Company.objects.values_list("slug", flat=True))
    return found
