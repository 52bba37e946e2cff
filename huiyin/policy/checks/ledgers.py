"""Ledgers: their rows exist, every column can be filled, and who keeps and sees them."""

from collections.abc import Iterator

from huiyin.policy.across import Ledger
from huiyin.policy.checks.conditions import condition
from huiyin.policy.checks.ground import Ground, Scope
from huiyin.policy.checks.walk import Path
from huiyin.policy.checks.who import roles
from huiyin.policy.findings import Finding
from huiyin.policy.ledgers import SOURCES, STATES, columns_of, procedure_of, unknown_columns

Findings = Iterator[Finding]


def check(ground: Ground) -> Findings:
    """Everything that ledgers name."""
    for name, ledger in ground.pack.ledgers.items():
        path: Path = ("ledgers", name)
        for key in ("seen_by", "kept_by"):
            yield from roles(ground, getattr(ledger, key), (*path, key), ledger.clause)
        yield from _rows(ground, ledger, path)


def _rows(ground: Ground, ledger: Ledger, path: Path) -> Findings:
    pack, clause = ground.pack, ledger.clause
    procedure = procedure_of(pack, ledger)
    if not procedure and ledger.rows not in SOURCES:
        known = [*pack.procedures, *SOURCES]
        yield ground.unknown("rows", ledger.rows, known, (*path, "rows"), clause)
        return
    if procedure:
        spec, part = pack.procedures[procedure], ledger.rows.partition(".")[2]
        if part not in ("", "events"):
            yield from ground.only("step", (part,), spec.steps, (*path, "rows"), clause)
        scope = Scope(ground, procedure, spec)
        yield from condition(scope, ledger.when, (*path, "when"))
    fields = [f for scope in ground.scopes() for f in scope.fields()]
    known = [*sorted(columns_of(pack, ledger)), *fields]
    for column in unknown_columns(pack, ledger):
        yield ground.unknown("column", column, known, (*path, "columns"), clause)
    specs = pack.procedures.values()
    duties = [name for spec in specs for name in (*spec.duties, *spec.cadences)]
    yield from ground.only("duty", ledger.duties, duties, (*path, "duties"), clause)
    yield from ground.only("state", ledger.states, STATES, (*path, "states"), clause)
