"""Checking a form against its fields: everything that is wrong at once, each with its clause."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from huiyin.obligations.facts import Facts, given, members, number
from huiyin.obligations.model import CaseState
from huiyin.obligations.refusal import Refusal
from huiyin.obligations.rules import Rules
from huiyin.obligations.samples import draws
from huiyin.obligations.terms import Trigger, line_for
from huiyin.policy.across import Sample
from huiyin.policy.forms import FormField
from huiyin.policy.procedures import Step

LONGEST = {"text": 500, "longtext": 10000}
"""Most characters of free text; a story of ten thousand is taken whole."""


@dataclass(frozen=True, slots=True)
class Checker:
    """The case as it stands and the form that is handed in; `recorded` is now."""

    rules: Rules
    state: CaseState
    step: str
    spec: Step
    form: Mapping[str, Any]
    recorded: datetime
    at: datetime

    def check(self) -> tuple[Refusal, ...]:
        """Every fault of the form."""
        found: list[Refusal] = []
        facts = Facts(self.rules, self.state, self.at, self.form)
        for name, field in self.spec.form.items():
            value = self.form.get(name)
            if field.required or field.required_if or field.filled_from or given(value):
                found += self._field(name, field, value, facts)
        for name in self.form.keys() - self.spec.form.keys() - {"outcome"}:
            found.append(Refusal("foreign", field=name, params={"label": name}))
        return tuple(found)

    def _field(self, name: str, field: FormField, value: Any, facts: Facts) -> Iterator[Refusal]:
        if not given(value):
            needed = field.required or (bool(field.required_if) and facts.holds(field.required_if))
            needed = needed or self._sample(field) is not None
            if needed:
                yield self._no("missing", name, field, marks=field.or_mark)
            return
        if isinstance(value, str) and value in field.or_mark:
            return
        yield from _BY_KIND.get(field.kind, Checker._text)(self, name, field, value)

    def _no(self, code: str, name: str, field: FormField, **params: Any) -> Refusal:
        return Refusal(code, field.clause, name, params={"label": field.label, **params})

    def _text(self, name: str, field: FormField, value: Any) -> Iterator[Refusal]:
        text = str(value)
        longest = int(field.max) if field.max else LONGEST.get(field.kind, LONGEST["text"])
        if len(text) > longest:
            yield self._no("too_long", name, field, count=len(text), bound=longest)
        for word in field.avoid_words:
            if word in text:
                yield self._no("vague", name, field, word=word)
        if field.allowed and text not in field.allowed:
            yield self._no("choice", name, field, choices=field.allowed, value=text)
        yield from self._agrees(name, field, value)

    def check_choice(self, name: str, field: FormField, value: Any) -> Iterator[Refusal]:
        """One of the choices that the pack lists."""
        choices = self.rules.pack.choices(field.of or ())
        if str(value) not in choices:
            yield self._no("choice", name, field, choices=choices, value=value)
        else:
            yield from self._level(name, field, str(value))
            yield from self._cause(name, field, str(value))
            yield from self._routed(name, field, str(value))
        yield from self._agrees(name, field, value)

    def _level(self, name: str, field: FormField, value: str) -> Iterator[Refusal]:
        """A level may not be milder than what was ticked implies (first match from the top).

        A level that asks for all of its criteria may be chosen only when all of them are ticked.
        """
        order = self.rules.pack.level_order
        if not field.level_of or value not in order:
            return
        facts = Facts(self.rules, self.state, self.at, self.form)
        ticked = {word for path in field.level_of for word in members(facts.field(path))}
        lacking = tuple(word for word in self.rules.pack.levels[value].all if word not in ticked)
        if lacking:
            yield self._no("level_unmet", name, field, level=value, lacking=lacking)
        for level in order:
            spec = self.rules.pack.levels[level]
            implied = bool(ticked & set(spec.any)) or (bool(spec.all) and set(spec.all) <= ticked)
            if implied and order.index(value) > order.index(level):
                yield self._no("level_low", name, field, level=level)
                return

    def _cause(self, name: str, field: FormField, value: str) -> Iterator[Refusal]:
        """A cause belongs to the category that was chosen."""
        if field.cause_of is None:
            return
        category = str(Facts(self.rules, self.state, self.at, self.form).field(field.cause_of))
        spec = self.rules.pack.categories.get(category)
        if spec is not None and value not in spec.causes:
            yield self._no(
                "other_category", name, field, value=value, category=category, choices=spec.causes
            )

    def _routed(self, name: str, field: FormField, value: str) -> Iterator[Refusal]:
        """A unit is one of those to which the chosen category goes; a category without route goes anywhere."""
        if field.routed_by is None:
            return
        category = str(Facts(self.rules, self.state, self.at, self.form).field(field.routed_by))
        spec = self.rules.pack.categories.get(category)
        if spec is not None and spec.route and value not in spec.route:
            params = {
                "label": field.label,
                "value": value,
                "category": category,
                "choices": spec.route,
            }
            yield Refusal("routing", spec.clause or field.clause, name, params=params)

    def check_multi(self, name: str, field: FormField, value: Any) -> Iterator[Refusal]:
        """Some of the choices, and not too few."""
        values = [str(v) for v in value] if isinstance(value, (list, tuple)) else [str(value)]
        choices = self.rules.pack.choices(field.of or ())
        for wrong in [v for v in values if choices and v not in choices]:
            yield self._no("choice", name, field, choices=choices, value=wrong)
        if field.min and len(values) < int(field.min):
            yield self._no("few_rows", name, field, bound=field.min)
        yield from self._agrees(name, field, value)

    def check_number(self, name: str, field: FormField, value: Any) -> Iterator[Refusal]:
        """A number within its bounds, and not below the last one where the pack says so."""
        found = number(value)
        if found is None:
            yield self._no("number", name, field, value=value)
            return
        day = self.rules.local_date(self.at)
        least = self.rules.number(field.min, day) if field.min is not None else None
        most = self.rules.number(field.max, day) if field.max is not None else None
        if least is not None and found < Decimal(least):
            yield self._no("too_small", name, field, bound=least)
        if most is not None and found > Decimal(most):
            yield self._no("too_large", name, field, bound=most)
        last = number(self.state.fields.get(f"{self.step}.{name}"))
        if field.not_below_last and last is not None and found < last and not self._excused(field):
            yield self._no("falls", name, field, last=last)
        yield from self._agrees(name, field, value)

    def _agrees(self, name: str, field: FormField, value: Any) -> Iterator[Refusal]:
        if field.agrees_with is None or self._excused(field):
            return
        other = Facts(self.rules, self.state, self.at, self.form).field(field.agrees_with)
        if given(other) and members(other) != members(value):
            yield self._no("disagrees", name, field, other=self._label(field.agrees_with))

    def _excused(self, field: FormField) -> bool:
        """Whether the form gives the reason that lifts a comparison (`excused_by`)."""
        return field.excused_by is not None and given(self.form.get(field.excused_by))

    def _label(self, path: str) -> str:
        step, _, name = path.rpartition(".")
        spec = (
            self.rules.procedure(self.state.procedure).spec.steps.get(step) if step else self.spec
        )
        found = spec.form.get(name) if spec is not None else None
        return found.label if found is not None else path

    def check_moment(self, name: str, field: FormField, value: Any) -> Iterator[Refusal]:
        """A date or moment, not in the future, not before another, not past a limit."""
        moment = self.rules.moment(value)
        if moment is None:
            yield self._no("date" if field.kind == "date" else "moment", name, field)
            return
        when = (
            self.rules.day_start(date.fromisoformat(str(value)[:10]))
            if field.kind == "date"
            else moment
        )
        if field.not_future and when > self.recorded:
            yield self._no("future", name, field)
        yield from self._not_before(name, field, moment)
        yield from self._not_after(name, field, moment)
        yield from self._capped(name, field, moment)
        yield from self._beyond(name, field, moment)

    def _not_before(self, name: str, field: FormField, moment: datetime) -> Iterator[Refusal]:
        if field.not_before is None:
            return
        other = Facts(self.rules, self.state, self.at, self.form).field(field.not_before)
        bound = (
            self.at
            if field.not_before == "now"
            else self.rules.moment(other)
            if given(other)
            else None
        )
        if bound is not None and moment < bound:
            label = "现在" if field.not_before == "now" else self._label(field.not_before)
            yield self._no("before", name, field, other=label)

    def _not_after(self, name: str, field: FormField, moment: datetime) -> Iterator[Refusal]:
        other = Facts(self.rules, self.state, self.at, self.form).field(field.not_after or "")
        bound = self.rules.moment(other) if field.not_after and given(other) else None
        if bound is not None and moment > bound:
            yield self._no("after", name, field, other=self._label(str(field.not_after)))

    def _capped(self, name: str, field: FormField, moment: datetime) -> Iterator[Refusal]:
        """A moment that may not pass the limit of a duty: one that is owed, or that this act will bring."""
        for limit in self._limits(field.capped_by, coming=True):
            if moment > limit:
                yield self._against("capped", name, field, field.capped_by or "", limit)

    def _beyond(self, name: str, field: FormField, moment: datetime) -> Iterator[Refusal]:
        """A new limit lies after every limit in force; an extension never shortens."""
        for limit in self._limits(field.beyond):
            if moment <= limit:
                yield self._against("beyond", name, field, field.beyond or "", limit)

    def _against(
        self, code: str, name: str, field: FormField, duty: str, limit: datetime
    ) -> Refusal:
        label = self.rules.procedure(self.state.procedure).spec.duties[duty].label
        shown = self.rules.calendar.local(limit).isoformat(" ", "minutes")[:16]
        return self._no(code, name, field, duty=label, limit=shown)

    def _limits(self, duty: str | None, *, coming: bool = False) -> list[datetime]:
        """The limits of a duty that is owed; of one that never arose yet, the limit it would have now."""
        if duty is None:
            return []
        known = [i for i in self.state.instances.values() if i.duty == duty]
        if not known and coming:
            spec = self.rules.procedure(self.state.procedure).spec.duties[duty]
            line = line_for(
                self.rules, self.state, spec, Trigger(self.state.seq + 1, self.at, "trigger")
            )
            return [line.moment] if line.moment is not None else []
        return [i.limit.moment for i in known if i.owed and i.limit.moment is not None]

    def check_table(self, name: str, field: FormField, value: Any) -> Iterator[Refusal]:
        """Rows, as many as another field says, each with its columns."""
        rows = (
            [row for row in value if isinstance(row, Mapping)]
            if isinstance(value, (list, tuple))
            else []
        )
        if field.rows_equal is not None:
            wanted = number(
                Facts(self.rules, self.state, self.at, self.form).field(field.rows_equal)
            )
            if wanted is not None and len(rows) != wanted:
                other = self._label(field.rows_equal)
                yield self._no("rows_equal", name, field, rows=len(rows), other=other, count=wanted)
        if field.min and len(rows) < int(field.min):
            yield self._no("few_rows", name, field, bound=field.min)
        yield from self._distinct(name, field, rows)
        yield from self._barred(name, field, rows)
        yield from self._drawn(name, field, rows)
        for position, row in enumerate(rows, 1):
            yield from self._row(name, field, position, row)

    def _drawn(
        self, name: str, field: FormField, rows: list[Mapping[str, Any]]
    ) -> Iterator[Refusal]:
        """Rows of a sample are the cases drawn; another of the pool may stand for one of them."""
        sample, drawn = self._sample(field), self._draw(field)
        if sample is None:
            return
        pool, count = drawn.get("numbers", ()), len(drawn.get("drawn", ()))
        key = next(iter(field.columns), "")
        told = {str(row.get(key, "")) for row in rows}
        for value in sorted(told - set(pool) - {""}):
            yield self._no("not_in_pool", name, field, value=value)
        missing = [number for number in pool[:count] if number not in told]
        spare = 0 if sample.swap == "never" else len(told & set(pool[count:]))
        for value in missing[spare:]:
            yield self._no("drawn_missing", name, field, value=value)

    def _sample(self, field: FormField) -> Sample | None:
        """The sample drawn for this case that a table lists."""
        mine = self._draw(field).get("drawn")
        return self.rules.pack.samples.get(field.filled_from or "") if mine else None

    def _draw(self, field: FormField) -> Mapping[str, Any]:
        """What was drawn for this case by the sample that a table lists."""
        found = (one for one in draws(self.state.because) if one["sample"] == field.filled_from)
        return next(found, {})

    def _barred(
        self, name: str, field: FormField, rows: list[Mapping[str, Any]]
    ) -> Iterator[Refusal]:
        """A failed item of a checklist bars the outcome that says all is well."""
        bar = field.bars
        if bar is None or self.form.get("outcome") != bar.outcome:
            return
        failed = [n for n, row in enumerate(rows, 1) if row.get(bar.column) == bar.value]
        if failed:
            yield self._no(
                "barred",
                name,
                field,
                rows=tuple(map(str, failed)),
                value=bar.value,
                outcome=bar.outcome,
            )

    def _distinct(
        self, name: str, field: FormField, rows: list[Mapping[str, Any]]
    ) -> Iterator[Refusal]:
        """No two rows agree in the column that tells them apart."""
        told = [
            str(row[field.distinct])
            for row in rows
            if field.distinct and given(row.get(field.distinct))
        ]
        for value in dict.fromkeys(v for v in told if told.count(v) > 1):
            column = field.columns.get(field.distinct or "")
            yield self._no(
                "twice", name, field, column=column.label if column else field.distinct, value=value
            )

    def _row(
        self, name: str, field: FormField, position: int, row: Mapping[str, Any]
    ) -> Iterator[Refusal]:
        facts = Facts(self.rules, self.state, self.at, {**self.form, **row})
        for column, spec in field.columns.items():
            for inner in self._field(column, spec, row.get(column), facts):
                clause = inner.clause or field.clause
                yield Refusal(
                    "in_row",
                    clause,
                    f"{name}.{position}.{column}",
                    params={"row": position, "inner": replace(inner)},
                )


_BY_KIND: dict[str, Callable[[Checker, str, FormField, Any], Iterator[Refusal]]] = {
    "choice": Checker.check_choice,
    "multi": Checker.check_multi,
    "people": Checker.check_multi,
    "number": Checker.check_number,
    "money": Checker.check_number,
    "moment": Checker.check_moment,
    "date": Checker.check_moment,
    "table": Checker.check_table,
}
