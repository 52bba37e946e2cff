"""A table of a form that says `filled_from` a ledger is offered with the ledger's rows.

Only to who may see the ledger, and only the columns that the pack names; a ledger that counts is
confined to the period that the case is about, where the calendar opened it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import override

from huiyin.cases.models import Case, Opening
from huiyin.policy.forms import FormField
from huiyin.policy.ledgers import grouped
from huiyin.reports.runs import covers, of_case
from huiyin.web.desk.frame import Desk
from huiyin.web.desk.ledger_rows import Book, Key, Narrow
from huiyin.web.parts import Cell
from huiyin.web.present.speaker import Speaker
from huiyin.worktime import next_period

MOST = 200


def fill(desk: Desk, case: Case, field: FormField) -> list[dict[str, Any]]:
    """Rows for a table, in the pack's own words, whatever the reader's language."""
    rules = desk.caller.book.of_edition(case.edition)
    spec = rules.pack.ledgers.get(field.filled_from or "")
    asked = {name: column for name, column in field.columns.items() if column.prefill}
    if spec is None or not asked:
        return []
    who = {*spec.seen_by, *spec.kept_by}
    if who and not who & set(desk.caller.actor.roles):
        return []
    with override("zh-hans"):
        speaker = Speaker(desk.caller, rules, "zh")
        narrow = _period(speaker, case) if grouped(spec) else Narrow()
        book = Book(speaker, spec, str, narrow)
        lines = book.page(Key(size=MOST))
        return [_row(asked, dict(zip(book.paths, cells, strict=True))) for cells in lines.rows]


def _row(asked: Mapping[str, FormField], cells: Mapping[str, Cell]) -> dict[str, Any]:
    return {
        name: value
        for name, column in asked.items()
        if (value := _first([cells[path] for path in column.prefill if path in cells], column))
    }


def _first(cells: Sequence[Cell], column: FormField) -> str:
    """The first of some cells that says anything, as a field takes it."""
    for cell in cells:
        if column.kind == "number" and cell.typed is not None:
            return str(cell.typed)
        words = cell.words or str(getattr(cell.part, "words", ""))
        if words:
            return words
    return ""


def _period(speaker: Speaker, case: Case) -> Narrow:
    """The period that a case of the calendar is about: that of the report which it hands in."""
    opening = Opening.objects.filter(case=case).first()
    known = speaker.pack.rounds.get(opening.schedule) if opening is not None else None
    if opening is None or known is None:
        return Narrow()
    handed = of_case(speaker.caller, speaker.rules, case)
    each = speaker.rules.number(known.each, opening.period_start)
    day = opening.due_on or opening.period_start
    about = next((run.period for run in handed.values()), None) or covers(each, day, None)  # type: ignore[arg-type]  # refused there when it is no period
    rules = speaker.rules
    return Narrow(
        since=rules.day_start(about.first), until=rules.day_start(next_period(about).first)
    )
