"""D10: the ledgers of the pack, views over the one log: of cases, of acts, of duties, of papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.cases import log
from huiyin.cases.access import may_find, of_own_hand, visible
from huiyin.cases.lists import PAGE
from huiyin.cases.log import event_of
from huiyin.cases.models import Case, CaseEvent, DutyRow
from huiyin.cases.whens import needs_log, stored
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.facts import Facts
from huiyin.obligations.fold import Fold
from huiyin.policy.across import Ledger
from huiyin.policy.conditions import Condition
from huiyin.policy.pack import Pack
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.lists import chips_of, filtered, page_here, pager_of
from huiyin.web.pages import ListPage
from huiyin.web.parts import Column, Empty, LedgerTable, Row, Tab, Tabs
from huiyin.web.present.ledger_columns import COMMON
from huiyin.web.present.ledgers import Entry, Sheet, column

FLOW = (Kind.ACTED, Kind.SIGNED, Kind.ISSUED, Kind.VOIDED)
Entered = TypeVar("Entered", CaseEvent, DutyRow)

EVENTS = {"documents": (Kind.ISSUED,), "unmasked": (Kind.UNMASKED,)}


@dataclass(frozen=True)
class Found:
    """The rows of one page, with the keys of the pages around it."""

    entries: list[Entry]
    newer: str = ""
    older: str = ""


@desk
def ledgers(desk: Desk, name: str = "") -> HttpResponse:
    """A ledger of the pack: a view over the log, never a second truth."""
    able = {n: spec for n, spec in desk.speaker.pack.ledgers.items() if may_see(desk, spec)}
    if not able:
        empty = Empty(title=_("没有您可以看的台账"), words=_("台账由制度规定谁记、谁看。"))
        return render(
            desk.request,
            "web/nothing.html",
            {"shell": desk.shell("ledgers"), "title": _("台账"), "empty": empty},
        )
    if name not in able:
        return HttpResponseRedirect(desk.href("ledger", next(iter(able))))
    spec, word = able[name], desk.speaker.word
    found = rows_of(desk, spec)
    tabs = [
        Tab(words=word(s.label), href=desk.href("ledger", n), on=n == name) for n, s in able.items()
    ]
    clauses = desk.speaker.clauses(spec.clause, 1)
    nothing = Empty(title=_("台账还没有内容"), words=_("有案件以后自动记入，不需要另外填写。"))
    listing = ListPage(
        title=word(spec.label),
        clause=clauses[0] if clauses else None,
        views=Tabs(label=_("台账"), tabs=tabs),
        chips=chips_of(desk),
        table=table_of(desk, spec, found.entries) if found.entries else None,
        empty=None if found.entries else nothing,
        pager=pager_of(desk, found.newer, found.older, len(found.entries)),
        hidden_words=_("个人信息已遮盖"),
    )
    return render(desk.request, "web/list.html", {"shell": desk.shell("ledgers"), "page": listing})


def may_see(desk: Desk, spec: Ledger) -> bool:
    """Whether the reader keeps or may see a ledger, and its rows are of a kind that cases have."""
    if not _procedure(desk.speaker.pack, spec) and spec.rows not in (*EVENTS, "duties"):
        return False
    allowed = {*spec.seen_by, *spec.kept_by}
    return not allowed or bool(allowed & set(desk.caller.actor.roles))


def _procedure(pack: Pack, spec: Ledger) -> str:
    head = spec.rows.partition(".")[0]
    return head if head in pack.procedures else ""


def rows_of(desk: Desk, spec: Ledger) -> Found:
    """One page of a ledger: only cases that the reader may open, of his own ones when it says so."""
    cases = filtered(desk, visible(desk.caller, "masked"))
    procedure = _procedure(desk.speaker.pack, spec)
    if procedure:
        cases = cases.filter(procedure=procedure)
    if spec.mine:
        cases = of_own_hand(desk.caller, cases)
    part = spec.rows.partition(".")[2]
    cases = cases.filter(stored(_of_case(spec, part)))
    found = _rows(desk, spec, cases, part)
    if not spec.when or not (part or needs_log(spec.when)):
        return found
    kept = [entry for entry in found.entries if _holds(desk, spec, entry)]
    return Found(kept, found.newer, found.older)


def _of_case(spec: Ledger, part: str) -> Condition:
    """The condition without what it asks of the act that a row is: that is looked up in the act."""
    if not part:
        return spec.when
    kept = [fact for fact in spec.when.all if not (fact.field or "").startswith(f"{part}.")]
    return Condition(all=tuple(kept))


def _holds(desk: Desk, spec: Ledger, entry: Entry) -> bool:
    """Whether a row meets the condition, the act of the row telling its own fields."""
    rules = desk.caller.book.of_edition(entry.case.edition)
    state = Fold(rules, desk.caller.book.by_name).run(log.read(entry.case.id)).state
    if entry.event is not None and entry.event.kind == Kind.ACTED:
        step, form = entry.event.data["step"], entry.event.data.get("form") or {}
        others = {k: v for k, v in state.fields.items() if not k.startswith(f"{step}.")}
        state.fields = others | {f"{step}.{name}": value for name, value in form.items()}
    return Facts(rules, state, desk.caller.now).holds(spec.when)


def _rows(desk: Desk, spec: Ledger, cases: QuerySet[Case], part: str) -> Found:
    if spec.rows == "duties":
        return _of_duties(desk, cases)
    if spec.rows in EVENTS:
        return _of_events(desk, cases, Q(kind__in=EVENTS[spec.rows]))
    if part == "events":
        return _of_events(desk, cases, Q(kind__in=FLOW))
    if part:
        return _of_events(desk, cases, Q(kind=Kind.ACTED, body__contains=f'"step":"{part}"'))
    page = page_here(desk, cases)
    return Found([Entry(case) for case in page.cases], page.newer, page.older)


def _of_events(desk: Desk, cases: QuerySet[Case], kinds: Q) -> Found:
    rows = CaseEvent.objects.filter(kinds, company=desk.caller.company, case__in=cases.values("id"))
    found, newer, older = _keyset(desk, rows.select_related("case"))
    entries = [Entry(row.case, event=event_of(row.body)) for row in found]
    return Found(_findable(desk, entries), newer, older)


def _of_duties(desk: Desk, cases: QuerySet[Case]) -> Found:
    rows = DutyRow.objects.filter(company=desk.caller.company, case__in=cases.values("id"))
    found, newer, older = _keyset(desk, rows.select_related("case"))
    return Found(_findable(desk, [Entry(row.case, duty=row) for row in found]), newer, older)


def _findable(desk: Desk, entries: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in entries if may_find(entry.case, desk.caller)]


def _keyset(desk: Desk, rows: QuerySet[Entered]) -> tuple[list[Entered], str, str]:
    """A page of rows by their key, newest first, and the keys of the pages around it."""
    before, after = (desk.request.GET.get(name, "") for name in ("before", "after"))
    if after.isdigit():
        found = list(rows.filter(id__gt=int(after)).order_by("id")[: PAGE + 1])
        more, found = len(found) > PAGE, found[:PAGE][::-1]
        newer = str(found[0].pk) if more and found else ""
        return found, newer, str(found[-1].pk) if found else ""
    start = rows.filter(id__lt=int(before)) if before.isdigit() else rows
    found = list(start.order_by("-id")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    newer = str(found[0].pk) if before and found else ""
    return found, newer, str(found[-1].pk) if more and found else ""


def table_of(desk: Desk, spec: Ledger, entries: Sequence[Entry]) -> LedgerTable:
    """The columns as the pack lists them; the number leads to the case."""
    speaker = desk.speaker
    sheet = Sheet(speaker, entries, lambda case: desk.href("case", case), COMMON)
    paths = spec.columns if "number" in spec.columns else ("number", *spec.columns)
    procedure = _procedure(speaker.pack, spec) or speaker.pack.main_procedure
    columns = [
        Column(label=column(speaker, procedure, path), phone="pair" if n else "title")
        for n, path in enumerate(paths)
    ]
    rows = [
        Row(ident=f"row-{n}", cells=[sheet.cell(entry, path) for path in paths])
        for n, entry in enumerate(entries)
    ]
    return LedgerTable(caption=speaker.word(spec.label), columns=columns, rows=rows)
