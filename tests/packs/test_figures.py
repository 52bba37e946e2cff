"""What a metric says in its key is held by a scenario: without it, a figure comes out otherwise."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from huiyin.obligations.packrun import Played, play
from huiyin.obligations.rules import Rules
from huiyin.obligations.scenarios import Cast
from huiyin.policy.across import Metric
from huiyin.policy.conditions import Condition
from huiyin.policy.pack import Pack
from huiyin.policy.packtests import ScenarioText
from tests.packs.test_packs import FOLDERS, loaded, name_of, written_for

OTHERWISE = {"count": "late", "on_time": "late", "late": "on_time", "mean": "sum", "share": "count"}
"""Another kind for some kinds: what comes out is another number, or none."""


@cache
def expecting(folder: Path) -> dict[str, list[ScenarioText]]:
    """Metrics of which a scenario expects a figure, with those scenarios."""
    found: dict[str, list[ScenarioText]] = {}
    for one in written_for(folder).scenarios:
        for name in (one.data.get("expect") or {}).get("figures") or ():
            found.setdefault(str(name), []).append(one)
    return found


def less(metric: Metric) -> Iterator[tuple[str, Metric]]:
    """The metric without each thing it says."""
    if metric.kind in OTHERWISE:
        yield "kind", metric.model_copy(update={"kind": OTHERWISE[metric.kind]})
    for key, empty in (("when", Condition()), ("meets", Condition()), ("among", ())):
        if getattr(metric, key):
            yield key, metric.model_copy(update={key: empty})
    if len(metric.of) > 1:
        yield "of", metric.model_copy(update={"of": metric.of[:1]})


def cases() -> Iterator[Any]:
    for folder in FOLDERS:
        for name in expecting(folder):
            for key, changed in less(loaded(folder).pack.metrics[name]):
                yield pytest.param(folder, name, changed, id=f"{name_of(folder)}/{name}/{key}")


def played(folder: Path, pack: Pack, one: ScenarioText) -> Played:
    return play(Rules(pack), Cast.of(pack, written_for(folder).cast), one)


@pytest.mark.parametrize(("folder", "name", "changed"), list(cases()))
def test_a_scenario_notices_what_a_metric_no_longer_says(
    folder: Path, name: str, changed: Metric
) -> None:
    pack = loaded(folder).pack
    other = pack.model_copy(update={"metrics": {**pack.metrics, name: changed}})
    tried = expecting(folder)[name]
    assert all(played(folder, pack, one).holds for one in tried)
    assert not all(played(folder, other, one).holds for one in tried)
