"""A company's working calendar, from what it has set."""

from datetime import date, time
from zoneinfo import ZoneInfo

from huiyin.people.models import Company
from huiyin.worktime.calendar import Calendar
from huiyin.worktime.day import Day, DayKind

_SOURCE = "company"


def calendar_of(company: Company) -> Calendar:
    """Return the calendar of a company. Raises ValueError when what is stored makes no calendar."""
    return Calendar(
        tz=ZoneInfo(company.timezone),
        windows=tuple(
            (time.fromisoformat(opens), time.fromisoformat(closes))
            for opens, closes in company.windows
        ),
        close_of_business=time.fromisoformat(company.close_of_business),
        overrides={
            date.fromisoformat(on): Day(
                date.fromisoformat(on),
                DayKind.COMPANY_WORK if said["working"] else DayKind.COMPANY_REST,
                said.get("name", ""),
                _SOURCE,
            )
            for on, said in company.own_days.items()
        },
        complete_years=frozenset(company.complete_years),
    )
