"""`kept_until`: how long a case's file is kept, and under which clauses."""

from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.obligations.model import CaseState
from huiyin.obligations.rules import Rules, Unset
from huiyin.policy.across import Retention, RetentionClass
from huiyin.worktime.duration import MONTHS, Duration, Unit
from huiyin.worktime.months import anniversary

FOREVER = ("permanent", "forever", "永久")
_DAYS = {Unit.DAY: 1, Unit.WEEK: 7}


@dataclass(frozen=True, slots=True)
class Kept:
    """The last day on which a file must be kept; without it for ever, unless `undetermined`.

    `undetermined` says why no day can be said: the term has not begun, no class matches, or the
    parameter that the company has not set.
    """

    until: date | None
    clause: tuple[str, ...] = ()
    undetermined: str = ""

    @property
    def always(self) -> bool:
        """Whether it is kept for ever."""
        return self.until is None and not self.undetermined


def kept_until(rules: Rules, state: CaseState) -> Kept | None:
    """How long the file of a case is kept; None when the pack says nothing about such cases.

    Of the classes that match by level and flag the longest wins.
    """
    retention = rules.pack.retention
    if retention is None or retention.from_.partition(".")[0] != state.procedure:
        return None
    step = state.steps.get(retention.from_.partition(".")[2])
    matching = [item for item in retention.classes if _matches(item, state)]
    if step is None or not matching:
        return Kept(
            None, retention.clause, undetermined="not_started" if step is None else "no_class"
        )
    start = rules.local_date(step.at)
    try:
        found = [_until(rules, retention, item, start) for item in matching]
    except Unset as unset:
        return Kept(None, retention.clause, undetermined=str(unset.args[0]))
    return max(found, key=lambda kept: kept.until or date.max)


def _matches(item: RetentionClass, state: CaseState) -> bool:
    level = not item.level or state.level in item.level
    return level and (item.flag is None or item.flag in state.flags)


def _until(rules: Rules, retention: Retention, item: RetentionClass, start: date) -> Kept:
    clause = item.clause or retention.clause
    if item.keep in FOREVER:
        return Kept(None, clause)
    day = _after(start, rules.term(item.keep, start))
    kept = retention.anniversary == "kept"
    return Kept(day if kept else day - timedelta(days=1), clause)


def _after(start: date, term: Duration) -> date:
    if term.unit in MONTHS:
        return anniversary(start, term.count * MONTHS[term.unit])
    return start + timedelta(days=term.count * _DAYS[term.unit])


SHORTEST_MONTH = 28


def least(rules: Rules, item: RetentionClass, on: date) -> timedelta | None:
    """No file of a class is free earlier than this after it began; None: kept for ever, or not set."""
    if item.keep in FOREVER:
        return None
    try:
        term = rules.term(item.keep, on)
    except Unset:
        return None
    if term.unit in MONTHS:
        return timedelta(days=SHORTEST_MONTH * term.count * MONTHS[term.unit])
    return timedelta(days=term.count * _DAYS[term.unit])
