"""Conditions: every fact leads somewhere, and what it compares with can be said there."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from huiyin.policy.checks.ground import Ground, Scope, form_at_hand, outcome_field
from huiyin.policy.checks.walk import Path
from huiyin.policy.conditions import Condition, Fact
from huiyin.policy.findings import Finding
from huiyin.policy.forms import FormField

ORDERED = ("over", "at_least", "under", "at_most")
Form = Mapping[str, FormField]
Findings = Iterator[Finding]


def check(ground: Ground) -> Findings:
    """All conditions of all procedures."""
    for scope in ground.scopes():
        yield from _steps(scope)
        yield from _duties(scope)


def _steps(scope: Scope) -> Findings:
    for name, step in scope.spec.steps.items():
        path: Path = (*scope.path, "steps", name)
        form = form_at_hand(step)
        yield from condition(scope, step.needs, (*path, "needs"), step.form)
        yield from condition(scope, step.opens_when, (*path, "opens_when"), form)
        for word, outcome in step.outcomes.items():
            yield from condition(
                scope, outcome.needs, (*path, "outcomes", word, "needs"), step.form
            )
        yield from _form(scope, step.form, (*path, "form"), step.form)


def _form(scope: Scope, fields: Form, path: Path, hand: Form) -> Findings:
    for name, field in fields.items():
        yield from condition(scope, field.required_if, (*path, name, "required_if"), hand)
        yield from _form(scope, field.columns, (*path, name, "columns"), {**hand, **field.columns})


def _duties(scope: Scope) -> Findings:
    spec, path = scope.spec, scope.path
    for name, duty in spec.duties.items():
        yield from condition(scope, duty.when, (*path, "duties", name, "when"))
    for name, cadence in spec.cadences.items():
        yield from condition(scope, cadence.while_, (*path, "cadences", name, "while"))
    for name, approval in spec.approvals.items():
        for number, signer in enumerate(approval.signers):
            place = (*path, "approvals", name, "signers", number, "when")
            yield from condition(scope, signer.when, place)
    for name, part in spec.dossier.items():
        yield from condition(scope, part.needs, (*path, "dossier", name, "needs"))


def condition(scope: Scope, when: Condition, path: Path, form: Form | None = None) -> Findings:
    """One condition; `form` holds the fields that are being handed in when it is read."""
    for listed, facts in (("all", when.all), ("any", when.any)):
        for number, fact in enumerate(facts):
            yield from _BY_KIND[fact.kind](scope, fact, (*path, listed, number), form)


def _known(
    scope: Scope, kind: str, name: str, known: list[str], path: Path, fact: Fact
) -> Findings:
    if name not in known:
        yield scope.ground.unknown(kind, name, known, path, fact.clause)


def _done(scope: Scope, fact: Fact, path: Path, form: Form | None) -> Findings:
    yield from _known(scope, "step", fact.done or "", list(scope.spec.steps), path, fact)


def _last(scope: Scope, fact: Fact, path: Path, form: Form | None) -> Findings:
    name = fact.last or ""
    step = scope.spec.steps.get(name)
    if step is None:
        yield scope.ground.unknown("step", name, scope.spec.steps, path, fact.clause)
    elif not step.outcomes:
        yield scope.ground.say("Q301", path, fact.clause, step=name)
    else:
        yield from _words(scope, fact, name, tuple(step.outcomes), path)


def _words(scope: Scope, fact: Fact, name: str, choices: tuple[str, ...], path: Path) -> Findings:
    """Words compared with must be among the words that can be chosen."""
    asked = [*([fact.is_] if fact.is_ is not None else []), *(fact.in_ or ()), *(fact.not_in or ())]
    for word in asked:
        if word not in choices:
            params = {"name": name, "word": word, "choices": choices}
            yield scope.ground.say("Q302", path, fact.clause, **params)


def _field(scope: Scope, fact: Fact, path: Path, form: Form | None) -> Findings:
    name = fact.field or ""
    if form is None and "." not in name:
        yield scope.ground.say("Q303", path, fact.clause, field=name)
        return
    field = scope.field(name, form)
    if field is None:
        yield scope.ground.unknown("field", name, scope.fields(form), path, fact.clause)
        return
    if fact.given is None:
        yield from _comparison(scope, fact, name, field, path)


def _comparison(scope: Scope, fact: Fact, name: str, field: FormField, path: Path) -> Findings:
    ordered = any(getattr(fact, operator) is not None for operator in ORDERED)
    choices = (*scope.ground.pack.choices(field.of or ()), *field.allowed, *field.or_mark)
    if ordered:
        if field.kind not in ("number", "money"):
            yield scope.ground.say("Q305", path, fact.clause, field=name, type=field.kind)
        yield from _bound(scope, fact, path)
    elif field.free_text and not field.or_mark:
        yield scope.ground.say("Q304", path, fact.clause, field=name, label=field.label)
    elif field.free_text or field.kind in ("choice", "multi"):
        yield from _words(scope, fact, name, choices, path)


def _bound(scope: Scope, fact: Fact, path: Path) -> Findings:
    text = next(value for value in map(fact.__getattribute__, ORDERED) if value is not None)
    if text in scope.ground.pack.parameters or _is_number(text):
        return
    yield scope.ground.unknown("parameter", text, scope.ground.pack.parameters, path, fact.clause)


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _measure(scope: Scope, fact: Fact, path: Path, form: Form | None) -> Findings:
    yield from _known(scope, "measure", fact.measure or "", list(scope.spec.measures), path, fact)
    if fact.given is None and not any(getattr(fact, operator) for operator in ORDERED):
        yield scope.ground.say("Q306", path, fact.clause, measure=fact.measure)
    elif fact.given is None:
        yield from _bound(scope, fact, path)


def _approved(scope: Scope, fact: Fact, path: Path, form: Form | None) -> Findings:
    yield from _known(
        scope, "approval", fact.approved or "", list(scope.spec.approvals), path, fact
    )


def _level(scope: Scope, fact: Fact, path: Path, form: Form | None) -> Findings:
    for name in fact.level or ():
        yield from _known(scope, "level", name, list(scope.ground.pack.levels), path, fact)


def _flag(scope: Scope, fact: Fact, path: Path, form: Form | None) -> Findings:
    flag = fact.flag or ""
    if flag in scope.flags_set():
        return
    if flag in scope.ground.pack.flags:
        yield scope.ground.say("Q307", path, fact.clause, flag=flag)
    else:
        yield scope.ground.unknown("flag", flag, sorted(scope.flags_set()), path, fact.clause)


def _stage(scope: Scope, fact: Fact, path: Path, form: Form | None) -> Findings:
    for name in fact.stage or ():
        yield from _known(scope, "stage", name, list(scope.spec.stages), path, fact)


def _none_open(scope: Scope, fact: Fact, path: Path, form: Form | None) -> Findings:
    spec = scope.spec
    totals = [f"approval {name}" for name, a in spec.approvals.items() if a.within]
    if fact.none_open in spec.cadences and fact.none_open not in spec.duties:
        yield scope.ground.say("Q309", path, fact.clause, cadence=fact.none_open)
        return
    known = [*spec.duties, *totals, *scope.ground.pack.procedures]
    yield from _known(scope, "owed", fact.none_open or "", known, path, fact)


def _late(scope: Scope, fact: Fact, path: Path, form: Form | None) -> Findings:
    known = [*scope.spec.duties, *scope.spec.cadences]
    yield from _known(scope, "duty", fact.late or "", known, path, fact)


def _credential(scope: Scope, fact: Fact, path: Path, form: Form | None) -> Findings:
    known = list(scope.ground.pack.credentials)
    yield from _known(scope, "credential", fact.credential or "", known, path, fact)


_BY_KIND: dict[str, Callable[[Scope, Fact, Path, Form | None], Findings]] = {
    "done": _done,
    "last": _last,
    "field": _field,
    "measure": _measure,
    "approved": _approved,
    "level": _level,
    "flag": _flag,
    "stage": _stage,
    "none_open": _none_open,
    "late": _late,
    "credential": _credential,
}

__all__ = ["check", "condition", "outcome_field"]
