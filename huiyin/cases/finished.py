"""What a procedure that has ended says of persons: who was trained, who signed a commitment."""

from datetime import datetime

from huiyin.cases.caller import Caller
from huiyin.cases.models import Case, Involved
from huiyin.cases.projection import texts_in

MOST = 500
"""So many of the last cases are looked at."""


def finished(caller: Caller, procedure: str, *, own: bool) -> dict[str, datetime]:
    """Since when each person named in such cases has what they give; `own`: whoever acted has it."""
    spec = caller.book.current(caller.now).pack.procedures[procedure]
    paths = [
        f"{name}.{field}"
        for name, step in spec.steps.items()
        for field, form in step.form.items()
        if form.kind in ("people", "person")
    ]
    rows = Case.objects.filter(company=caller.company, procedure=procedure)
    rows = rows.filter(closed_at__isnull=False).order_by("-closed_at")
    ended = list(rows.values_list("id", "closed_at", "fields")[:MOST])
    found: dict[str, datetime] = {}
    acted = _acted([row[0] for row in ended]) if own else {}
    for case, closed, fields in reversed(ended):
        named = {person for path in paths for person in texts_in(fields.get(path))}
        found |= dict.fromkeys(named | acted.get(case, set()), closed)
    return found


def _acted(cases: list[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for case, person in Involved.objects.filter(case__in=cases).values_list("case", "person"):
        found.setdefault(case, set()).add(person)
    return found
