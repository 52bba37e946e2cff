"""The head of a pack: engine, dates, title, and a clause text for every clause."""

from collections.abc import Iterator
from datetime import date, timedelta

from huiyin.policy.checks.ground import Ground
from huiyin.policy.findings import Finding

Findings = Iterator[Finding]

ENGINES = ("1",)
"""Versions of the format that this program understands."""

REVIEWED_WITHIN = timedelta(days=366)
"""A regulation that nobody looked at for a year is due for review."""


def check(ground: Ground) -> Findings:
    """Head entries that the schema takes as plain text."""
    pack = ground.pack
    if pack.engine not in ENGINES:
        yield ground.say("H901", ("engine",), (), engine=pack.engine, known=ENGINES)
    for key in ("effective_from", "reviewed_on"):
        text = getattr(pack, key)
        if not text:
            yield ground.say("H902", (key,), (), key=key)
        elif _day(text) is None:
            yield ground.say("H903", (key,), (), key=key, text=text)
    reviewed = _day(pack.reviewed_on)
    if reviewed and ground.today and ground.today - reviewed > REVIEWED_WITHIN:
        yield ground.say("H904", ("reviewed_on",), (), day=pack.reviewed_on)
    if not pack.clauses:
        yield ground.say("H905", ("clauses",), ())
    if not ground.tests.scenarios:
        yield ground.at("X101", "tests", 1)


def named_as_folder(ground: Ground, slug: str, version: str) -> Findings:
    """Whether the pack lies where its head says: `<slug>/<version>`."""
    pack = ground.pack
    if pack.pack != slug:
        yield ground.say("H906", ("pack",), (), name=pack.pack, folder=slug)
    if pack.version != version and not pack.version.startswith(f"{version}."):
        yield ground.say("H907", ("version",), (), name=pack.version, folder=version)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
