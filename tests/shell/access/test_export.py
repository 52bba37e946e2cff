"""A ledger as a spreadsheet: typed, masked as on the page, guarded, recorded, for whom it is meant."""

import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from itertools import zip_longest
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from django.db import DatabaseError, transaction

from huiyin.cases.models import Export
from huiyin.web.xlsx import workbook
from tests.shell.access.files import Office

Frozen = Callable[[datetime], Any]
OK, UNPROCESSABLE, NOT_FOUND = 200, 422, 404
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ONCE = "01JEXPORT0000000000000001"


def sheet(content: bytes) -> list[list[tuple[str, str]]]:
    """The rows of a workbook: of each cell how it is shown and what stands in it."""
    with ZipFile(io.BytesIO(content)) as book:
        assert book.testzip() is None
        parts = {name: ET.fromstring(book.read(name)) for name in book.namelist()}  # noqa: S314
    styles = parts["xl/styles.xml"]
    formats = {n.get("numFmtId"): n.get("formatCode", "") for n in styles.iter(f"{MAIN}numFmt")}
    looks = [
        "guarded" if xf.get("quotePrefix") else formats.get(xf.get("numFmtId"), "")
        for xf in next(styles.iter(f"{MAIN}cellXfs"))
    ]
    rows = []
    for row in parts["xl/worksheets/sheet1.xml"].iter(f"{MAIN}row"):
        found = {_column(c): (looks[int(c.get("s", 0))], "".join(c.itertext())) for c in row}
        rows.append([found.get(n, ("", "")) for n in range(max(found) + 1)])
    return rows


def _column(cell: ET.Element) -> int:
    letters = [ord(c) - 64 for c in cell.get("r", "") if c.isalpha()]
    return reduce(lambda left, right: 26 * left + right, letters) - 1


def taken(office: Office, who: str, ledger: str, query: str = "", once: str = ONCE) -> Any:
    asked = {"reason": "处理投诉", "once": once}
    page = office.browser(who).get(office.desk.url(f"ledgers/{ledger}/export/{query}"))
    if page.status_code == OK:
        reason = page.content.decode().split('name="reason"')[1].split('value="')[1].split('"')[0]
        asked["reason"] = reason
    return office.browser(who).post(office.desk.url(f"ledgers/{ledger}/export/{query}"), asked)


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_ledger_leaves_typed_masked_and_with_its_origin(office: Office, frozen: Frozen) -> None:
    with frozen(office.at()):
        answer = taken(office, "运营张", "summary")
        rows = sheet(body(answer))
    assert ".xlsx" in answer["Content-Disposition"]
    above = [row[0][1] for row in rows[:3]]
    assert "投诉登记汇总台账" in above[0]
    assert "截至 2026-03-20 10:00；导出人 运营张" in above[1]
    assert "没有筛选" in above[2]
    heads = [words for _style, words in rows[3]]
    assert heads[:2] == ["编号", "接收时间"]
    cells = [dict(zip_longest(heads, row, fillvalue=("", ""))) for row in rows[4:-1]]
    assert {row["编号"][1] for row in cells} == {c.number for c in office.cases.values()}
    style, serial = cells[0]["接收时间"]
    assert style == "yyyy-mm-dd hh:mm"
    assert Decimal(serial) > Decimal(date(2026, 3, 18).toordinal() - date(1899, 12, 31).toordinal())
    assert rows[-1][0][1] == "共 3 行"
    assert "林女士" not in str(rows)
    assert "林*" in str(rows) or "林**" in str(rows)


def test_only_what_the_filter_leaves_goes_and_the_filter_is_written(
    office: Office, frozen: Frozen
) -> None:
    with frozen(office.at()):
        rows = sheet(body(taken(office, "运营张", "summary", "?stage=归档")))
    assert [row[0][1] for row in rows[4:-1]] == [office.cases["archived"].number]
    assert "环节：归档" in rows[2][0][1]


def test_what_left_is_recorded_once_and_cannot_be_changed(office: Office, frozen: Frozen) -> None:
    with frozen(office.at()):
        for _press in range(2):
            body(taken(office, "运营张", "summary"))
        page = office.browser("运营张").get(office.desk.url("ledgers/summary/export/"))
    kept = list(Export.objects.order_by("id").values_list("state", "rows", "person"))
    me = office.world.persons["运营张"]
    assert kept == [("begun", None, me), ("ended", 3, me)]
    assert "<td" in page.content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        Export.objects.all().update(rows=0)


def test_an_export_that_breaks_off_is_recorded_as_such(office: Office, frozen: Frozen) -> None:
    with frozen(office.at()):
        answer = taken(office, "运营张", "flow")
        assert Export.objects.get().state == "begun"
        content = answer._iterator
        next(content)
        content.close()
    assert list(Export.objects.order_by("id").values_list("state", flat=True)) == [
        "begun",
        "broken",
    ]


def test_whoever_may_not_see_a_ledger_cannot_take_it(office: Office, frozen: Frozen) -> None:
    with frozen(office.at()):
        address = office.desk.url("ledgers/summary/export/")
        outsider = office.browser("小李")
        assert outsider.get(address).status_code == NOT_FOUND
        assert outsider.post(address, {"reason": "处理投诉"}).status_code == NOT_FOUND
        nothing_said = office.browser("运营张").post(address, {"reason": ""})
    assert nothing_said.status_code == UNPROCESSABLE
    assert "请选择用途" in nothing_said.content.decode()
    assert not Export.objects.exists()


def test_text_that_looks_like_a_formula_stays_text() -> None:
    page = [
        [
            "=HYPERLINK(1)",
            "+86",
            "-1",
            "@x",
            "正常",
            Decimal("2.5"),
            date(2026, 3, 1),
            None,
            "\x07<&>",
        ]
    ]
    at = datetime(2026, 3, 20, 10, 0)  # noqa: DTZ001  (a workbook's own clock has no zone)
    rows = sheet(b"".join(workbook("台账/一", ["题"], ["栏"] * 9, [page], at)))
    cells = rows[2]
    assert [style for style, _words in cells[:4]] == ["guarded"] * 4
    assert [words for _style, words in cells] == [
        "=HYPERLINK(1)", "+86", "-1", "@x", "正常", "2.5", "46082", "", " <&>",
    ]  # fmt: skip
