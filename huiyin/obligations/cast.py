"""The invented people of a pack's scenarios."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from huiyin.eventlog.envelope import CUSTOMER, SYSTEM, Actor
from huiyin.policy.pack import Pack


@dataclass(frozen=True)
class Cast:
    """The invented people of a pack's scenarios; a `Directory` for the core."""

    units: Mapping[str, Mapping[str, Any]]
    people: Mapping[str, Mapping[str, Any]]
    absences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    head_roles: tuple[str, ...] = ()

    @classmethod
    def of(cls, pack: Pack, data: Mapping[str, Any]) -> "Cast":
        """The cast that a pack's `tests/cast.yaml` describes; heads hold a role marked `head`."""
        heads = tuple(name for name, role in pack.roles.items() if role.head)
        return cls(data.get("units") or {}, data.get("people") or {}, head_roles=heads)

    def holders(self, role: str, unit: str | None = None) -> Sequence[str]:
        """Persons with a role, in a unit when one is given."""
        return [
            n
            for n, p in self.people.items()
            if role in p.get("roles", ()) and unit in (None, p.get("unit"))
        ]

    def heads(self, unit: str) -> Sequence[str]:
        """Persons who head a unit: with a head's role, or marked `head`."""
        found = [n for role in self.head_roles for n in self.holders(role, unit)]
        marked = [n for n, p in self.people.items() if p.get("unit") == unit and p.get("head")]
        return list(dict.fromkeys(found)) or marked

    def parent(self, unit: str) -> str | None:
        """The unit above."""
        return (self.units.get(unit) or {}).get("parent")

    def units_of(self, person: str) -> Sequence[str]:
        """The unit of a person."""
        unit = (self.people.get(person) or {}).get("unit")
        return [unit] if unit else []

    def units_by_person(self, person: str) -> Sequence[str]:
        """Same as `units_of`, under the name that the directory protocol uses."""
        return self.units_of(person)

    def deputy(self, person: str, at: datetime) -> str | None:
        """The deputy during an absence."""
        absence = self.absences.get(person)
        if absence is None or not absence["from"] <= at.date().isoformat() <= absence["to"]:
            return None
        return absence["deputy"]

    def name(self, person: str) -> str:
        """People of a scenario are called by their ids."""
        return person

    def credentials(self, person: str, at: datetime) -> frozenset[str]:
        """What a person holds, as the cast says."""
        return frozenset((self.people.get(person) or {}).get("credentials", ()))

    def actor(self, person: str) -> Actor:
        """The person with unit and roles, as frozen into events."""
        if person == "customer":
            return CUSTOMER
        if person == "system":
            return SYSTEM
        entry = self.people[person]
        return Actor(person=person, unit=entry.get("unit"), roles=tuple(entry.get("roles", ())))


class Directory:
    """Gives a cast the method names of the core's directory."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.holders, self.heads, self.parent = cast.holders, cast.heads, cast.parent
        self.units, self.deputy, self.name, self.credentials = (
            cast.units_of,
            cast.deputy,
            cast.name,
            cast.credentials,
        )
