"""Checking a pack: everything that is wrong with it, at once, in words that its author understands."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from huiyin.policy.checks import (
    across,
    clauses,
    conditions,
    contacts,
    duties,
    english,
    head,
    ledgers,
    metrics,
    papers,
    parameters,
    scenarios,
    steps,
    terms,
    who,
)
from huiyin.policy.checks.ground import Ground
from huiyin.policy.findings import Finding, PackRefused
from huiyin.policy.load import Loaded, load
from huiyin.policy.packtests import PackTests, load_tests

CHECKS: tuple[Callable[[Ground], Iterator[Finding]], ...] = (
    head.check,
    clauses.check,
    steps.check,
    who.check,
    conditions.check,
    duties.check,
    contacts.check,
    terms.check,
    parameters.check,
    across.check,
    ledgers.check,
    metrics.check,
    papers.check,
    scenarios.check,
    english.check,
)


def check(
    loaded: Loaded, tests: PackTests | None = None, today: date | None = None
) -> tuple[Finding, ...]:
    """Every finding about a pack that the schema accepts; errors and warnings, by file and line."""
    ground = Ground(loaded, tests or PackTests(), today)
    return ordered(finding for part in CHECKS for finding in part(ground))


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by file and line, each once."""
    return tuple(sorted(set(findings)))


def check_folder(folder: Path, today: date | None = None) -> tuple[Finding, ...]:
    """Check the pack in a folder; what keeps it from being read is a finding like any other."""
    tests = load_tests(folder)
    try:
        loaded = load(folder)
    except PackRefused as refused:
        return ordered((*refused.findings, *tests.findings))
    ground = Ground(loaded, tests, today)
    named = head.named_as_folder(ground, folder.resolve().parent.name, folder.resolve().name)
    return ordered((*check(loaded, tests, today), *named))


def errors(findings: Iterable[Finding], *, strict: bool = False) -> tuple[Finding, ...]:
    """The findings that refuse a pack; with `strict` every warning does too."""
    return tuple(finding for finding in findings if strict or not finding.warning)


def accept(loaded: Loaded) -> None:
    """Refuse a pack with errors, for whoever installs it. Raises `PackRefused` with all of them."""
    wrong = errors(check(loaded))
    if wrong:
        raise PackRefused(wrong)
