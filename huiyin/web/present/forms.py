"""Forms of a pack on a page, and what came back: one place for desk, portal and quick registration."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from django.http import QueryDict
from django.utils.translation import gettext as _

from huiyin.obligations.refusal import Refusal
from huiyin.policy.conditions import Condition
from huiyin.policy.forms import FormField
from huiyin.policy.procedures import Step
from huiyin.records.kinds import ACCEPT, sizes
from huiyin.web.parts import (
    Checklist,
    Checklists,
    Choice,
    ErrorSummary,
    Field,
    FileItem,
    Mark,
    Problem,
    TableRow,
)
from huiyin.web.present.speaker import Speaker

MARK = "mark."
SAME = "="
"""Begins a mark by which the value that the case knows at the path that follows is taken over."""
DRAFT_LINES = 10
KINDS = {"phone": "phone", "mail": "mail"}
NO = ("否",)
SCALE = 10
"""Most numbers of a scale."""


class Same(str):
    """Stands in a form for what the case already knows at this path (see `prefill`)."""

    __slots__ = ()


class Offers(Protocol):
    """What a case offers to its forms."""

    def offered(self, spec: FormField) -> Same | None:
        """The covered value that a field may take over."""

    def shown(self, path: str) -> str:
        """What stands at a path, covered."""


@dataclass(frozen=True)
class Given:
    """What a form holds: values as the core wants them, keyed by field, and the table to change."""

    values: dict[str, Any] = field(default_factory=dict)
    outcome: str | None = None
    row: str | None = None
    changes_rows: bool = False


def read(data: QueryDict, step: Step, speaker: Speaker) -> Given:
    """Read what was handed in; `add` and `remove` of table rows ask for the form again."""
    values: dict[str, Any] = {}
    for name, spec in step.form.items():
        value = _read_one(data, name, spec, speaker)
        if value not in (None, "", []):
            values[name] = value
    changes = bool(data.get("add") or data.get("remove"))
    return Given(values, data.get("outcome") or None, data.get("row") or None, changes)


def _read_one(data: QueryDict, name: str, spec: FormField, speaker: Speaker) -> Any:
    marked = data.get(MARK + name, "")
    if marked in spec.or_mark:
        return marked
    if marked.startswith(SAME) and not data.get(name):
        return Same(marked.removeprefix(SAME))
    if spec.kind == "table":
        return _read_table(data, name, spec, speaker)
    if spec.kind in ("multi", "people"):
        found = [v.strip() for v in data.getlist(name) if v.strip()]
        return [_as_value(v, spec, speaker) for v in found]
    text = (data.get(name) or "").strip()
    if spec.kind in ("number", "money"):
        return text.replace(",", "").replace("，", "")
    return _as_value(text, spec, speaker)


def _as_value(text: str, spec: FormField, speaker: Speaker) -> str:
    """A search field posts the words of a choice; the value is what they stand for."""
    if spec.kind not in ("person", "people", "unit", "choice", "multi"):
        return text
    by_words = {choice.label: choice.value for choice in choices(spec, speaker, "")}
    return by_words.get(text, text)


def _read_table(
    data: QueryDict, name: str, spec: FormField, speaker: Speaker
) -> list[dict[str, Any]]:
    rows = []
    gone = data.get("remove", "")
    for index in _indexes(data, name):
        if gone == f"{name}.{index}":
            continue
        row = {
            c: _read_one(data, f"{name}.{index}.{c}", s, speaker) for c, s in spec.columns.items()
        }
        if any(row.values()) or data.get("add") == name:
            rows.append({column: value for column, value in row.items() if value})
    return rows


def _indexes(data: QueryDict, name: str) -> list[int]:
    found = {
        key.split(".")[1] for key in data if key.startswith(f"{name}.") and key.count(".") >= 2
    }
    return sorted(int(index) for index in found if index.isdigit())


@dataclass(frozen=True)
class Painter:
    """Draws the fields of a step with the values and faults at hand."""

    speaker: Speaker
    values: Mapping[str, Any]
    faults: Mapping[str, str] = field(default_factory=dict)
    clauses: bool = True
    add_to: str = ""
    scope: str = ""
    files: Mapping[str, Sequence[FileItem]] = field(default_factory=dict)
    known: Offers | None = None

    def fields(
        self, form: Mapping[str, FormField], only: Iterable[str] | None = None
    ) -> list[Field]:
        """All fields of a form, or some of them, in the pack's order."""
        wanted = set(form if only is None else only)
        return [self.field(name, spec) for name, spec in form.items() if name in wanted]

    def body(self, form: Mapping[str, FormField]) -> list[Field | Checklists]:
        """All fields; those with a heading stand as checklists side by side, where the first one stood."""
        groups = dict.fromkeys(spec.group for spec in form.values() if spec.group)
        lists = [self._checklist(group, form) for group in groups]
        found: list[Field | Checklists] = []
        for name, spec in form.items():
            if not spec.group:
                found.append(self.field(name, spec))
            elif lists:
                found.append(Checklists(lists=lists))
                lists = []
        return found

    def _checklist(self, group: str, form: Mapping[str, FormField]) -> Checklist:
        """The fields of one heading, under the clause of the first; a chip each would hide the questions."""
        wanted = {name: spec for name, spec in form.items() if spec.group == group}
        clause = next(iter(wanted.values())).clause if self.clauses else ()
        chips = self.speaker.clauses(clause, 1)
        return Checklist(
            title=self.speaker.word(group),
            fields=replace(self, clauses=False).fields(wanted),
            clause=chips[0] if chips else None,
        )

    def field(self, name: str, spec: FormField, *, hidden_label: bool = False) -> Field:
        """One field."""
        value = self.values.get(name)
        marked = isinstance(value, Same) or (isinstance(value, str) and value in spec.or_mark)
        multiple = isinstance(value, (list, tuple)) and spec.kind != "table"
        return Field(
            kind=KINDS.get(spec.mask or "", spec.kind),
            name=name,
            label=self.speaker.word(spec.label),
            value=""
            if marked or multiple or spec.kind == "table" or value is None
            else _shown(spec, value),
            values=[str(v) for v in value or ()] if multiple else (),
            required=spec.required,
            hint=self._hint(spec),
            error=self.faults.get(name, ""),
            marks=[*self._taken(name, spec, value), *self._marks(name, spec, value)],
            choices=choices(spec, self.speaker, value),
            rows=self._rows(name, spec, value) if spec.kind == "table" else (),
            min=spec.min or "",
            max=spec.max or "",
            limit=_limit(spec),
            count=spec.kind == "longtext",
            lines=DRAFT_LINES if spec.drafted_from else 3,
            look=spec.look or "",
            clauses=self.speaker.clauses(spec.clause, 1) if self.clauses else (),
            when=[(self.scope + name, value) for name, value in shown_when(spec.required_if)],
            hidden_label=hidden_label,
            files=self.files.get(name, ()),
            accept=ACCEPT if spec.kind == "file" else "",
            sizes=sizes() if spec.kind == "file" else "",
        )

    def _hint(self, spec: FormField) -> str:
        return self.speaker.word(spec.hint) if spec.hint else ""

    def _marks(self, name: str, spec: FormField, value: Any) -> list[Mark]:
        word = self.speaker.word
        return [
            Mark(name=MARK + name, value=one, label=word(one), chosen=value == one)
            for one in spec.or_mark
        ]

    def _taken(self, name: str, spec: FormField, value: Any) -> list[Mark]:
        """The box to take over what the case knows and the page covers."""
        if self.known is None:
            return []
        path = value if isinstance(value, Same) else self.known.offered(spec)
        if path is None:
            return []
        label = _("沿用 %(value)s") % {"value": self.known.shown(path)}
        taken = isinstance(value, Same)
        return [Mark(name=MARK + name, value=SAME + path, label=label, chosen=taken)]

    def _rows(self, name: str, spec: FormField, value: Any) -> list[TableRow]:
        given = list(value) if isinstance(value, (list, tuple)) else []
        if self.add_to == name or (not given and spec.required):
            given.append({})
        least = int(spec.max or spec.min or 0) if spec.look == "whys" else int(spec.min or 0)
        while len(given) < least:
            given.append({})
        return [self._row(name, spec, index, row) for index, row in enumerate(given)]

    def _row(self, name: str, spec: FormField, index: int, row: Mapping[str, Any]) -> TableRow:
        prefix = f"{name}.{index}"
        inner = Painter(
            self.speaker,
            {f"{prefix}.{column}": value for column, value in row.items()},
            {
                f"{prefix}.{k.split('.')[2]}": v
                for k, v in self.faults.items()
                if k.startswith(f"{name}.{index + 1}.")
            },
            clauses=False,
            known=self.known,
            scope=f"{prefix}." if spec.look == "checks" else "",
        )
        cells = [
            inner.field(f"{prefix}.{column}", column_spec)
            for column, column_spec in spec.columns.items()
        ]
        brought = self._brought(spec)
        cells = [
            replace(cell, kind="given") if column in brought else cell
            for column, cell in zip(spec.columns, cells, strict=True)
        ]
        return TableRow(cells=cells, index=index)

    def _brought(self, spec: FormField) -> set[str]:
        """The columns of a checklist that its standard says, so that nobody types them."""
        if spec.rows_from is None:
            return set()
        step, _dot, name = spec.rows_from.table.partition(".")
        source = self.speaker.pack.procedures[spec.rows_from.procedure].steps[step].form[name]
        return set(source.columns) & set(spec.columns)


def _shown(spec: FormField, value: Any) -> str:
    """Text as the control wants it."""
    text = str(value)
    return text[:16] if spec.kind == "moment" else text


def _limit(spec: FormField) -> int | None:
    return {"text": 500, "longtext": 10000}.get(spec.kind)


def scale_of(spec: FormField) -> list[str]:
    """The whole numbers of a short scale, which are better chosen than typed."""
    bounds = (spec.min or "", spec.max or "")
    if spec.kind != "number" or not all(bound.isdigit() for bound in bounds):
        return []
    low, high = map(int, bounds)
    return [str(n) for n in range(low, high + 1)] if high - low < SCALE else []


def shown_when(condition: Condition) -> list[tuple[str, str]]:
    """The plain field tests of a condition, by which a script hides what is not asked yet."""
    found: list[tuple[str, str]] = []
    for fact in (*condition.all, *condition.any):
        if fact.field is None or "." in fact.field:
            return []
        found += [(fact.field, value) for value in ([fact.is_] if fact.is_ else fact.in_ or ())]
        if fact.is_ is None and not fact.in_:
            return []
    return found


def choices(spec: FormField, speaker: Speaker, value: Any) -> list[Choice]:
    """What can be chosen: the pack's words, people or units of the company."""
    chosen = {str(v) for v in value} if isinstance(value, (list, tuple)) else {str(value)}
    pairs = _pairs(spec, speaker)
    return [Choice(value=v, label=label, chosen=v in chosen, bad=v in NO) for v, label in pairs]


def _pairs(spec: FormField, speaker: Speaker) -> Sequence[tuple[str, str]]:
    people = speaker.caller.people
    if spec.kind in ("person", "people"):
        active = [entry for entry in people.organisation.persons.values() if entry.active]
        return sorted((entry.id, people.name(entry.id, speaker.lang)) for entry in active)
    if spec.kind == "unit":
        units = people.organisation.units.values()
        return [(unit.id, speaker.unit(unit.id)) for unit in units if unit.until is None]
    if spec.of:
        return [(word, speaker.word(word)) for word in speaker.pack.choices(spec.of)]
    return []


def faults_of(
    refusals: Sequence[Refusal], speaker: Speaker
) -> tuple[dict[str, str], list[Refusal]]:
    """Sort refusals into sentences beside fields and those that concern the whole act."""
    beside: dict[str, str] = {}
    rest = []
    for refusal in refusals:
        if refusal.field is None:
            rest.append(refusal)
        else:
            words = refusal.words(speaker.pack, speaker.lang)
            beside[refusal.field] = (
                f"{beside[refusal.field]} {words}" if refusal.field in beside else words
            )
    return beside, rest


def summary(
    faults: Mapping[str, str], form: Mapping[str, FormField], speaker: Speaker
) -> ErrorSummary | None:
    """Above the button: what to correct, each a link to its field."""
    if not faults:
        return None
    problems = []
    for name, words in faults.items():
        spec = form.get(name) or form.get(name.split(".")[0])
        label = speaker.word(spec.label) if spec else _("结果") if name == "outcome" else name
        problems.append(Problem(label=label, anchor=_anchor(name), words=words))
    return ErrorSummary(problems=problems)


def _anchor(name: str) -> str:
    """The element id of a field; rows are counted from one in faults, from zero on the page."""
    table, _dot, rest = name.partition(".")
    row, _dot, column = rest.partition(".")
    return f"f-{table}-{int(row) - 1}-{column}" if row.isdigit() else "f-" + name.replace(".", "-")
