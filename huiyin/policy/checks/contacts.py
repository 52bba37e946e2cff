"""Scripts, replies and windows: every field, step and place that they name exists."""

import re
from collections.abc import Iterator

from huiyin.policy.checks.ground import Ground, Scope, form_at_hand
from huiyin.policy.checks.walk import Path
from huiyin.policy.contacts import Call, Reply
from huiyin.policy.findings import Finding
from huiyin.policy.procedures import Step

Findings = Iterator[Finding]
PLACES = ("number", "customer", "company", "caller", "title", "level", "stage", "unit")
"""Places that every script and reply may use beside `step.field`."""

_PLACE = re.compile(r"\{([\w.]+)\}")


def check(ground: Ground) -> Findings:
    """Every step that reaches the customer."""
    for scope in ground.scopes():
        for name, step in scope.spec.steps.items():
            path: Path = (*scope.path, "steps", name)
            if step.call is not None:
                yield from _call(scope, step, step.call, (*path, "call"))
            if step.reply is not None:
                yield from _reply(scope, step, step.reply, (*path, "reply"))
            if step.until is not None:
                steps, place = scope.spec.steps, (*path, "until")
                yield from ground.only("step", step.until.after, steps, place, step.clause)


def _call(scope: Scope, step: Step, call: Call, path: Path) -> Findings:
    ground, steps, form = scope.ground, scope.spec.steps, form_at_hand(step)
    clause = step.clause
    own = (call.next, call.way, call.why, call.kept.into if call.kept else None)
    asked = [name for page in call.pages for name in page.asks]
    for names in (call.missed, call.reached, call.tries, call.same, own, asked):
        yield from ground.only("field", names, form, path, clause)
    yield from ground.only("step", (call.answer, call.link, call.out), steps, path, clause)
    if call.answer in steps:
        answers = form_at_hand(steps[call.answer])
        yield from ground.only("field", call.same.values(), answers, (*path, "same"), clause)
    yield from ground.only("parameter", (call.most,), ground.pack.parameters, path, clause)
    if "outcome" in call.missed:
        wanted = (call.missed["outcome"],)
        yield from ground.only("outcome", wanted, step.outcomes, (*path, "missed"), clause)
    for number, page in enumerate(call.pages):
        yield from _places(scope, page.says, (*path, "pages", number, "says"), clause)
    if call.kept is not None:
        yield from _kept(scope, call, path, clause)


def _kept(scope: Scope, call: Call, path: Path, clause: tuple[str, ...]) -> Findings:
    kept, ground = call.kept, scope.ground
    if kept is None:
        return
    procedures = ground.pack.procedures
    yield from ground.only("procedure", (kept.procedure,), procedures, path, clause)
    if kept.procedure in procedures:
        known = Scope(ground, kept.procedure, procedures[kept.procedure]).fields()
        wanted = [name for name in (kept.version, kept.text, kept.starts) if name]
        yield from ground.only("field", wanted, known, (*path, "kept"), clause)


def _reply(scope: Scope, step: Step, reply: Reply, path: Path) -> Findings:
    ground = scope.ground
    yield from ground.only("field", (reply.text,), step.form, (*path, "text"), step.clause)
    yield from _places(scope, reply.draft, (*path, "draft"), step.clause)
    for name, part in reply.parts.items():
        known = scope.fields(form_at_hand(step))
        place = (*path, "parts", name)
        yield from ground.only("field", part.fields, known, place, part.clause or step.clause)
        yield from _places(scope, part.draft, (*place, "draft"), part.clause or step.clause)


def _places(scope: Scope, text: str, path: Path, clause: tuple[str, ...]) -> Findings:
    known = [*PLACES, *scope.fields()]
    yield from scope.ground.only("place", _PLACE.findall(text), known, path, clause)
