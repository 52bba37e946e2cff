"""One day of a working calendar: whether people work on it, and who says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class DayKind(StrEnum):
    """Why a day is worked or not."""

    WORKDAY = "workday"
    REST = "rest"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"
    COMPANY_REST = "company_rest"
    COMPANY_WORK = "company_work"


WORKING_KINDS = frozenset({DayKind.WORKDAY, DayKind.MAKEUP, DayKind.COMPANY_WORK})


@dataclass(frozen=True, slots=True)
class Day:
    """A day as the calendar knows it.

    `name` is the holiday's name (国庆节), also on its make-up days, or the company's own
    word, or empty. `source` says who fixed it: "week" (the plain Monday-to-Friday week),
    "notice:<year>" (the State Council's yearly notice), "rule:<year>" (computed from the
    statutory holidays, the notice being unknown), "company", or the company's own text.
    `provisional` means that a later notice may still change it.
    """

    date: date
    kind: DayKind
    name: str = ""
    source: str = "week"
    provisional: bool = False

    @property
    def working(self) -> bool:
        """Whether people work on this day."""
        return self.kind in WORKING_KINDS


class PublishedDays(Protocol):
    """A country's official days, before any company changes them."""

    @property
    def identity(self) -> str:
        """A short text that changes whenever one of the days might."""
        ...

    def day(self, on: date) -> Day:
        """The official day; provisional when its year is not published yet."""
        ...


Overrides = Mapping[date, Day]
