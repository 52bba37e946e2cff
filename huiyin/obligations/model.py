"""The values that the fold of one case's log builds: state, instances of duties, limits, breaches."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from huiyin.worktime import Duration, Pause


class DutyState(StrEnum):
    """Where an instance stands. `breached` is owed and late; `done_late` was fulfilled after that."""

    PENDING = "pending"
    UNDETERMINED = "undetermined"
    DONE = "done"
    DONE_LATE = "done_late"
    BREACHED = "breached"
    LAPSED = "lapsed"
    WAIVED = "waived"


OWED = frozenset({DutyState.PENDING, DutyState.UNDETERMINED, DutyState.BREACHED})


class Note(StrEnum):
    """What must be said beside an instance's state."""

    CLAIMED_IN_TIME = "claimed_in_time"
    SHORTENED = "shortened"
    BORN_LATE = "born_late"
    EXTENDED = "extended"
    LATE_EXTENSION = "late_extension"
    TOO_EARLY = "too_early"
    EXCUSED = "excused"


class Bearer(NamedTuple):
    """Who owes: roles, in a unit if one is fixed, or one person (pack-study 5.15: posts, not people)."""

    roles: tuple[str, ...] = ()
    unit: str | None = None
    person: str | None = None


class Line(NamedTuple):
    """One limit of an instance and the act that set it (pack-study 5.3).

    `moment` is the last good instant; None without limit or while undetermined (`reason`).
    `shown` is the strictest moment a level could bring while none is determined.
    """

    moment: datetime | None
    set_at: datetime
    set_seq: int
    why: str
    start: datetime | None = None
    term: Duration | None = None
    end: str | None = None
    provisional: bool = False
    reason: str = ""
    shown: datetime | None = None
    parameter: str | None = None
    pauses: tuple[Pause, ...] = ()

    def same_as(self, other: "Line") -> bool:
        """Whether both say the same, whoever set them."""
        return (self.moment, self.reason, self.shown) == (other.moment, other.reason, other.shown)


class Breach(NamedTuple):
    """The limit that passed, and when that was known: at the limit, or at the act that moved it."""

    limit: datetime
    at: datetime

    @property
    def by_change(self) -> bool:
        """Whether an act brought a limit that had already passed."""
        return self.at > self.limit


@dataclass(slots=True)
class Instance:
    """One run of a duty, cadence or approval total.

    `due` is the moment of the limit in force in UTC: whether it has passed is asked for everything
    owed at every command, and comparing moments of two zones takes a hundred times as long.
    """

    id: str
    duty: str
    kind: str
    ordinal: int
    opened: datetime
    seq: int
    bearer: Bearer
    lines: list[Line] = field(default_factory=list)
    state: DutyState = DutyState.PENDING
    row: str | None = None
    row_data: Mapping[str, Any] = field(default_factory=dict)
    closed: datetime | None = None
    closed_seq: int | None = None
    breach: Breach | None = None
    notes: list[tuple[Note, str]] = field(default_factory=list)
    not_before: datetime | None = None
    judged_by: datetime | None = None
    slot: tuple[datetime, datetime] | None = None
    round: int = 0
    benchmark: bool = False
    due: datetime | None = field(init=False, default=None, compare=False)

    def __post_init__(self) -> None:
        """Work out what the first limit says."""
        self._follow()

    def limit_by(self, line: Line) -> None:
        """Put a limit in force."""
        self.lines.append(line)
        self._follow()

    def _follow(self) -> None:
        moment = self.lines[-1].moment if self.lines else None
        self.due = None if moment is None else moment.astimezone(UTC)

    @property
    def limit(self) -> Line:
        """The limit in force."""
        return self.lines[-1]

    @property
    def missed(self) -> bool:
        """Whether it is a beat of a rhythm that nobody made.

        It stays a breach for good and is owed no more: what is owed is the next beat. Only what was
        done in its day and written down later still answers it.
        """
        return self.kind == "cadence" and self.state is DutyState.BREACHED

    @property
    def owed(self) -> bool:
        """Whether somebody still owes it, late or not."""
        return self.state in OWED and not self.missed

    @property
    def moment(self) -> datetime | None:
        """The limit's moment: of the breach when there was one, else the one in force."""
        return self.breach.limit if self.breach else self.limit.moment

    def note(self, note: Note, what: str = "") -> None:
        """Say something beside the state, once."""
        if (note, what) not in self.notes:
            self.notes.append((note, what))


@dataclass(slots=True)
class StepDone:
    """The latest time a step was done, where, by whom; `valid` falls when a round undoes it."""

    seq: int
    at: datetime
    by: str
    unit: str | None
    outcome: str | None
    stage: str | None
    valid: bool = True
    count: int = 1


class ActDone(NamedTuple):
    """One time that a step was done, with what was filled in."""

    seq: int
    at: datetime
    step: str
    outcome: str | None
    by: str
    unit: str | None
    form: Mapping[str, Any]


@dataclass(slots=True)
class ApprovalState:
    """One version of what awaits signatures; `proposers` are who proposed it and for whom."""

    version: int
    of_seq: int
    proposer: str
    opened: datetime
    proposers: frozenset[str]
    status: str = "open"
    signed: dict[int, tuple[str, datetime]] = field(default_factory=dict)
    form: Mapping[str, Any] = field(default_factory=dict)
    closed: datetime | None = None


@dataclass(slots=True)
class Latent:
    """A trigger whose duty waits for a level or flag (live `when`, pack-study 5.4)."""

    duty: str
    seq: int
    at: datetime
    row: str | None
    row_data: Mapping[str, Any]
    any_met: bool


@dataclass(slots=True)
class Run:
    """A cadence that is running, with its open instance."""

    cadence: str
    since: datetime
    instance: Instance | None = None


@dataclass(slots=True)
class CaseState:
    """Everything that one log says about its case.

    `because` says why it was opened when no person did it: a schedule, a watch, another case;
    `turned` that level or flags changed since what follows them was looked at; `lead` the case that
    this one was joined to, `members` those joined to this one (nothing that is owed follows them).
    """

    procedure: str = ""
    because: Mapping[str, Any] = field(default_factory=dict)
    stage: str | None = None
    stage_since: datetime | None = None
    level: str | None = None
    unit: str | None = None
    flags: set[str] = field(default_factory=set)
    rounds: int = 0
    opened: datetime | None = None
    closed: datetime | None = None
    seq: int = 0
    fields: dict[str, Any] = field(default_factory=dict)
    steps: dict[str, StepDone] = field(default_factory=dict)
    acts: list[ActDone] = field(default_factory=list)
    first: dict[str, datetime] = field(default_factory=dict)
    doers: dict[str, set[str]] = field(default_factory=dict)
    stages: list[tuple[str, datetime, int]] = field(default_factory=list)
    instances: dict[str, Instance] = field(default_factory=dict)
    ordinals: dict[str, int] = field(default_factory=dict)
    latent: dict[str, Latent] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)
    approvals: dict[str, ApprovalState] = field(default_factory=dict)
    approved: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    contributions: dict[str, dict[int, Any]] = field(default_factory=dict)
    children: dict[str, tuple[str, bool]] = field(default_factory=dict)
    links: set[tuple[str, str]] = field(default_factory=set)
    lead: str | None = None
    members: set[str] = field(default_factory=set)
    documents: list[tuple[str, str, int]] = field(default_factory=list)
    voided: set[tuple[str, str]] = field(default_factory=set)
    pauses: list[Pause] = field(default_factory=list)
    receipts: set[str] = field(default_factory=set)
    reminded: set[tuple[str, str]] = field(default_factory=set)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    turned: bool = field(default=True, compare=False)
    _live: list[Instance] = field(default_factory=list, compare=False)

    def open_instances(self) -> list[Instance]:
        """Instances that are still owed; closed ones are never looked at again."""
        self._live = [i for i in self._live if i.owed]
        return self._live.copy()

    def overdue(self, at: datetime) -> list[Instance]:
        """Instances that are owed in time and whose limit lies before a moment."""
        return [
            i
            for i in self._live
            if i.due is not None and i.due < at and i.state is DutyState.PENDING and not i.benchmark
        ]

    def add(self, instance: Instance) -> None:
        """Keep a new instance."""
        self.instances[instance.id] = instance
        self._live.append(instance)

    def reopen(self, instance: Instance) -> None:
        """Owe an instance again that had lapsed."""
        instance.state, instance.closed, instance.closed_seq = DutyState.PENDING, None, None
        if not any(instance is known for known in self._live):
            self._live.append(instance)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder whose moment has come and that no receipt covers yet."""

    instance: str
    duty: str
    mark: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is owed at a moment, until when, and what the log does not yet receipt."""

    state: CaseState
    at: datetime
    next_due_at: datetime | None
    unreceipted: tuple[Instance, ...]
    reminders: tuple[Reminder, ...]

    @property
    def duties(self) -> tuple[Instance, ...]:
        """All instances in the order in which they arose."""
        return tuple(self.state.instances.values())


def as_date(value: Any) -> date | None:
    """Read a date from a form value; None when it is not one."""
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
