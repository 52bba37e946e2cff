"""The pure core: the fold of a long case, a term of working days, reading a pack."""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import process_time
from typing import Any

from bench.company import PACK, Office, open_office, played
from bench.place import median, report
from huiyin.cases import log
from huiyin.cases.models import Case
from huiyin.eventlog.envelope import Event
from huiyin.obligations.assess import assess, conclude
from huiyin.obligations.fold import Fold
from huiyin.obligations.rules import Rules
from huiyin.policy.load import load, parse
from huiyin.worktime import Duration, Unit, add

LONG = 60
"""Events of the long case: it stays in handling, its customer is told the progress every day."""

SHORT = 17
DAILY = "contact"


def main(*, quick: bool) -> None:
    """Measure in this process."""
    office = open_office()
    case = long_case(office)
    events = log.read(case.id)
    rules = office.world.caller("customer", office.opened).book.of_edition(case.edition)
    at = events[-1].recorded
    times = 50 if quick else 200
    figures: dict[str, Any] = {
        f"fold of {SHORT} events ms": per(times, lambda: Fold(rules).run(whole(events, SHORT))),
        f"fold of {len(events)} events ms": per(times, lambda: Fold(rules).run(events)),
        f"assess {len(events)} events ms": per(times, lambda: assess(rules, events, at)),
        "conclude ms": concluding(rules, events, at, times),
        "10 workdays µs": 1000 * per(times, lambda: workdays(rules, at)) / 100,
        "load the pack (files) ms": per(5, lambda: load(PACK)),
    }
    sources = dict(load(PACK).sources)
    figures["parse the pack (stored) ms"] = per(5, lambda: parse(sources))
    report(figures)


def per(times: int, work: Callable[[], object]) -> float:
    """The middle of the processor's time for a piece of work, milliseconds."""
    work()
    found = []
    for _ in range(times):
        began = process_time()
        work()
        found.append(process_time() - began)
    return median(found)


def long_case(office: Office) -> Case:
    """Play the scenario to its first daily contact, and that one again every day."""
    case = played(office, DAILY)
    line = next(line for line in office.lines if line.get("do") == DAILY)
    moment = office.player.moment(str(line["at"]))
    while (seq := Case.objects.get(id=case.id).seq) < LONG:
        moment += timedelta(days=1)
        again = {**line, "at": moment.isoformat()}
        office.player.play([again])
        assert Case.objects.get(id=case.id).seq > seq
    return Case.objects.get(id=case.id)


def whole(events: list[Event], count: int) -> list[Event]:
    """The first events, to the end of a command."""
    last = events[count - 1].command
    return [e for e in events if e.seq <= count or e.command == last]


def concluding(rules: Rules, events: list[Event], at: datetime, times: int) -> float:
    """What is owed and what comes next, of a case already folded."""
    fold = Fold(rules).run(events)
    return per(times, lambda: conclude(fold, at))


def workdays(rules: Rules, at: datetime) -> None:
    """A hundred terms of ten working days."""
    term = Duration(10, Unit.WORKDAY)
    for hours in range(100):
        add(at + timedelta(hours=hours), term, rules.whole_days, rules.calendar)
