"""What a case already knows, offered to the form that asks for it (`prefill` of a pack's field).

`fill` brings what is known outside the case: the rows of a ledger that a table is filled from.

A value that is covered on the page is not uncovered by offering it: the form shows it covered, with
a box to take it over as it stands, and whoever unticks the box writes anew.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from huiyin.cases.personal import revealed
from huiyin.eventlog.envelope import CUSTOMER, Event
from huiyin.obligations.model import CaseState
from huiyin.policy.forms import FormField
from huiyin.policy.procedures import Procedure
from huiyin.web.present.cases import covered
from huiyin.web.present.forms import Same, choices
from huiyin.web.present.speaker import Speaker

EMPTY: tuple[Any, ...] = (None, "", [])


def _nothing(_field: FormField) -> list[dict[str, Any]]:
    return []


@dataclass(frozen=True)
class Known:
    """What the forms of a case have said so far, and the texts behind what is kept outside the log."""

    speaker: Speaker
    spec: Procedure
    state: CaseState
    events: Sequence[Event]
    texts: Mapping[str, str | None]
    fill: Callable[[FormField], list[dict[str, Any]]] = field(default=_nothing, repr=False)

    def values(self, name: str) -> dict[str, Any]:
        """What the form of a step is offered before anybody typed into it."""
        step = self.spec.steps[name]
        found: dict[str, Any] = {}
        for field_name, spec in step.form.items():
            own = (f"{name}.{field_name}",) if self._own(name) else ()
            value = self._first(spec, (*own, *spec.prefill))
            if value in EMPTY and "channels" in (spec.of or ()):
                value = self._channel()
            if value in EMPTY and spec.filled_from is not None:
                value = self.fill(spec)
                if value and spec.rows_equal in step.form:
                    found.setdefault(str(spec.rows_equal), str(len(value)))
            if value not in EMPTY:
                found[field_name] = value
        return found

    def _own(self, name: str) -> bool:
        """Whether what a form said before is offered again: after a return, or as the case opened."""
        done = self.state.steps.get(name)
        return done is None or (not self.spec.steps[name].outcomes and not done.valid)

    def _first(self, spec: FormField, paths: Sequence[str]) -> Any:
        for path in paths:
            value = self._offer(spec, path) if spec.kind != "file" else None
            if value not in EMPTY:
                return value
        return None

    def _offer(self, spec: FormField, path: str) -> Any:
        """The value of a path as a field takes it; None if it cannot."""
        source, value = self._said(path)
        if source is None or value is None:
            return None
        if isinstance(value, str) and value in source.or_mark:
            return value if value in spec.or_mark else None
        if spec.kind == "table":
            rows = value if source.kind == "table" and isinstance(value, (list, tuple)) else ()
            return [self._row(spec, row, f"{path}.{n}") for n, row in enumerate(rows)]
        if spec.of:
            return self._chosen(spec, value)
        return Same(path) if self._covers(source, value) else value

    def _covers(self, source: FormField, value: Any) -> bool:
        return source.free_text and covered(self.speaker, source, value) != str(value).strip()

    def _row(self, spec: FormField, row: Mapping[str, Any], path: str) -> dict[str, Any]:
        cells = {}
        for name, column in spec.columns.items():
            value = row.get(name)
            if value is not None:
                hidden = self._covers(column, value)
                cells[name] = Same(f"{path}.{name}") if hidden else value
        return cells

    def _chosen(self, spec: FormField, value: Any) -> Any:
        able = {choice.value for choice in choices(spec, self.speaker, "")}
        if isinstance(value, (list, tuple)):
            return [one for one in value if one in able]
        return value if value in able else None

    def _channel(self) -> str:
        """The channel by which a customer opened the case at the portal, if there is one such."""
        first = next((event for event in self.events if event.kind == "acted"), None)
        if first is None or first.actor != CUSTOMER:
            return ""
        portals = [name for name, c in self.speaker.pack.channels.items() if c.portal]
        return portals[0] if len(portals) == 1 else ""

    # -- what is taken over --

    def _said(self, path: str) -> tuple[FormField | None, Any]:
        """The field that a path names, and what was said there; of a table one cell.

        A path of one word is none: in a table filled from a ledger it names the ledger's column.
        """
        if "." not in path:
            return None, None
        step, name, *cell = path.split(".")
        spec = self.spec.steps[step].form.get(name) if step in self.spec.steps else None
        value = revealed(self.state.fields.get(f"{step}.{name}"), self.texts)
        if spec is None or not cell:
            return spec, value
        row, column = cell
        rows = value if isinstance(value, (list, tuple)) else ()
        if not row.isdecimal() or int(row) >= len(rows):
            return None, None
        return spec.columns.get(column), rows[int(row)].get(column)

    def offered(self, spec: FormField) -> Same | None:
        """The covered value that a field may take over."""
        value = self._first(spec, spec.prefill)
        return value if isinstance(value, Same) else None

    def shown(self, path: str) -> str:
        """What stands at a path, covered."""
        source, value = self._said(path)
        return covered(self.speaker, source, value)

    def taken(self, name: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a form with what is taken over written out."""
        form, found = self.spec.steps[name].form, {}
        for key, value in values.items():
            allowed = {f"{name}.{key}", *form[key].prefill} if key in form else set()
            found[key] = self._written(value, allowed)
        return {key: value for key, value in found.items() if value not in EMPTY}

    def _written(self, value: Any, allowed: set[str]) -> Any:
        if isinstance(value, Mapping):
            return {name: self._written(one, allowed) for name, one in value.items()}
        if isinstance(value, list):
            return [self._written(one, allowed) for one in value]
        if not isinstance(value, Same):
            return value
        root = ".".join(value.split(".")[:2])
        return self._said(value)[1] if root in allowed else None
