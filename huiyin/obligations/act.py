"""What somebody wants to do, and who there is to do it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from huiyin.eventlog.envelope import Actor


@dataclass(frozen=True)
class Standard:
    """A standard in force: what names its version, and the rows that a checklist takes from it."""

    called: str
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Act:
    """An act that is asked for: doing a step, signing an approval, withdrawing what awaits one.

    `at` is when it occurred; moments and numbers in `form` are text. `round` is the round in which
    the form was filled in, where a door knows it. `standards` are those in force, by the field of
    the form that takes its rows from one.
    """

    name: str
    actor: Actor
    at: datetime
    kind: Literal["do", "sign", "withdraw"] = "do"
    form: Mapping[str, Any] = field(default_factory=dict)
    outcome: str | None = None
    row: str | None = None
    decision: str = "approve"
    note: str = ""
    signature: str | None = None
    round: int | None = None
    standards: Mapping[str, Standard] = field(default_factory=dict)


class Directory(Protocol):
    """Who holds which post at the moment of asking; built by the shell, read by `may`."""

    def holders(self, role: str, unit: str | None = None) -> Sequence[str]:
        """Persons with a post of that role, in that unit when one is given."""
        ...

    def heads(self, unit: str) -> Sequence[str]:
        """Who heads a unit."""
        ...

    def parent(self, unit: str) -> str | None:
        """The unit above."""
        ...

    def units(self, person: str) -> Sequence[str]:
        """The units in which a person has a post, the main one first."""
        ...

    def deputy(self, person: str, at: datetime) -> str | None:
        """Who stands in for a person who is absent then; None when present."""
        ...

    def name(self, person: str) -> str:
        """What to call a person."""
        ...

    def credentials(self, person: str, at: datetime) -> frozenset[str]:
        """Standing facts that the person holds then (commitments signed, trainings done)."""
        ...
