"""Who may act: posts in scope, separation, recusal, deputies, the next head above (pack-study 5.15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.obligations.act import Directory
from huiyin.obligations.duties import unit_meant
from huiyin.obligations.model import CaseState
from huiyin.obligations.rules import Rules
from huiyin.policy.who import CUSTOMER_ROLE, SYSTEM_ROLE, Who, Whos

SPECIAL = (CUSTOMER_ROLE, SYSTEM_ROLE)


@dataclass(frozen=True, slots=True)
class Eligible:
    """Persons who may, those whom separation or recusal keeps out, those exempt from recusal.

    `above` tells that the posts meant leave nobody, so that the next head above may.
    """

    may: tuple[str, ...]
    barred: tuple[str, ...]
    absent: tuple[str, ...]
    exempt: frozenset[str]
    above: bool = False


def named_in_case(rules: Rules, state: CaseState) -> frozenset[str]:
    """Everybody whom the case is about and who must stand aside."""
    found: set[str] = set()
    for path in rules.procedure(state.procedure).spec.recuse:
        found |= _persons(state.fields.get(path))
    return frozenset(found)


def _persons(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    return {str(v) for v in value} if isinstance(value, (list, tuple)) else set()


def eligible(
    rules: Rules,
    state: CaseState,
    whos: Whos,
    directory: Directory,
    at: datetime,
    barred: frozenset[str] = frozenset(),
) -> Eligible:
    """Resolve ways of saying who to persons: deputies for the absent, the next head for the excluded."""
    recused = named_in_case(rules, state)
    exempt: set[str] = set()
    holders: list[str] = []
    for who in whos:
        found = _holders(rules, state, who, directory)
        if who.person is not None:
            exempt |= set(found)
        holders += found
    kept_out = (recused - exempt) | barred
    may, absent = _present([h for h in holders if h not in kept_out], directory, at, kept_out)
    above = not may and not _special(whos) and not exempt
    if above:
        may = _heads_above(rules, state, whos, holders, directory, at, kept_out)
    out = tuple(h for h in dict.fromkeys(holders) if h in kept_out)
    return Eligible(tuple(dict.fromkeys(may)), out, absent, frozenset(exempt), above)


def _special(whos: Whos) -> bool:
    return any(who.role in SPECIAL for who in whos)


def _holders(rules: Rules, state: CaseState, who: Who, directory: Directory) -> list[str]:
    if who.person is not None:
        return sorted(_persons(state.fields.get(who.person)))
    if who.doer is not None:
        step = state.steps.get(who.doer)
        return [step.by] if step is not None else []
    role = who.role or ""
    if role in SPECIAL:
        return [role]
    if who.of is not None:
        return list(directory.holders(role, unit_meant(state, who.of))) or _instead(who, directory)
    spec = rules.pack.roles.get(role)
    if spec is not None and spec.scope == "unit" and state.unit is not None:
        return _in_scope(role, state.unit, directory)
    return list(directory.holders(role)) or _instead(who, directory)


def _instead(who: Who, directory: Directory) -> list[str]:
    return list(directory.holders(who.instead)) if who.instead else []


def _in_scope(role: str, unit: str | None, directory: Directory) -> list[str]:
    """Posts in the case's unit, or in a unit above it."""
    found: list[str] = []
    while unit is not None:
        found += directory.holders(role, unit)
        unit = directory.parent(unit)
    return found


def _present(
    holders: Sequence[str], directory: Directory, at: datetime, kept_out: frozenset[str]
) -> tuple[list[str], tuple[str, ...]]:
    may: list[str] = []
    absent: list[str] = []
    for holder in holders:
        deputy = directory.deputy(holder, at)
        if deputy is None:
            may.append(holder)
            continue
        absent.append(holder)
        if deputy not in kept_out:
            may.append(deputy)
    return may, tuple(absent)


def _heads_above(
    rules: Rules,
    state: CaseState,
    whos: Whos,
    holders: Sequence[str],
    directory: Directory,
    at: datetime,
    kept_out: frozenset[str],
) -> list[str]:
    """When exclusion or vacancy leaves nobody: whoever heads the unit, then the units above."""
    units = [unit_meant(state, who.of) for who in whos if who.of is not None]
    units += [u for holder in holders for u in directory.units(holder)[:1]]
    roles = [rules.pack.roles.get(who.role or "") for who in whos]
    if any(role is not None and role.scope == "unit" for role in roles):
        units.append(state.unit)
    for start in dict.fromkeys(u for u in units if u is not None):
        unit: str | None = start
        while unit is not None:
            heads = [h for h in directory.heads(unit) if h not in kept_out]
            present, _ = _present(heads, directory, at, kept_out)
            if present:
                return present
            unit = directory.parent(unit)
    return []


def behalf(
    rules: Rules, state: CaseState, whos: Whos, directory: Directory, at: datetime, person: str
) -> str | None:
    """The absent holder for whom a person acts as deputy; None when the post is his own."""
    holders = [h for who in whos for h in _holders(rules, state, who, directory)]
    if person in holders or person in SPECIAL:
        return None
    return next((h for h in holders if directory.deputy(h, at) == person), None)


def wanted(rules: Rules, whos: Whos) -> tuple[str, ...]:
    """Labels of the roles meant, for people to read."""
    labels = []
    for who in whos:
        if who.role is not None:
            role = rules.pack.roles.get(who.role)
            labels.append(role.label if role else who.role)
        else:
            labels.append("本人" if who.person else "原办理人")
    return tuple(dict.fromkeys(labels))
