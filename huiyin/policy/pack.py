"""A whole pack: the regulation of one company as data."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from huiyin.policy.across import (
    Access,
    Attestation,
    Basis,
    Category,
    Channel,
    ClauseText,
    Credential,
    Document,
    Judgement,
    Ledger,
    Level,
    Metric,
    Notice,
    Parameter,
    Platform,
    Register,
    Report,
    Retention,
    Revising,
    Sample,
    Schedule,
    Staffing,
    Watch,
)
from huiyin.policy.base import Model, Words
from huiyin.policy.forms import Overlay
from huiyin.policy.procedures import Procedure
from huiyin.policy.who import Role


class Count(Model):
    """How one unit of days is counted; said for every unit, without default."""

    day_zero: str = Field(pattern="^(included|excluded)$")
    end: str = Field(pattern="^(midnight|close_of_business)$")


def _labelled(value: Any) -> Any:
    """A bare word stands for an item that has only a label."""
    if not isinstance(value, Mapping):
        return value
    return {key: {"label": item} if isinstance(item, str) else item for key, item in value.items()}


def _levels(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {
        key: {"label": key, **item} if isinstance(item, Mapping) else {"label": key}
        for key, item in value.items()
    }


Roles = Annotated[dict[str, Role], BeforeValidator(_labelled)]
Levels = Annotated[dict[str, Level], BeforeValidator(_levels)]


class Pack(Model):
    """One version of a regulation; immutable once installed."""

    pack: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    version: str = Field(pattern=r"^\d{4}\.\d+(\.\d+)?$")
    engine: str = "1"
    title: str
    title_en: str = ""
    company_kind: str = ""
    effective_from: str = ""
    reviewed_on: str = ""
    counting: dict[str, Count]
    close_of_business: str = "18:00"
    basis: Basis = Basis()
    clauses: dict[str, ClauseText] = Field(default_factory=dict)
    roles: Roles
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    channels: dict[str, Channel] = Field(default_factory=dict)
    levels: Levels = Field(default_factory=dict)
    categories: dict[str, Category] = Field(default_factory=dict)
    flags: Annotated[dict[str, Any], BeforeValidator(_labelled)] = Field(default_factory=dict)
    lists: dict[str, Words] = Field(default_factory=dict)
    procedures: dict[str, Procedure]
    documents: dict[str, Document] = Field(default_factory=dict)
    notices: dict[str, Notice] = Field(default_factory=dict)
    schedules: dict[str, Schedule] = Field(default_factory=dict)
    watches: dict[str, Watch] = Field(default_factory=dict)
    samples: dict[str, Sample] = Field(default_factory=dict)
    retention: Retention | None = None
    revising: Revising | None = None
    access: tuple[Access, ...] = ()
    ledgers: dict[str, Ledger] = Field(default_factory=dict)
    metrics: dict[str, Metric] = Field(default_factory=dict)
    reports: dict[str, Report] = Field(default_factory=dict)
    registers: dict[str, Register] = Field(default_factory=dict)
    staffing: tuple[Staffing, ...] = ()
    credentials: dict[str, Credential] = Field(default_factory=dict)
    attestations: dict[str, Attestation] = Field(default_factory=dict)
    judgements: dict[str, Judgement] = Field(default_factory=dict)
    platform: dict[str, Platform] = Field(default_factory=dict)
    overlays: tuple[Overlay, ...] = ()
    words_en: dict[str, str] = Field(default_factory=dict)

    @property
    def main_procedure(self) -> str:
        """The procedure of the company's complaints: the one marked `main`, else the first."""
        return next(
            (name for name, p in self.procedures.items() if p.main), next(iter(self.procedures))
        )

    @cached_property
    def rounds(self) -> dict[str, Schedule]:
        """Everything that the calendar opens: schedules, and samples that no schedule opens."""
        opened = {schedule.opens for schedule in self.schedules.values()}
        own = {
            f"sample {name}": schedule
            for name, sample in self.samples.items()
            if sample.opens not in opened and (schedule := sample.schedule()) is not None
        }
        return {**self.schedules, **own}

    @property
    def level_order(self) -> tuple[str, ...]:
        """Levels from the gravest down, as listed."""
        return tuple(self.levels)

    def choices(self, of: tuple[str, ...]) -> tuple[str, ...]:
        """Spell out the choices of a field whose `of` may name a list of the pack."""
        return self.named_choices.get(of[0], of) if len(of) == 1 else of

    @cached_property
    def named_choices(self) -> dict[str, tuple[str, ...]]:
        """The choices that a field may name instead of spelling them out."""
        return {
            "channels": tuple(self.channels),
            "levels": tuple(self.levels),
            "categories": tuple(self.categories),
            "causes": tuple(c for category in self.categories.values() for c in category.causes),
            "criteria": tuple(
                c for level in self.levels.values() for c in (*level.any, *level.all)
            ),
            "flags": tuple(self.flags),
            **self.lists,
        }

    def say(self, word: str, lang: str) -> str:
        """The word in the reader's language; the Chinese word itself when no English is known."""
        return self.words_en.get(word, word) if lang.startswith("en") else word
