"""Each depth of access, tried on every address of a case: number, masked, uncovered, full."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from huiyin.policy.across import Access
from huiyin.records.models import Evidence
from tests.shell.access.files import Office
from tests.shell.records.files import photo
from tests.shell.records.sending import add

Frozen = Callable[[datetime], Any]
OK, FORBIDDEN, NOT_FOUND = 200, 403, 404
PHONE = "13812345670"
READER = "审计员"
"""Has no part in any complaint: what he sees, he sees by his access line alone."""


@pytest.fixture
def sees(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let everybody's access be one line of a depth."""

    def set_to(depth: str, **more: Any) -> None:
        line = Access(role="audit", cases="all", depth=depth, **more)  # type: ignore[arg-type]
        monkeypatch.setattr("huiyin.cases.access.lines_for", lambda *_given: [line])

    return set_to


@pytest.fixture
def evidence(office: Office, settings: Settings, tmp_path: Path) -> Evidence:
    settings.EVIDENCE_DIR = tmp_path
    return add(office.world, office.cases["xuhui"], ("a.jpg", photo()))[0]


def addresses(office: Office, evidence: Evidence) -> list[tuple[str, str]]:
    """Every address below the case that leads somewhere for who may see it."""
    case = office.cases["xuhui"]
    approval = next(iter(office.world.pack.procedures["complaint"].approvals))
    base = f"cases/{case.id}/"
    known = [(verb, url) for verb, url in office.addresses(case) if "/none/" not in url]
    return [
        *known,
        ("get", office.desk.url(f"{base}evidence/{evidence.id}/")),
        ("get", office.desk.url(f"{base}evidence/{evidence.id}/thumb/")),
        ("post", office.desk.url(f"{base}sign/{approval}/")),
    ]


@pytest.mark.parametrize("depth", ["none", "number", "masked", "full"])
def test_every_address_answers_as_deep_as_the_line_says(
    office: Office, frozen: Frozen, sees: Callable[..., None], evidence: Evidence, depth: str
) -> None:
    sees(depth)
    page = office.desk.url(f"cases/{office.cases['xuhui'].id}/")
    with frozen(office.at()):
        browser = office.browser(READER)
        for verb, address in addresses(office, evidence):
            status = getattr(browser, verb)(address).status_code
            open_to = depth in ("masked", "full") or (depth == "number" and address == page)
            assert (status != NOT_FOUND) is open_to, (verb, address, status)


def test_who_sees_the_number_sees_the_stage_and_nothing_of_the_matter(
    office: Office, frozen: Frozen, sees: Callable[..., None]
) -> None:
    sees("number")
    case = office.cases["xuhui"]
    with frozen(office.at()):
        browser = office.browser(READER)
        page = browser.get(office.desk.url(f"cases/{case.id}/")).content.decode()
        listed = browser.get(office.desk.url("cases/")).content.decode()
        found = browser.get(office.desk.url(f"search/?q={case.number}")).content.decode()
        by_name = browser.get(office.desk.url("search/?q=林女士")).content.decode()
        by_phone = browser.get(office.desk.url(f"search/?q={PHONE}")).content.decode()
        ledger = browser.get(office.desk.url("ledgers/summary/")).content.decode()
    for text in (page, listed, found):
        assert case.number in text
        assert "登记" in text
        assert "漏水" not in text
    assert "act-form" not in page
    for text in (by_name, by_phone, ledger):
        assert case.number not in text
    assert case.id not in by_phone


@pytest.mark.parametrize(
    ("depth", "unmask", "shown"),
    [("masked", False, False), ("masked", True, True), ("full", False, True), ("full", True, True)],
)
def test_covered_values_are_uncovered_only_where_the_line_allows_it(
    office: Office,
    frozen: Frozen,
    sees: Callable[..., None],
    depth: str,
    *,
    unmask: bool,
    shown: bool,
) -> None:
    sees(depth, unmask=unmask, purpose=("合规检查",))
    case = office.cases["xuhui"]
    with frozen(office.at()):
        browser = office.browser(READER)
        page = browser.get(office.desk.url(f"cases/{case.id}/")).content.decode()
        address = office.desk.url(f"cases/{case.id}/unmask/?what=register.phone")
        unasked = browser.post(address, {"reason": "好奇"}).content.decode()
        told = browser.post(address, {"reason": "合规检查"})
    assert PHONE not in page
    assert PHONE not in unasked
    assert ("unmask/?what=register.phone" in page) is shown
    assert (PHONE in told.content.decode()) is shown
    assert told.status_code == (OK if shown else FORBIDDEN)


def test_who_works_on_a_case_sees_it_whatever_the_depth_of_the_post(
    office: Office, frozen: Frozen, sees: Callable[..., None]
) -> None:
    sees("number")
    page = office.desk.url(f"cases/{office.cases['xuhui'].id}/")
    with frozen(office.at()):
        assert "act-form" in office.browser("小李").get(page).content.decode()


def test_evidence_and_signing_of_a_case_are_not_found_by_who_may_not_open_it(
    office: Office, frozen: Frozen, evidence: Evidence
) -> None:
    strangers = ("静前台", "静店长", "DM小陈", "财务赵", "老外", "信息员")
    with frozen(office.at()):
        for verb, address in addresses(office, evidence):
            reader = getattr(office.browser("小李"), verb)(address).status_code
            assert reader != NOT_FOUND, (verb, address)
            for person in strangers:
                status = getattr(office.browser(person), verb)(address).status_code
                assert status == NOT_FOUND, (person, verb, address)


def test_who_must_stand_aside_is_not_counted_among_those_who_owe(
    office: Office, frozen: Frozen
) -> None:
    from huiyin.cases.lists import my_duties  # noqa: PLC0415

    other = "DM小陈"  # has the receivers' post of the store, and is named in its complaint
    caller = office.world.caller(other, office.at())
    owed = my_duties(caller, office.at(), office.at())
    assert (owed.rows, owed.total, owed.late) == ([], 0, 0)
    with frozen(office.at()):
        text = office.browser(other).get(office.desk.url("")).content.decode()
    assert "逾期" not in text.split("<main")[0]
