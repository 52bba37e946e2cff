"""Conditions of a pack as filters over the stored rows of cases.

What the rows hold (stage, level, flags, fields, open duties and child cases) is asked of the
database; the rest (measures, what was done in this round) needs the log and is left to the fold.
"""

from collections.abc import Callable, Mapping

from django.db.models import Exists, OuterRef, Q

from huiyin.cases.models import Case, DutyRow
from huiyin.policy.conditions import Condition, Fact

MOST = 12
"""So many flags of a case, and choices of a field, are looked at."""


def stored(condition: Condition) -> Q:
    """What of a condition the rows of cases can tell; a case that fails it fails the condition."""
    found = Q()
    for fact in condition.all:
        found &= _q(fact) or Q()
    anyone = [_q(fact) for fact in condition.any]
    if anyone and None not in anyone:
        either = Q(pk__in=[])
        for one in anyone:
            either |= one or Q()
        found &= either
    return found


def needs_log(condition: Condition) -> bool:
    """Whether some fact can only be told from the log."""
    return any(_q(fact) is None for fact in (*condition.all, *condition.any))


def _q(fact: Fact) -> Q | None:
    ask = _ASK.get(fact.kind)
    found = ask(fact) if ask is not None else None
    negative = fact.given is False and fact.kind != "field"
    return ~found if found is not None and negative else found


def _stage(fact: Fact) -> Q:
    return Q(stage__in=fact.stage or ())


def _level(fact: Fact) -> Q:
    return Q(level__in=fact.level or ())


def _flag(fact: Fact) -> Q:
    return _among("flags", str(fact.flag))


def _among(path: str, word: str) -> Q:
    found = Q(pk__in=[])
    for place in range(MOST):
        found |= Q(**{f"{path}__{place}": word})
    return found


def _none_open(fact: Fact) -> Q:
    duty = DutyRow.objects.filter(case=OuterRef("pk"), owed=True, duty=fact.none_open)
    child = Case.objects.filter(parent=OuterRef("pk"), closed_at=None, procedure=fact.none_open)
    return ~Exists(duty) & ~Exists(child)


def _field(fact: Fact) -> Q | None:
    path = str(fact.field)
    if fact.given is not None:
        there = Q(fields__has_key=path)
        return there if fact.given else ~there
    words = (fact.is_,) if fact.is_ is not None else fact.in_
    if words is None:
        return None
    found = Q(pk__in=[])
    for word in words:  # a choice, or one of several
        found |= Q(**{f"fields__{path}": word}) | _among(f"fields__{path}", word)
    return found


_ASK: Mapping[str, Callable[[Fact], Q | None]] = {
    "stage": _stage,
    "level": _level,
    "flag": _flag,
    "none_open": _none_open,
    "field": _field,
}
