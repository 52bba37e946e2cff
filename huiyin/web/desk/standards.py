"""Forms that a standard fills in: its items as rows to be answered, its version named."""

from typing import Any

from huiyin.cases.standards import standard_for
from huiyin.web.desk.looking import Looking


def standard_values(looking: Looking, step: str) -> dict[str, Any]:
    """Rows and version of the standards that the form of a step asks for."""
    found: dict[str, Any] = {}
    state = looking.assessment.state
    for name, field in looking.spec.steps[step].form.items():
        if field.rows_from is None:
            continue
        standard = standard_for(looking.desk.caller, looking.speaker.rules, field, state.fields)
        if standard is None:
            continue
        found[name] = standard.rows
        if field.rows_from.into is not None:
            found[field.rows_from.into] = f"{standard.case.number} {standard.version}".strip()
    return found
