"""Figures of a pack's metrics over the cases that a reader may see; constant queries.

The database adds up what cases contributed (`huiyin/cases/metrics.py`); what the sums come to is
said by the pure core (`huiyin/obligations/metrics.py`), as in the tests of packs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value, When, Window
from django.db.models.functions import Coalesce, Concat, RowNumber

from huiyin.cases.access import visible
from huiyin.cases.caller import Caller
from huiyin.cases.metrics import COLUMNS
from huiyin.cases.models import Case, MetricEntry
from huiyin.obligations import metrics
from huiyin.obligations.metrics import Apart, Group
from huiyin.policy.across import Metric
from huiyin.policy.metrics import dims
from huiyin.reports.spans import Span, span_before

MOST = 200
"""So many groups are told apart; the total is of all."""

SUMS: Mapping[str, Any] = {
    "total": Coalesce(
        Sum("value", filter=Q(of__gt=0)), Value(Decimal(0)), output_field=models.DecimalField()
    ),
    "of": Coalesce(Sum("of"), 0),
    **{str(one): Count("id", filter=Q(apart=one)) for one in Apart if one},
    "paused": Coalesce(Sum("paused"), 0),
}


ALIKE = Count(Concat("first", Value("|"), "second", Value("|"), "third"), distinct=True)
"""Of cases that are told apart by what makes them alike: how many different ones."""


def _sums(kind: str) -> dict[str, Any]:
    return {**SUMS, "total": Count("id") - ALIKE} if kind == "repeat" else dict(SUMS)


@dataclass(frozen=True)
class Figure:
    """A metric over a span: all of it, group by group, and over the span before.

    `dims` are what the groups' keys stand for, in order; `more` says that there are other groups.
    """

    name: str
    metric: Metric
    span: Span
    dims: tuple[str, ...]
    total: Group
    groups: tuple[Group, ...] = ()
    before: Group | None = None
    more: bool = False


def figure(caller: Caller, name: str, span: Span, by: Sequence[str] | None = None) -> Figure:
    """A metric over a span, by all its dims or some of them. Raises KeyError for an unknown metric."""
    rules = caller.book.current(caller.now)
    metric = rules.pack.metrics[name]
    asked = dims(metric) if by is None else tuple(by)
    columns = _columns(metric, asked)
    rows = _rows(caller, name, span)
    found, more = _groups(metric.kind, rows, columns) if columns else ((), False)
    before = None
    if metric.beside:
        before = _total(metric.kind, _rows(caller, name, span_before(rules, span)))
    return Figure(name, metric, span, asked, _total(metric.kind, rows), found, before, more)


def series(caller: Caller, name: str, spans: Sequence[Span]) -> tuple[Group, ...]:
    """A metric over some spans, one group each; one query."""
    metric = caller.book.current(caller.now).pack.metrics[name]
    whens = [
        When(at__gte=span.start, at__lt=span.end, then=Value(number))
        for number, span in enumerate(spans)
    ]
    rows = _seen(caller, name).filter(
        at__gte=min(s.start for s in spans), at__lt=max(s.end for s in spans)
    )
    placed = rows.annotate(span=models.Case(*whens, output_field=models.IntegerField()))
    added: dict[int, Any] = {
        row["span"]: row for row in placed.values("span").annotate(**_sums(metric.kind)).order_by()
    }
    return tuple(_group(metric.kind, added.get(n, {})) for n in range(len(spans)))


def behind(
    caller: Caller, name: str, span: Span, keys: Mapping[str, str] | None = None
) -> QuerySet[Case]:
    """The cases behind a figure, or behind the group with some values of dims."""
    metric = caller.book.current(caller.now).pack.metrics[name]
    asked = keys or {}
    columns = _columns(metric, tuple(asked))
    rows = MetricEntry.objects.filter(
        _during(caller, name, span),
        case=OuterRef("pk"),
        **dict(zip(columns, asked.values(), strict=True)),
    )
    return visible(caller).filter(Exists(rows))


def _columns(metric: Metric, asked: Sequence[str]) -> tuple[str, ...]:
    """The columns in which the values of some dims stand. Raises KeyError for others."""
    places = dict(zip(dims(metric), COLUMNS, strict=False))
    return tuple(places[dim] for dim in asked)


def _during(caller: Caller, name: str, span: Span) -> Q:
    return Q(company=caller.company, metric=name, at__gte=span.start, at__lt=span.end)


def _seen(caller: Caller, name: str) -> QuerySet[MetricEntry]:
    seen = visible(caller).values("id")
    return MetricEntry.objects.filter(company=caller.company, metric=name, case__in=seen)


def _rows(caller: Caller, name: str, span: Span) -> QuerySet[MetricEntry]:
    return _seen(caller, name).filter(_during(caller, name, span))


def _total(kind: str, rows: QuerySet[MetricEntry]) -> Group:
    return _group(kind, rows.aggregate(**_sums(kind)), _medians(kind, rows).get(()))


def _groups(
    kind: str, rows: QuerySet[MetricEntry], columns: tuple[str, ...]
) -> tuple[tuple[Group, ...], bool]:
    """The groups, the most frequent first, and whether there are more of them."""
    added = rows.values(*columns).annotate(**_sums(kind)).order_by("-of", *columns)
    found = list(added[: MOST + 1])
    middles = _medians(kind, rows, columns)
    made = []
    for row in found[:MOST]:
        keys = tuple(row[column] for column in columns)
        made.append(replace(_group(kind, row, middles.get(keys)), keys=keys))
    return tuple(made), len(found) > MOST


def _group(kind: str, sums: Mapping[str, Any], middle: Decimal | None = None) -> Group:
    found = {name: sums[name] for name in SUMS if name in sums}
    if "total" in found:
        found["total"] = Decimal(found["total"])
    return metrics.Sum(**found).group(kind, middle=middle)


def _medians(
    kind: str, rows: QuerySet[MetricEntry], columns: tuple[str, ...] = ()
) -> dict[tuple[str, ...], Decimal]:
    """The middle value of each group of times; the database ranks them, two at most are read."""
    if kind != "duration":
        return {}
    parts = [F(column) for column in columns] or None
    ranked = rows.filter(of__gt=0).annotate(
        twice=Window(RowNumber(), partition_by=parts, order_by="value") * 2,
        size=Window(Count("id"), partition_by=parts),
    )
    middle = ranked.filter(twice__gte=F("size"), twice__lte=F("size") + 2)
    found: dict[tuple[str, ...], list[Decimal]] = {}
    for *keys, value in middle.values_list(*columns, "value"):
        found.setdefault(tuple(keys), []).append(value)
    return {keys: sum(values, Decimal(0)) / len(values) for keys, values in found.items()}
