"""Watches: so many of the same within a window open a case, once an episode (pack-study 5.14).

Delivery, which walks every event, notes the facts of the case it has in hand (`facts_of`, `keep`).
The worker then looks at the groups that were touched (`look`). While an episode's case is open,
later hits join it; a new episode counts only cases that belong to no earlier one.
"""

import hashlib
import json
import logging
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError

from huiyin.cases.caller import Caller, system
from huiyin.cases.commands.marking import link
from huiyin.cases.models import Case, Episode, Fact
from huiyin.cases.personal import references
from huiyin.cases.work import Repeated, Work, run
from huiyin.eventlog.envelope import Event, is_reference
from huiyin.obligations.facts import Facts, given
from huiyin.obligations.model import CaseState
from huiyin.obligations.rules import Rules, Unset
from huiyin.obligations.watches import Seen, hits
from huiyin.people.models import Company
from huiyin.people.vault import likenesses
from huiyin.policy.across import Watch
from huiyin.worktime import add
from huiyin.writegate import gate

LOST = (OperationalError, InterfaceError)
AT_ONCE = 100
RELATION = "watch"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Noted:
    """What a watch takes down of one case; without `group` the case does not count."""

    watch: str
    group: tuple[Any, ...] | None
    apart: tuple[Any, ...]
    occurred: datetime


def watched(rules: Rules, procedure: str) -> list[tuple[str, Watch]]:
    """The counting watches over a procedure."""
    main = rules.pack.main_procedure
    return [
        (name, watch)
        for name, watch in rules.pack.watches.items()
        if watch.kind == "count" and (watch.procedure or main) == procedure
    ]


def facts_of(rules: Rules, state: CaseState, case: Case, event: Event) -> list[Noted]:
    """What the watches take down of a case as it stands after an event."""
    found = []
    for name, watch in watched(rules, state.procedure):
        same = [_value(state, case, path) for path in watch.same]
        apart = [_value(state, case, path) for path in watch.different] or [case.id]
        counts = all(map(given, same)) and _holds(rules, state, watch, event.at)
        moment = event.at if watch.when else state.opened or event.at
        found.append(Noted(name, tuple(same) if counts else None, tuple(apart), moment))
    return found


def _value(state: CaseState, case: Case, path: str) -> Any:
    special = {"case": case.id, "number": case.number or case.id, "unit": state.unit}
    return special[path] if path in special else state.fields.get(path)


def _holds(rules: Rules, state: CaseState, watch: Watch, at: datetime) -> bool:
    try:
        return Facts(rules, state, at).holds(watch.when)
    except Unset:
        return False


def keep(case: Case, noted: Iterable[Noted]) -> None:
    """Store what was taken down; a fact that changed its group is new to the watch."""
    noted = list(noted)
    if not noted:
        return
    alike = likenesses(
        references([n.group or () for n in noted] + [n.apart for n in noted]),
        company=case.company_id,
    )
    stored = {fact.watch: fact for fact in Fact.objects.filter(case=case)}
    for one in noted:
        fact = stored.get(one.watch)
        if one.group is None:
            if fact is not None and fact.episode_id is None:
                fact.delete()
            continue
        group, apart = _hashed(one.group, alike), _hashed(one.apart, alike)
        if fact is None:
            fact = Fact(company_id=case.company_id, watch=one.watch, case=case)
        elif (fact.group, fact.apart) == (group, apart):
            continue
        if fact.group != group:
            fact.occurred, fact.episode = one.occurred, None
        fact.group, fact.apart, fact.looked = group, apart, False
        fact.save()


def _hashed(values: Sequence[Any], alike: dict[str, str]) -> str:
    plain = [alike.get(v["ref"], v["ref"]) if is_reference(v) else v for v in values]
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


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


def _look(caller: Caller, name: str, group: str) -> None:
    rules = caller.book.current(caller.now)
    watch = rules.pack.watches.get(name)
    mine = Fact.objects.filter(company=caller.company, watch=name, group=group, episode=None)
    facts = list(mine.order_by("occurred", "id"))
    if watch is not None and facts:
        episode = _open_episode(caller.company, name, group)
        if episode is not None:
            _join(caller, episode, facts)
        else:
            _count(caller, rules, name, watch, group, facts)
    _looked(caller.company.id, name, group)


def _open_episode(company: Company, name: str, group: str) -> Episode | None:
    rows = Episode.objects.filter(company=company, watch=name, group=group, closed=False)
    with gate():
        rows.filter(case__closed_at__isnull=False).update(closed=True)
    return rows.first()


def _join(caller: Caller, episode: Episode, facts: list[Fact]) -> None:
    """Later hits join the open case; both logs say so."""
    for fact in facts:
        command = f"watch-{fact.id}-{episode.id}"
        with suppress(Repeated):
            link(caller, fact.case_id, episode.case_id, RELATION, command=command)
        with gate():
            Fact.objects.filter(id=fact.id).update(episode=episode)


def _count(
    caller: Caller, rules: Rules, name: str, watch: Watch, group: str, facts: list[Fact]
) -> None:
    seen = [Seen(fact.case_id, fact.occurred, (fact.apart,)) for fact in facts]
    for one in seen:
        found = _found(rules, watch, seen, one.occurred)
        if found:
            _open(caller, rules, name, watch, group, [f for f in facts if f.case_id in found])
            return


def _found(rules: Rules, watch: Watch, seen: list[Seen], end: datetime) -> tuple[str, ...]:
    """The hits of the window that ends at a moment: cases whose own term has not run out by then."""
    on = rules.local_date(end)
    try:
        least = int(rules.number(watch.at_least or "1", on))
        term = rules.term(watch.within, on) if watch.within else None
    except Unset:
        return ()
    inside = [
        one
        for one in seen
        if one.occurred <= end
        and (
            term is None or end <= add(one.occurred, term, rules.whole_days, rules.calendar).moment
        )
    ]
    return hits(inside, least, min(one.occurred for one in inside), end)


def _open(
    caller: Caller, rules: Rules, name: str, watch: Watch, group: str, facts: list[Fact]
) -> None:
    """Open the case of a new episode, with the cases found frozen into it."""
    first = Case.objects.get(id=facts[0].case_id)
    because = {"watch": name, "cases": [fact.case_id for fact in facts]}
    unit = first.unit if "unit" in watch.same else ""

    def body(work: Work) -> Case:
        return work.create(watch.opens, unit=unit or None, because=because).case

    def store(case: Case) -> None:
        episode = Episode.objects.create(
            company=caller.company, watch=name, group=group, case=case, opened_at=caller.now
        )
        Fact.objects.filter(id__in=[fact.id for fact in facts]).update(episode=episode)

    try:
        run(caller, body, then=store)
    except IntegrityError:
        if _open_episode(caller.company, name, group) is None:
            raise


__all__ = ["Noted", "facts_of", "keep", "look", "watched"]
