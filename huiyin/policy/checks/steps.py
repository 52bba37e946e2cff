"""Steps and forms: stages, outcomes, papers, child cases, and the fields they speak of."""

from collections.abc import Iterable, Iterator, Mapping

from huiyin.policy.checks.ground import Ground, Scope
from huiyin.policy.checks.walk import Path
from huiyin.policy.findings import Finding
from huiyin.policy.forms import LISTS, FormField
from huiyin.policy.procedures import Emergency, Step

Findings = Iterator[Finding]
UNLISTED = ("units", "stages")
"""Lists that the schema names but that are no choices of the pack: they have types of their own."""


def check(ground: Ground) -> Findings:
    """The steps of every procedure."""
    for scope in ground.scopes():
        yield from _procedure(scope)
        for name, step in scope.spec.steps.items():
            yield from _step(scope, name, step)
            yield from _outcomes(scope, name, step)
            form_path: Path = (*scope.path, "steps", name, "form")
            yield from _form(scope, step.form, form_path, step.form)
        yield from _stages_entered(scope)


def _procedure(scope: Scope) -> Findings:
    ground, spec, path = scope.ground, scope.spec, scope.path
    documents = ground.pack.documents
    yield from ground.only("stage", spec.final, spec.stages, (*path, "final"))
    yield from ground.only("stage", spec.resolved, spec.final_stages, (*path, "resolved"))
    opening = (spec.opening_stage,)
    yield from ground.only("stage", opening, spec.stages, (*path, "opening_stage"))
    yield from ground.only("document", (spec.number,), documents, (*path, "number"))
    yield from ground.only("document", spec.issues, documents, (*path, "issues"))
    dotted = [name for name in spec.title if "." in name and scope.field(name) is None]
    yield from ground.only("field", dotted, scope.fields(), (*path, "title"))
    for name, part in spec.dossier.items():
        place = (*path, "dossier", name)
        yield from ground.only("document", (part.document,), documents, place, part.clause)
        yield from ground.only("step", (part.step,), spec.steps, place, part.clause)
    if spec.emergency is not None:
        yield from _emergency(scope, spec.emergency)
    if spec.progress is not None:
        place = (*path, "progress")
        yield from ground.only("field", spec.progress.of, scope.fields(), (*place, "of"))
        yield from ground.only("duty", spec.progress.against, spec.duties, (*place, "against"))


def _emergency(scope: Scope, emergency: Emergency) -> Findings:
    ground, steps, clause = scope.ground, scope.spec.steps, emergency.clause
    path: Path = (*scope.path, "emergency")
    yield from ground.only("flag", (emergency.flag,), sorted(scope.flags_set()), path, clause)
    yield from ground.only("role", emergency.by, ground.pack.roles, path, clause)
    yield from ground.only("step", emergency.may_skip, steps, path, clause)
    yield from ground.only("duty", (emergency.review,), scope.spec.duties, path, clause)
    for name in emergency.may_skip:
        if name in steps and emergency.reason not in steps[name].form:
            params = {"step": steps[name].label, "field": emergency.reason}
            yield ground.say("S709", path, clause, **params)


def _step(scope: Scope, name: str, step: Step) -> Findings:
    ground, pack, spec = scope.ground, scope.ground.pack, scope.spec
    path: Path = (*scope.path, "steps", name)
    named: tuple[tuple[str, str, Iterable[str | None], Iterable[str]], ...] = (
        ("in", "stage", step.in_, spec.stages),
        ("to", "stage", (step.to,), spec.stages),
        ("issues", "document", step.issues, pack.documents),
        ("voids", "document", step.voids, pack.documents),
        ("opens", "procedure", (step.opens,), pack.procedures),
        ("sets_level", "field", (step.sets_level,), step.form),
        ("sets_unit", "field", (step.sets_unit,), step.form),
    )
    for key, kind, names, known in named:
        yield from ground.only(kind, names, known, (*path, key), step.clause)
    if step.sets_level in step.form:
        yield from _sets_level(scope, step, path)
    if not step.by:
        yield ground.say("S703", path, step.clause, step=name)
    yield from _gates_without_words(scope, step, path)


def _sets_level(scope: Scope, step: Step, path: Path) -> Findings:
    field = step.form[step.sets_level or ""]
    choices, levels = scope.ground.pack.choices(field.of or ()), scope.ground.pack.levels
    place = (*path, "form", step.sets_level or "")
    yield from scope.ground.only("level", choices, levels, place, step.clause)


def _gates_without_words(scope: Scope, step: Step, path: Path) -> Findings:
    """A refusal says why: each fact of `all` in the author's words, and at least one of `any`."""
    needs = [((*path, "needs"), step.needs)]
    needs += [((*path, "outcomes", w, "needs"), o.needs) for w, o in step.outcomes.items()]
    for place, when in needs:
        for number, fact in enumerate(when.all):
            if not fact.says:
                yield scope.ground.say(
                    "Q310", (*place, "all", number), step.clause, step=step.label
                )
        if when.any and not any(fact.says for fact in when.any):
            yield scope.ground.say("Q310", (*place, "any", 0), step.clause, step=step.label)


def _outcomes(scope: Scope, name: str, step: Step) -> Findings:
    ground, spec = scope.ground, scope.spec
    for word, outcome in step.outcomes.items():
        path: Path = (*scope.path, "steps", name, "outcomes", word)
        clause = outcome.clause or step.clause
        procedures = ground.pack.procedures
        yield from ground.only("stage", (outcome.to,), spec.stages, path, clause)
        yield from ground.only("field", outcome.asks, step.form, path, clause)
        yield from ground.only("procedure", (outcome.opens,), procedures, path, clause)


def _form(
    scope: Scope, fields: Mapping[str, FormField], path: Path, hand: Mapping[str, FormField]
) -> Findings:
    for name, field in fields.items():
        place = (*path, name)
        yield from _choices(scope, field, place)
        yield from _others(scope, field, place, hand)
        if field.columns and field.kind != "table":
            yield scope.ground.say("S705", place, field.clause, field=name, type=field.kind)
        columns = dict(field.columns)
        if field.filled_from is not None:
            yield from _filled(scope, field, place)
            columns = {n: c.model_copy(update={"prefill": ()}) for n, c in columns.items()}
        yield from _form(scope, columns, (*place, "columns"), {**hand, **columns})


def _filled(scope: Scope, field: FormField, path: Path) -> Findings:
    """A table is filled from a ledger or a sample; its columns name those of the ledger."""
    ground, source = scope.ground, field.filled_from or ""
    known = [*ground.pack.ledgers, *ground.pack.samples]
    yield from ground.only("ledger", (source,), known, (*path, "filled_from"), field.clause)
    if field.kind != "table":
        yield ground.say("S705", path, field.clause, field=field.label, type=field.kind)
    ledger = ground.pack.ledgers.get(source)
    for name, column in field.columns.items():
        place: Path = (*path, "columns", name, "prefill")
        theirs = ledger.columns if ledger is not None else ()
        yield from ground.only("column", column.prefill, theirs, place, field.clause)


def _choices(scope: Scope, field: FormField, path: Path) -> Findings:
    ground = scope.ground
    if not field.of:
        if field.kind == "choice":
            yield ground.say("S706", path, field.clause, label=field.label)
        return
    listed = field.of[0] if len(field.of) == 1 else ""
    if listed in UNLISTED:
        yield ground.say("S707", path, field.clause, list=listed)
    elif (listed in LISTS or listed in ground.pack.lists) and not ground.pack.choices(field.of):
        yield ground.say("S708", path, field.clause, list=listed)


MOMENTS, CHOSEN = ("moment", "date"), ("choice", "multi")
FIELDS_NAMED: dict[str, tuple[str, ...]] = {
    "not_before": MOMENTS,
    "not_after": MOMENTS,
    "rows_equal": ("number",),
    "level_of": CHOSEN,
    "cause_of": CHOSEN,
    "routed_by": CHOSEN,
    "agrees_with": (),
    "excused_by": (),
    "prefill": (),
}
"""Keys of a field that name other fields, with the types that they can read (none: any)."""


def _others(scope: Scope, field: FormField, path: Path, hand: Mapping[str, FormField]) -> Findings:
    """Fields, duties and sources that a field's checks speak of."""
    ground, clause = scope.ground, field.clause
    for key, types in FIELDS_NAMED.items():
        said = getattr(field, key)
        for name in (said,) if isinstance(said, str) else said or ():
            if name != "now":
                yield from _other(scope, (key, name, types), (*path, key), hand, clause)
    duties = (field.capped_by, field.beyond)
    yield from ground.only("duty", duties, scope.spec.duties, path, clause)
    yield from _rows(scope, field, path, hand)
    yield from ground.only("field", (field.beside,), hand, (*path, "beside"), clause)
    steps = (field.drafted_from,)
    yield from ground.only("step", steps, scope.spec.steps, (*path, "drafted_from"), clause)
    yield from ground.only("column", (field.distinct,), field.columns, (*path, "distinct"), clause)


def _rows(scope: Scope, field: FormField, path: Path, hand: Mapping[str, FormField]) -> Findings:
    """What a table takes from a standard, and what it bars."""
    ground, clause, said = scope.ground, field.clause, field.rows_from
    if field.bars is not None:
        yield from ground.only("column", (field.bars.column,), field.columns, path, clause)
    if said is None:
        return
    procedures = ground.pack.procedures
    yield from ground.only("procedure", (said.procedure,), procedures, path, clause)
    other = procedures.get(said.procedure)
    if other is None:
        return
    fields = Scope(ground, said.procedure, other).fields()
    named = (said.table, said.starts, said.version, *said.same)
    yield from ground.only("stage", (said.stage,), other.stages, path, clause)
    yield from ground.only("field", named, fields, path, clause)
    yield from ground.only("field", said.same.values(), scope.fields(), path, clause)
    yield from ground.only("field", (said.into,), hand, path, clause)


def _other(
    scope: Scope,
    said: tuple[str, str, tuple[str, ...]],
    path: Path,
    hand: Mapping[str, FormField],
    clause: tuple[str, ...],
) -> Findings:
    key, name, types = said
    other = scope.field(name, hand)
    if other is None:
        yield scope.ground.unknown("field", name, scope.fields(hand), path, clause)
        return
    unreadable = (
        other.free_text if key == "agrees_with" else bool(types) and other.kind not in types
    )
    if unreadable:
        params = {"key": key, "field": name, "type": other.kind}
        yield scope.ground.say("S710", path, clause, **params)


def _stages_entered(scope: Scope) -> Findings:
    """A stage that nothing enters is a place where no case ever stands; the first may be one."""
    spec = scope.spec
    entered = {spec.opening_stage}
    for step in spec.steps.values():
        entered |= {step.to, *(outcome.to for outcome in step.outcomes.values())}
    entered |= {approval.refused_to for approval in spec.approvals.values()}
    for number, stage in enumerate(spec.stages):
        if number and stage not in entered:
            yield scope.ground.say("S701", (*scope.path, "stages", number), (), stage=stage)
    for name, step in spec.steps.items():
        if step.in_ and not set(step.in_) & entered:
            path: Path = (*scope.path, "steps", name, "in")
            yield scope.ground.say("S702", path, step.clause, step=step.label)
