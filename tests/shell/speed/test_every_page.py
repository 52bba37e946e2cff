"""Every address of the desk asks the database as often for ten times the cases, whoever reads.

The pages are found in the URL conf: a new one is measured without being written down here. What its
address needs besides a case is said in `Chain.places`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse
from pytest_django import Settings

from bench.clones import copy
from huiyin.cases.models import Case, DutyRow
from huiyin.demo.build import play
from huiyin.demo.chain import chained
from huiyin.demo.script import scripts
from huiyin.people.models import Company, Person
from huiyin.policies.rules import rulebook
from huiyin.web.urls import desk_patterns

NOW = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)  # a Wednesday, eleven in the morning
SCALE = 0.03
MORE = 9
OK = 200
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
READERS = ("xi", "ban")
"""Customer service, who sees everything, and a store, which sees its own."""
NO_PAGES = ("evidence", "thumb", "draft")
"""Files, and what scripts keep: they read one row by its key."""
VIEWS = {
    "cases": ["?state=open", "?state=late", "?state=closed"],
    "revisits": ["?view=may"],
    "register": ["?what=complaint.register"],
    "search": ["?q=投影", "?q=2026"],
    "duties": ["?when=overdue"],
}
"""More than one list at an address."""


@dataclass(frozen=True)
class Chain:
    """A large chain after its first days, in little: its people's browsers, and what its addresses name."""

    company: Company
    case: Case
    other: Case

    def places(self) -> dict[str, list[str]]:
        """What stands for the parameters of addresses."""
        pack = rulebook(self.company).current(NOW).pack
        duty = (
            DutyRow.objects.filter(case=self.case).order_by("id").values_list("instance", flat=True)
        )
        return {
            "case_id": [self.case.id],
            "other_id": [self.other.id],
            "instance": [str(duty[0])],
            "name": list(pack.ledgers),
            "ident": [next(iter(pack.clauses))],
            "step": ["track"],
            "approval": ["plan"],
            "seq": ["1"],
            "number": ["1"],
            "run_id": ["none"],
        }

    def addresses(self) -> Iterator[str]:
        """Every page of the desk, with each of its lists."""
        places = self.places()
        for pattern in desk_patterns:
            if pattern.name in NO_PAGES:
                continue
            yield from self._of(pattern, places)

    def _of(self, pattern: URLPattern, places: dict[str, list[str]]) -> Iterator[str]:
        names = sorted(pattern.pattern.converters)
        assert set(names) <= set(places), f"say what stands for {names} in {pattern.name}"
        for chosen in product(*(places[name] for name in names)):
            given = dict(zip(names, chosen, strict=True))
            address = reverse(str(pattern.name), kwargs={"slug": self.company.slug, **given})
            yield address
            yield from (address + view for view in VIEWS.get(str(pattern.name), ()))

    def browser(self, key: str) -> Client:
        """The signed-in browser of somebody."""
        client = Client()
        person = Person.objects.get(
            company=self.company, user__username=f"{key}.{self.company.slug}"
        )
        client.force_login(person.user, backend=BACKEND)
        return client


@pytest.fixture
def chain(db: None, tmp_path: Path, settings: Settings) -> Iterator[Chain]:
    settings.VAR_DIR = tmp_path
    script = next(s for s in map(chained, scripts()) if s is not None and s.name == "cinema")
    with time_machine.travel(NOW, tick=False):
        told = play(script, "回音-chain-2026", NOW, lambda _: None, scale=SCALE)
        assert told.refused == []
        company = Company.objects.get(slug=script.slug)
        cases = Case._base_manager.filter(company=company, procedure="complaint", stage="整改中")
        yield Chain(company, *cases.exclude(unit="").order_by("id")[:2])


def counted(chain: Chain, clients: dict[str, Client]) -> dict[Any, int]:
    """How often each page asks the database, of those that are the reader's."""
    found = {}
    for who, page in product(clients, chain.addresses()):
        with CaptureQueriesContext(connection) as sent:
            answer = clients[who].get(page)
        if answer.status_code == OK:
            found[who, page] = len(sent)
    return found


@pytest.mark.slow
def test_no_page_of_the_desk_asks_more_often_when_there_are_ten_times_the_cases(
    chain: Chain,
) -> None:
    clients = {who: chain.browser(who) for who in READERS}
    counted(chain, clients)  # what is kept after the first reading is there
    few = counted(chain, clients)
    rows = Case._base_manager.filter(company=chain.company)
    before = rows.count()
    copy(list(rows.values_list("id", flat=True)), MORE)
    assert rows.count() == before * (MORE + 1)
    many = counted(chain, clients)
    assert few.keys() == many.keys()
    assert {key: (few[key], many[key]) for key in few if many[key] > few[key]} == {}
    names = {page.split("/")[3] for _, page in few}
    assert {"cases", "review", "revisits", "tracking", "ledgers", "improvements", "search"} <= names
