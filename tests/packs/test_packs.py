"""Every pack that is delivered: each of its scenarios is a test, and its check finds no error."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from huiyin.obligations.packfindings import from_playing
from huiyin.obligations.packrun import play, play_all
from huiyin.obligations.proof import coverage
from huiyin.obligations.rules import Rules
from huiyin.obligations.scenarios import Cast
from huiyin.policy.check import check_folder, errors
from huiyin.policy.coverage import Standing
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


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_the_check_of_a_pack_finds_no_error(folder: Path) -> None:
    wrong = errors(check_folder(folder))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_every_word_that_a_user_of_a_pack_sees_has_its_english(folder: Path) -> None:
    silent = [str(f) for f in check_folder(folder) if f.code in ("E801", "E802", "E804")]
    assert not silent, "\n".join(silent)


DEMANDS = {
    "jubensha": {"system": 190, "evidence": 68, "attest": 13},
    "robotics": {"system": 137, "evidence": 72, "attest": 7},
    "cinema": {"system": 85, "evidence": 40, "attest": 1},
    "general": {"system": 84, "evidence": 27, "attest": 13},
    "bizcentre": {"system": 61, "evidence": 37, "attest": 3},
}
"""How many clauses each regulation has, by how they are enforced: none may be lost or made softer."""


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_every_clause_of_a_pack_is_placed_and_every_demand_on_the_system_is_shown(
    folder: Path,
) -> None:
    pack, tests = loaded(folder).pack, written_for(folder)
    found = coverage(pack, play_all(pack, tests), tests.product)
    for standing in (Standing.UNPLACED, Standing.CLAIMED, Standing.FAILING):
        assert not found.totals()[standing], standing
    assert not [clause.clause for clause in found.unproven()]
    if pack.pack in DEMANDS:
        counted = {kind: sum(found.totals(kind).values()) for kind in DEMANDS[pack.pack]}
        assert counted == DEMANDS[pack.pack]


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_the_strict_check_of_a_pack_has_nothing_to_say(folder: Path) -> None:
    found = [*check_folder(folder), *from_playing(loaded(folder), written_for(folder))]
    assert not found, "\n".join(map(str, found))


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_a_customer_is_told_in_words_what_was_decided(folder: Path) -> None:
    pack = loaded(folder).pack
    steps = pack.procedures[pack.main_procedure].steps
    told = [
        f"{name}.{key}" for name, step in steps.items() for key, f in step.form.items() if f.told
    ]
    assert told
    assert all(steps[path.partition(".")[0]].status for path in told), "what is told has a status"
