"""A figure and its groups as parts, on the page of a metric and in the sections of reports."""

from collections.abc import Sequence
from decimal import Decimal
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from huiyin.obligations.metrics import Group
from huiyin.policy.metrics import SHARES
from huiyin.reports.figures import Figure as Counted
from huiyin.reports.spans import Span
from huiyin.web.desk.frame import Desk
from huiyin.web.parts import Cell, Column, Figure, LedgerTable, Length, Row
from huiyin.web.present.figures import Told
from huiyin.web.present.periods import period_words


def metric_href(desk: Desk, name: str, span: Span) -> str:
    """The page of a metric about a period."""
    return desk.href("metric", name) + f"?period={span.name}"


def cases_href(desk: Desk, name: str, span: Span, keys: Sequence[str] = ()) -> str:
    """The cases behind a figure, or behind one of its groups."""
    query = {"period": span.name} | {f"key{n}": key for n, key in enumerate(keys)}
    return desk.href("metric_cases", name) + "?" + urlencode(query)


def figure_part(desk: Desk, told: Told, counted: Counted, before: Group | None) -> Figure:
    """The figure, large, with what it is made of, its target and the period before."""
    total = counted.total
    met = told.met(total)
    notes = [told.basis(total), met.words if met is not None else ""]
    if before is not None:
        notes.append(_("上期 %(value)s") % {"value": told.full(before)})
    missed = met is not None and not met.met
    return Figure(
        label=period_words(desk.speaker, counted.span.period),
        value=told.value(total),
        note=" · ".join(filter(None, notes)),
        href=cases_href(desk, counted.name, counted.span) if total.of else "",
        icon="alert-triangle" if missed else "",
        tone="late" if missed else "",
        why_none=told.why_none(),
        large=True,
    )


def _longest(told: Told, groups: Sequence[Group]) -> Decimal:
    """The value that a whole bar stands for: all of it for a share, else the highest."""
    if told.metric.kind in SHARES:
        return Decimal(1)
    return max((group.value for group in groups if group.value is not None), default=Decimal(0))


def _value(told: Told, group: Group, longest: Decimal, there: str) -> Cell:
    """The value of a group, which opens its cases; with a bar, but never to rank persons."""
    words = told.value(group)
    if longest and group.value is not None and not told.names_people:
        share = max(float(group.value / longest), 0.0)
        return Cell(part=Length(words=words, share=share, href=there))
    return Cell(words=words or _("无数据"), href=there)


def group_table(
    desk: Desk, told: Told, counted: Counted, *, least: int = 0, most: int = 0
) -> LedgerTable:
    """The groups of a figure, each number leading to its cases; persons by name, not by figure."""
    groups = [group for group in counted.groups if group.of >= least]
    if told.names_people:
        groups.sort(key=told.keys)
    shown = groups[:most] if most else groups
    longest = _longest(told, groups)
    bases = [[*filter(None, [told.basis(group)]), *told.apart(group)] for group in shown]
    columns = [
        Column(label=label, phone="pair" if n else "title") for n, label in enumerate(told.dims)
    ]
    columns.append(Column(label=_("数值"), phone="line"))
    if any(bases):
        columns.append(Column(label=_("由来"), right=True))
    rows = []
    for n, (group, basis) in enumerate(zip(shown, bases, strict=True)):
        there = cases_href(desk, counted.name, counted.span, group.keys)
        cells = [Cell(words=word) for word in told.keys(group)]
        cells.append(_value(told, group, longest, there))
        if any(bases):
            cells.append(Cell(words=" · ".join(basis), none=_("就是件数")))
        rows.append(Row(ident=f"group-{n}", cells=cells))
    foot = []
    if counted.more or len(shown) < len(groups):
        rest = _("只列前 %(count)s 组，合计是全部的") % {"count": len(shown)}
        foot = [Cell(words=rest, spans=len(columns))]
    caption = _("%(metric)s：分开看") % {"metric": told.label}
    return LedgerTable(caption=caption, columns=columns, rows=rows, foot=foot)
