"""A ledger as a spreadsheet: masked as on the page, asked page by page, recorded."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing

from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin import clock
from huiyin.cases import exports
from huiyin.cases.access import lines_for
from huiyin.cases.work import Gone
from huiyin.people.ids import new_id
from huiyin.policy.across import Ledger
from huiyin.web import xlsx
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.ledger_rows import Book
from huiyin.web.desk.ledgers import book_of, filters, seen_by
from huiyin.web.export_pages import ExportPage
from huiyin.web.pages import Crumb, FactLine
from huiyin.web.parts import Action, Cell, Choice, Column, Empty, Field, LedgerTable, Row, Tag

PAGE = 200
UNPROCESSABLE = 422


@desk
def export(desk: Desk, name: str) -> HttpResponseBase:
    """Ask what it is for; then send the file, and record who took what."""
    spec = seen_by(desk).get(name)
    if spec is None:
        raise Gone(name)
    reasons = _reasons(desk)
    reason = desk.request.POST.get("reason", "")
    if desk.request.method == "POST" and reason in reasons:
        return _sent(desk, name, spec, reason)
    wrong = desk.request.method == "POST"
    page = _page(desk, name, spec, _("请选择用途") if wrong else "")
    context = {"shell": desk.shell("ledgers"), "page": page}
    status = UNPROCESSABLE if wrong else 200
    return render(desk.request, "web/export.html", context, status=status)


def _reasons(desk: Desk) -> Sequence[str]:
    """What the pack lets the reader's posts look at cases for; else the usual purposes."""
    rules, caller = desk.speaker.rules, desk.caller
    lines = (line for name in rules.pack.procedures for line in lines_for(rules, caller, name))
    named = dict.fromkeys(purpose for line in lines for purpose in line.purpose)
    return tuple(named) or (_("核对台账"), _("向管理层汇报"), _("存档备查"))


def _narrowed(desk: Desk, spec: Ledger) -> str:
    """The filters that are set, in words."""
    said = [chip.words for chip in filters(desk, spec) if chip.on]
    return ("；" if desk.speaker.lang == "zh" else "; ").join(said) or _("全部，没有筛选")


# -- the page before --


def _page(desk: Desk, name: str, spec: Ledger, error: str) -> ExportPage:
    book, word = book_of(desk, spec), desk.speaker.word
    total = book.sum()
    rows = _("导出时逐条数") if total is None else str(total.rows)
    if total is not None and total.more:
        rows = _("超过 %(count)s 条") % {"count": total.rows}
    query = desk.request.GET.urlencode()
    tail = f"?{query}" if query else ""
    return ExportPage(
        title=_("导出“%(ledger)s”") % {"ledger": word(spec.label)},
        crumbs=[
            Crumb(words=word(spec.label), href=desk.href("ledger", name) + tail),
            Crumb(words=_("导出 Excel")),
        ],
        facts=[
            FactLine(label=_("条件"), words=_narrowed(desk, spec)),
            FactLine(label=_("行数"), words=rows),
            FactLine(label=_("列"), words=_("、").join(book.headings)),
        ],
        consequences=[
            Tag(words=_("姓名、电话和原文里的个人信息，与页面上一样遮盖着导出"), icon="eye-off"),
            Tag(words=_("您的姓名、时间、用途、条件和行数会留痕，不能删改"), icon="history"),
            Tag(words=_("文件写好就传，行多时要等一会儿；这里不留副本"), icon="download"),
        ],
        action=desk.href("export", name) + tail,
        once=new_id(desk.caller.now),
        reason=Field(
            kind="choice",
            name="reason",
            label=_("用途"),
            required=True,
            error=error,
            choices=[Choice(value=one, label=word(one)) for one in _reasons(desk)],
        ),
        back=Action(label=_("回到台账"), href=desk.href("ledger", name) + tail),
        table=_before(desk, name),
        empty=Empty(
            title=_("还没有人导出过"), words=_("谁、什么时候、为什么、导出多少行，会列在这里。")
        ),
    )


def _before(desk: Desk, name: str) -> LedgerTable | None:
    speaker, taken = desk.speaker, exports.last(desk.caller, name)
    heads = (_("谁"), _("时间"), _("用途"), _("条件"), _("行数"))
    rows = [
        Row(
            cells=[
                Cell(words=speaker.person(one.person)),
                Cell(words=speaker.moment(one.at)),
                Cell(words=speaker.word(one.reason)),
                Cell(words=one.narrowed, clip=True),
                _rows(one),
            ]
        )
        for one in taken
    ]
    columns = [
        Column(label=head, phone="pair" if n else "title", right=n == len(heads) - 1)
        for n, head in enumerate(heads)
    ]
    return LedgerTable(caption=_("最近的导出"), columns=columns, rows=rows) if rows else None


def _rows(one: exports.Taken) -> Cell:
    if one.rows is None:
        return Cell(none=_("正在传，或没有传完"))
    words = _("%(count)s，中途断开") % {"count": one.rows}
    return Cell(words=words if one.state == "broken" else str(one.rows))


# -- the file --


def _sent(desk: Desk, name: str, spec: Ledger, reason: str) -> HttpResponseBase:
    """The file; that it begins to leave is recorded before its first byte."""
    now, word = desk.caller.now, desk.speaker.word
    narrowed, book = _narrowed(desk, spec), book_of(desk, spec)
    exports.begin(desk.caller, name, desk.once, reason=reason, narrowed=narrowed[:400])
    local = desk.speaker.calendar.local(now)
    above = [
        f"{desk.company_name()} · {word(spec.label)}",
        _("截至 %(moment)s；导出人 %(person)s；用途 %(reason)s")
        % {
            "moment": f"{local:%Y-%m-%d %H:%M}",
            "person": desk.speaker.person(desk.caller.actor.person),
            "reason": word(reason),
        },
        _("条件：%(narrowed)s；个人信息已遮盖") % {"narrowed": narrowed},
    ]
    rows = _Rows(desk, name, book)
    content = xlsx.workbook(word(spec.label), above, book.headings, rows.pages(), local)
    file = f"{word(spec.label)} {local:%Y-%m-%d %H%M}.xlsx"
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=file) or "",
        "Cache-Control": "no-store",
    }
    said = _in_language(desk.request.LANGUAGE_CODE, rows.watched(content))
    return StreamingHttpResponse(said, content_type=xlsx.MEDIA, headers=headers)


def _in_language(code: str, parts: Generator[bytes, None, None]) -> Iterator[bytes]:
    """Each part in the reader's language: they are made after the request has been answered."""
    with closing(parts):
        while True:
            with override(code):
                part = next(parts, None)
            if part is None:
                return
            yield part


class _Rows:
    """The rows of a book as they leave, counted; how it ended is recorded."""

    def __init__(self, desk: Desk, name: str, book: Book) -> None:
        self.desk, self.name, self.book = desk, name, book
        self.count = 0

    def pages(self) -> Iterator[list[list[xlsx.Value]]]:
        """Page after page, with a last line that says how many there were."""
        for lines in self.book.pages(PAGE):
            room = xlsx.MOST_ROWS - self.count
            rows = [[_value(cell) for cell in cells] for cells in lines.rows[:room]]
            self.count += len(rows)
            yield rows
            if self.count >= xlsx.MOST_ROWS:
                yield [[_("一张表放不下更多行了，请缩小条件再导出其余的")]]
                return
        yield [[_("共 %(count)s 行") % {"count": self.count}]]

    def watched(self, parts: Iterator[bytes]) -> Generator[bytes, None, None]:
        """The bytes, and at their end a record, whether all of them left or not."""
        whole, caller = False, self.desk.caller
        try:
            yield from parts
            whole = True
        finally:
            at, command = clock.now(), self.desk.once
            exports.end(caller, self.name, command, at, rows=self.count, whole=whole)


def _value(cell: Cell) -> xlsx.Value:
    """What stands in a cell: the number, day or moment itself, else its words, else why there is none."""
    if cell.typed is not None:
        return cell.typed
    return cell.words or str(getattr(cell.part, "words", "")) or cell.none
