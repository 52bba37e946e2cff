"""A page asks the database as often for thirty rows as for three, and for a long case as for a short one."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from huiyin.cases.commands.acting import Doing, act
from huiyin.cases.lists import by_number
from huiyin.cases.models import Case
from huiyin.rows import row_of
from tests.shell.desk.office import Desk, open_desk
from tests.shell.portal.phone import hand_out

FEW, MANY = 3, 30
CLERK, HEAD, SERVICE = "小李", "徐店长", "客服小王"
OK = 200


@pytest.fixture
def office(db: None) -> Desk:
    return open_desk()


def played(office: Desk, until: str) -> Case:
    """A case of its own, played up to and with a step."""
    office.player.case = None
    return office.play(until)


def asked(browser: Client, address: str) -> list[str]:
    """The statements of a page, read a second time as everybody else reads it."""
    browser.get(address)
    with CaptureQueriesContext(
        connection,
    ) as sent:
        answer = browser.get(address, follow=True)
    assert answer.status_code == OK, address
    return [query["sql"] for query in sent.captured_queries]


def counted(browsers: dict[str, Client], pages: Iterable[tuple[str, str]]) -> dict[Any, int]:
    return {(who, page): len(asked(browsers[who], page)) for who, page in pages}


@pytest.mark.slow
def test_pages_of_the_desk_ask_as_often_for_thirty_rows_as_for_three(office: Desk) -> None:
    submitted, routed = played(office, "submit"), played(office, "route")
    played(office, "submit")
    pack = office.world.pack
    places = ["", "cases/", "cases/?state=open", "cases/?state=late", "review/", "messages/"]
    places += [f"ledgers/{name}/" for name in pack.ledgers]
    places += [f"cases/{submitted.id}/", f"cases/{routed.id}/", f"search/?q={routed.number}"]
    pages = [(who, office.url(place)) for who in (HEAD, SERVICE) for place in places]
    browsers = {who: office.browser(who) for who in (HEAD, SERVICE)}
    allowed = [(who, page) for who, page in pages if seen(browsers[who], page, office)]
    assert len(allowed) > len(places)
    with time_machine.travel(office.at("2026-03-19T09:00"), tick=False):
        few = counted(browsers, allowed)
    for number in range(MANY - FEW):
        played(office, "route" if number % 2 else "submit")
    with time_machine.travel(office.at("2026-03-19T09:01"), tick=False):
        many = counted(browsers, allowed)
    assert {page: (few[page], many[page]) for page in few if few[page] != many[page]} == {}


def seen(browser: Client, page: str, office: Desk) -> bool:
    with time_machine.travel(office.at("2026-03-19T09:00"), tick=False):
        return int(browser.get(page).status_code) == OK


def contacted(office: Any, case: Case, times: int, first: datetime) -> None:
    """The customer is told how it stands, again and again."""
    for number in range(times):
        at = first + timedelta(seconds=number)
        form = {"means": "电话", "content": "正在修，今天给您结果", "reply": "可以"}
        act(office.world.caller(SERVICE, at), case.id, [Doing(step="contact", form=form)])


@pytest.mark.slow
def test_a_case_with_a_long_history_asks_as_often_as_with_a_short_one(office: Desk) -> None:
    case = played(office, "contact")
    pages = [(SERVICE, office.url(f"cases/{case.id}/"))]
    browsers = {SERVICE: office.browser(SERVICE)}
    start = office.at("2026-03-19T10:10")
    counts = []
    for times in (FEW, MANY):
        contacted(office, case, times, start)
        start += timedelta(minutes=5)
        with time_machine.travel(start, tick=False):
            counts.append(counted(browsers, pages))
    assert counts[0] == counts[1]


@pytest.mark.slow
def test_the_customers_progress_asks_as_often_however_much_happened(db: None) -> None:
    counts = []
    with translation.override("zh-hans"), time_machine.travel("2026-10-10T10:18:00+08:00") as clock:
        phone = hand_out()
        phone.get(phone.store)
        phone.complain()
        case = phone.work("ack")
        start = datetime.fromisoformat("2026-10-10T19:00:00+08:00")
        for times in (FEW, MANY):
            contacted(phone, case, times, start)
            start += timedelta(minutes=5)
            clock.move_to(start)
            counts.append(len(asked(phone.client, phone.progress)))
    assert counts[0] == counts[1]


def test_a_number_is_found_whole_by_its_beginning_and_open_ones_by_a_part(office: Desk) -> None:
    first, second = played(office, "begin"), played(office, "begin")
    rows: Callable[[], Any] = Case._base_manager.all
    assert first.number[:-1] == second.number[:-1]

    def found(text: str) -> set[str]:
        return {case.id for case in by_number(rows(), text)}

    assert found(second.number) == {second.id}
    assert found(first.number[:-1]) == found(first.number[3:-1]) == {first.id, second.id}
    assert found("没有的") == set()
    Case._base_manager.filter(id=first.id).update(closed_at=office.at("2026-03-20T09:00"))
    assert found(first.number[3:-1]) == {second.id}
    assert found(first.number) == {first.id}


def test_a_search_by_number_and_the_list_of_late_cases_go_by_index(office: Desk) -> None:
    case = played(office, "begin")
    with CaptureQueriesContext(connection) as sent:
        by_number(Case._base_manager.filter(company=case.company), case.number[:-1])
        list(Case._base_manager.filter(company=case.company, late=True).order_by("-id"))
    statements = [query["sql"] for query in sent.captured_queries]
    if connection.vendor == "sqlite":  # PostgreSQL reads a table of one row as it lies
        plans = [planned(statement) for statement in statements]
        assert all("USING INDEX" in plan for plan in plans), plans
    assert not any("UPPER(" in statement for statement in statements)


def planned(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + statement.replace("%", "%%"))
        return str(cursor.fetchall())


def test_no_page_reads_through_an_archive(office: Desk) -> None:
    """What runs is found by indexes of what runs, also once the database knows how large all is."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads small tables as they lie")
    case, browser = played(office, "begin"), office.browser(CLERK)
    ended = row_of(case) | {"closed_at": case.opened_at, "next_due_at": None}
    copies = [Case(**ended | {"id": f"{number:026}", "number": number}) for number in range(2000)]
    Case._base_manager.bulk_create(copies)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with time_machine.travel(office.at("2026-03-18T19:25"), tick=False):
        statements = [
            statement
            for place in ("", "cases/", "cases/?state=open", f"search/?q={case.number}")
            for statement in asked(browser, office.url(place))
        ]
    whole = [s for s in statements if "cases_" in s and re.search(r"LIMIT \d+$", s) is None]
    assert whole
    assert [s for s in whole if "SCAN cases_" in planned(s)] == []
