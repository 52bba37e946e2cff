"""The envelope of a recorded fact: who, when it occurred, when it was recorded, what.

Two times are kept (DESIGN rule 7). Events fold in the order recorded (`seq`); acts count at the
moment they occurred (`at`). Events that share `command` are one moment.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

Data = Mapping[str, Any]
NOTHING: Data = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """Who acted, with the unit and the posts held at that moment (pack-study 5.15).

    `person` is the id of a person, or one of the two words `customer` and `system`.
    `for_person` is set when a deputy acted for somebody else.
    """

    person: str
    unit: str | None = None
    roles: tuple[str, ...] = ()
    for_person: str | None = None

    @property
    def people(self) -> frozenset[str]:
        """Who acted, and for whom: neither is independent of the other."""
        return frozenset({self.person, self.for_person or self.person})


SYSTEM = Actor(person="system")
CUSTOMER = Actor(person="customer", roles=("customer",))


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One recorded fact of one case; immutable. `seq` counts from 1 within the case.

    `data` is plain JSON: strings, integers, booleans, null, lists, objects. Decimal amounts and
    moments are strings (ISO 8601 with offset); floats never occur. Personal data never occurs:
    a value that may hold some is a reference `{"ref": "<id>"}` (DESIGN rule 8).
    """

    case: str
    seq: int
    kind: str
    at: datetime
    recorded: datetime
    command: str
    actor: Actor = SYSTEM
    data: Data = field(default_factory=lambda: NOTHING)


def is_reference(value: object) -> bool:
    """Tell whether a form value stands for personal data that is stored outside the log."""
    return isinstance(value, Mapping) and set(value) == {"ref"}
