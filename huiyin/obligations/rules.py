"""The rules a case is judged by: a pack version, the company's parameters, its calendar."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from huiyin.obligations.model import CaseState
from huiyin.policy.across import Watch
from huiyin.policy.conditions import Condition
from huiyin.policy.pack import Pack
from huiyin.policy.procedures import Cadence, Duty, Procedure
from huiyin.policy.who import Whos
from huiyin.worktime import Calendar, Counting, CountingRules, Duration, Unit

ParameterValues = Mapping[str, Mapping[str, str | None]]


class Unset(Exception):
    """A parameter that the company must set is empty; `args[0]` is its name."""


@dataclass(frozen=True, eq=False)
class Followed:
    """A duty's condition, split into what is read once and what follows level and flags.

    `always` says that there is no condition, `turns` that some of it follows.
    """

    once: Condition
    live: Condition
    always: bool
    turns: bool

    @classmethod
    def of(cls, when: Condition) -> "Followed":
        """Split a condition."""
        live = [tuple(fact for fact in facts if fact.live) for facts in (when.all, when.any)]
        once = [tuple(fact for fact in facts if not fact.live) for facts in (when.all, when.any)]
        split = [Condition(all=facts[0], any=facts[1]) for facts in (once, live)]
        return cls(split[0], split[1], not when, bool(split[1]))


@dataclass(frozen=True, eq=False)
class Compiled:
    """A procedure with its triggers turned into look-up tables.

    `bearers` are the ways of saying who owes: as written, else whoever may do the discharging step.
    `naming` are the fields (`step.field`) that name who may do a step or sign.
    """

    name: str
    spec: Procedure
    when: Mapping[str, Followed]
    bearers: Mapping[str, Whos]
    measures_of: Mapping[str, tuple[str, ...]]
    approvals_of: Mapping[str, tuple[str, ...]]
    duties_after: Mapping[str, tuple[str, ...]]
    duties_done_by: Mapping[str, tuple[str, ...]]
    cadences_done_by: Mapping[str, tuple[str, ...]]
    extensions_by: Mapping[str, tuple[str, ...]]
    stage_index: Mapping[str, int]
    naming: frozenset[str]

    @classmethod
    def of(cls, name: str, spec: Procedure) -> "Compiled":
        """Index a procedure's duties by what triggers and what discharges them."""
        after: dict[str, list[str]] = {}
        done_by: dict[str, list[str]] = {}
        rhythm: dict[str, list[str]] = {}
        extended: dict[str, list[str]] = {}
        for duty, item in spec.duties.items():
            for key in item.after:
                after.setdefault(key, []).append(duty)
            for key in item.done_by:
                done_by.setdefault(key, []).append(duty)
            if item.extension:
                extended.setdefault(item.extension.grant, []).append(duty)
        for cadence, beat in spec.cadences.items():
            for key in beat.done_by:
                rhythm.setdefault(key, []).append(cadence)
        measured: dict[str, list[str]] = {}
        for measure, figure in spec.measures.items():
            measured.setdefault(figure.of.partition(".")[0], []).append(measure)
        approved: dict[str, list[str]] = {}
        for approval, chain in spec.approvals.items():
            approved.setdefault(chain.of, []).append(approval)
        return cls(
            name=name,
            spec=spec,
            when={duty: Followed.of(item.when) for duty, item in spec.duties.items()},
            bearers=_bearers(spec),
            naming=_naming(spec),
            measures_of=_frozen(measured),
            approvals_of=_frozen(approved),
            duties_after=_frozen(after),
            duties_done_by=_frozen(done_by),
            cadences_done_by=_frozen(rhythm),
            extensions_by=_frozen(extended),
            stage_index={stage: n for n, stage in enumerate(spec.stages)},
        )


def _bearers(spec: Procedure) -> dict[str, Whos]:
    """For each duty and rhythm whoever owes it, or may do the first step that discharges it."""
    found: dict[str, Whos] = {}
    items: dict[str, Cadence | Duty] = {**spec.cadences, **spec.duties}
    for name, item in items.items():
        steps = [key.partition(":")[0] for key in item.done_by]
        doers = [spec.steps[step].by for step in steps if step in spec.steps]
        found[name] = item.bearer or (doers[0] if doers else ())
    return found


def _naming(spec: Procedure) -> frozenset[str]:
    whos = [who for step in spec.steps.values() for who in step.by]
    whos += [who for a in spec.approvals.values() for s in a.signers for who in s.by]
    return frozenset(who.person for who in whos if who.person)


def _frozen(table: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(dict.fromkeys(names)) for key, names in table.items()}


def version_key(data: Mapping[str, Any]) -> str:
    """What an event calls the rules of a case: pack, version, and the company's edition of it."""
    edition = data.get("edition")
    return f"{data.get('pack')}@{data.get('version')}" + (f"#{edition}" if edition else "")


@dataclass(frozen=True, eq=False)
class Rules:
    """Pack version + parameters of the company + calendar. No people, no present time.

    `edition` counts the revisions of a company: which values it had set when it took the version
    into force; 0 where nobody counts (scenarios, trials).
    """

    pack: Pack
    calendar: Calendar = field(default_factory=Calendar)
    parameters: ParameterValues = field(default_factory=dict)
    edition: int = 0
    _compiled: dict[str, Compiled] = field(default_factory=dict, repr=False)
    _terms: dict[str, Duration] = field(default_factory=dict, repr=False)
    _named: dict[tuple[str, date], Duration] = field(
        init=False, default_factory=dict, repr=False
    )  # not to be taken over to rules with other values

    def procedure(self, name: str) -> Compiled:
        """The compiled procedure of that name; KeyError when the pack has none."""
        found = self._compiled.get(name)
        if found is None:
            found = self._compiled[name] = Compiled.of(name, self.pack.procedures[name])
        return found

    def confirming(self, state: CaseState) -> Watch | None:
        """The watch whose finding opened a case and that somebody has to confirm first."""
        name = state.because.get("watch")
        watch = self.pack.watches.get(str(name)) if name and not state.steps else None
        return watch if watch is not None and watch.confirm_by else None

    @cached_property
    def counting(self) -> CountingRules:
        """How each unit of days is counted, as the head of the pack says."""
        return {Unit(unit): Counting(c.day_zero, c.end) for unit, c in self.pack.counting.items()}  # type: ignore[arg-type]

    @cached_property
    def whole_days(self) -> CountingRules:
        """Counting of rhythms: the first day is not counted and days end at midnight (pack-study 5.9)."""
        plain = Counting("excluded", "midnight")
        return dict.fromkeys(Unit, plain)

    def raw_parameter(self, name: str, on: date) -> str | None:
        """The value in force on a day; the company's values stand beside the pack's. None when unset."""
        spec = self.pack.parameters[name]
        values: dict[str, str | None] = {**spec.values, **self.parameters.get(name, {})}
        past = [day for day in values if day <= on.isoformat()]
        return values[max(past)] if past else None

    def parameter(self, name: str, on: date) -> str:
        """The value in force on a day. Raises `Unset` when the company has not set it."""
        value = self.raw_parameter(name, on)
        if value is None or value == "":
            raise Unset(name)
        return value

    def term(self, text: str, on: date) -> Duration:
        """A term written out (`3 workdays`) or named by a parameter. Raises `Unset`."""
        return self.written(text) or self.named(text, on)

    def written(self, text: str) -> Duration | None:
        """A term that is written out; None when a parameter names it."""
        known = self._terms.get(text)
        if known is None and text[:1].isdigit():
            known = self._terms[text] = Duration.parse(text)
        return known

    def named(self, text: str, on: date) -> Duration:
        """A term that a parameter names, as it is in force on a day. Raises `Unset`."""
        known = self._named.get((text, on))
        if known is None:
            unit = Unit(self.pack.parameters[text].unit)
            known = self._named[text, on] = Duration(int(self.parameter(text, on)), unit)
        return known

    def number(self, text: str, on: date) -> str:
        """A number written out or named by a parameter. Raises `Unset`."""
        return self.parameter(text, on) if text in self.pack.parameters else text

    def moment(self, value: Any) -> datetime | None:
        """Read a moment from a form value: without offset it is local, a bare date is that day's end."""
        text = str(value)
        try:
            if len(text) == len("2026-01-01"):
                return self.calendar.end_of(date.fromisoformat(text))
            moment = datetime.fromisoformat(text)
        except ValueError:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=self.calendar.tz)

    def day_start(self, day: date) -> datetime:
        """The first instant of a local day."""
        return datetime.combine(day, time.min, tzinfo=self.calendar.tz)

    def local_date(self, moment: datetime) -> date:
        """The company's calendar day of a moment."""
        return self.calendar.local(moment).date()
