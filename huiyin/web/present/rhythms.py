"""Rhythms in words: the boxes of the days, the boards of stores and bearers, how far the work is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.cases.models import Case, DutyRow
from huiyin.cases.rhythms import Day, Kept
from huiyin.obligations.facts import number
from huiyin.web.parts import Bar, Cell, Column, LedgerTable, Row
from huiyin.web.present.speaker import Speaker
from huiyin.web.tracking_pages import Beat, Beats
from huiyin.worktime.words import format_date

HUNDRED = 100


def short_day(day: date) -> str:
    """A day at the head of a column: 10-09."""
    return f"{day:%m-%d}"


def beats_of(rows: Sequence[DutyRow], day: Day, speaker: Speaker) -> Beats:
    """A box for each day shown."""
    local = speaker.rules.local_date
    boxes = []
    for one in day.days:
        kept = sum(
            r.state == "done" and r.closed_at is not None and local(r.closed_at) == one
            for r in rows
        )
        ended = [r for r in rows if r.due_at is not None and local(r.due_at) == one]
        good = sum(r.state == "done_late" for r in ended)
        missed = sum(r.breach_at is not None and r.state != "done_late" for r in ended)
        due = sum(r.owed and r.breach_at is None for r in ended)
        boxes.append(_box(speaker, one, (missed, good, kept, due)))
    label = ngettext("近 %(count)s 天", "近 %(count)s 天", len(boxes)) % {"count": len(boxes)}
    return Beats(label=label, beats=boxes)


def _box(speaker: Speaker, day: date, counted: tuple[int, int, int, int]) -> Beat:
    said = format_date(day, speaker.lang, speaker.today)
    missed, good, kept, due = counted
    for tone, count, mark, words in (
        ("missed", missed, _("漏"), _("漏了")),
        ("good", good, _("补"), _("过期后补记")),
        ("kept", kept, "✓", _("按时")),
        ("due", due, _("今"), _("今天该做")),
    ):
        if count:
            times = f" {count}" if count > 1 else ""
            return Beat(tone=tone, mark=mark, words=f"{said} {words}{times}")
    return Beat(tone="none", mark="", words=f"{said} {_('无须')}")


def progress_of(case: Case, row: DutyRow | None, speaker: Speaker) -> Bar | None:
    """How far the work is, and how much of its term has passed; None where nothing was said."""
    spec = speaker.pack.procedures[case.procedure].progress
    said = (
        next((case.fields[path] for path in spec.of if path in case.fields), None) if spec else None
    )
    value = number(said)
    if value is None:
        return None
    passed = ""
    if row is not None and row.due_at is not None and row.due_at > row.opened_at:
        share = (speaker.caller.now - row.opened_at) / (row.due_at - row.opened_at)
        passed = _("时间 %(share)s%%") % {"share": min(HUNDRED, round(HUNDRED * share))}
    return Bar(label=f"{value}%", words=passed, done=int(value), late=0, total=HUNDRED)


def board_table(
    caption: str, names: Iterable[tuple[str, Mapping[date, Kept]]], day: Day
) -> LedgerTable | None:
    """Days against stores or bearers: how many fell due, how many of them were missed."""
    rows = [_board_row(name, days, day) for name, days in names]
    if not rows:
        return None
    columns = [Column(label=caption, phone="title")]
    columns += [Column(label=short_day(one)) for one in day.days]
    columns.append(Column(label=_("合计")))
    rows.sort(key=lambda found: -found[0])
    return LedgerTable(caption=caption, columns=columns, rows=[row for _missed, row in rows])


def _board_row(name: str, days: Mapping[date, Kept], day: Day) -> tuple[int, Row]:
    shown = [days.get(one, Kept()) for one in day.days]
    total = sum(shown, Kept())
    return total.missed, Row(cells=[Cell(words=name), *(_kept(k) for k in (*shown, total))])


def _kept(kept: Kept) -> Cell:
    if not kept.due:
        return Cell(none=_("无须"))
    if kept.missed:
        said = {"missed": kept.missed, "due": kept.due}
        return Cell(words=_("漏 %(missed)s / %(due)s") % said, late=True)
    if kept.open:
        return Cell(words=_("%(count)s 待做") % {"count": kept.open}, quiet=True)
    return Cell(words=_("%(count)s 按时") % {"count": kept.due})
