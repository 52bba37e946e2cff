"""Every pack that is delivered: each of its scenarios is a test, and its check finds no error."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from huiyin.obligations.packrun import play
from huiyin.obligations.rules import Rules
from huiyin.obligations.scenarios import Cast
from huiyin.policy.load import Loaded, load
from huiyin.policy.packtests import PackTests, ScenarioText, load_tests

ROOT = Path(__file__).parents[2]
KEPT = ("policy_packs", "docs/example-pack")
FOLDERS = sorted(file.parent for kept in KEPT for file in (ROOT / kept).glob("*/*/pack.yaml"))


def name_of(folder: Path) -> str:
    return "/".join(folder.parts[-2:])


@cache
def loaded(folder: Path) -> Loaded:
    return load(folder)


@cache
def stage(folder: Path) -> tuple[Rules, Cast]:
    pack = loaded(folder).pack
    return Rules(pack), Cast.of(pack, written_for(folder).cast)


@cache
def written_for(folder: Path) -> PackTests:
    return load_tests(folder)


def scenarios() -> Iterator[Any]:
    for folder in FOLDERS:
        for scenario in written_for(folder).scenarios:
            name = f"{name_of(folder)}/{Path(scenario.file).name}: {scenario.name}"
            yield pytest.param(folder, scenario, id=name)


@pytest.mark.parametrize(("folder", "scenario"), list(scenarios()))
def test_a_scenario_of_a_pack_holds(folder: Path, scenario: ScenarioText) -> None:
    played = play(*stage(folder), scenario)
    assert played.holds, str(played)


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_the_written_for_a_pack_can_be_read(folder: Path) -> None:
    tests = written_for(folder)
    assert not tests.findings, "\n".join(map(str, tests.findings))
    assert tests.scenarios, "a pack without scenarios proves nothing"
