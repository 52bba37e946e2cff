"""Ledgers that count: one row a group of cases or acts that share what the pack's columns name."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, JSONField, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from huiyin.cases.models import Case
from huiyin.obligations.facts import number
from huiyin.policy.across import Ledger
from huiyin.policy.forms import FormField
from huiyin.policy.ledgers import FIGURE, part_of, procedure_of
from huiyin.policy.procedures import Procedure
from huiyin.web.parts import Cell
from huiyin.web.present.speaker import Speaker

MOST = 200
OF_A_CASE = ("level", "unit", "stage")


class Grouping:
    """How the columns of a counting ledger are asked of the database."""

    def __init__(self, speaker: Speaker, spec: Ledger) -> None:
        pack = speaker.pack
        self.speaker = speaker
        self.procedure: Procedure = pack.procedures[procedure_of(pack, spec)]
        self.part = part_of(pack, spec)
        self.columns = [c for c in spec.columns if c not in FIGURE]
        self.means = [c for c in self.columns if self._numeric(c)]
        self.children = [c for c in self.columns if c.startswith("children.")]
        told = {*self.means, *self.children}
        self.keys = [c for c in self.columns if c not in told]

    def field(self, path: str) -> FormField | None:
        """The field that a column names."""
        step, _dot, name = path.partition(".")
        spec = self.procedure.steps.get(step)
        return spec.form.get(name) if spec is not None else None

    def _numeric(self, path: str) -> bool:
        field = self.field(path)
        return field is not None and (
            field.kind == "number" or bool(field.of and all(_digits(field, self.speaker)))
        )

    def expression(self, path: str) -> Any:
        """A column as the database reads it."""
        if path in OF_A_CASE:
            return F(f"case__{path}" if self.part else path)
        if path == "outcome":
            return KT("said__data__outcome")
        step, _dot, name = path.partition(".")
        return KT(f"said__data__form__{name}") if step == self.part else self._of_case(path)

    def _of_case(self, path: str) -> Any:
        return KT(f"case__fields__{path}" if self.part else f"fields__{path}")


def _digits(field: FormField, speaker: Speaker) -> list[bool]:
    return [word.isdigit() for word in speaker.pack.choices(field.of or ())]


def groups(
    speaker: Speaker, spec: Ledger, rows: QuerySet[Any], paths: Sequence[str]
) -> list[list[Cell]]:
    """A row a group, the largest first; two queries, and one for each mean."""
    how = Grouping(speaker, spec)
    if rows.model is not Case:
        rows = rows.annotate(said=Cast("body", JSONField()))
    names = {f"k{n}": how.expression(path) for n, path in enumerate(how.keys)}
    case = "id" if rows.model is Case else "case"
    link = "" if rows.model is Case else "case__"
    figures = {
        "n": Count("id", distinct=True),
        "matters": Count(case, filter=Q(**{f"{link}lead": None}), distinct=True),
        "late": Count(case, filter=Q(**{f"{link}late": True}), distinct=True),
    }
    for n, path in enumerate(how.children):
        child = Q(**{f"{link}children__procedure": path.partition(".")[2]})
        figures[f"c{n}"] = Count(f"{link}children", filter=child, distinct=True)
    counted = rows.order_by().annotate(**names).values(*names).annotate(**figures)
    means = {path: _means(rows, how, names, path) for path in how.means}
    found = counted.order_by("-n", *names)[:MOST]
    return [[_cell(how, path, row, means, tuple(names)) for path in paths] for row in found]


def _means(
    rows: QuerySet[Any], how: Grouping, names: Mapping[str, Any], path: str
) -> dict[tuple[Any, ...], tuple[Decimal, int]]:
    """By group the sum of a figure and of how many; answers that are no number do not count."""
    said = rows.order_by().annotate(**names, value=how.expression(path))
    found: dict[tuple[Any, ...], tuple[Decimal, int]] = defaultdict(lambda: (Decimal(0), 0))
    for row in said.values(*names, "value").annotate(n=Count("id")):
        value = number(row["value"])
        if value is not None:
            key = tuple(row[name] for name in names)
            total, count = found[key]
            found[key] = total + value * row["n"], count + row["n"]
    return found


def _cell(
    how: Grouping,
    path: str,
    row: Mapping[str, Any],
    means: Mapping[str, Mapping[tuple[Any, ...], tuple[Decimal, int]]],
    names: Sequence[str],
) -> Cell:
    if path in FIGURE:
        return _figure(row["n" if path == "count" else path], late=path == "late")
    if path in how.children:
        return _figure(row[f"c{how.children.index(path)}"])
    if path in how.means:
        total, count = means[path].get(tuple(row[name] for name in names), (Decimal(0), 0))
        if not count:
            return Cell(none=_("没有人评分"))
        mean = total / count
        return Cell(words=f"{mean:.1f} (n = {count})", typed=round(mean, 2))
    return _key(how, path, row[names[how.keys.index(path)]])


def _figure(count: int, *, late: bool = False) -> Cell:
    return Cell(words=str(count), typed=Decimal(count), late=late and bool(count))


def _key(how: Grouping, path: str, value: Any) -> Cell:
    speaker = how.speaker
    if path == "level":
        level = speaker.level(value or "")
        return Cell(part=level) if level else Cell(none=_("未定级"))
    if path == "unit":
        return Cell(words=speaker.unit(value), none=_("未定"))
    if isinstance(value, str) and value.startswith("["):
        value = json.loads(value)
    return Cell(words=speaker.value(how.field(path), value), none=_("未填"))
