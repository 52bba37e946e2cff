"""Arithmetic on months of different lengths."""

from calendar import monthrange
from datetime import date

_MONTHS_PER_YEAR = 12


def anniversary(on: date, months: int) -> date:
    """The same day of the month, `months` later or earlier, or that month's last day."""
    years, month = divmod(on.year * _MONTHS_PER_YEAR + on.month - 1 + months, _MONTHS_PER_YEAR)
    last = monthrange(years, month + 1)[1]
    return date(years, month + 1, min(on.day, last))


def day_before_anniversary(on: date, months: int) -> date:
    """The last day of a run of months whose first day is `on`.

    The day before the anniversary; where the month has no such day, its last day:
    one month from 31 January on ends with February.
    """
    found = anniversary(on, months)
    return found if found.day < on.day else date.fromordinal(found.toordinal() - 1)
