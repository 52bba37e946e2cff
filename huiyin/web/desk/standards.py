"""Forms that a standard fills in: its items as rows to be answered, its version named."""

from typing import Any

from huiyin.cases.standards import standards_for
from huiyin.web.desk.looking import Looking


def standard_values(looking: Looking, step: str) -> dict[str, Any]:
    """Rows and version of the standards that the form of a step asks for."""
    found: dict[str, Any] = {}
    form, state = looking.spec.steps[step].form, looking.assessment.state
    standards = standards_for(looking.desk.caller, looking.speaker.rules, form, state.fields)
    for name, standard in standards.items():
        found[name] = standard.rows
        source = form[name].rows_from
        if source is not None and source.into is not None:
            found[source.into] = standard.called
    return found
