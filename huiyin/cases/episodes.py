"""Watches find: a count, a surge or a streak opens one case with all that caused it (pack-study 5.14).

The worker looks at the groups that were touched since (`look`). While an episode's case is open,
later hits join it; afterwards only cases count that belong to no earlier one, and a surge opens once
a period. What comes back within the window after the case ended goes on in that case. Both logs say
which cases belong to which finding.
"""

import logging
import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, InterfaceError, OperationalError

from huiyin.cases.caller import Caller, system
from huiyin.cases.commands.linking import link
from huiyin.cases.effects import Measure, measured
from huiyin.cases.groups import Group
from huiyin.cases.models import Case, Episode, Fact
from huiyin.cases.work import Open, Repeated, Work, run
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.rules import Unset
from huiyin.obligations.schedules import calendar_start
from huiyin.obligations.watches import Seen, base_of, hits, returned, streak, surge
from huiyin.people.models import Company
from huiyin.worktime import Period, add, before, previous_period
from huiyin.writegate import gate

LOST = (OperationalError, InterfaceError)
AT_ONCE = 100
LINKED = 50
"""So many cases are tied to a finding in the moment it is made; the others right after, one by one."""
RELATION = "watch"
WHOLE_DAY = timedelta(days=1)

_log = logging.getLogger(__name__)


def look(now: datetime) -> int:
    """Look at the groups that were touched; returns how many."""
    fresh = Fact.objects.filter(looked=False).order_by("id")
    groups = dict.fromkeys(fresh.values_list("company_id", "watch", "group")[:AT_ONCE])
    callers: dict[str, Caller] = {}
    for company, watch, group in groups:
        caller = callers.get(company)
        if caller is None:
            caller = callers[company] = system(Company.objects.get(id=company), now)
        try:
            _look(caller, watch, group)
        except LOST:
            raise
        except Exception:  # whatever it is, the other groups go on
            facts = {"reference": f"E-{secrets.token_hex(3).upper()}", "watch": watch}
            _log.exception("a watch cannot look at a group", extra=facts)
            _looked(company, watch, group)
    return len(groups)


def _looked(company: str, watch: str, group: str) -> None:
    with gate():
        Fact.objects.filter(company=company, watch=watch, group=group, looked=False).update(
            looked=True
        )


def _look(caller: Caller, name: str, key: str) -> None:
    rules = caller.book.current(caller.now)
    watch = rules.pack.watches.get(name)
    if watch is not None:
        group = Group(caller, rules, name, watch, key)
        with suppress(Unset):
            _KINDS[watch.kind](group)
    _looked(caller.company.id, name, key)


# -- the three kinds --


def _counted(group: Group) -> None:
    """So many within a window, once; later ones join while the case is open."""
    rules, within = group.rules, group.watch.within
    oldest = group.fresh[0].occurred if group.fresh else group.caller.now
    since = None
    if within is not None:
        term = rules.term(within, rules.local_date(oldest))
        since = before(oldest, term, rules.whole_days, rules.calendar) - WHOLE_DAY
    facts = group.facts(since)
    seen = [Seen(fact.case_id, fact.occurred, (fact.apart,)) for fact in facts]
    if group.watch.after is not None:
        seen = list(returned(seen, group.spans()))
        facts = [fact for fact in facts if fact.case_id in {one.case for one in seen}]
    episode = group.open_episode()
    if episode is not None:
        _join(group.caller, episode, facts)
        return
    for one in seen:
        found = _within(group, seen, one.occurred)
        if found:
            _open(group, [fact for fact in facts if fact.case_id in found])
            return


def _within(group: Group, seen: list[Seen], end: datetime) -> tuple[str, ...]:
    """The hits of the window that ends at a moment: cases whose own term has not run out by then."""
    rules, watch, on = group.rules, group.watch, group.rules.local_date(end)
    least = int(rules.number(watch.at_least or "1", on))
    term = rules.term(watch.within, on) if watch.within else None
    inside = [
        one
        for one in seen
        if one.occurred <= end
        and (
            term is None or end <= add(one.occurred, term, rules.whole_days, rules.calendar).moment
        )
    ]
    return hits(inside, least, min(one.occurred for one in inside), end)


def _in_a_row(group: Group) -> None:
    """So many periods in a row with at least one each, once."""
    rules, watch = group.rules, group.watch
    least = int(rules.number(watch.at_least or "1", rules.local_date(group.caller.now)))
    first = group.period(group.fresh[0].occurred if group.fresh else group.caller.now)
    for _ in range(least):
        first = previous_period(first)
    facts = group.facts(calendar_start(rules.calendar, first.first))
    episode = group.open_episode()
    if episode is not None:
        _join(group.caller, episode, facts)
        return
    moments = [fact.occurred for fact in facts]
    row = streak(moments, first.unit, least, rules.calendar)
    if row:
        _open(group, [fact for fact in facts if group.period(fact.occurred) in row])


def _surged(group: Group) -> None:
    """A period whose count lies too far above its base, once; what goes on joins the open case."""
    periods = {group.period(fact.occurred) for fact in group.fresh}
    for period in sorted(periods, key=lambda one: one.first):
        here = group.span(period, period).order_by("occurred", "id")
        facts = list(here.filter(episode=None))
        told = here.exclude(episode=None).select_related("episode").first()
        episode = told.episode if told is not None else None
        if episode is None and _above(group, period):
            episode = group.open_episode()
            if episode is None:
                _open(group, facts)
        if episode is not None:
            _join(group.caller, episode, facts)


def _above(group: Group, period: Period) -> bool:
    """Whether a period's count surges above its base, once the watch has seen the whole of that."""
    rules, watch, day = group.rules, group.watch, period.first
    base = base_of(period, rules.term(watch.over_mean_of or "", day), rules.calendar)
    book = group.caller.book
    since = min(e.since for e in book.editions if group.name in e.rules.pack.watches)
    if not base or calendar_start(rules.calendar, base[0].first) < since:
        return False
    now = group.span(period, period).count()
    if now < int(rules.number(watch.at_least or "1", day)):
        return False
    percent = Decimal(rules.number(watch.by or "0", day))
    return surge(group.span(base[0], base[-1]).count(), len(base), now, percent)


_KINDS = {"count": _counted, "surge": _surged, "streak": _in_a_row}


# -- what a finding leads to --


def _join(caller: Caller, episode: Episode, facts: Iterable[Fact]) -> None:
    """Later hits join the case that was opened; both logs say so."""
    for fact in facts:
        command = f"watch-{fact.id}-{episode.id}"
        with suppress(Repeated):
            link(caller, fact.case_id, episode.case_id, RELATION, command=command)
        with gate():
            Fact.objects.filter(id=fact.id).update(episode=episode)


def _open(group: Group, facts: list[Fact]) -> None:
    """Open the case of a new episode, with the cases found frozen into it and tied to it.

    What comes back within the window after it was put right goes on in the same case.
    """
    caller, watch = group.caller, group.watch
    surges = watch.kind == "surge"  # each of them is a matter of its own
    again = None if surges else group.again(min(fact.occurred for fact in facts))
    if again is not None and _reopen(group, again, facts):
        return
    now, later = facts[:LINKED], facts[LINKED:]
    because = {"watch": group.name, "cases": [fact.case_id for fact in facts]}
    remedy = group.remedy_before(facts[0].occurred) if watch.after is not None else []
    made: list[Episode] = []
    measure = Measure.before(group, caller.now)

    def body(work: Work) -> Case:
        tied = sorted([*(fact.case_id for fact in now), *remedy])
        found = [work.load(case) for case in tied]
        unit = work.opened[now[0].case_id].case.unit if "unit" in watch.same else ""
        opened = work.create(watch.opens, unit=unit or None, because=because)
        measured(opened, group, "before", measure)
        for one in found:
            _tie(one, opened, caller)
            _tie(opened, one, caller)
        return opened.case

    def store(case: Case) -> None:
        episode = Episode.objects.create(
            company=caller.company,
            watch=group.name,
            group=group.key,
            case=case,
            opened_at=caller.now,
            before=measure.count,
        )
        Fact.objects.filter(id__in=[fact.id for fact in now]).update(episode=episode)
        made.append(episode)

    try:
        run(caller, body, then=store)
    except IntegrityError:
        if group.open_episode() is None:
            raise
        return  # another worker was quicker
    _join(caller, made[0], later)


def _reopen(group: Group, episode: Episode, facts: list[Fact]) -> bool:
    """Let an ended case go on in a new round, tied to what came back; False where it cannot."""
    caller, cases = group.caller, [fact.case_id for fact in facts]
    measure = Measure.before(group, caller.now)

    def body(work: Work) -> Case:
        entry = work.load(episode.case_id)
        fold = entry.draft.fold
        if fold.compiled.spec.opening_stage is None:
            raise NoWayBack
        if fold.state.closed is not None:
            data = {"watch": group.name, "cases": cases}
            entry.draft.record(Kind.REOPENED, data, caller.actor)
            measured(entry, group, "before", measure)
        return entry.case

    def store(_case: Case) -> None:
        Episode.objects.filter(id=episode.id).update(
            closed=False, before=measure.count, after=None, due_at=None
        )

    try:
        run(caller, body, command=f"again-{facts[0].id}-{episode.id}", then=store)
    except NoWayBack:
        return False
    except IntegrityError:
        if group.open_episode() is None:
            raise
        return True  # another worker was quicker
    except Repeated:
        pass
    _join(caller, episode, facts)
    return True


class NoWayBack(Exception):
    """A case of this procedure cannot go on once it has ended."""


def _tie(one: Open, other: Open, caller: Caller) -> None:
    one.draft.record(Kind.LINKED, {"relation": RELATION, "other": other.case.id}, caller.actor)


__all__ = ["look"]
