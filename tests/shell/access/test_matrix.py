"""Every address of a case for everybody of the company: found or not, as the pack's lines say."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tests.shell.access.files import AUDIT, STAFF, Office
from tests.shell.cases.world import build, pack_in, yaml_in
from tests.shell.desk.office import PACK

Frozen = Callable[[datetime], Any]
OK, FOUND, NOT_FOUND = 200, 302, 404

READERS = {
    "xuhui": STAFF | AUDIT | {"小李", "徐店长"},
    "jingan": STAFF | AUDIT | {"静前台", "静店长"},
    "archived": STAFF | {"小李", "徐店长"},
}
"""DM小陈 has the same post as 小李, but is named in the complaints of 徐汇店 and finds none."""

NARROW = (
    "小李",
    "徐店长",
    "DM小陈",
    "静前台",
    "专员小何",
    "档案员",
    "财务赵",
    "审计员",
    "指定人",
    "信息员",
    "老外",
)
"""One of each kind that does not see every complaint."""

LISTS = (
    "",
    "cases/",
    "cases/?state=late",
    "review/",
    "ledgers/",
    "messages/",
    "quick/",
    "register/",
)


@pytest.mark.slow
@pytest.mark.proves("jubensha", "16.1.1b")
def test_a_case_opens_for_those_whom_the_pack_names_and_for_nobody_else(
    office: Office, frozen: Frozen
) -> None:
    wrong = []
    before = office.events()
    with frozen(office.at()):
        for name, case in office.cases.items():
            for person in office.world.persons:
                expected = OK if person in READERS[name] else NOT_FOUND
                answer = office.browser(person).get(office.desk.url(f"cases/{case.id}/"))
                if answer.status_code != expected:
                    wrong.append((name, person, answer.status_code))
    assert wrong == []
    assert office.events() == before


@pytest.mark.slow
@pytest.mark.proves("jubensha", "16.1.1b")
def test_nothing_below_a_case_answers_to_who_may_not_open_it(
    office: Office, frozen: Frozen
) -> None:
    found = []
    before = office.events()
    with frozen(office.at()):
        for name, case in office.cases.items():
            for person in sorted(office.world.persons.keys() - READERS[name]):
                for verb, address in office.addresses(case):
                    status = getattr(office.browser(person), verb)(address).status_code
                    if status != NOT_FOUND:
                        found.append((name, person, verb, address, status))
    assert found == []
    assert office.events() == before


def test_everything_below_a_case_answers_to_who_may_open_it(office: Office, frozen: Frozen) -> None:
    case = office.cases["xuhui"]
    with frozen(office.at()):
        for person in ("小李", "运营张", "审计员"):
            for verb, address in office.addresses(case):
                status = getattr(office.browser(person), verb)(address).status_code
                missing = "/none/" in address
                assert (status == NOT_FOUND) is missing, (person, verb, address, status)
                assert status < 500, (person, verb, address)


@pytest.mark.slow
def test_no_list_shows_a_number_that_its_reader_may_not_open(
    office: Office, frozen: Frozen
) -> None:
    shown = []
    with frozen(office.at()):
        searches = [f"search/?q={case.number}" for case in office.cases.values()]
        for person in NARROW:
            browser, roles = office.browser(person), set(office.world.roles[person])
            ledgers = [
                f"ledgers/{name}/"
                for name, spec in office.world.pack.ledgers.items()
                if roles & {*spec.seen_by, *spec.kept_by}
            ]
            for place in (*LISTS, *ledgers, *searches):
                answer = browser.get(office.desk.url(place), follow=True)
                assert answer.status_code == OK, (person, place)
                text = answer.content.decode()
                for name, case in office.cases.items():
                    said = (
                        text.count(case.number) if case.number not in place else text.count(case.id)
                    )
                    if said and person not in READERS[name]:
                        shown.append((person, place, case.number))
    assert shown == []


def test_who_may_open_a_case_finds_it_in_the_list_of_cases(office: Office, frozen: Frozen) -> None:
    with frozen(office.at()):
        for person in office.world.persons:
            text = office.browser(person).get(office.desk.url("cases/")).content.decode()
            listed = {name for name, case in office.cases.items() if case.id in text}
            assert listed == {name for name, who in READERS.items() if person in who}, person


def test_a_draft_is_only_its_writers(office: Office, frozen: Frozen) -> None:
    with frozen(office.at()):
        page = office.browser("小李").get(office.desk.url("register/")).content.decode()
        found = re.search(r"drafts/(register\.[^/\"]+)/", page)
        assert found is not None
        form = office.desk.url(f"drafts/{found.group(1)}/")
        office.browser("小李").post(form, {"brief": "只有我知道的半句话"})
        mine = office.browser("小李").get(office.desk.url("register/")).content.decode()
        others = office.browser("徐店长").get(office.desk.url("register/")).content.decode()
    assert "只有我知道的半句话" in mine
    assert "只有我知道的半句话" not in others


def test_people_of_another_company_find_nothing_here(office: Office, frozen: Frozen) -> None:
    cast = yaml_in(PACK / "tests" / "cast.yaml")
    here, own = office.desk.world, build(pack_in(PACK), cast["units"], cast["people"], slug="other")
    office.desk.world = own
    browser = office.desk.browser("总经理")
    office.desk.world = here
    with frozen(office.at()):
        for place in LISTS:
            assert browser.get(f"/c/{here.company.slug}/{place}").status_code == NOT_FOUND
        for case in office.cases.values():
            for verb, address in office.addresses(case):
                assert getattr(browser, verb)(address).status_code == NOT_FOUND
                stolen = address.replace(f"/c/{here.company.slug}/", "/c/other/")
                assert getattr(browser, verb)(stolen).status_code == NOT_FOUND


def test_nobody_signed_in_is_sent_to_sign_in(office: Office, frozen: Frozen) -> None:
    from django.test import Client  # noqa: PLC0415

    with frozen(office.at()):
        for case in office.cases.values():
            for verb, address in office.addresses(case):
                assert getattr(Client(), verb)(address).status_code in (FOUND, NOT_FOUND)
