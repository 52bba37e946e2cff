"""What watches take down of cases (pack-study 5.14).

Delivery, which walks every event, notes the facts of the case it has in hand (`facts_of`, `keep`).
The worker then looks at the groups that were touched (`cases/episodes.py`).
"""

import hashlib
import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError

from huiyin.cases.models import Case, Fact
from huiyin.cases.personal import references
from huiyin.eventlog.envelope import Event, is_reference
from huiyin.obligations.facts import Facts, given
from huiyin.obligations.model import CaseState
from huiyin.obligations.rules import Rules, Unset
from huiyin.people.vault import likenesses
from huiyin.policy.across import Watch

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
    """The watches over a procedure."""
    main = rules.pack.main_procedure
    return [
        (name, watch)
        for name, watch in rules.pack.watches.items()
        if (watch.procedure or main) == procedure
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


__all__ = ["Noted", "facts_of", "keep"]
