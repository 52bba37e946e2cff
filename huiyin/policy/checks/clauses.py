"""Clauses both ways: nothing is demanded without a clause, no clause is without a keeper."""

from collections.abc import Iterator

from pydantic import BaseModel

from huiyin.policy import across, procedures
from huiyin.policy.checks.ground import Ground
from huiyin.policy.checks.walk import clauses_at, walk
from huiyin.policy.findings import Finding

Findings = Iterator[Finding]

MUST_CITE: tuple[type[BaseModel], ...] = (
    procedures.Step,
    procedures.Duty,
    procedures.Cadence,
    procedures.Approval,
    across.Parameter,
    across.Level,
    across.Document,
    across.Notice,
    across.Schedule,
    across.Watch,
    across.Sample,
    across.Retention,
    across.Access,
    across.Ledger,
    across.Metric,
    across.Report,
    across.Staffing,
    across.Credential,
    across.Attestation,
    across.Judgement,
    across.Platform,
)
"""Kinds that demand, forbid, open or show something, and so say under which clause."""


def check(ground: Ground) -> Findings:
    """Unknown clauses, unused clauses, items without one, tests that prove none."""
    if ground.pack.clauses:
        yield from _cited(ground)
    yield from _uncited(ground)
    yield from _unused(ground)


def _cited(ground: Ground) -> Findings:
    known = ground.pack.clauses
    for path, _, key, cited in clauses_at(ground.pack):
        for clause in cited:
            if clause not in known:
                yield ground.unknown("clause", clause, known, (*path, key))
    for scenario in ground.tests.scenarios:
        for clause in scenario.proves:
            if clause not in known:
                params = {"scenario": scenario.name, "name": clause}
                yield ground.at("C104", scenario.file, scenario.line, **params)


def _uncited(ground: Ground) -> Findings:
    for path, item in walk(ground.pack):
        if isinstance(item, MUST_CITE) and not _cites(item):
            name = getattr(item, "label", "") or str(path[-1])
            yield ground.say("C103", path, (), name=name)


def _cites(item: BaseModel) -> bool:
    if isinstance(item, procedures.Approval) and any(signer.clause for signer in item.signers):
        return True
    if isinstance(item, procedures.Step) and any(o.clause for o in item.outcomes.values()):
        return True
    return bool(getattr(item, "clause", ()))


def _unused(ground: Ground) -> Findings:
    used = {clause for _, _, _, cited in clauses_at(ground.pack) for clause in cited}
    for name, clause in ground.pack.clauses.items():
        if name not in used:
            yield ground.say("C102", ("clauses", name), (name,), name=name, text=clause.text)
