"""Standards that a company keeps as cases: the version in force, and the rows it brings to a form."""

from collections.abc import Mapping
from typing import Any

from huiyin.cases.caller import Caller
from huiyin.cases.models import Case
from huiyin.cases.personal import open_all, revealed
from huiyin.obligations.act import Standard
from huiyin.obligations.rules import Rules
from huiyin.policy.contacts import Kept
from huiyin.policy.forms import FormField, Rows
from huiyin.policy.procedures import Step

NEWEST = 200
"""So many standards are looked at, newest first; a company has a few dozen."""


def standards_for(
    caller: Caller, rules: Rules, form: Mapping[str, FormField], fields: Mapping[str, Any]
) -> dict[str, Standard]:
    """The standards in force that a form takes rows from, by the field that does."""
    found = {name: standard_for(caller, rules, field, fields) for name, field in form.items()}
    return {name: standard for name, standard in found.items() if standard is not None}


def standard_for(
    caller: Caller, rules: Rules, field: FormField, fields: Mapping[str, Any]
) -> Standard | None:
    """The standard that applies to a case with these fields today; None while there is none.

    Two queries. Standards are the company's own rules and hold nothing of customers, so whoever may
    fill in the form may read them.
    """
    said = field.rows_from
    if said is None:
        return None
    found = Case.objects.filter(
        company=caller.company, procedure=said.procedure, stage=said.stage
    ).order_by("-id")[:NEWEST]
    today = rules.local_date(caller.now).isoformat()
    holding = [case for case in found if _applies(case, said, fields, today)]
    if not holding:
        return None
    newest = max(holding, key=lambda case: (_starts(case, said), case.id))
    table = newest.fields.get(said.table) or []
    rows = revealed(table, open_all(caller.company.id, table))
    columns = [name for name in field.columns if any(name in row for row in rows)]
    version = str(newest.fields.get(said.version) or "") if said.version else ""
    return Standard(
        f"{newest.number} {version}".strip(),
        [{name: row.get(name) or "" for name in columns} for row in rows],
    )


def script_in_force(caller: Caller, rules: Rules, kept: Kept) -> Case | None:
    """The case with the script that holds today: the one that began last of those that ended."""
    found = Case.objects.filter(
        company=caller.company, procedure=kept.procedure, closed_at__isnull=False
    ).order_by("-closed_at", "-id")[:NEWEST]
    today = rules.local_date(caller.now).isoformat()
    holding = [case for case in found if _starts(case, kept) <= today]
    return max(holding, key=lambda case: _starts(case, kept), default=None)


def script_for(caller: Caller, rules: Rules, step: Step) -> dict[str, Standard]:
    """The script by which a step asks the customer, by the field that names its version."""
    kept = step.call.kept if step.call is not None else None
    case = script_in_force(caller, rules, kept) if kept is not None and kept.into else None
    if kept is None or kept.into is None or case is None:
        return {}
    value = case.fields.get(kept.version)
    version = revealed(value, open_all(caller.company.id, value))
    return {kept.into: Standard(str(version), ())} if version else {}


def _starts(case: Case, said: Rows | Kept) -> str:
    return str(case.fields.get(said.starts or "") or "")


def _applies(case: Case, said: Rows, fields: Mapping[str, Any], today: str) -> bool:
    same = all(case.fields.get(theirs) == fields.get(ours) for theirs, ours in said.same.items())
    return same and _starts(case, said) <= today
