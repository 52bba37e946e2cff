"""Values of parameters: what a value must be, and a pack with a company's values in it."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import get_args

from huiyin.policy.across import Parameter
from huiyin.policy.pack import Pack
from huiyin.worktime import PeriodUnit, Unit

UNITS = frozenset(unit.value for unit in Unit)
ALWAYS = "0001-01-01"
RHYTHM = "rhythm"
VERSION = "version"
"""A rhythm of the regulation's own: with each of its versions."""
"""The unit of a parameter whose values are rhythms: day, week, month, quarter, half_year, year."""


def fault(parameter: Parameter, value: str) -> tuple[str, str]:
    """What is wrong with a value and the bound it breaks: whole, rhythm, min, max; empty when it is good."""
    if parameter.unit in UNITS and not value.isdigit():
        return "whole", ""
    if parameter.unit == RHYTHM and value not in get_args(PeriodUnit):
        return "rhythm", ", ".join(get_args(PeriodUnit))
    number = _number(value)
    for name, bound in (("min", parameter.min), ("max", parameter.max)):
        limit = _number(bound) if bound is not None else None
        if number is None or limit is None:
            continue
        if (number < limit) if name == "min" else (number > limit):
            return name, str(bound)
    return "", ""


def numeric(parameter: Parameter) -> bool:
    """Whether the parameter takes numbers: by its unit, bounds or the values it has."""
    known = [*parameter.values.values(), parameter.suggest, parameter.min, parameter.max]
    return parameter.unit in UNITS or any(_number(text) is not None for text in known if text)


def with_values(pack: Pack, values: Mapping[str, Mapping[str, str | None]]) -> Pack:
    """The pack with a company's values beside its own, by name and day; to compare and to show."""
    parameters = {
        name: spec.model_copy(
            update={
                "values": {
                    **spec.values,
                    **{day: value for day, value in values.get(name, {}).items() if value},
                }
            }
        )
        for name, spec in pack.parameters.items()
    }
    return pack.model_copy(update={"parameters": parameters})


def always(pack: Pack, values: Mapping[str, str]) -> Pack:
    """The pack as if some values had ever been its own; to play its scenarios by them."""
    parameters = {
        name: spec.model_copy(update={"values": {"0001-01-01": values[name]}})
        if values.get(name)
        else spec
        for name, spec in pack.parameters.items()
    }
    return pack.model_copy(update={"parameters": parameters})


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
