"""Filling the places of a script or a reply (`{customer}`, `{plan.analysis}`) with what a case says."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from huiyin.cases.models import Case
from huiyin.cases.personal import customer_path, revealed
from huiyin.obligations.model import CaseState
from huiyin.web.present import cases as shown
from huiyin.web.present.speaker import Speaker

_PLACE = re.compile(r"\{([\w.]+)\}")
UNKNOWN = {"zh": "（未填）", "en": "(not given)"}
CUSTOMER = {"zh": "顾客", "en": "Customer"}
Cover = Callable[[Speaker, Any, Any], str]


def uncovered(speaker: Speaker, field: Any, value: Any) -> str:
    """A value as the customer himself reads it."""
    return speaker.value(field, value)


class Places:
    """What stands for each place of a text about one case."""

    def __init__(
        self,
        speaker: Speaker,
        case: Case,
        state: CaseState,
        texts: Mapping[str, str | None],
        *,
        cover: Cover = shown.covered,
        keep: Sequence[str] = (),
    ) -> None:
        self.speaker, self.case, self.state = speaker, case, state
        self.texts, self.cover, self.keep = texts, cover, keep
        self.spec = speaker.pack.procedures[case.procedure]

    def fill(self, text: str) -> str:
        """The text in the reader's language with its places filled in."""
        return _PLACE.sub(lambda found: self.place(found[1]), self.speaker.word(text))

    def place(self, name: str) -> str:
        """What one place says; those to `keep` stay places."""
        if name in self.keep:
            return f"{{{name}}}"
        if "." in name:
            return self.field(name) or UNKNOWN[self.speaker.lang]
        return _KNOWN[name](self) if name in _KNOWN else ""

    def field(self, path: str) -> str:
        """The latest value of a field, covered where it must be."""
        spec = shown.field_spec(self.speaker, self.case.procedure, path)
        value = revealed(self.state.fields.get(path), self.texts)
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            return "；".join(self._row(spec, row) for row in value)
        return self.cover(self.speaker, spec, value)

    def _row(self, spec: Any, row: Mapping[str, Any]) -> str:
        """The longest text of a row: what a table of measures is about."""
        columns = getattr(spec, "columns", {})
        cells = [
            self.cover(self.speaker, columns.get(c), v)
            for c, v in row.items()
            if c in columns and columns[c].kind in ("text", "longtext")
        ]
        return max(cells, key=len, default="")

    def customer(self) -> str:
        """What to call the customer."""
        path = customer_path(self.spec, self.state.fields)
        return (self.field(path) if path else "") or CUSTOMER[self.speaker.lang]

    def title(self) -> str:
        """What the case is about."""
        return shown.title(self.speaker, self.case, self.texts)

    def company(self) -> str:
        """The company in the reader's language."""
        company = self.speaker.caller.company
        english = self.speaker.lang == "en" and company.name_en
        return company.name_en if english else company.name


_KNOWN: dict[str, Callable[[Places], str]] = {
    "number": lambda p: p.case.number,
    "customer": Places.customer,
    "company": Places.company,
    "caller": lambda p: p.speaker.person(p.speaker.caller.actor.person),
    "title": Places.title,
    "level": lambda p: p.speaker.word(p.case.level),
    "stage": lambda p: p.speaker.word(p.case.stage),
    "unit": lambda p: p.speaker.unit(p.case.unit),
}
