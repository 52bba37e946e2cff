"""A spreadsheet written while it is sent: one sheet, typed cells, constant memory, no library.

An .xlsx file is a zip of a few XML texts; the sheet's rows are made as they are asked for. Text is
text: it stands inline and is marked so that a spreadsheet program never reads it as a formula.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Value = str | Decimal | date | datetime | None

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_000_000
LONGEST = 32_000
DAY_ZERO = date(1899, 12, 30).toordinal()
SECONDS_A_DAY = 86_400
PLAIN, TITLE, HEAD, MOMENT, DAY, GUARDED = range(6)
_FORMULA = tuple("=+-@\t\r")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_SPACE = "http://schemas.openxmlformats.org"
_TOP = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    f'{_TOP}<Types xmlns="{_SPACE}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{MEDIA}.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/styles.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
)
_LINK = f"{_SPACE}/officeDocument/2006/relationships"
_RELS = (
    f'{_TOP}<Relationships xmlns="{_SPACE}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_LINK}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_BOOK_RELS = (
    f'{_TOP}<Relationships xmlns="{_SPACE}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_LINK}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_LINK}/styles" Target="styles.xml"/></Relationships>'
)
_MAIN = f"{_SPACE}/spreadsheetml/2006/main"
_STYLES = (
    f'{_TOP}<styleSheet xmlns="{_MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="3"><font><sz val="11"/></font><font><b/><sz val="14"/></font>'
    '<font><b/><sz val="11"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFF0F3F4"/></patternFill></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="6"><xf/><xf fontId="1" applyFont="1"/>'
    '<xf fontId="2" fillId="2" applyFont="1" applyFill="1"/>'
    '<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/>'
    '<xf quotePrefix="1"/></cellXfs></styleSheet>'
)


class _Sent:
    """What the zip has written and nobody has taken yet."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        """Everything written since the last time."""
        found, self.parts = b"".join(self.parts), []
        return found


def workbook(
    name: str,
    above: Sequence[str],
    heads: Sequence[str],
    pages: Iterable[Sequence[Sequence[Value]]],
    at: datetime,
) -> Iterator[bytes]:
    """The bytes of a workbook: lines above, headings that stay in sight, then page after page."""
    sent = _Sent()
    with ZipFile(sent, "w") as book:  # type: ignore[call-overload]  # it needs no more than write
        for path, text in _fixed(name):
            book.writestr(_entry(path, at), text)
        with book.open(_entry("xl/worksheets/sheet1.xml", at), "w") as sheet:
            top = len(above) + 1
            sheet.write(_opening(top, heads).encode())
            for number, line in enumerate(above, 1):
                sheet.write(_row(number, [line], TITLE if number == 1 else PLAIN).encode())
            sheet.write(_row(top, heads, HEAD).encode())
            number = top
            for page in pages:
                rows = [_row(number + n, cells) for n, cells in enumerate(page, 1)]
                number += len(rows)
                sheet.write("".join(rows).encode())
                yield sent.take()
            sheet.write(b"</sheetData></worksheet>")
    yield sent.take()


def _entry(path: str, at: datetime) -> ZipInfo:
    info = ZipInfo(path, date_time=(at.year, at.month, at.day, at.hour, at.minute, at.second))
    info.compress_type = ZIP_DEFLATED
    return info


def _fixed(name: str) -> list[tuple[str, str]]:
    title = escape(re.sub(r"[\[\]:*?/\\]", " ", name)[:31], {'"': "&quot;"})
    book = (
        f'{_TOP}<workbook xmlns="{_MAIN}" xmlns:r="{_LINK}"><sheets>'
        f'<sheet name="{title}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    return [
        ("[Content_Types].xml", _TYPES),
        ("_rels/.rels", _RELS),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", _BOOK_RELS),
        ("xl/styles.xml", _STYLES),
    ]


def _opening(top: int, heads: Sequence[str]) -> str:
    pane = f'<pane ySplit="{top}" topLeftCell="A{top + 1}" activePane="bottomLeft" state="frozen"/>'
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{max(14, 2 * len(head) + 4)}" customWidth="1"/>'
        for n, head in enumerate(heads, 1)
    )
    return (
        f'{_TOP}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}'
        f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>"
    )


def _row(number: int, values: Sequence[Value], style: int = PLAIN) -> str:
    cells = "".join(_cell(value, style) for value in values)
    return f'<row r="{number}">{cells}</row>'


def _cell(value: Value, style: int) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, Decimal):
        return f"<c><v>{value}</v></c>"
    if isinstance(value, date):
        kind = MOMENT if isinstance(value, datetime) else DAY
        return f'<c s="{kind}"><v>{_serial(value)}</v></c>'
    text = _UNWRITABLE.sub(" ", value)[:LONGEST]
    shown = GUARDED if style == PLAIN and text.startswith(_FORMULA) else style
    return f'<c s="{shown}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _serial(day: date) -> str:
    """Days since the spreadsheet's day zero, without a zone; of a moment with its share of the day."""
    days = Decimal(day.toordinal() - DAY_ZERO)
    if isinstance(day, datetime):
        seconds = 3600 * day.hour + 60 * day.minute + day.second
        days += round(Decimal(seconds) / SECONDS_A_DAY, 6)
    return str(days)
