"""`assess`: what is owed at a moment, until when, under which clause. Pure; no people, no clock."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from huiyin.eventlog.envelope import Event
from huiyin.obligations.fold import Fold, Versions
from huiyin.obligations.model import Assessment, CaseState, DutyState, Instance, Line, Reminder
from huiyin.obligations.rules import Rules, Unset
from huiyin.worktime import Unit, before, part_of

CLOCK = (Unit.MINUTE, Unit.HOUR, Unit.WORKHOUR)


def assess(
    rules: Rules, log: Sequence[Event], at: datetime, versions: Versions | None = None
) -> Assessment:
    """Say what a log owes at a moment. The same log, rules and moment give the same answer, always."""
    fold = Fold(rules, versions).run(log)
    return conclude(fold, at)


def conclude(fold: Fold, at: datetime) -> Assessment:
    """Advance a fold to a moment and read off what is owed, what comes next, what needs a receipt."""
    fold.advance(at)
    state = fold.state
    alive = [i for i in state.open_instances() if _alive(i)]
    marks = [mark for i in alive for mark in reminders_of(fold.rules, state, i)]
    waiting = [m for m in marks if (m.instance, m.mark) not in state.reminded]
    coming = [m.moment for m in waiting if m.moment > at]
    limits = [i.limit.moment for i in alive if i.limit.moment and not i.benchmark]
    return Assessment(
        state=state,
        at=at,
        next_due_at=min([*coming, *limits], default=None),
        unreceipted=tuple(
            i for i in state.instances.values() if i.breach and i.id not in state.receipts
        ),
        reminders=tuple(sorted((m for m in waiting if m.moment <= at), key=lambda m: m.moment)),
    )


def _alive(instance: Instance) -> bool:
    return instance.state in (DutyState.PENDING, DutyState.UNDETERMINED)


def reminders_of(rules: Rules, state: CaseState, instance: Instance) -> list[Reminder]:
    """The reminders of the limit in force; those that would lie before it was set do not exist."""
    line = instance.limit
    moment = line.moment or line.shown
    if moment is None:
        return []
    found = []
    for text in _specs(rules, state, instance):
        when = _when(rules, line, moment, text)
        if when is not None and line.set_at <= when < moment:
            mark = f"{text} {moment.isoformat()}"
            found.append(Reminder(instance.id, instance.duty, mark, when))
    return found


def _when(rules: Rules, line: Line, moment: datetime, text: str) -> datetime | None:
    """When to remind; None while the company has not said how long before."""
    try:
        return remind_at(rules, line, moment, text)
    except Unset:
        return None


def _specs(rules: Rules, state: CaseState, instance: Instance) -> tuple[str, ...]:
    spec = rules.procedure(state.procedure).spec
    if instance.kind == "duty":
        return spec.duties[instance.duty].remind
    return spec.cadences[instance.duty].remind if instance.kind == "cadence" else ()


def remind_at(rules: Rules, line: Line, moment: datetime, text: str) -> datetime:
    """`70% of term` counts in the duty's own unit; `2 hours before` counts back from the limit.

    The share and the term before may be parameters. Raises `Unset` when the company has not set it.
    """
    if "%" in text:
        percent = int(rules.number(text.partition("%")[0], rules.local_date(moment)))
        if line.start is not None and line.term is not None:
            return part_of(line.start, line.term, percent, rules.counting, rules.calendar)
        start = line.start or line.set_at
        return start + timedelta(seconds=(moment - start).total_seconds() * percent / 100)
    term = rules.term(text.removesuffix(" before"), rules.local_date(moment))
    when = before(moment, term, rules.whole_days, rules.calendar)
    return when if term.unit in CLOCK else rules.day_start(rules.local_date(when))
