"""Who: roles, units, named persons; and separation that could leave nobody."""

from collections.abc import Iterator

from huiyin.policy.checks.ground import Ground, Scope
from huiyin.policy.checks.walk import Path
from huiyin.policy.findings import Finding
from huiyin.policy.procedures import Step
from huiyin.policy.who import CUSTOMER_ROLE, SYSTEM_ROLE, Who, Whos

SPECIAL = (CUSTOMER_ROLE, SYSTEM_ROLE)
PERSON_TYPES = ("person", "people")
Findings = Iterator[Finding]


def check(ground: Ground) -> Findings:
    """Everybody whom a procedure names, and who could be left when others must stand aside."""
    for scope in ground.scopes():
        for path, by, clause in _named(scope):
            yield from whos(ground, by, path, scope, clause)
        yield from _recusal(scope)
        yield from _separation(scope)
    yield from _outside_procedures(ground)


def _named(scope: Scope) -> Iterator[tuple[Path, Whos, tuple[str, ...]]]:
    spec, path = scope.spec, scope.path
    for name, step in spec.steps.items():
        yield (*path, "steps", name, "by"), step.by, step.clause
    for name, duty in spec.duties.items():
        yield (*path, "duties", name, "bearer"), duty.bearer, duty.clause
    for name, cadence in spec.cadences.items():
        yield (*path, "cadences", name, "bearer"), cadence.bearer, cadence.clause
    for name, approval in spec.approvals.items():
        for number, signer in enumerate(approval.signers):
            place = (*path, "approvals", name, "signers", number, "by")
            yield place, signer.by, signer.clause or approval.clause


def whos(
    ground: Ground, by: Whos, path: Path, scope: Scope | None, clause: tuple[str, ...] = ()
) -> Findings:
    """Each way of saying who leads to a role, a step or a field with a person."""
    for who in by:
        for name in (who.role, who.instead):
            if name is not None and name not in ground.pack.roles and name not in SPECIAL:
                if path[-1] == "bearer":
                    yield ground.say("W401", path, clause, name=name)
                else:
                    yield ground.unknown("role", name, ground.pack.roles, path, clause)
        yield from _places(ground, who, path, scope, clause)


def _places(
    ground: Ground, who: Who, path: Path, scope: Scope | None, clause: tuple[str, ...]
) -> Findings:
    steps = scope.spec.steps if scope else {}
    for kind, name in (("step", who.doer), ("unit_of", who.of if who.of != "case" else None)):
        if name is not None and name not in steps:
            yield ground.unknown(kind, name, steps, path, clause)
    if who.person is None:
        return
    field = scope.field(who.person) if scope else None
    if field is None:
        known = [p for p in scope.fields() if "." in p] if scope else []
        yield ground.unknown("field", who.person, known, path, clause)
    elif field.kind not in PERSON_TYPES:
        yield ground.say("W402", path, clause, field=who.person, type=field.kind)


def roles(ground: Ground, names: tuple[str, ...], path: Path, clause: tuple[str, ...]) -> Findings:
    """Plain lists of roles."""
    yield from ground.only("role", names, (*ground.pack.roles, *SPECIAL), path, clause)


def _recusal(scope: Scope) -> Findings:
    for number, name in enumerate(scope.spec.recuse):
        path: Path = (*scope.path, "recuse", number)
        field = scope.field(name)
        if field is None:
            yield scope.ground.unknown("field", name, scope.fields(), path)
        elif field.personal:
            yield scope.ground.say("W405", path, scope.spec.recuse_clause, field=name)
        elif field.kind not in (*PERSON_TYPES, "multi"):
            yield scope.ground.say("W402", path, (), field=name, type=field.kind)


def _outside_procedures(ground: Ground) -> Findings:
    pack = ground.pack
    for name, channel in pack.channels.items():
        yield from whos(ground, channel.receiver, ("channels", name, "receiver"), None)
    for name, document in pack.documents.items():
        path: Path = ("documents", name, "acknowledge")
        yield from whos(ground, document.acknowledge, path, None, document.clause)
    for name, watch in pack.watches.items():
        yield from whos(
            ground, watch.confirm_by, ("watches", name, "confirm_by"), None, watch.clause
        )
    for name, report in pack.reports.items():
        yield from whos(ground, report.by, ("reports", name, "by"), None, report.clause)
    for name, level in pack.levels.items():
        path = ("levels", name, "determined_by")
        yield from roles(ground, level.determined_by, path, level.clause)


def _separation(scope: Scope) -> Findings:
    """Play each separated step with one person a role: whoever did the other step cannot do it."""
    for name, step in scope.spec.steps.items():
        path: Path = (*scope.path, "steps", name, "not_by")
        for other in step.not_by:
            if other not in scope.spec.steps:
                yield scope.ground.unknown("step", other, scope.spec.steps, path, step.clause)
            elif _only_one(step, scope.spec.steps[other]):
                yield scope.ground.say(
                    "W403", path, step.clause, step=step.label, other=scope.spec.steps[other].label
                )
    for name, approval in scope.spec.approvals.items():
        path = (*scope.path, "approvals", name, "signers")
        seen: list[tuple[str | None, ...]] = []
        for signer in approval.signers:
            asked = tuple(who.role for who in signer.by)
            if approval.different_people and len(asked) == 1 and asked in seen:
                yield scope.ground.say("W404", path, approval.clause, approval=approval.label)
            seen.append(asked)


def _only_one(step: Step, other: Step) -> bool:
    asked = {who.role for who in step.by if who.role is not None and who.of is None}
    did = {who.role for who in other.by if who.role is not None and who.of is None}
    return len(step.by) == 1 and bool(asked) and asked <= did
