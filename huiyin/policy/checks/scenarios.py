"""The tests of a pack: people, steps, duties and parameters that they name exist; each step is tried."""

from collections.abc import Iterator, Mapping
from typing import Any

from huiyin.policy.checks.ground import Ground
from huiyin.policy.checks.walk import Path
from huiyin.policy.findings import Finding
from huiyin.policy.load import locate
from huiyin.policy.packtests import CAST, ScenarioText
from huiyin.policy.procedures import Procedure

Findings = Iterator[Finding]

KEYS = frozenset(
    (
        *("name", "proves", "procedure", "pack", "given", "refused", "allowed", "now", "expect"),
        *("params", "params_at", "also", "absent", "note", "standards", "cases"),
    )
)
EXPECTED = frozenset(
    (
        "stage",
        "level",
        "rounds",
        "docs",
        "voided",
        "children",
        "flags",
        "notes",
        "next_due",
        "duties",
        "figures",
    )
)
STRANGERS = ("customer", "system")


def check(ground: Ground) -> Findings:
    """Every scenario, and the cast."""
    yield from ground.tests.findings
    if not ground.tests.scenarios:
        return
    yield from _cast(ground)
    for scenario in ground.tests.scenarios:
        yield from _scenario(ground, scenario)
    yield from _untried(ground)


def _cast(ground: Ground) -> Findings:
    people = ground.tests.cast.get("people") or {}
    units = ground.tests.cast.get("units") or {}
    held: set[str] = set()
    for person, entry in people.items():
        line = _line(ground, CAST, ("people", person))
        for role in entry.get("roles", ()):
            held.add(role)
            if role not in ground.pack.roles:
                yield _unknown(ground, CAST, line, "role", role, ground.pack.roles)
        if entry.get("unit") not in units:
            yield _unknown(ground, CAST, line, "unit", str(entry.get("unit")), units)
    for role, spec in ground.pack.roles.items():
        if role not in held and not spec.outside:
            yield ground.at("X102", CAST, 1, role=role, label=spec.label)


def _line(ground: Ground, file: str, path: Path) -> int:
    return locate(dict(ground.tests.places.get(file, {})), path)[1]


def _unknown(ground: Ground, file: str, line: int, kind: str, name: str, known: Any) -> Finding:
    found = ground.unknown(kind, name, known, ())
    return Finding(
        file=file,
        line=line,
        code=found.code,
        message=found.message,
        hint=found.hint,
        message_en=found.message_en,
        hint_en=found.hint_en,
    )


def _scenario(ground: Ground, scenario: ScenarioText) -> Findings:
    data, where = scenario.data, (scenario.file, scenario.line)
    for key in data.keys() - KEYS:
        yield _unknown(ground, *where, "key", str(key), sorted(KEYS))
    for key in ("name", "procedure", "now"):
        if not data.get(key):
            yield ground.at("X103", *where, key=key)
    spec = ground.pack.procedures.get(str(data.get("procedure")))
    if spec is None:
        known = ground.pack.procedures
        yield _unknown(ground, *where, "procedure", str(data.get("procedure")), known)
        return
    yield from _setting(ground, scenario, spec)
    for key in ("given", "refused", "allowed"):
        for number, line in enumerate(data.get(key) or ()):
            for each in flat(line):
                yield from _line_of(ground, scenario, spec, (key, number), each)
    yield from _expected(ground, scenario, spec)


def _setting(ground: Ground, scenario: ScenarioText, spec: Procedure) -> Findings:
    """The parameters and the standards in force that a scenario sets."""
    data, where = scenario.data, (scenario.file, scenario.line)
    for name in (*(data.get("params") or {}), *(data.get("params_at") or {})):
        if name not in ground.pack.parameters:
            yield _unknown(ground, *where, "parameter", name, ground.pack.parameters)
    taking = _taking_rows(spec)
    for path in data.get("standards") or {}:
        if path not in taking:
            yield _unknown(ground, *where, "field", path, taking)


def _taking_rows(spec: Procedure) -> list[str]:
    """Fields, as `step.field`, that take their rows from a standard."""
    return [
        f"{name}.{field}"
        for name, step in spec.steps.items()
        for field, form in step.form.items()
        if form.rows_from is not None
    ]


def _line_of(
    ground: Ground,
    scenario: ScenarioText,
    spec: Procedure,
    where: tuple[str, int],
    line: Mapping[str, Any],
) -> Findings:
    place = ground.tests.places.get(scenario.file, {})
    index = next((p[0] for p, at in place.items() if len(p) == 1 and at[1] == scenario.line), 0)
    at = (scenario.file, locate(dict(place), (index, *where))[1])
    people = ground.tests.cast.get("people") or {}
    who = line.get("who")
    if who is not None and who not in people and who not in STRANGERS:
        yield _unknown(ground, *at, "person", str(who), people)
    if "do" in line and line["do"] not in spec.steps:
        yield _unknown(ground, *at, "step", str(line["do"]), spec.steps)
    for verb in ("sign", "withdraw"):
        if verb in line and line[verb] not in spec.approvals:
            yield _unknown(ground, *at, "approval", str(line[verb]), spec.approvals)
    if where[0] == "refused" and not line.get("because"):
        yield ground.at("X104", *at)


def flat(line: object) -> Iterator[Mapping[str, Any]]:
    """A line of a scenario; a list stands for its lines, so that scenarios share a beginning."""
    if isinstance(line, list):
        for inner in line:
            yield from flat(inner)
    elif isinstance(line, Mapping):
        yield line


def _expected(ground: Ground, scenario: ScenarioText, spec: Procedure) -> Findings:
    expect, where = scenario.data.get("expect") or {}, (scenario.file, scenario.line)
    for key in expect.keys() - EXPECTED:
        yield _unknown(ground, *where, "key", str(key), sorted(EXPECTED))
    if not expect and not scenario.data.get("refused"):
        yield ground.at("X105", *where)
    for name in expect.get("figures") or {}:
        if name not in ground.pack.metrics:
            yield _unknown(ground, *where, "metric", name, ground.pack.metrics)
    known = {*spec.duties, *spec.cadences, *(f"approval {name}" for name in spec.approvals)}
    for name in expect.get("duties") or {}:
        duty = str(name).partition("/")[0].rpartition(".")
        plain = duty[0] if duty[0] and duty[2].isdigit() else str(name).partition("/")[0]
        if plain not in known:
            yield _unknown(ground, *where, "duty", plain, sorted(known))


def _untried(ground: Ground) -> Findings:
    """A step that no scenario ever does has never been seen to work."""
    done = {
        (str(scenario.data.get("procedure")), str(line.get("do")))
        for scenario in ground.tests.scenarios
        for key in ("given", "allowed", "refused")
        for listed in scenario.data.get(key) or ()
        for line in flat(listed)
    }
    for name, spec in ground.pack.procedures.items():
        for step, item in spec.steps.items():
            if (name, step) not in done:
                path: Path = ("procedures", name, "steps", step)
                yield ground.say("X106", path, item.clause, step=item.label)
