"""Marks by which like cases are found, of what tells what happened.

Delivery, which walks every event, makes those of the case it has in hand. Texts go in as bands of
min-hashes, facts as keyed hashes; neither can be read back (decision 0012).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from huiyin.cases.models import Case
from huiyin.cases.personal import open_all, revealed
from huiyin.eventlog.envelope import is_reference
from huiyin.obligations.facts import members
from huiyin.obligations.rules import Rules
from huiyin.people.vault import FACT, TEXT, fact_mark, keep_marks, text_marks
from huiyin.policy.procedures import Procedure

CAUSES = (("causes",), ("categories",))


@dataclass(frozen=True)
class Matter:
    """What is known of a matter: of a form that is being filled in, or of a case.

    `marks` are those that a case has already; without them they are made of what is known.
    """

    procedure: str
    unit: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    indexes: frozenset[bytes] = frozenset()
    apart: frozenset[str] = frozenset()
    marks: frozenset[int] = frozenset()


def compared(rules: Rules, procedure: str) -> tuple[str, ...]:
    """The facts that are compared: what watches call the same, causes, plain words, people concerned."""
    pack = rules.pack
    spec = pack.procedures[procedure]
    paths = [
        path
        for watch in pack.watches.values()
        if (watch.procedure or pack.main_procedure) == procedure
        for path in watch.same
        if "." in path
    ]
    steps = dict.fromkeys(path.partition(".")[0] for path in spec.story)
    paths += [
        f"{step}.{name}"
        for step in steps
        if step in spec.steps
        for name, one in spec.steps[step].form.items()
        if one.kind == "text" and one.plain
    ]
    paths += [
        f"{step}.{name}"
        for step, form in spec.steps.items()
        for name, one in form.form.items()
        if one.of in CAUSES or one.cause_of
    ]
    return tuple(dict.fromkeys([*paths, *spec.recuse]))


def marks_of(company: str, rules: Rules, matter: Matter) -> dict[int, str]:
    """Every mark of a matter, with its kind."""
    spec = rules.pack.procedures[matter.procedure]
    told = {path: text for path, text in matter.texts.items() if path.rstrip("~") in spec.story}
    marks = dict.fromkeys((m for text in told.values() for m in text_marks(company, text)), TEXT)
    for path in compared(rules, matter.procedure):
        for word in words_of(matter.fields.get(path)):
            marks[fact_mark(company, matter.unit, name_of(path), word)] = FACT
    return marks


def of_case(case: Case, rules: Rules) -> dict[int, str]:
    """Every mark of a case as it stands, with its kind; none where nothing is compared."""
    spec = rules.pack.procedures[case.procedure]
    return marks_of(case.company_id, rules, matter_of(case, spec)) if spec.links else {}


def keep(case: Case, marks: Mapping[int, str]) -> None:
    """Store the marks of a case; those that it no longer has go."""
    keep_marks(case.company_id, case.id, marks, subject=case.subject_id, at=case.opened_at)


def matter_of(case: Case, spec: Procedure) -> Matter:
    """What a case says of its matter, its texts opened; one query."""
    told = {path: case.fields[path] for path in spec.story if path in case.fields}
    texts = {
        path: str(text)
        for path, text in revealed(told, open_all(case.company_id, told)).items()
        if isinstance(text, str)
    }
    return Matter(case.procedure, case.unit, case.fields, texts)


def name_of(path: str) -> str:
    """The name of a field, whatever the step."""
    return path.rpartition(".")[2]


def words_of(value: Any) -> set[str]:
    """The words of a value that is compared; none of a text that is kept elsewhere."""
    return set() if value in (None, "") or is_reference(value) else members(value)
