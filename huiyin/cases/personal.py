"""Values that may hold personal data: kept outside the log under the case's data subject."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from huiyin.cases.models import Case
from huiyin.eventlog.envelope import is_reference
from huiyin.people.ids import new_id
from huiyin.people.models import DataSubject
from huiyin.people.vault import ValueKind, new_subject, open_values, seal_values
from huiyin.policy.forms import FormField
from huiyin.policy.procedures import Procedure

KINDS = {
    "name": ValueKind.NAME,
    "phone": ValueKind.PHONE,
    "mail": ValueKind.MAIL,
    "id": ValueKind.ID_NUMBER,
}


@dataclass
class Concealed:
    """Texts of one command that wait to be locked, with the ids the events already carry."""

    at: datetime
    texts: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, ValueKind] = field(default_factory=dict)

    def __call__(self, path: str, spec: FormField, value: Any) -> Any:
        """Give a value an id and return the reference that the log may hold."""
        if is_reference(value):
            return value
        name = path
        while name in self.texts:
            name += "~"
        self.texts[name] = str(value)
        self.ids[name] = new_id(self.at)
        self.kinds[name] = KINDS.get(spec.mask or "", ValueKind.TEXT)
        return {"ref": self.ids[name]}

    def store(self, case: Case) -> None:
        """Lock what was collected; the case gets a data subject with the first value."""
        if not self.texts:
            return
        if case.subject is None:
            case.subject = new_subject(case.company_id, at=self.at)
        seal_values(
            case.subject, self.texts, kinds=self.kinds, ids=self.ids, case_id=case.id, at=self.at
        )


def references(value: Any) -> Iterable[str]:
    """Every reference inside a form value."""
    if is_reference(value):
        yield value["ref"]
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from references(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from references(item)


def revealed(value: Any, texts: Mapping[str, str | None]) -> Any:
    """The value with its references replaced by texts; None stands for an erased one."""
    if is_reference(value):
        return texts.get(value["ref"])
    if isinstance(value, Mapping):
        return {key: revealed(item, texts) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [revealed(item, texts) for item in value]
    return value


def open_all(company_id: str, *values: Any) -> dict[str, str | None]:
    """Texts behind every reference in some values; one query."""
    ids = [ref for value in values for ref in references(value)]
    return open_values(ids, company=company_id) if ids else {}


def subject_of(case: Case) -> DataSubject | None:
    """The data subject of a case."""
    return case.subject


def customer_path(spec: Procedure, fields: Mapping[str, Any]) -> str:
    """The field that holds what the customer wants to be called; empty when none is filled in."""
    for step, item in spec.steps.items():
        for name, asked in item.form.items():
            if asked.mask == "name" and asked.personal and f"{step}.{name}" in fields:
                return f"{step}.{name}"
    return ""
