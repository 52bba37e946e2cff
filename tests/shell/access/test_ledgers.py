"""Ledgers are views of the one log: their rows, their columns, who sees them, and that they agree."""

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape
from typing import Any

import pytest

from huiyin.cases import log
from huiyin.cases.models import CaseEvent
from tests.shell.access.files import Office

Frozen = Callable[[datetime], Any]
FLOW = ("acted", "signed", "issued", "voided")


def table(office: Office, who: str, name: str, query: str = "") -> list[list[str]]:
    """The rows of a ledger as somebody sees them, the headings first; empty when it is not shown."""
    answer = office.browser(who).get(office.desk.url(f"ledgers/{name}/{query}"))
    if answer.status_code != 200:
        return []
    found = re.search(r"<table.*?</table>", answer.content.decode(), re.DOTALL)
    whole = re.sub(r"<tfoot.*?</tfoot>", "", found.group() if found else "", flags=re.DOTALL)
    rows = re.findall(r"<tr.*?</tr>", whole, re.DOTALL)
    cells = [
        [_text(cell) for cell in re.findall(r"<t[hd]\b.*?</t[hd]>", row, re.DOTALL)] for row in rows
    ]
    return [row for row in cells if row]


def _text(cell: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", cell))).strip().removeprefix("— ")


def row_of(rows: list[list[str]], number: str) -> dict[str, str]:
    """The row of a case, by heading."""
    row = next(row for row in rows[1:] if row[0] == number)
    return dict(zip(rows[0], row, strict=True))


@pytest.mark.proves("jubensha", "6.1.4a")
def test_the_summary_has_one_row_a_complaint_with_what_the_clause_asks_for(
    office: Office, frozen: Frozen
) -> None:
    with frozen(office.at()):
        rows = table(office, "运营张", "summary")
    assert len(rows) == 1 + len(office.cases)
    done = row_of(rows, office.cases["archived"].number)
    running = row_of(rows, office.cases["xuhui"].number)
    assert (done["级别"], done["环节"], done["现由谁办"]) == (
        "一级（一般投诉）",
        "归档",
        "没有待办",
    )
    assert "徐汇店" in done["部门"]
    assert running["环节"] == "登记"
    assert running["现由谁办"] == "小李"
    assert running["按时与否"].endswith("项逾期")
    assert done["按时与否"] == "没有逾期"
    assert "林女士" not in str(rows)


def test_the_summary_is_for_those_whom_the_pack_names(office: Office, frozen: Frozen) -> None:
    spec = office.world.pack.ledgers["summary"]
    with frozen(office.at()):
        for person, roles in office.world.roles.items():
            address = office.desk.url("ledgers/summary/")
            answer = office.browser(person).get(address)
            shown = (
                answer.status_code == 200 and "没有您可以看的台账" not in answer.content.decode()
            )
            assert shown == bool(set(roles) & {*spec.seen_by, *spec.kept_by}), person


@pytest.mark.proves("jubensha", "6.3.3")
def test_the_flow_ledger_has_every_act_of_the_log_once(office: Office, frozen: Frozen) -> None:
    seen: list[list[str]] = []
    query = ""
    with frozen(office.at()):
        while True:
            rows = table(office, "客服小王", "flow", query)
            seen += rows[1:]
            page = office.browser("客服小王").get(office.desk.url(f"ledgers/flow/{query}"))
            older = re.search(r"\?before=(\d+)", page.content.decode())
            if older is None:
                break
            query = older.group()
    acts = CaseEvent.objects.filter(company=office.world.company, kind__in=FLOW)
    assert len(seen) == acts.count()
    handled = dict(zip(rows[0], next(r for r in seen if "流转" in r[1]), strict=True))
    assert handled["发生"].endswith("21:05")
    assert handled["经办人"] == "客服小王"
    assert handled["部门"] == "客服部"


def test_the_flow_ledger_tells_when_something_happened_and_when_it_was_entered(
    office: Office, frozen: Frozen
) -> None:
    with frozen(office.at()):
        head = table(office, "运营张", "flow")[0]
    assert head[:5] == ["编号", "办理", "发生", "记录", "经办人"]


@pytest.mark.proves("jubensha", "6.3.3")
def test_the_routing_ledger_says_where_a_complaint_went_when_and_by_whom(
    office: Office, frozen: Frozen
) -> None:
    with frozen(office.at()):
        rows = table(office, "客服小王", "routing")
    row = rows[1:][[r[0] for r in rows[1:]].index(office.cases["archived"].number)]
    words = " | ".join(row)
    assert "03-18 21:05 客服小王" in words
    assert "徐店长" in words
    assert "修好空调并答复顾客" in words
    assert "03-18 21:30 徐店长" in words
    waiting = rows[1:][[r[0] for r in rows[1:]].index(office.cases["xuhui"].number)]
    assert "未办理" in waiting


@pytest.mark.proves("jubensha", "6.5.3")
def test_a_personal_ledger_holds_only_what_its_reader_registered(
    office: Office, frozen: Frozen
) -> None:
    with frozen(office.at()):
        mine = {row[0] for row in table(office, "小李", "personal")[1:]}
        theirs = {row[0] for row in table(office, "静前台", "personal")[1:]}
        nothing = table(office, "客服小周", "personal")
    numbers = {name: case.number for name, case in office.cases.items()}
    assert mine == {numbers["xuhui"], numbers["archived"]}
    assert theirs == {numbers["jingan"]}
    assert nothing == []


@pytest.mark.proves("jubensha", "6.1.4a")
def test_ledgers_agree_with_the_log_after_more_has_happened(office: Office, frozen: Frozen) -> None:
    case = office.cases["jingan"]
    office.play("again", "submit", {"徐汇店": "静安店", "小李": "静前台", "徐店长": "静店长"})
    with frozen(office.at()):
        rows = table(office, "运营张", "summary")
    assert len(rows) == 1 + len(office.cases)
    assert sum(len(log.read(c.id)) for c in office.cases.values()) == office.events()
    assert row_of(rows, case.number)["环节"] == "登记"
    assert row_of(rows, office.cases["again"].number)["环节"] == "审核"


def test_a_void_paper_keeps_its_row_and_names_the_one_in_its_place(
    office: Office, frozen: Frozen
) -> None:
    case = office.cases["xuhui"]
    first = case.number
    office.act("小李", "2026-03-18T19:30", case, "spoil", {"reason": "写坏"})
    case = office.act("小李", "2026-03-18T19:31", case, "reissue", {"replaces": first})
    with frozen(office.at()):
        rows = table(office, "运营张", "vouchers")
    papers = {row[0]: row for row in rows[1:]}
    assert "已作废" in papers[first]
    assert papers[first][-1] == case.number
    assert "有效" in papers[case.number]
    assert "小李" in papers[case.number]
