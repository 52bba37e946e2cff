"""Fetching is permission: the only ways from a caller to cases (DESIGN rule 11).

The pack's `access` lines say which cases a role sees and how deep; where a pack says nothing about
a procedure, whoever may do one of its steps sees its cases in the scope of the role. Who is named
in a case and must stand aside does not find it. Not found and not allowed are one answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.cases.caller import Caller
from huiyin.cases.models import Aside, Case, DutyRow, Involved, Named
from huiyin.cases.projection import texts_in
from huiyin.cases.work import Gone
from huiyin.obligations.rules import Rules
from huiyin.people.models import Company
from huiyin.policy.across import Access
from huiyin.policy.pack import Pack
from huiyin.policy.procedures import Cadence, Duty, Procedure
from huiyin.policy.who import Whos

DEPTHS = ("none", "number", "masked", "full")


@dataclass(frozen=True, slots=True)
class Sight:
    """How deep a caller sees one case, and whether covered values may be shown for a reason.

    `number`: number and stage and nothing else. `masked`: everything, personal data covered; a value
    is uncovered only where the line says `unmask`. `full`: any value may be uncovered, each for a
    reason that is recorded.
    """

    depth: str
    unmask: bool
    purposes: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether more is seen than number and stage."""
        return self.depth != "number"


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


def works_on(caller: Caller, rules: Rules, procedure: str) -> bool:
    """Whether somebody does anything on cases of a procedure; who only reads does not."""
    return bool(_roles_in(rules.pack.procedures[procedure]) & set(caller.actor.roles))


def speaks_with_customers(caller: Caller, rules: Rules, procedure: str) -> bool:
    """Whether calling or answering customers falls to somebody; where no step does it, to all who work on it."""
    spec = rules.pack.procedures[procedure]
    steps = [step for step in spec.steps.values() if step.call or step.reply]
    roles = {who.role for step in steps for who in step.by}
    return bool(roles & set(caller.actor.roles)) if steps else works_on(caller, rules, procedure)


def _roles_in(spec: Procedure) -> set[str]:
    steps = (who.role for step in spec.steps.values() for who in step.by)
    signers = (who.role for a in spec.approvals.values() for s in a.signers for who in s.by)
    return {role for role in (*steps, *signers) if role}


def visible(caller: Caller, least: str = "number") -> QuerySet[Case]:
    """Cases of the company that the caller may list; one query, whatever their number.

    `least` is how deep the caller must see them: what shows more than a number asks for `masked`.
    Cases of a procedure that the newest version no longer has are seen by the last that had it.
    """
    allowed = Q(pk__in=[])
    for procedure, rules in caller.book.procedures(caller.now).items():
        for line in lines_for(rules, caller, procedure):
            if DEPTHS.index(line.depth) >= DEPTHS.index(least):
                allowed |= Q(procedure=procedure) & _scope(line, caller)
    rows = Case.objects.filter(company=caller.company).filter(allowed | _own_work(caller))
    return rows.filter(~aside(caller))


def aside(caller: Caller, case: str = "pk", procedure: str = "procedure") -> Q:
    """Cases, found at `case` and `procedure` of a row, that are about the caller and not his to find.

    Or about somebody below him, where the procedure keeps its cases from the heads above as well.
    """
    about = Aside.objects.filter(case=OuterRef(case))
    me = caller.actor.person
    own = Named.objects.filter(case=OuterRef(case), person=me)
    found = Q(Exists(about.filter(person=me))) & ~Q(Exists(own))
    closed = [
        name
        for name, rules in caller.book.procedures(caller.now).items()
        if rules.pack.procedures[name].recuse_above
    ]
    below = caller.below if closed else frozenset()
    if below:
        of_mine = Exists(about.filter(person__in=below))
        found |= Q(**{f"{procedure}__in": closed}) & Q(of_mine)
    return found


def only_numbers(caller: Caller, cases: Sequence[Case]) -> frozenset[str]:
    """Those of some listed cases of which the caller sees no more than number and stage."""
    procedures = caller.book.procedures(caller.now).items()
    lines = (line for name, rules in procedures for line in lines_for(rules, caller, name))
    if not any(line.depth == "number" for line in lines):
        return frozenset()
    ids = [case.id for case in cases]
    deeper = visible(caller, "masked").filter(id__in=ids).values_list("id", flat=True)
    return frozenset(ids) - frozenset(deeper)


def _scope(line: Access, caller: Caller) -> Q:
    """The cases of a line. With `through`, archived ones only while that procedure runs for them."""
    scope = _SCOPES.get(line.cases, _no_cases)(line, caller)
    if line.through is None:
        return scope
    files = files_asked(caller, line.through)
    return scope & (Q(closed_at=None) | Q(number__in=files) | Q(id__in=files))


def _all_cases(line: Access, caller: Caller) -> Q:
    return Q()


def _no_cases(line: Access, caller: Caller) -> Q:
    return Q(pk__in=[])


def _of_units(line: Access, caller: Caller) -> Q:
    return Q(unit__in=units_of(caller, line.role))


def _archived(line: Access, caller: Caller) -> Q:
    return Q(closed_at__isnull=False)


def _opened_by(line: Access, caller: Caller) -> Q:
    return Q(Exists(acted_on(caller).filter(opened=True)))


def _acted_on(line: Access, caller: Caller) -> Q:
    return Q(Exists(acted_on(caller)))


def _involving(line: Access, caller: Caller) -> Q:
    owed = DutyRow.objects.filter(case=OuterRef("pk")).filter(
        Q(bearer_person=caller.actor.person) | _posts(caller, {line.role})
    )
    return Q(Exists(acted_on(caller))) | Q(Exists(named_in(caller))) | Q(Exists(owed))


_SCOPES: dict[str, Callable[[Access, Caller], Q]] = {
    "all": _all_cases,
    "own": _opened_by,
    "handled": _acted_on,
    "own_unit": _of_units,
    "units_below": _of_units,
    "archived": _archived,
    "involved": _involving,
}


def acted_on(caller: Caller) -> QuerySet[Involved]:
    """For a query of cases: that the caller acted on the case."""
    return Involved.objects.filter(case=OuterRef("pk"), person=caller.actor.person)


def named_in(caller: Caller) -> QuerySet[Named]:
    """For a query of cases: that the case names the caller as who may do a step or sign."""
    return Named.objects.filter(case=OuterRef("pk"), person=caller.actor.person)


def _own_work(caller: Caller) -> Q:
    """What somebody owes, now or in person ever, opened himself or is named to do, while he has a post."""
    if not caller.actor.roles:
        return Q(pk__in=[])
    owed = Q(bearer_person=caller.actor.person) | (
        Q(owed=True, bearer_person="") & _posts(caller, set(caller.actor.roles))
    )
    owing = DutyRow.objects.filter(case=OuterRef("pk")).filter(owed)
    opened = acted_on(caller).filter(opened=True)
    return Q(Exists(owing)) | Q(Exists(opened)) | Q(Exists(named_in(caller)))


def _posts(caller: Caller, roles: set[str]) -> Q:
    """Duties that fall to one of some posts in a unit where the caller holds it.

    What several posts owe together names no unit; posts of one unit owe it on that unit's cases.
    """
    pack, found = caller.book.current(caller.now).pack, Q(pk__in=[])
    for key in sorted(role_keys(pack)):
        held = set(key) & roles
        if held:
            scope = set().union(*(units_of(caller, role) for role in held))
            anywhere = Q(bearer_unit="")
            if all(role in pack.roles and pack.roles[role].scope == "unit" for role in held):
                anywhere &= Q(case__unit="") | Q(case__unit__in=scope)
            found |= Q(bearer_roles="+".join(key)) & (anywhere | Q(bearer_unit__in=scope))
    return found


def of_own_hand(caller: Caller, rows: QuerySet[Case]) -> QuerySet[Case]:
    """Those of some cases on which the caller acted; by index."""
    return rows.filter(involved__person=caller.actor.person)


def owed_by(caller: Caller) -> Q:
    """Duties that the caller owes: by name, for whom he deputises, or by post."""
    me = (caller.actor.person, *caller.people.deputised_by(caller.actor.person))
    return Q(bearer_person__in=me) | (Q(bearer_person="") & _posts(caller, set(caller.actor.roles)))


def role_keys(pack: Pack) -> frozenset[tuple[str, ...]]:
    """Every combination of roles that owes something together in a pack."""
    found: set[tuple[str, ...]] = set()
    for spec in pack.procedures.values():
        owing: list[Duty | Cadence] = [*spec.duties.values(), *spec.cadences.values()]
        for item in owing:
            steps = [
                spec.steps[key.partition(":")[0]]
                for key in item.done_by
                if key.partition(":")[0] in spec.steps
            ]
            found.add(_named(item.bearer or (steps[0].by if steps else ())))
        for approval in spec.approvals.values():
            found |= {_named(signer.by) for signer in approval.signers}
    return frozenset(found)


def _named(whos: Whos) -> tuple[str, ...]:
    return tuple(who.role for who in whos if who.role is not None)


def files_asked(caller: Caller, procedure: str) -> frozenset[str]:
    """Numbers that the caller's running cases of a procedure name, once approved where it must be."""
    if procedure not in caller.asked:
        caller.asked[procedure] = _files_asked(caller, procedure)
    return caller.asked[procedure]


def _files_asked(caller: Caller, procedure: str) -> frozenset[str]:
    spec = caller.book.current(caller.now).pack.procedures.get(procedure)
    if spec is None:
        return frozenset()
    asked = {step.to for name, step in spec.steps.items() if name in spec.opening_steps}
    running = Case.objects.filter(
        Exists(acted_on(caller).filter(opened=True)),
        company=caller.company,
        procedure=procedure,
        closed_at=None,
    )
    found: set[str] = set()
    for case in running:
        if not spec.approvals or case.stage not in asked:
            found |= {text for value in case.fields.values() for text in texts_in(value)}
    return frozenset(found)


def access_case(caller: Caller, case_id: str) -> tuple[Case, Sight]:
    """A case that the caller may see, and how deep. Raises `Gone`."""
    rows = Case.objects.select_related("subject", "parent")
    case = rows.filter(id=case_id, company=caller.company).first()
    if case is None or not may_find(case, caller):
        raise Gone(case_id)
    rules = caller.book.of_edition(case.edition)
    sights = [
        line
        for line in lines_for(rules, caller, case.procedure)
        if line.depth != "none" and _covers(line, case, caller)
    ]
    depth = max((line.depth for line in sights), key=DEPTHS.index, default="none")
    if depth in ("none", "number"):  # whoever works on a case sees it, whatever his post sees
        depth = "masked" if _matches(case, _own_work(caller)) else depth
    if depth == "none":
        raise Gone(case_id)
    showing = [line for line in sights if line.unmask or line.depth == "full"]
    purposes = dict.fromkeys(purpose for line in showing for purpose in line.purpose)
    return case, Sight(depth, bool(showing), tuple(purposes))


def access_query(company: Company, query_hash: str) -> Case:
    """The case whose query code has this hash: a customer's way to the own case. Raises `Gone`."""
    rows = Case.objects.select_related("subject").filter(company=company, query_hash=query_hash)
    case = rows.first() if query_hash else None
    if case is None:
        raise Gone(query_hash)
    return case


def may_find(case: Case, caller: Caller) -> bool:
    """Whoever is named in a case and must stand aside does not find it, except in his own matter."""
    compiled = caller.book.of_edition(case.edition).procedure(case.procedure)
    person = caller.actor.person
    involved = {one for path in compiled.spec.recuse for one in texts_in(case.fields.get(path))}
    if compiled.spec.recuse_above and involved & caller.below:
        return False
    if person not in involved:
        return True
    return any(person in texts_in(case.fields.get(path)) for path in compiled.naming)


def _covers(line: Access, case: Case, caller: Caller) -> bool:
    if line.cases in ("none", "archived") and not (line.cases == "archived" and case.closed_at):
        return False
    if line.cases == "all" and (line.through is None or case.closed_at is None):
        return True
    return _matches(case, _scope(line, caller))


def _matches(case: Case, scope: Q) -> bool:
    return Case.objects.filter(scope, id=case.id).exists()
