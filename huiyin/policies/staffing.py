"""Whether the posts that the regulation asks for are held: how many, where, by whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from huiyin.obligations.rules import Rules, Unset
from huiyin.people.directory import Directory, UnitEntry
from huiyin.policy.across import Staffing


@dataclass(frozen=True)
class Staffed:
    """One demand in one place: who holds the post there, who holds it where it may not be.

    `wanted` is None while the company has not set how many; `unit` is empty for the whole company.
    """

    spec: Staffing
    unit: str
    held: tuple[str, ...]
    elsewhere: tuple[str, ...]
    wanted: int | None

    @property
    def fault(self) -> str:
        """What is wrong: `unset`, `vacant`, `few`, `many`, `elsewhere`; empty when nothing is."""
        if self.wanted is None:
            return "unset"
        count = len(self.held)
        if count < self.wanted:
            return "few" if count else "vacant"
        if self.spec.exactly is not None and count > self.wanted:
            return "many"
        return "elsewhere" if self.elsewhere else ""


def staffing(rules: Rules, people: Directory, on: date) -> Iterator[Staffed]:
    """Every demand of the regulation on posts, place by place, as they are held."""
    for spec in rules.pack.staffing:
        wanted = _number(rules, spec, on)
        held = people.holders(spec.role)
        if spec.per is not None:
            for unit in _units(people, spec.per):
                here = tuple(people.holders(spec.role, unit.id))
                yield Staffed(spec, unit.id, here, (), wanted)
        elif spec.in_unit is not None:
            for unit in _units(people, spec.in_unit):
                inside = {unit.id, *people.units_below(unit.id)}
                here = tuple(p for p in held if inside & set(_units_of(people, p, spec.role)))
                out = tuple(p for p in held if p not in here)
                yield Staffed(spec, unit.id, here, out, wanted)
        else:
            yield Staffed(spec, "", tuple(held), (), wanted)


def _units(people: Directory, called: str) -> list[UnitEntry]:
    """All units, those of a kind, or the one of that name."""
    return [u for u in people.units() if called in ("unit", u.kind, u.name, u.code)]


def _units_of(people: Directory, person: str, role: str) -> list[str]:
    return [post.unit for post in people.posts_of(person) if role in post.roles]


def _number(rules: Rules, spec: Staffing, on: date) -> int | None:
    try:
        return int(rules.number(spec.exactly or spec.at_least or "1", on))
    except Unset:
        return None
