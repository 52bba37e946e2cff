"""Why a duty is due when it is: every limit it had, who set it, each day counted, what may still move it.

Pure data for the page *why this due date*, for `pack explain`, and for whoever doubts. The words are
in `explain_words`; nothing here decides anything, the limits are those that the fold derived.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.assess import reminders_of
from huiyin.obligations.fold import Fold, Versions
from huiyin.obligations.model import (
    Bearer,
    Breach,
    CaseState,
    DutyState,
    Instance,
    Line,
    Note,
    Reminder,
)
from huiyin.obligations.rules import Rules, Unset
from huiyin.obligations.terms import Trigger, counting_for, line_for
from huiyin.policy.across import ClauseText
from huiyin.policy.procedures import Approval, Cadence, Due, Duty
from huiyin.worktime import CountingRules, Explanation, before
from huiyin.worktime import explain as reckon

Item = Duty | Cadence | Approval


@dataclass(frozen=True)
class Source:
    """The act that set a limit: what was done, when it occurred, when it was recorded, by whom."""

    seq: int
    what: str
    at: datetime
    recorded: datetime
    person: str


@dataclass(frozen=True)
class ParameterUsed:
    """The company's value that a limit was counted with, as in force on the day it started."""

    name: str
    label: str
    value: str | None
    clause: tuple[str, ...]


@dataclass(frozen=True)
class LimitLine:
    """One limit of an instance: the line of the fold, the act that set it, how it was counted.

    `counted` is None for limits that a form states, ends of a day, and limits that are not known.
    """

    line: Line
    source: Source | None
    counted: Explanation | None
    parameter: ParameterUsed | None
    in_force: bool


@dataclass(frozen=True)
class Lever:
    """Something that would end or move the duty, and until when it may be used.

    `do`: a step that fulfils it. `extend`: asking for more time, at the latest by `until`.
    `level`: another level would make the limit `moment`. `wait`: what an undetermined limit waits for.
    """

    kind: Literal["do", "extend", "level", "wait"]
    what: str
    clause: tuple[str, ...] = ()
    moment: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Clause:
    """A clause as the pack quotes it, and in its own words."""

    id: str
    text: ClauseText | None


@dataclass(frozen=True)
class DueExplanation:
    """Everything about one instance that bears on when it is due."""

    rules: Rules
    instance: Instance
    item: Item
    clauses: tuple[Clause, ...]
    limits: tuple[LimitLine, ...]
    bearer: Bearer
    breach: Breach | None
    notes: tuple[tuple[Note, str], ...]
    levers: tuple[Lever, ...]
    reminders: tuple[Reminder, ...]
    at: datetime

    @property
    def limit(self) -> LimitLine:
        """The limit that counts: the one that was breached, else the one in force."""
        if self.breach is not None:
            broken = [line for line in self.limits if line.line.moment == self.breach.limit]
            return broken[-1] if broken else self.limits[-1]
        return self.limits[-1]

    @property
    def changed(self) -> bool:
        """Whether the limit was ever another one."""
        return len({line.line.moment for line in self.limits}) > 1


class UnknownInstance(LookupError):
    """The log has no such instance of a duty."""


def explain(
    rules: Rules,
    log: Sequence[Event],
    instance_id: str,
    at: datetime,
    versions: Versions | None = None,
) -> DueExplanation:
    """Explain one instance as the log stands at a moment. Raises `UnknownInstance`."""
    fold = Fold(rules, versions).run(log)
    fold.advance(at)
    return explained(fold, log, instance_id, at)


def explain_all(
    rules: Rules, log: Sequence[Event], at: datetime, versions: Versions | None = None
) -> tuple[DueExplanation, ...]:
    """Explain every instance of a case, in the order in which they arose."""
    fold = Fold(rules, versions).run(log)
    fold.advance(at)
    return tuple(explained(fold, log, name, at) for name in fold.state.instances)


def explained(fold: Fold, log: Sequence[Event], instance_id: str, at: datetime) -> DueExplanation:
    """Explain one instance of a fold that has been advanced to `at`. Raises `UnknownInstance`."""
    instance = fold.state.instances.get(instance_id)
    if instance is None:
        raise UnknownInstance(instance_id)
    rules, item = fold.rules, _item(fold, instance)
    by_seq = {event.seq: event for event in log}
    return DueExplanation(
        rules=rules,
        instance=instance,
        item=item,
        clauses=tuple(Clause(name, rules.pack.clauses.get(name)) for name in item.clause),
        limits=tuple(_limit(fold, instance, item, line, by_seq) for line in instance.lines),
        bearer=instance.bearer,
        breach=instance.breach,
        notes=tuple(instance.notes),
        levers=_levers(fold, instance, item) if instance.owed else (),
        reminders=tuple(reminders_of(rules, fold.state, instance)) if instance.owed else (),
        at=at,
    )


def _item(fold: Fold, instance: Instance) -> Item:
    spec = fold.compiled.spec
    if instance.kind == "cadence":
        return spec.cadences[instance.duty]
    if instance.kind == "approval":
        return spec.approvals[instance.duty.removeprefix("approval ")]
    return spec.duties[instance.duty]


# -- limits --


def _limit(
    fold: Fold, instance: Instance, item: Item, line: Line, by_seq: Mapping[int, Event]
) -> LimitLine:
    event = by_seq.get(line.set_seq)
    return LimitLine(
        line=line,
        source=_source(fold, event) if event is not None else None,
        counted=_counted(fold.rules, item, line),
        parameter=_parameter(fold.rules, line),
        in_force=line is instance.limit,
    )


def _source(fold: Fold, event: Event) -> Source:
    return Source(event.seq, _what(fold, event), event.at, event.recorded, event.actor.person)


def _what(fold: Fold, event: Event) -> str:
    """The label of what an event recorded, in the pack's words; the kind's name when it has none."""
    spec, kind = fold.compiled.spec, Kind(event.kind)
    if kind is Kind.ACTED and event.data["step"] in spec.steps:
        return spec.steps[str(event.data["step"])].label
    if kind in (Kind.SIGNED, Kind.WITHDRAWN) and event.data["approval"] in spec.approvals:
        return spec.approvals[str(event.data["approval"])].label
    if kind is Kind.OPENED:
        return spec.label
    return str(kind)


def _counted(rules: Rules, item: Item, line: Line) -> Explanation | None:
    """Count a line's term again, day by day; only the counting that leads to its moment is the right one."""
    if line.start is None or line.term is None or line.moment is None:
        return None
    for counting in _countings(rules, item, line):
        found = reckon(line.start, line.term, counting, rules.calendar, line.pauses)
        if found.limit.moment == line.moment:
            return found
    return None


def _countings(rules: Rules, item: Item, line: Line) -> list[CountingRules]:
    """The ways in which the term of an item may be counted: as its due says, or one of its levels'."""
    if isinstance(item, Cadence):
        return [rules.whole_days]
    if isinstance(item, Approval) or line.term is None:
        return [rules.counting]
    dues: list[Due] = [item.due, *(item.due.by_level or {}).values()]
    return [counting_for(rules, due, line.term) for due in dues]


def _parameter(rules: Rules, line: Line) -> ParameterUsed | None:
    if line.parameter is None:
        return None
    spec = rules.pack.parameters[line.parameter]
    day = rules.local_date(line.start or line.set_at)
    value = rules.raw_parameter(line.parameter, day)
    return ParameterUsed(line.parameter, spec.label, value, spec.clause)


# -- what would change it --


def _levers(fold: Fold, instance: Instance, item: Item) -> tuple[Lever, ...]:
    found = list(_steps(fold, item))
    if isinstance(item, Duty):
        found += _extension(fold, instance, item)
        found += _levels(fold, instance, item)
    found += _waits(fold.rules, instance)
    return tuple(found)


def _steps(fold: Fold, item: Item) -> list[Lever]:
    spec = fold.compiled.spec
    if isinstance(item, Approval):
        return [Lever("do", item.label, item.clause)]
    labels: dict[str, Lever] = {}
    for key in item.done_by:
        name, _, outcome = key.partition(":")
        if name in spec.steps:
            label = spec.steps[name].label + (f"：{outcome}" if outcome else "")
            labels[key] = Lever("do", label, spec.steps[name].clause)
    return list(labels.values())


def _extension(fold: Fold, instance: Instance, duty: Duty) -> list[Lever]:
    extension, limit = duty.extension, instance.limit.moment
    if extension is None or limit is None or instance.state is not DutyState.PENDING:
        return []
    rules, until = fold.rules, limit
    if extension.ask_before is not None:
        try:
            ahead = rules.term(extension.ask_before, rules.local_date(limit))
        except Unset:
            return []
        until = before(limit, ahead, rules.counting, rules.calendar)
    label = fold.compiled.spec.steps[extension.ask].label
    return [Lever("extend", label, extension.clause or duty.clause, until=until)]


def _levels(fold: Fold, instance: Instance, duty: Duty) -> list[Lever]:
    """What the limit would be under each other level, were it set by the last act of the log."""
    if duty.due.by_level is None or instance.state is DutyState.BREACHED:
        return []
    state, found = fold.state, []
    for level in fold.rules.pack.level_order:
        if level != state.level:
            line = _under(fold, state, level, instance, duty)
            clause = fold.rules.pack.levels[level].clause
            found.append(Lever("level", level, clause, moment=line.moment))
    return found


def _under(fold: Fold, state: CaseState, level: str, instance: Instance, duty: Duty) -> Line:
    trigger = Trigger(state.seq, instance.opened, "level", instance.row_data, instance.opened)
    return line_for(fold.rules, replace(state, level=level), duty, trigger, instance.limit.pauses)


def _waits(rules: Rules, instance: Instance) -> list[Lever]:
    line = instance.limit
    if instance.state is not DutyState.UNDETERMINED:
        return []
    if line.reason == "parameter" and line.parameter is not None:
        spec = rules.pack.parameters[line.parameter]
        return [Lever("wait", spec.label, spec.clause)]
    return [Lever("wait", line.reason, moment=line.shown)]
