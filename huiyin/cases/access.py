"""Fetching is permission: the only ways from a caller to cases (DESIGN rule 11).

The pack's `access` lines say which cases a role sees and how deep; where a pack says nothing about
a procedure, whoever may do one of its steps sees its cases in the scope of the role. Who is named
in a case and must stand aside does not find it. Not found and not allowed are one answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.cases.caller import Caller
from huiyin.cases.models import Case, DutyRow
from huiyin.cases.work import Gone
from huiyin.obligations.rules import Rules
from huiyin.people.models import Company
from huiyin.policy.across import Access
from huiyin.policy.procedures import Procedure

DEPTHS = ("none", "number", "masked", "full")


@dataclass(frozen=True, slots=True)
class Sight:
    """How deep a caller sees one case, and whether covered values may be shown for a reason."""

    depth: str
    unmask: bool
    purposes: tuple[str, ...] = ()


def units_of(caller: Caller, role: str) -> set[str]:
    """Units in which the caller holds a role, those below included."""
    people = caller.people
    persons = (caller.actor.person, *people.deputised_by(caller.actor.person))
    held = {
        u for person in persons for u, roles in people.roles_of(person).items() if role in roles
    }
    return held | {below for unit in held for below in people.units_below(unit)}


def lines_for(rules: Rules, caller: Caller, procedure: str) -> list[Access]:
    """The access lines that concern a caller's roles and a procedure."""
    lines = [a for a in rules.pack.access if not a.procedures or procedure in a.procedures]
    mine = [a for a in lines if a.role in caller.actor.roles]
    return mine or ([] if lines else _by_steps(rules, caller, procedure))


def _by_steps(rules: Rules, caller: Caller, procedure: str) -> list[Access]:
    spec = rules.pack.procedures[procedure]
    found = []
    for role in sorted(_roles_in(spec) & set(caller.actor.roles)):
        scope = rules.pack.roles[role].scope if role in rules.pack.roles else "company"
        found.append(
            Access(
                role=role,
                cases="own_unit" if scope == "unit" else "all",
                depth="masked",
                unmask=True,
            )
        )
    return found


def _roles_in(spec: Procedure) -> set[str]:
    steps = (who.role for step in spec.steps.values() for who in step.by)
    signers = (who.role for a in spec.approvals.values() for s in a.signers for who in s.by)
    return {role for role in (*steps, *signers) if role}


def visible(caller: Caller) -> QuerySet[Case]:
    """Cases of the company that the caller may list; one query, whatever their number."""
    rules = caller.book.current(caller.now)
    allowed = Q(pk__in=[])
    for procedure in rules.pack.procedures:
        for line in lines_for(rules, caller, procedure):
            if line.depth != "none":
                allowed |= Q(procedure=procedure) & _scope(line, caller)
    mine = DutyRow.objects.filter(case=OuterRef("pk"), bearer_person=caller.actor.person)
    return Case.objects.filter(
        Q(company=caller.company) & (allowed | Q(Exists(mine)))
    ).select_related("pack")


def _scope(line: Access, caller: Caller) -> Q:
    if line.cases == "all":
        return Q()
    if line.cases in ("own_unit", "units_below"):
        return Q(unit__in=units_of(caller, line.role))
    if line.cases == "archived":
        return Q(closed_at__isnull=False)
    return Q(pk__in=[])


def access_case(caller: Caller, case_id: str) -> tuple[Case, Sight]:
    """A case that the caller may see, and how deep. Raises `Gone`."""
    case = (
        Case.objects.select_related("pack", "subject", "parent")
        .filter(id=case_id, company=caller.company)
        .first()
    )
    if case is None or not may_find(case, caller):
        raise Gone(case_id)
    rules = caller.book.of(case.pack.version)
    sights = [
        line for line in lines_for(rules, caller, case.procedure) if _covers(line, case, caller)
    ]
    if not sights and not _owes(case, caller):
        raise Gone(case_id)
    depth = max((line.depth for line in sights), key=DEPTHS.index, default="masked")
    if depth == "none":
        raise Gone(case_id)
    unmask = any(line.unmask for line in sights) or not sights
    return case, Sight(depth, unmask, tuple(p for line in sights for p in line.purpose))


def access_query(company: Company, query_hash: str) -> Case:
    """The case whose query code has this hash: a customer's way to the own case. Raises `Gone`."""
    rows = Case.objects.select_related("pack", "subject").filter(
        company=company, query_hash=query_hash
    )
    case = rows.first() if query_hash else None
    if case is None:
        raise Gone(query_hash)
    return case


def may_find(case: Case, caller: Caller) -> bool:
    """Whoever is named in a case and must stand aside does not find it, except in his own matter."""
    spec = caller.book.of(case.pack.version).pack.procedures[case.procedure]
    person = caller.actor.person
    if not any(person in _persons(case.fields.get(path)) for path in spec.recuse):
        return True
    own = {who.person for step in spec.steps.values() for who in step.by if who.person}
    return any(person in _persons(case.fields.get(path)) for path in own)


def _persons(value: object) -> Iterable[str]:
    if isinstance(value, str):
        return (value,)
    return [str(v) for v in value] if isinstance(value, (list, tuple)) else ()


def _covers(line: Access, case: Case, caller: Caller) -> bool:
    if line.cases == "all":
        return True
    if line.cases in ("own_unit", "units_below"):
        return case.unit in units_of(caller, line.role)
    if line.cases == "archived":
        return case.closed_at is not None
    return False


def _owes(case: Case, caller: Caller) -> bool:
    return DutyRow.objects.filter(case=case, bearer_person=caller.actor.person).exists()
