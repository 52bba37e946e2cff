"""The YAML tests of a pack as data: who plays, what happened, what must follow, what it proves.

They lie in the pack's `tests` folder: `cast.yaml` (units and people), `product.yaml` (clauses that
no scenario can show, with the tests of the product that do), every other file a list of scenarios.
Those are played by `huiyin.obligations.packrun`; here they are only read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from huiyin.policy.findings import Finding
from huiyin.policy.load import Lines, locate, read_tests, read_yaml

CAST = "tests/cast.yaml"
PRODUCT = "tests/product.yaml"


@dataclass(frozen=True)
class ScenarioText:
    """One scenario as it was written."""

    file: str
    line: int
    data: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The sentence that names it."""
        return str(self.data.get("name") or f"{self.file}:{self.line}")

    @property
    def proves(self) -> tuple[str, ...]:
        """The ids of the clauses that it proves."""
        value = self.data.get("proves") or ()
        return (value,) if isinstance(value, str) else tuple(map(str, value))


@dataclass(frozen=True)
class PackTests:
    """All scenarios of a pack and their cast; `findings` are what could not be read."""

    cast: Mapping[str, Any] = field(default_factory=dict)
    scenarios: tuple[ScenarioText, ...] = ()
    findings: tuple[Finding, ...] = ()
    places: Mapping[str, Lines] = field(default_factory=dict)
    product: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def parse_tests(sources: Mapping[str, str]) -> PackTests:
    """Read the texts of a pack's tests, by relative file name."""
    cast: Mapping[str, Any] = {}
    product: dict[str, tuple[str, ...]] = {}
    scenarios: list[ScenarioText] = []
    findings: list[Finding] = []
    places: dict[str, Lines] = {}
    for file in sorted(sources):
        value, lines, wrong = read_yaml(file, sources[file])
        places[file] = lines
        findings += wrong
        if wrong:
            continue
        if file == CAST:
            cast = value if isinstance(value, Mapping) else {}
            continue
        if file == PRODUCT:
            product = {str(clause): tuple(tests) for clause, tests in (value or {}).items()}
            continue
        listed, strange = _scenarios(file, value, lines)
        scenarios += listed
        findings += strange
    return PackTests(cast, tuple(scenarios), tuple(findings), places, product)


def _scenarios(file: str, value: object, lines: Lines) -> tuple[list[ScenarioText], list[Finding]]:
    if value and not isinstance(value, list):
        wrong = Finding(
            file=file, line=1, code="T001", message="测试文件应是场景的列表", hint="- name: …"
        )
        return [], [wrong]
    found: list[ScenarioText] = []
    findings: list[Finding] = []
    for number, data in enumerate(value if isinstance(value, list) else ()):
        line = locate(lines, (number,))[1]
        if isinstance(data, Mapping):
            found.append(ScenarioText(file, line, data))
        else:
            message = f"第 {number + 1} 个场景不是一组“名字: 内容”"
            findings.append(Finding(file=file, line=line, code="T002", message=message))
    return found, findings


def load_tests(folder: Path) -> PackTests:
    """Read the tests of the pack in a folder; none when it has no `tests` folder."""
    return parse_tests(read_tests(folder))
