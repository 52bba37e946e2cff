"""Periods of a company's calendar with their moments, for figures."""

from dataclasses import dataclass
from datetime import date, datetime

from huiyin.obligations.rules import Rules
from huiyin.worktime import Period, PeriodUnit, next_period, period_of, previous_period


@dataclass(frozen=True)
class Span:
    """A period from its first moment up to, not including, the first one of the next."""

    period: Period
    start: datetime
    end: datetime

    @property
    def name(self) -> str:
        """Its name: 2026-11, 2026-Q4."""
        return self.period.name

    @property
    def first(self) -> date:
        """Its first day."""
        return self.period.first


def span_of(rules: Rules, unit: PeriodUnit, on: date) -> Span:
    """The period of a unit in which a day lies."""
    return _span(rules, period_of(unit, on))


def span_before(rules: Rules, span: Span) -> Span:
    """The period before another one."""
    return _span(rules, previous_period(span.period))


def last_spans(rules: Rules, unit: PeriodUnit, on: date, count: int) -> tuple[Span, ...]:
    """So many periods up to the one in which a day lies, the oldest first."""
    found = [span_of(rules, unit, on)]
    while len(found) < count:
        found.append(span_before(rules, found[-1]))
    return tuple(reversed(found))


def _span(rules: Rules, period: Period) -> Span:
    return Span(period, rules.day_start(period.first), rules.day_start(next_period(period).first))
