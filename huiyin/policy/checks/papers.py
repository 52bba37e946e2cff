"""Papers and messages: numbers, names, contents, signatures and placeholders that can be filled in."""

import re
from collections.abc import Iterator

from huiyin.policy.across import Document
from huiyin.policy.checks.ground import Ground, Scope
from huiyin.policy.checks.walk import Path
from huiyin.policy.findings import Finding

Findings = Iterator[Finding]

PARTS = ("unit", "level", "year", "month", "day")
"""Parts of numbers and names that every case has; `n` in a name is the number itself."""

PLACES = ("number", "due", "level", "stage", "unit", "outcome")
"""Placeholders of messages beside `step.field`."""

_PLACE = re.compile(r"\{([\w.]+)\}")
_WORD = re.compile(r"[a-z_]+(\.\w+)?")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def check(ground: Ground) -> Findings:
    """Every paper and message of the pack, and the clock of its office."""
    for name, document in ground.pack.documents.items():
        yield from _document(ground, name, document)
    for name, notice in ground.pack.notices.items():
        path: Path = ("notices", name, "text")
        known = [*PLACES, *_fields(ground.scopes())]
        yield from ground.only("place", _PLACE.findall(notice.text), known, path, notice.clause)
    if not _CLOCK.fullmatch(ground.pack.close_of_business):
        text = ground.pack.close_of_business
        yield ground.say("T512", ("close_of_business",), (), text=text)


def _document(ground: Ground, name: str, document: Document) -> Findings:
    scopes = [scope for scope in ground.scopes() if _issues(scope, name)] or ground.scopes()
    path: Path = ("documents", name)
    clause, fields = document.clause, _fields(scopes)
    parts = [*PARTS, *fields]
    yield from ground.only("part", document.series.per, parts, (*path, "series"), clause)
    named = [part for part in document.name if _WORD.fullmatch(part)]
    yield from ground.only("part", named, [*parts, "n"], (*path, "name"), clause)
    if document.name and "n" not in document.name:
        yield ground.say("D951", (*path, "name"), clause, document=name)
    steps = [step for scope in scopes for step in scope.spec.steps]
    yield from ground.only("step", document.shows, [*steps, *fields], (*path, "shows"), clause)
    approvals = [approval for scope in scopes for approval in scope.spec.approvals]
    signing = [*steps, *approvals, *ground.pack.roles]
    yield from ground.only("step", document.signatories, signing, (*path, "signatories"), clause)


def _issues(scope: Scope, document: str) -> bool:
    """Whether a procedure issues a paper: a step, its opening, or as the number of its cases."""
    spec = scope.spec
    issued = {*spec.issues, *(name for step in spec.steps.values() for name in step.issues)}
    return document in issued or spec.number == document


def _fields(scopes: list[Scope]) -> list[str]:
    found = [path for scope in scopes for path in scope.fields()]
    outcomes = [
        f"{s}.outcome" for scope in scopes for s, x in scope.spec.steps.items() if x.outcomes
    ]
    return [*found, *outcomes]
