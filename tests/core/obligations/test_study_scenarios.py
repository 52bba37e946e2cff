"""The hardest clauses of five regulations, played on the core with complete expectations."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from huiyin.obligations.rules import Rules
from huiyin.obligations.scenarios import Cast, run
from huiyin.policy.load import parse, read_yaml

STUDY = Path(__file__).parents[1] / "study"
FILES = ("1_jubensha", "2_robotics", "3_cinema", "4_general", "5_bizcentre")
# The same pack with one option turned over: daily tracking on working days only.
VARIANTS = {"cinema-workdays": ("cinema", "days: calendar", "days: workdays")}


def read(path: Path) -> Any:
    value, _, findings = read_yaml(path.name, path.read_text(encoding="utf-8"))
    assert not findings
    return value


@cache
def rules_of(name: str) -> Rules:
    file, old, new = VARIANTS.get(name, (name, "", ""))
    text = (STUDY / "packs" / f"{file}.yaml").read_text(encoding="utf-8")
    return Rules(parse({"pack.yaml": text.replace(old, new) if old else text}).pack)


@cache
def cast_of(name: str) -> Cast:
    cast = read(STUDY / "cast.yaml")
    return Cast(cast["units"], cast["people"][name], head_roles=("unit_head",))


def scenarios() -> Iterator[Any]:
    for file in FILES:
        company = file.partition("_")[2]
        for scenario in read(STUDY / "scenarios" / f"{file}.yaml"):
            yield pytest.param(company, scenario, id=f"{company}: {scenario['name']}")


@pytest.mark.parametrize(("company", "scenario"), list(scenarios()))
def test_the_core_decides_as_the_regulation_demands(company: str, scenario: dict[str, Any]) -> None:
    result = run(rules_of(scenario["pack"]), cast_of(company), scenario)
    assert result.holds, "\n".join(result.faults)


def test_none_of_the_study_was_lost() -> None:
    assert len(list(scenarios())) == 43
