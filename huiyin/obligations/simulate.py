"""Playing a year of a company: what will be late, with so many cases, this mix and these people.

A mix is a list of scenarios with weights: whole courses of a case as the pack's tests write them.
Each act waits until somebody with its post is free and at work, then takes its minutes; pauses of a
day and more in a scenario are the customer's or the calendar's and are kept. The times that come out
go through the real core, which says what was in time. No act is judged anew: who may do what is not
the question here.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from typing import Any

from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.fold import Fold
from huiyin.obligations.rules import Rules
from huiyin.obligations.whatif import Figure, Tally
from huiyin.policy.who import CUSTOMER_ROLE, SYSTEM_ROLE
from huiyin.worktime import Unit
from huiyin.worktime.count import add_clocked

OUTSIDE = (CUSTOMER_ROLE, SYSTEM_ROLE)
A_DAY = timedelta(days=1)
DATE = len("2026-01-01")
MONDAY_TO_SUNDAY = (1.0,) * 7


@dataclass(frozen=True)
class Course:
    """One course that a case may take, and how often: the events of a scenario that was played."""

    name: str
    events: Sequence[Event]
    weight: float = 1.0


@dataclass(frozen=True)
class Company:
    """How much comes in and who is there to do it.

    `cases_per_day`: on an average day, by day of the week with `weekdays` (Monday first). `people`:
    how many hold a role; a role that is not named has as many as needed. `minutes`: how long a step
    takes, `usual` where nothing is said. `shifts`: roles that work round the clock, not in office
    hours.
    """

    cases_per_day: float
    people: Mapping[str, int] = field(default_factory=dict)
    minutes: Mapping[str, int] = field(default_factory=dict)
    usual: int = 10
    shifts: frozenset[str] = frozenset()
    weekdays: Sequence[float] = MONDAY_TO_SUNDAY
    seed: int = 1


@dataclass(frozen=True)
class Post:
    """How busy a role was: minutes worked, people there, and the mean wait for one of them."""

    role: str
    people: int
    worked: float
    waited: float
    acts: int

    @property
    def mean_wait(self) -> float:
        """Minutes that an act waited for somebody, on average."""
        return self.waited / self.acts if self.acts else 0.0


@dataclass(frozen=True)
class Outcome:
    """What came of it: cases played, figures by procedure and duty, how busy each post was."""

    cases: int
    acts: int
    figures: Mapping[tuple[str, str], Figure]
    posts: tuple[Post, ...]

    def latest(self) -> list[tuple[tuple[str, str], Figure]]:
        """Duties from the least kept to the best."""
        rated = [(key, figure) for key, figure in self.figures.items() if figure.rate is not None]
        return sorted(rated, key=lambda item: (item[1].rate or 0, item[0]))


@dataclass
class _Case:
    """A case under way: its course, the next act, when that act can begin."""

    number: int
    course: Course
    groups: Sequence[Sequence[Event]]
    arrived: datetime
    at: datetime
    next: int = 0
    log: list[Event] = field(default_factory=list)


@dataclass
class _Desk:
    """The people of one role, by when each is free again."""

    free: list[datetime]
    worked: float = 0.0
    waited: float = 0.0
    acts: int = 0


def simulate(
    rules: Rules,
    courses: Sequence[Course],
    company: Company,
    begin: datetime,
    days: int,
    tick: Callable[[], None] = lambda: None,
) -> Outcome:
    """Play so many days from a moment on and judge them by the rules at their end.

    `tick` is called after each case.
    """
    rng = random.Random(company.seed)  # noqa: S311  (arrivals, no secret)
    queue = [(case.at, case.number, case) for case in _arrivals(rng, courses, company, begin, days)]
    heapify(queue)
    desks = {role: _Desk([begin] * number) for role, number in company.people.items() if number > 0}
    end, tally, acts, cases = begin + timedelta(days=days), Tally(), 0, len(queue)
    while queue:
        _, _, case = heappop(queue)
        done = _act(rules, company, desks, case)
        acts += 1
        if case.next < len(case.groups) and done <= end:
            case.at = max(done, _earliest(case))
            heappush(queue, (case.at, case.number, case))
        else:
            _judge(rules, case, end, tally)
            tick()
    return Outcome(cases, acts, tally.figures(), tuple(_posts(desks, company)))


def _arrivals(
    rng: random.Random, courses: Sequence[Course], company: Company, begin: datetime, days: int
) -> Iterator[_Case]:
    """Cases at random moments of the day, as many as the day of the week brings on average."""
    weights = [course.weight for course in courses]
    groups = {course.name: _commands(course.events) for course in courses}
    share = sum(company.weekdays) / len(company.weekdays)
    number = 0
    for day in range(days):
        start = begin + timedelta(days=day)
        mean = company.cases_per_day * company.weekdays[start.weekday()] / share
        moment = rng.expovariate(mean) if mean > 0 else 1.0
        while moment < 1.0:
            course = rng.choices(courses, weights)[0]
            at = start + A_DAY * moment
            yield _Case(number, course, groups[course.name], at, at)
            number += 1
            moment += rng.expovariate(mean)


def _commands(events: Sequence[Event]) -> list[list[Event]]:
    groups: dict[str, list[Event]] = {}
    for event in events:
        groups.setdefault(event.command, []).append(event)
    return list(groups.values())


def _act(rules: Rules, company: Company, desks: Mapping[str, _Desk], case: _Case) -> datetime:
    """One command: wait for somebody who may, do it, write it down; returns when it was done."""
    events = case.groups[case.next]
    did = next((event for event in events if event.kind in (Kind.ACTED, Kind.SIGNED)), events[0])
    length = timedelta(minutes=company.minutes.get(str(did.data.get("step", "")), company.usual))
    role = _role(did, desks)
    begun = case.at
    if role is not None:
        desk = desks[role]
        begun = max(case.at, heappop(desk.free))
        desk.acts += 1
        desk.worked += length.total_seconds() / 60
        desk.waited += (begun - case.at).total_seconds() / 60
    inside = role is not None or did.actor.person not in OUTSIDE
    done = _worked(rules, company, role, begun, length) if inside else case.at
    if role is not None:
        heappush(desks[role].free, done)
    case.log += _written(case, events, done)
    case.next += 1
    return done


def _role(event: Event, desks: Mapping[str, _Desk]) -> str | None:
    """The post that is asked for: of those that the actor held, the one whose people are free first."""
    held = [role for role in event.actor.roles if role in desks and role not in OUTSIDE]
    return min(held, key=lambda role: desks[role].free[0]) if held else None


def _worked(
    rules: Rules, company: Company, role: str | None, begun: datetime, length: timedelta
) -> datetime:
    if role in company.shifts:
        return begun + length
    return add_clocked(begun, Unit.WORKHOUR, length, rules.calendar, ()).moment


def _earliest(case: _Case) -> datetime:
    """Where the scenario lets a day or more pass before the next act, so does the simulation."""
    before, after = (case.groups[n][0].recorded for n in (case.next - 1, case.next))
    gap = after - before
    return case.log[-1].at + gap if gap >= A_DAY else case.log[-1].at


def _written(case: _Case, events: Sequence[Event], done: datetime) -> Iterator[Event]:
    """The events of a command at their new time; moments in forms move along with them.

    What lies before the first act (when it was received) moves with the arrival: the customer does
    not arrive later because nobody is free.
    """
    for event in events:
        shift = done - event.recorded
        past = case.arrived - event.recorded if case.next == 0 else shift
        yield replace(
            event,
            case=str(case.number),
            at=event.at + shift,
            recorded=done,
            data=_moved(event.data, event.at, past, shift),
        )


def _moved(value: Any, at: datetime, past: timedelta, shift: timedelta) -> Any:
    """Moments inside a form: those up to the act move by `past`, those after it by `shift`."""
    if isinstance(value, Mapping):
        return {key: _moved(item, at, past, shift) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_moved(item, at, past, shift) for item in value]
    if not isinstance(value, str) or value[4:5] != "-":
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    known = moment if moment.tzinfo else moment.replace(tzinfo=at.tzinfo)
    text = (moment + (past if known <= at else shift)).isoformat()
    return text[:DATE] if len(value) == DATE else text


def _judge(rules: Rules, case: _Case, end: datetime, tally: Tally) -> None:
    fold = Fold(rules)
    for events in _commands(case.log):
        if events[0].recorded <= end:
            fold.command(events)
    if fold.state.procedure:
        fold.advance(end)
        tally.add(fold.state)


def _posts(desks: Mapping[str, _Desk], company: Company) -> Iterator[Post]:
    for role, desk in sorted(desks.items()):
        yield Post(role, company.people[role], desk.worked, desk.waited, desk.acts)


def busiest(outcome: Outcome) -> dict[str, float]:
    """Minutes worked per person of each post, from the busiest down."""
    found: dict[str, float] = defaultdict(float)
    for post in outcome.posts:
        found[post.role] = post.worked / post.people
    return dict(sorted(found.items(), key=lambda item: -item[1]))
