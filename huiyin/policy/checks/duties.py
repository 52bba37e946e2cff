"""Duties, rhythms, approvals, measures: what sets them off, what ends them, by what they are read."""

from collections.abc import Iterator

from huiyin.policy.checks.ground import Ground, Scope
from huiyin.policy.checks.walk import Path
from huiyin.policy.findings import Finding
from huiyin.policy.forms import FormField
from huiyin.policy.procedures import Due, Duty, Extension

Findings = Iterator[Finding]
MOMENTS = ("moment", "date")


def check(ground: Ground) -> Findings:
    """Everything in every procedure that is set off by an act."""
    for scope in ground.scopes():
        for name, duty in scope.spec.duties.items():
            yield from _duty(scope, duty, (*scope.path, "duties", name))
        yield from _cadences(scope)
        yield from _approvals(scope)
        yield from _measures(scope)
        yield from _windows(scope)


def trigger(
    scope: Scope, key: str, path: Path, clause: tuple[str, ...], kinds: tuple[str, ...]
) -> Findings:
    """A trigger's name: an act, or one of the other `kinds` that are allowed here."""
    ground, spec = scope.ground, scope.spec
    word, _, name = key.partition(" ")
    if key == "opened":
        if "opened" not in kinds:
            yield ground.say("N203", path, clause, trigger=key)
        return
    if word not in ("stage", "approved", "refused", "closed") or not name:
        step, _, outcome = key.partition(":")
        if step not in spec.steps:
            yield ground.unknown("step", step, scope.outcome_keys(), path, clause)
        elif outcome and outcome not in spec.steps[step].outcomes:
            known = spec.steps[step].outcomes
            yield ground.unknown("outcome", outcome, known, path, clause)
        return
    if word not in kinds:
        yield ground.say("N203", path, clause, trigger=key)
        return
    yield from _named(scope, word, name, path, clause)


def _named(scope: Scope, word: str, name: str, path: Path, clause: tuple[str, ...]) -> Findings:
    ground, spec = scope.ground, scope.spec
    if word == "stage" and name not in spec.stages:
        yield ground.unknown("stage", name, spec.stages, path, clause)
    elif word in ("approved", "refused") and name not in spec.approvals:
        yield ground.unknown("approval", name, spec.approvals, path, clause)
    elif word == "closed":
        procedure, _, outcome = name.partition(":")
        child = ground.pack.procedures.get(procedure)
        if child is None:
            yield ground.unknown("procedure", procedure, ground.pack.procedures, path, clause)
        elif outcome:
            known = [o for step in child.steps.values() for o in step.outcomes]
            known += child.final_stages
            if outcome not in known:
                yield ground.unknown("outcome", outcome, known, path, clause)


SETS_OFF = ("stage", "approved", "refused", "closed", "opened")
ENDS = ("approved", "refused", "closed")


def _duty(scope: Scope, duty: Duty, path: Path) -> Findings:
    for key in duty.after:
        yield from trigger(scope, key, (*path, "after"), duty.clause, SETS_OFF)
    for key in duty.done_by:
        yield from trigger(scope, key, (*path, "done_by"), duty.clause, ENDS)
    for key, value in (("after", duty.after), ("done_by", duty.done_by)):
        if not value:
            yield scope.ground.say("N204", path, duty.clause, key=key)
    yield from due(scope, duty, duty.due, (*path, "due"))
    yield from _rows(scope, duty, path)
    if duty.extension is not None:
        yield from _extension(scope, duty, duty.extension, (*path, "extension"))
    yield from _breach(scope, duty, path)


def _breach(scope: Scope, item: Duty, path: Path) -> Findings:
    ground = scope.ground
    if item.breach is None:
        return
    place, pack = (*path, "breach"), ground.pack
    told = [role for role in item.breach.tell if role != "superior"]
    yield from ground.only("role", told, pack.roles, place, item.clause)
    yield from ground.only("procedure", (item.breach.opens,), pack.procedures, place, item.clause)


def due(scope: Scope, duty: Duty, spec: Due, path: Path) -> Findings:
    """Where a limit starts, which field states it, and that every level has one."""
    ground, pack = scope.ground, scope.ground.pack
    if spec.by_level is not None:
        yield from ground.only("level", spec.by_level, pack.levels, path, duty.clause)
        missing = [level for level in pack.levels if level not in spec.by_level]
        if missing:
            yield ground.say("T501", (*path, "by_level"), duty.clause, levels=missing)
        for level, inner in spec.by_level.items():
            yield from due(scope, duty, inner, (*path, "by_level", level))
    for source in spec.from_:
        yield from _from(scope, duty, source, (*path, "from"))
    if spec.at is not None:
        yield from _at(scope, duty, spec.at, (*path, "at"))
    if spec.not_before is not None and spec.within is None:
        yield ground.say("T506", path, duty.clause)


def _from(scope: Scope, duty: Duty, source: str, path: Path) -> Findings:
    if "." in source:
        yield from _moment(scope, scope.field(source), source, path, duty.clause)
    elif source not in scope.spec.steps:
        known = [*scope.spec.steps, *scope.fields()]
        yield scope.ground.unknown("step", source, known, path, duty.clause)


def _at(scope: Scope, duty: Duty, source: str, path: Path) -> Findings:
    if not source.startswith("row."):
        yield from _moment(scope, scope.field(source), source, path, duty.clause)
        return
    table = scope.field(duty.rows or "")
    column = table.columns.get(source.removeprefix("row.")) if table is not None else None
    yield from _moment(scope, column, source, path, duty.clause)


def _moment(
    scope: Scope, field: FormField | None, name: str, path: Path, clause: tuple[str, ...]
) -> Findings:
    if field is None:
        yield scope.ground.unknown("field", name, scope.fields(), path, clause)
    elif field.kind not in MOMENTS:
        yield scope.ground.say("T502", path, clause, field=name, type=field.kind)


def _rows(scope: Scope, duty: Duty, path: Path) -> Findings:
    if duty.rows is None:
        return
    ground, table = scope.ground, scope.field(duty.rows)
    if table is None or table.kind != "table":
        tables = [
            f"{step}.{name}"
            for step, spec in scope.spec.steps.items()
            for name, field in spec.form.items()
            if field.kind == "table"
        ]
        yield ground.unknown("table", duty.rows, tables, (*path, "rows"), duty.clause)
        return
    for key in ("row_key", "row_person"):
        column = (getattr(duty, key),)
        yield from ground.only("column", column, table.columns, (*path, key), duty.clause)


def _extension(scope: Scope, duty: Duty, extension: Extension, path: Path) -> Findings:
    clause = extension.clause or duty.clause
    yield from trigger(scope, extension.ask, (*path, "ask"), clause, ())
    yield from trigger(scope, extension.grant, (*path, "grant"), clause, ("approved",))
    field = scope.field(extension.new)
    yield from _moment(scope, field, extension.new, (*path, "new"), clause)
    if duty.due.no_limit:
        yield scope.ground.say("T507", path, clause, duty=duty.label)


def _cadences(scope: Scope) -> Findings:
    for name, cadence in scope.spec.cadences.items():
        path: Path = (*scope.path, "cadences", name)
        for key in cadence.done_by:
            yield from trigger(scope, key, (*path, "done_by"), cadence.clause, ())
        if not cadence.done_by:
            yield scope.ground.say("N204", path, cadence.clause, key="done_by")
        if not cadence.while_:
            yield scope.ground.say("N204", path, cadence.clause, key="while")


def _approvals(scope: Scope) -> Findings:
    ground, spec = scope.ground, scope.spec
    for name, approval in spec.approvals.items():
        path: Path = (*scope.path, "approvals", name)
        yield from ground.only("step", (approval.of,), spec.steps, path, approval.clause)
        back = (approval.refused_to,)
        yield from ground.only("stage", back, spec.stages, (*path, "refused_to"), approval.clause)
        if not approval.signers:
            yield ground.say("N204", path, approval.clause, key="signers")


def _measures(scope: Scope) -> Findings:
    ground, spec = scope.ground, scope.spec
    for name, measure in spec.measures.items():
        path: Path = (*scope.path, "measures", name)
        step, dot, field = measure.of.partition(".")
        if step not in spec.steps or (dot and field not in spec.steps[step].form):
            known = [*spec.steps, *scope.fields()]
            yield ground.unknown("field", measure.of, known, path, measure.clause)
            continue
        outcomes = spec.steps[step].outcomes
        yield from ground.only("outcome", (measure.outcome,), outcomes, path, measure.clause)
        yield from ground.only("approval", (measure.unless,), spec.approvals, path, measure.clause)
        yield from ground.only("duty", (measure.against,), spec.duties, path, measure.clause)
        counted = spec.steps[step].form.get(field)
        if measure.kind == "sum" and (counted is None or counted.kind not in ("number", "money")):
            yield ground.say("T508", path, measure.clause, measure=name, field=measure.of)
        elif measure.kind == "distinct" and counted is not None and counted.free_text:
            yield ground.say("T509", path, measure.clause, measure=name, field=measure.of)


def _windows(scope: Scope) -> Findings:
    """Asking for a step that fulfils a windowed duty lets a visit paid too early pass."""
    windowed = {
        key.partition(":")[0]: name
        for name, duty in scope.spec.duties.items()
        for key in duty.done_by
        if duty.due.not_before or any(d.not_before for d in (duty.due.by_level or {}).values())
    }
    for name, step in scope.spec.steps.items():
        for number, fact in enumerate((*step.needs.all, *step.needs.any)):
            asked = fact.done or fact.last
            if asked in windowed:
                path: Path = (*scope.path, "steps", name, "needs", number)
                yield scope.ground.say(
                    "Q308", path, fact.clause or step.clause, step=asked, duty=windowed[asked]
                )
