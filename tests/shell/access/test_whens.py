"""The `when` of a ledger keeps the rows that meet it, and no others."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pytest

from tests.shell.access.files import Office
from tests.shell.access.test_ledgers import table

Frozen = Callable[[datetime], Any]
WHENS: Mapping[str, tuple[Any, set[str]]] = {
    "stage": ([{"stage": "归档"}], {"archived"}),
    "stages": ([{"stage": ["登记", "归档"]}], {"xuhui", "jingan", "archived"}),
    "level": ([{"level": "一级"}], {"archived"}),
    "no level": ([{"level": "一级", "given": False}], {"xuhui", "jingan"}),
    "flag": ([{"flag": "无此标记"}], set()),
    "field is": ([{"field": "begin.carrier", "is": "电子"}], {"xuhui", "jingan", "archived"}),
    "one of several": (
        [{"field": "register.demand", "in": ["退费"]}],
        {"xuhui", "jingan", "archived"},
    ),
    "not given": ([{"field": "verify.finding", "given": False}], {"xuhui", "jingan"}),
    "open duty": ([{"none_open": "verify", "given": False}], {"xuhui", "jingan"}),
    "nothing open": ([{"none_open": "verify"}], {"archived"}),
    "done": ([{"done": "verify"}], {"archived"}),
    "any": ({"any": [{"stage": "归档"}, {"done": "verify"}]}, {"archived"}),
}


@pytest.mark.parametrize("name", WHENS)
def test_a_ledger_shows_the_cases_that_meet_its_condition(
    office: Office, frozen: Frozen, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    when, expected = WHENS[name]
    narrowed(office, monkeypatch, "summary", when)
    with frozen(office.at()):
        rows = table(office, "运营张", "summary")
    numbers = {row[0] for row in rows[1:]}
    assert numbers == {office.cases[case].number for case in expected}


def narrowed(office: Office, monkeypatch: pytest.MonkeyPatch, name: str, when: Any) -> None:
    """Give a ledger of the pack a condition."""
    from huiyin.web.desk import ledgers  # noqa: PLC0415

    spec = office.world.pack.ledgers[name]
    other = type(spec).model_validate({**spec.model_dump(by_alias=True), "when": when})
    book_of = ledgers.book_of
    monkeypatch.setattr(ledgers, "book_of", lambda desk, _spec: book_of(desk, other))
