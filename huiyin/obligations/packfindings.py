"""Findings about a pack that only playing its scenarios can make."""

from collections.abc import Iterator

from huiyin.obligations.packrun import play_all
from huiyin.obligations.proof import missing_twins, places_cited, touched_clauses
from huiyin.obligations.rules import Rules
from huiyin.policy.checks.ground import Ground
from huiyin.policy.findings import Finding
from huiyin.policy.load import Loaded
from huiyin.policy.packtests import PackTests

TWINS = {
    "in_time": ("恰在最后一刻办结", "done at the last good instant"),
    "too_late": ("刚过一刻", "one moment past it"),
}


def from_playing(loaded: Loaded, tests: PackTests) -> Iterator[Finding]:
    """Limits without twins at their edge, and clauses that a scenario claims but does not touch."""
    if not tests.scenarios:
        return
    ground = Ground(loaded, tests)
    played = list(play_all(loaded.pack, tests))
    for limit, lacking in missing_twins(Rules(loaded.pack), played):
        words = {
            "lacking": [TWINS[edge][0] for edge in lacking],
            "lacking_en": [TWINS[edge][1] for edge in lacking],
        }
        yield ground.say("X107", limit.path, limit.clause, duty=limit.label, **words)
    places = places_cited(loaded.pack)
    for one in played:
        touched = touched_clauses(loaded.pack, one, places)
        where = (one.scenario.file, one.scenario.line)
        for name in one.scenario.proves:
            if name in loaded.pack.clauses and name not in touched:
                yield ground.at("X109", *where, (name,), scenario=one.scenario.name, name=name)
