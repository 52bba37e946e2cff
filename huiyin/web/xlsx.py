"""A ledger's rows as a spreadsheet: typed cells, one page of rows in memory at a time.

Text is text: it is written as a string and marked so that no spreadsheet program, now or after it
was copied elsewhere, reads it as a formula.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Value = str | Decimal | date | datetime | None

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_000_000
LONGEST = 32_000
CHUNK = 64 * 1024
STYLES = {
    "title": {"bold": True, "font_size": 14},
    "head": {"bold": True, "bg_color": "#F0F3F4"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm"},
    "day": {"num_format": "yyyy-mm-dd"},
    "guarded": {"quote_prefix": True},
}
_FORMULA = tuple("=+-@\t\r")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def workbook(
    name: str,
    above: Sequence[str],
    heads: Sequence[str],
    pages: Iterable[Sequence[Sequence[Value]]],
    at: datetime,
) -> Iterator[bytes]:
    """The bytes of a workbook: lines above, headings that stay in sight, then page after page.

    The rows are asked for and written to a temporary file first; moments stand in their own zone.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415  (a start does not wait for it)

    with TemporaryFile() as file:
        book = Workbook(file, {"constant_memory": True, "remove_timezone": True})
        book.set_properties({"created": at})
        styles = {name: book.add_format(look) for name, look in STYLES.items()}
        sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31])
        sheet.freeze_panes(len(above) + 1, 0)
        for column, head in enumerate(heads):
            sheet.set_column(column, column, max(14, 2 * len(head) + 4))
        for number, line in enumerate(above):
            sheet.write_string(number, 0, line, None if number else styles["title"])
        for column, head in enumerate(heads):
            sheet.write_string(len(above), column, head, styles["head"])
        rows = chain.from_iterable(pages)
        for number, values in enumerate(rows, len(above) + 1):
            for column, value in enumerate(values):
                _write(sheet, number, column, value, styles)
        book.close()
        file.seek(0)
        while part := file.read(CHUNK):
            yield part


def _write(
    sheet: "Worksheet", row: int, column: int, value: Value, styles: "dict[str, Format]"
) -> None:
    """One cell as what it is; an empty one is not written."""
    if value is None or value == "":
        return
    if isinstance(value, Decimal):
        sheet.write_number(row, column, value)
    elif isinstance(value, date):
        style = styles["moment" if isinstance(value, datetime) else "day"]
        sheet.write_datetime(row, column, value, style)
    else:
        text = _UNWRITABLE.sub(" ", value)[:LONGEST]
        style = styles["guarded"] if text.startswith(_FORMULA) else None
        sheet.write_string(row, column, text, style)
