"""Terms as a regulation writes them, and how their days are counted.

A term is a number and a unit ("3 workdays"). What the number means in days is not
part of the term: it is said once per unit at the head of a pack (`Counting`), and it
has no default, because regulations differ.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Final, Literal

Lang = Literal["zh", "en"]


class Unit(StrEnum):
    """The units a term can be written in; a quarter is three months, a half-year six."""

    MINUTE = "minute"
    HOUR = "hour"
    WORKHOUR = "workhour"
    DAY = "day"
    WORKDAY = "workday"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


#: Units that run on through nights and rest days, second by second.
ELAPSED_SECONDS: Final[Mapping[Unit, int]] = {Unit.MINUTE: 60, Unit.HOUR: 3600}

#: Units that are whole numbers of months.
MONTHS: Final[Mapping[Unit, int]] = {
    Unit.MONTH: 1,
    Unit.QUARTER: 3,
    Unit.HALF_YEAR: 6,
    Unit.YEAR: 12,
}

#: Units measured with a stopwatch: they need no counting rule.
CLOCKED: Final = frozenset({Unit.MINUTE, Unit.HOUR, Unit.WORKHOUR})

# About a hundred years in each unit: whoever writes more has mistyped.
_LONGEST: Final[Mapping[Unit, int]] = {
    Unit.MINUTE: 52_560_000,
    Unit.HOUR: 876_000,
    Unit.WORKHOUR: 200_000,
    Unit.DAY: 36_500,
    Unit.WORKDAY: 25_000,
    Unit.WEEK: 5_200,
    Unit.MONTH: 1_200,
    Unit.QUARTER: 400,
    Unit.HALF_YEAR: 200,
    Unit.YEAR: 100,
}

_ZH: Final[Mapping[Unit, str]] = {
    Unit.MINUTE: "分钟",
    Unit.HOUR: "小时",
    Unit.WORKHOUR: "个工作小时",
    Unit.DAY: "天",
    Unit.WORKDAY: "个工作日",
    Unit.WEEK: "周",
    Unit.MONTH: "个月",
    Unit.QUARTER: "个季度",
    Unit.HALF_YEAR: "个半年",
    Unit.YEAR: "年",
}

_PATTERN: Final = re.compile(r"(\d{1,9})\s+([A-Za-z_]+)")
_BY_NAME: Final[Mapping[str, Unit]] = {
    name: unit for unit in Unit for name in (unit.value, unit.value + "s")
}


@dataclass(frozen=True, slots=True)
class Duration:
    """A term: `count` times `unit`. Minutes, hours and workhours may be 0, others not.

    Raises ValueError when the count is too small for its unit, or beyond a hundred years.
    """

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        least = 0 if self.unit in CLOCKED else 1
        if self.count < least:
            raise ValueError(f"'{self}' is too short: the least is {least} {self.unit.value}")
        if self.count > _LONGEST[self.unit]:
            raise ValueError(f"'{self}' is longer than a hundred years")

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Read "3 workdays", "1 hour", "30 minutes"; singular and plural are both right.

        Raises ValueError with a sentence for the author of a pack.
        """
        match = _PATTERN.fullmatch(text.strip())
        if match is None:
            raise ValueError(
                f"'{text}' is not a term: write a whole number, a blank and a unit, "
                f"for example '3 workdays' or '24 hours'"
            )
        number, name = match.groups()
        unit = _BY_NAME.get(name.lower())
        if unit is None:
            raise ValueError(f"'{text}': '{name}' is not a unit{_hint(name)}")
        return cls(int(number), unit)

    def __str__(self) -> str:
        return f"{self.count} {self.unit.value}{'' if self.count == 1 else 's'}"

    def words(self, lang: Lang) -> str:
        """The term for a reader: "3 个工作日", "3 workdays"."""
        if lang == "zh":
            return f"{self.count} {_ZH[self.unit]}"
        return str(self).replace("_", "-")


def _hint(name: str) -> str:
    close = get_close_matches(name.lower(), _BY_NAME, n=1)
    if close:
        return f"; did you mean '{close[0]}'?"
    return "; the units are " + ", ".join(unit.value for unit in Unit)


@dataclass(frozen=True, slots=True)
class Counting:
    """How the days of one unit are counted.

    `day_zero`: is the day of the start the first counted day ("included") or is the
    next one ("excluded")? `end`: does the last day last until 24:00 ("midnight") or
    until the office closes ("close_of_business")?
    """

    day_zero: Literal["excluded", "included"]
    end: Literal["midnight", "close_of_business"]


CountingRules = Mapping[Unit, Counting]


class UncountedUnit(LookupError):
    """A term in a unit for which the pack does not say how days are counted."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        super().__init__(
            f"counting: nothing is said about '{unit.value}'; say day_zero and end for it"
        )


def counting_for(unit: Unit, rules: CountingRules) -> Counting:
    """The counting rule of a day unit; quarters and half-years count like months.

    Raises UncountedUnit when the rules are silent: there is no default.
    """
    unit = Unit.MONTH if unit in (Unit.QUARTER, Unit.HALF_YEAR) else unit
    rule = rules.get(unit)
    if rule is None:
        raise UncountedUnit(unit)
    return rule
