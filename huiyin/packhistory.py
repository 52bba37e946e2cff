"""The history of an installed company, for what-if: its rules, and the logs of its cases."""

from collections.abc import Iterator
from datetime import datetime

from huiyin.cases.log import read_many
from huiyin.cases.models import Case
from huiyin.eventlog.envelope import Event
from huiyin.packplay import History
from huiyin.people.models import Company
from huiyin.policies.rules import rulebook

CHUNK = 500
"""So many logs are read at once."""


class NoCompany(LookupError):
    """There is no company of that name here; carries the names of those there are."""


def history_of(slug: str, most: int, now: datetime) -> History:
    """A company's newest cases, so many at most, under the rules it works by. Raises `NoCompany`."""
    company = _company(slug)
    return History(rulebook(company).current(now), dict(logs_of(company, most)), now)


def logs_of(company: Company, most: int) -> Iterator[tuple[str, list[Event]]]:
    """The logs of a company's newest cases, so many at most."""
    owned = Case.objects.filter(company=company)  # noqa: TID251  (the company's own history)
    ids = list(owned.order_by("-id").values_list("id", flat=True)[:most])
    for start in range(0, len(ids), CHUNK):
        yield from read_many(ids[start : start + CHUNK]).items()


def _company(slug: str) -> Company:
    found = Company.objects.filter(slug=slug).first()
    if found is None:
        raise NoCompany(*Company.objects.values_list("slug", flat=True))
    return found
