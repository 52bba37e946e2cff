"""Filling in what a form asks for beyond what a plot says, so that a pack may grow a field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.demo.script import Words
from huiyin.obligations.refusal import Refusal
from huiyin.policy.forms import FormField
from huiyin.policy.pack import Pack


@dataclass(frozen=True)
class Filler:
    """Answers for the fields of one pack; `words` are those of the case at hand."""

    pack: Pack
    words: Words

    def mend(
        self, fields: Mapping[str, FormField], form: dict[str, Any], refusals: Sequence[Refusal]
    ) -> bool:
        """Fill in what is missing and drop what the form does not have; True when anything changed."""
        changed = False
        for refusal in refusals:
            path = (refusal.field or "").split(".")
            spec = fields.get(path[0])
            if refusal.code == "outcome":
                form["outcome"] = refusal.params["choices"][0]
                changed = True
            elif refusal.code == "foreign":
                form.pop(path[0], None)
                changed = True
            elif spec is not None and refusal.code == "missing":
                form[path[0]] = self.answer(spec)
                changed = True
            elif spec is not None and refusal.code == "in_row" and len(path) == 3:
                changed = self._row(spec, form, path) or changed
        return changed

    def _row(self, spec: FormField, form: dict[str, Any], path: list[str]) -> bool:
        column = spec.columns.get(path[2])
        if column is None:
            return False
        rows = [dict(row) for row in form[path[0]]]
        rows[int(path[1]) - 1][path[2]] = self.answer(column)
        form[path[0]] = rows
        return True

    def answer(self, spec: FormField) -> Any:
        """Something true enough for a field: what the case says of it, a mark, a first choice."""
        said: Mapping[str, Any] = self.words.values.get("answers") or {}
        if spec.label in said:
            return self.words.say(said[spec.label])
        if spec.or_mark:
            return spec.or_mark[0]
        if spec.of:
            first = self.pack.choices(spec.of)[0]
            return [first] if spec.kind == "multi" else first
        return self._plain(spec)

    def _plain(self, spec: FormField) -> Any:
        if spec.kind in ("number", "money"):
            return spec.min if spec.min and spec.min.isdigit() else "1"
        if spec.kind in ("moment", "date"):
            return self.words.say("@now/day" if spec.kind == "date" else "@now")
        if spec.kind in ("person", "people"):
            helper = self.words.values["helper"]
            return [helper] if spec.kind == "people" else helper
        if spec.kind == "table":
            row = {name: self.answer(column) for name, column in spec.columns.items()}
            return [row]
        return spec.allowed[0] if spec.allowed else self.words.say("$sentence")
