"""Parameters: used, in force from the first day, with values that fit their unit and bounds."""

from collections.abc import Iterator
from datetime import date

from huiyin.policy.across import Parameter
from huiyin.policy.checks.ground import Ground
from huiyin.policy.checks.terms import reminded_by
from huiyin.policy.checks.walk import Path, walk
from huiyin.policy.findings import Finding
from huiyin.policy.pack import Pack
from huiyin.policy.values import fault

Findings = Iterator[Finding]

NAMING = frozenset(
    (
        *("within", "not_before", "gap", "ask_before", "most", "times", "over", "at_least"),
        *("under", "at_most", "min", "max", "draw", "target", "keep", "over_mean_of", "by"),
        *("exactly", "each", "every"),
    )
)
"""Keys that may name a parameter instead of writing a value."""


def check(ground: Ground) -> Findings:
    """Every parameter of the pack."""
    pack = ground.pack
    named = names_used(pack)
    for name, parameter in pack.parameters.items():
        path: Path = ("parameters", name)
        if name not in named:
            yield ground.say("A601", path, parameter.clause, parameter=name)
        if name[:1].isdigit():
            yield ground.say("A602", path, parameter.clause, parameter=name)
        yield from _values(ground, parameter, path)


def names_used(pack: Pack) -> set[str]:
    """Names of parameters that something reads."""
    found: set[str] = set()
    for _, item in walk(pack):
        if isinstance(item, Parameter):
            continue
        for key in NAMING & set(type(item).model_fields):
            value = getattr(item, key)
            if isinstance(value, str):
                found.add(value)
        found |= reminded_by(getattr(item, "remind", ()))
    sections = [section for report in pack.reports.values() for section in report.sections]
    found |= {str(value) for section in sections for value in section.values()}
    return found


def unset(pack: Pack) -> list[str]:
    """Parameters that the company must set before it can adopt the pack."""
    return [name for name, parameter in pack.parameters.items() if not parameter.values]


def _values(ground: Ground, parameter: Parameter, path: Path) -> Findings:
    clause, begins = parameter.clause, ground.pack.effective_from
    for day, value in parameter.values.items():
        place = (*path, "values", day)
        if not _is_date(day):
            yield ground.say("A603", place, clause, text=day)
        yield from _value(ground, parameter, value, place)
    if parameter.suggest is not None:
        yield from _value(ground, parameter, parameter.suggest, (*path, "suggest"))
    if parameter.values and begins and min(parameter.values) > begins:
        yield ground.say("A604", (*path, "values"), clause, day=min(parameter.values), begin=begins)
    if parameter.fixed and not parameter.values:
        yield ground.say("A605", path, clause)
    if parameter.values and parameter.suggest is not None:
        yield ground.say("A606", path, clause)


def _value(ground: Ground, parameter: Parameter, value: str, path: Path) -> Findings:
    wrong, bound = fault(parameter, value)
    if wrong == "whole":
        yield ground.say("A607", path, parameter.clause, value=value, unit=parameter.unit)
    elif wrong:
        yield ground.say("A608", path, parameter.clause, value=value, bound=bound)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
