"""Metrics: what they count exists, what tells their groups apart can be filled, targets are numbers."""

import re
from collections.abc import Iterator

from huiyin.policy.across import Metric
from huiyin.policy.checks.conditions import condition
from huiyin.policy.checks.ground import Ground, Scope
from huiyin.policy.checks.walk import Path
from huiyin.policy.findings import Finding
from huiyin.policy.forms import FormField
from huiyin.policy.metrics import (
    DIMS_AT_MOST,
    NO_SOURCE,
    OF_ACT,
    OF_CASE,
    PERIODS,
    SUBJECTS,
    Subject,
    dims,
    subject,
)

Findings = Iterator[Finding]
MAY = {
    "procedure": "procedure",
    "step": "procedure.step",
    "outcome": "procedure.step:outcome",
    "field": "procedure.step.field",
    "duty": "procedure.duty",
    "approval": "procedure.approval",
}
NUMBER = re.compile(r"\d+(\.\d+)?%?")
NUMBERS = ("number", "money")
SEARCHABLE = ("name", "phone", "mail", "id")
"""Masks of texts by whose keyed hash two can be found alike."""


def check(ground: Ground) -> Findings:
    """Everything that metrics name."""
    for name, metric in ground.pack.metrics.items():
        path: Path = ("metrics", name)
        target = metric.target or "0"
        if not NUMBER.fullmatch(target) and target not in ground.pack.parameters:
            yield ground.say("F604", path, metric.clause, label=metric.label, target=target)
        if metric.kind in NO_SOURCE:
            continue
        about = subject(ground.pack, metric)
        if about is None:
            yield _lost(ground, metric, path)
            continue
        scope = Scope(ground, about.procedure, ground.pack.procedures[about.procedure])
        yield from condition(scope, metric.when, (*path, "when"))
        yield from condition(scope, metric.meets, (*path, "meets"))
        yield from _lacking(ground, metric, about, path)
        yield from _numbers(scope, metric, about, path)
        yield from _dims(scope, metric, about, path)


def _lost(ground: Ground, metric: Metric, path: Path) -> Finding:
    may = [MAY[what] for what in SUBJECTS[metric.kind]]
    of = metric.of or ("—",)
    return ground.say(
        "F601", (*path, "of"), metric.clause, label=metric.label, of=of, form=metric.kind, may=may
    )


def _lacking(ground: Ground, metric: Metric, about: Subject, path: Path) -> Findings:
    """What a kind cannot do without."""
    lacking = []
    if metric.kind == "imported" and not metric.source:
        lacking.append("source")
    if metric.kind in ("repeat", "ranking") and not dims(metric):
        lacking.append("by")
    if metric.kind == "share":
        if about.what == "procedure" and not metric.meets:
            lacking.append("meets")
        if about.what == "field" and not metric.against:
            lacking.append("against")
    for key in lacking:
        yield ground.say(
            "F606", path, metric.clause, label=metric.label, form=metric.kind, lacking=key
        )


def _numbers(scope: Scope, metric: Metric, about: Subject, path: Path) -> Findings:
    """Fields that are added up hold numbers; outcomes that are an answer are outcomes."""
    ground = scope.ground
    acts = about.what in ("step", "outcome", "field")
    steps = [scope.spec.steps[name] for name in about.names] if acts else []
    if metric.kind in ("mean", "sum", "imported", "share"):
        for step, name in zip(steps, about.fields, strict=False):
            if not _is_number(ground, step.form[name]):
                field = f"{name}"
                yield ground.say("F607", path, metric.clause, label=metric.label, field=field)
    for step in steps if metric.against else ():
        fields = step.form
        yield from ground.only("field", (metric.against,), fields, path, metric.clause)
    outcomes = [outcome for step in steps for outcome in step.outcomes]
    yield from ground.only("outcome", metric.among, outcomes, (*path, "among"), metric.clause)


def _is_number(ground: Ground, field: FormField) -> bool:
    if field.kind in NUMBERS:
        return True
    words = [word for of in field.of or () for word in ground.pack.lists.get(of, (of,))]
    return bool(words) and all(NUMBER.fullmatch(word) for word in words)


def _dims(scope: Scope, metric: Metric, about: Subject, path: Path) -> Findings:
    """What tells groups apart is a fact of every case, of the act that counts, or a field."""
    ground, place = scope.ground, (*path, "by")
    if len(dims(metric)) > DIMS_AT_MOST:
        count = len(dims(metric))
        yield ground.say("F605", place, metric.clause, label=metric.label, count=count)
    acts = OF_ACT if about.what in ("step", "outcome", "field") else ()
    for dim in dims(metric):
        if dim in (*OF_CASE, *acts):
            continue
        field = scope.field(dim)
        if field is None:
            known = [*PERIODS, *OF_CASE, *acts, "step.field"]
            yield ground.say("F602", place, metric.clause, label=metric.label, dim=dim, known=known)
        elif field.free_text and field.mask not in SEARCHABLE:
            yield ground.say("F603", place, metric.clause, dim=dim, label=field.label)
