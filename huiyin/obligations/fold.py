"""One fold of one log: the only place that derives state, duties, limits and breaches.

Events fold in the order recorded; acts count at the moment they occurred; the acts of one command
are one moment (pack-study 5.1). Before a command is applied, everything whose limit lies before its
recorded moment and is still owed is breached; what the command itself brings is judged at its end.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.obligations import approvals, cadences, duties, extending, recorded
from huiyin.obligations.facts import given
from huiyin.obligations.model import (
    ActDone,
    Breach,
    CaseState,
    DutyState,
    Instance,
    Line,
    Note,
    StepDone,
)
from huiyin.obligations.rules import Compiled, Rules, version_key
from huiyin.policy.procedures import Outcome, Step
from huiyin.worktime import before

NO_OUTCOME = Outcome()
Versions = Mapping[str, Rules]
TARGET = "opened.target"
"""The field that holds for whom a schedule opened the case: a person, or a unit."""

Handler = Callable[["Fold", Event, Mapping[str, Any]], None]


class Fold:
    """Applies a log, command by command.

    `versions` are the pack versions and editions that a log may name: the one the case began
    under, those it was moved to. What they do not have is judged by `rules`.
    """

    def __init__(self, rules: Rules, versions: Versions | None = None) -> None:
        self.rules = rules
        self.versions = versions or {}
        self.state = CaseState()
        self._compiled: Compiled | None = None

    @property
    def compiled(self) -> Compiled:
        """The procedure of the case."""
        if self._compiled is None or self._compiled.name != self.state.procedure:
            self._compiled = self.rules.procedure(self.state.procedure)
        return self._compiled

    def begin(self, data: Mapping[str, Any]) -> None:
        """Judge the case by the rules it was opened under."""
        self.rules, self._compiled = self.versions.get(version_key(data), self.rules), None

    def take_over(self, rules: Rules, act: duties.Act) -> None:
        """Go on under other rules; what they no longer know lapses, unless it was breached (5.7)."""
        self.rules, self._compiled, state = rules, None, self.state
        spec = self.compiled.spec
        known = {*spec.duties, *spec.cadences, *(f"approval {name}" for name in spec.approvals)}
        for instance in state.open_instances():
            if instance.duty not in known:
                duties.lapse(instance, act)
        state.latent = {k: v for k, v in state.latent.items() if v.duty in spec.duties}
        state.runs = {k: v for k, v in state.runs.items() if k in spec.cadences}
        state.approvals = {k: v for k, v in state.approvals.items() if k in spec.approvals}
        state.turned = True

    def run(self, log: Sequence[Event]) -> "Fold":
        """Fold a whole log."""
        for _, events in groupby(log, key=lambda event: event.command):
            self.command(list(events))
        return self

    def command(self, events: Sequence[Event]) -> None:
        """Fold the events of one command: one moment."""
        self.advance(events[0].recorded)
        for event in events:
            self.apply(event)
        self.settle(events[0].recorded)

    def advance(self, to: datetime) -> None:
        """Breach, in the order of their limits, what is still owed after its limit."""
        while late := self.state.overdue(to):
            for instance in sorted(late, key=_moment):
                limit = _moment(instance)
                self._breach(instance, Breach(limit, limit))

    def settle(self, recorded: datetime) -> None:
        """Breach what this command brought past its limit: born late, or shortened into the past."""
        late = self.state.overdue(recorded)
        for instance in late:
            instance.note(Note.SHORTENED if len(instance.lines) > 1 else Note.BORN_LATE)
            self._breach(instance, Breach(_moment(instance), recorded))
        if late:
            self.advance(recorded)

    def _breach(self, instance: Instance, breach: Breach) -> None:
        instance.state, instance.breach = DutyState.BREACHED, breach
        if instance.kind == "cadence":
            cadences.roll(self.rules, self.state, instance)

    def apply(self, event: Event) -> None:
        """Fold one event; the caller sees to `advance` before and `settle` after a command."""
        self.state.seq = event.seq
        handler = _HANDLERS.get(event.kind) or _HANDLERS.get(Kind(event.kind))
        if handler is not None:
            handler(self, event, event.data)

    # -- what an act does, in the order of effects (pack-study 5.16) --

    def acted(self, event: Event, data: Mapping[str, Any]) -> None:
        """A step was done."""
        step, outcome = str(data["step"]), data.get("outcome")
        rules, state, compiled = self.rules, self.state, self.compiled
        spec = compiled.spec.steps[step]
        act = (event.seq, event.at)
        keys = (step,) if outcome is None else (step, f"{step}:{outcome}")
        form = data.get("form") or {}
        self._remember(event, step, outcome, form)
        row = data.get("row")
        duties.discharge(state, compiled, keys, act, None if row is None else str(row))
        cadences.discharge(rules, state, compiled, keys, act)
        chosen = spec.outcomes.get(str(outcome), NO_OUTCOME)
        self._place(spec, data, form)
        self._level_and_flags(spec, chosen, form, act)
        entered = self.move(chosen.to or spec.to, act)
        approvals.open_for(rules, state, compiled, step, event.actor, form, act)
        self.extend(keys, act)
        duties.trigger(rules, state, compiled, keys + entered, act)
        duties.determine(rules, state, compiled, act)
        if spec.ends == "lapse":
            self._lapse_all(act)
        self.follow_live(act)

    def _remember(
        self, event: Event, step: str, outcome: str | None, form: Mapping[str, Any]
    ) -> None:
        state, actor = self.state, event.actor
        last = state.steps.get(step)
        state.steps[step] = StepDone(
            event.seq,
            event.at,
            actor.person,
            actor.unit,
            outcome,
            state.stage,
            count=last.count + 1 if last else 1,
        )
        done = ActDone(event.seq, event.at, step, outcome, actor.person, actor.unit, form)
        state.acts.append(done)
        if last is None:
            state.first[step] = event.at
        state.doers.setdefault(step, set()).update(actor.people)
        if outcome is not None:
            state.fields[f"{step}.outcome"] = outcome
        for name, value in form.items():
            if given(value):
                state.fields[f"{step}.{name}"] = value
        if step in self.compiled.measures_of:
            self._measure(event, step, outcome, form)
        for skipped in event.data.get("skipped") or ():
            state.skipped.append((event.seq, str(skipped)))

    def _measure(
        self, event: Event, step: str, outcome: str | None, form: Mapping[str, Any]
    ) -> None:
        for name in self.compiled.measures_of[step]:
            measure = self.compiled.spec.measures[name]
            if measure.outcome is not None and measure.outcome != outcome:
                continue
            _, _, field = measure.of.partition(".")
            value = form.get(field) if field else 1
            if measure.kind == "days_past":
                value = extending.days_past(self.rules, self.state, measure.against, value)
            if given(value):
                self.state.contributions.setdefault(name, {})[event.seq] = value

    def _place(self, spec: Step, data: Mapping[str, Any], form: Mapping[str, Any]) -> None:
        """The case goes to the unit that the form names; its id is in the event where that differs."""
        if spec.sets_unit and given(form.get(spec.sets_unit)):
            self.state.unit = str(data.get("unit") or form[spec.sets_unit])

    def _level_and_flags(
        self, spec: Step, outcome: Outcome, form: Mapping[str, Any], act: duties.Act
    ) -> None:
        state = self.state
        if spec.flag or spec.unflag or outcome.flag or outcome.unflag:
            state.flags |= {*spec.flag, *outcome.flag}
            state.flags -= {*spec.unflag, *outcome.unflag}
            state.turned = True
        level = form.get(spec.sets_level) if spec.sets_level else None
        if given(level) and level != state.level:
            state.level, state.turned = str(level), True
            duties.relevel(self.rules, state, act)

    def move(self, to: str | None, act: duties.Act) -> tuple[str, ...]:
        """Enter a stage; going back opens a new round and undoes the validity of what came after."""
        state = self.state
        if to is None:
            return ()
        index = self.compiled.stage_index
        here = index.get(state.stage or "", -1)
        same = to == state.stage
        returning = index[to] < here or (same and self.by_outcome)
        if returning:
            state.rounds += 1
            self._undo_from(index[to], act)
        if same:
            return ()
        state.stage, state.stage_since = to, act[1]
        state.stages.append((to, act[1], act[0]))
        state.closed = act[1] if to in self.compiled.spec.final_stages else None
        return (f"stage {to}",)

    by_outcome = False

    def _undo_from(self, stage: int, act: duties.Act) -> None:
        index = self.compiled.stage_index
        for name, step in self.state.steps.items():
            if step.valid and index.get(step.stage or "", -1) >= stage:
                step.valid = False
                for approval in self.compiled.approvals_of.get(name, ()):
                    approvals.void(self.state, approval, act)

    def extend(self, keys: Iterable[str], act: duties.Act) -> None:
        """An extension granted in time moves the limit; one granted late does not heal (DESIGN rule 4).

        It never shortens: of several rows, those whose own limit is later keep it.
        """
        granted = self.compiled.extensions_by
        for name in [name for key in keys if key in granted for name in granted[key]]:
            extension = self.compiled.spec.duties[name].extension
            if extension is None:
                continue
            moment = self.rules.moment(self.state.fields.get(extension.new, ""))
            for instance in self.state.open_instances():
                if instance.duty == name and moment is not None:
                    self._grant(instance, moment, extension.ask, extension.ask_before, act)

    def _grant(
        self, instance: Instance, moment: datetime, ask: str, ahead: str | None, act: duties.Act
    ) -> None:
        old = instance.limit.moment
        if old is None or moment <= old:
            return
        instance.limit_by(Line(moment, act[1], act[0], "extension"))
        asked = self.state.steps.get(ask)
        if instance.state is DutyState.BREACHED or asked is None:
            instance.note(Note.EXTENDED, old.isoformat())
            return
        instance.state = DutyState.PENDING
        if ahead is not None:
            term = self.rules.term(ahead, self.rules.local_date(asked.at))
            if asked.at > before(old, term, self.rules.counting, self.rules.calendar):
                instance.note(Note.LATE_EXTENSION)
                instance.judged_by = instance.judged_by or old
                return
        instance.note(Note.EXTENDED, old.isoformat())

    def _lapse_all(self, act: duties.Act) -> None:
        for instance in self.state.open_instances():
            duties.lapse(instance, act)
        self.state.latent.clear()

    def follow_live(self, act: duties.Act) -> None:
        """Let duties and rhythms follow what the act changed."""
        if self.state.turned:
            duties.refresh_live(self.rules, self.state, act)
            self.state.turned = False
        approvals.follow(self.rules, self.state, act)
        cadences.follow(self.rules, self.state, self.compiled, act)


def _moment(instance: Instance) -> datetime:
    moment = instance.limit.moment
    if moment is None:
        raise ValueError(instance.id)  # only asked of overdue instances
    return moment


def _opened(fold: Fold, event: Event, data: Mapping[str, Any]) -> None:
    state = fold.state
    fold.begin(data)
    state.procedure, state.opened = str(data["procedure"]), event.at
    state.unit = data.get("unit") or event.actor.unit
    state.because = data.get("because") or {}
    if "target" in state.because:
        state.fields[TARGET] = state.because["target"]
    for path, value in (data.get("prefill") or {}).items():
        state.fields[path] = value
    spec = fold.compiled.spec
    act = (event.seq, event.at)
    entered: tuple[str, ...] = ()
    if data.get("because") and spec.opening_stage:
        entered = fold.move(spec.opening_stage, act)
    if data.get("because"):
        duties.trigger(fold.rules, state, fold.compiled, ("opened", *entered), act)
        fold.follow_live(act)


def _acted(fold: Fold, event: Event, data: Mapping[str, Any]) -> None:
    fold.by_outcome = data.get("outcome") is not None
    fold.acted(event, data)
    fold.by_outcome = False


def _signed(fold: Fold, event: Event, data: Mapping[str, Any]) -> None:
    name = str(data["approval"])
    act = (event.seq, event.at)
    result = approvals.sign(
        fold.rules, fold.state, name, str(data["decision"]), event.actor.person, act
    )
    if result is None:
        return
    spec = fold.compiled.spec.approvals[name]
    entered = fold.move(spec.refused_to, act) if result == "refused" else ()
    fold.extend((f"{result} {name}",), act)
    duties.trigger(fold.rules, fold.state, fold.compiled, (f"{result} {name}", *entered), act)
    duties.discharge(fold.state, fold.compiled, (f"{result} {name}",), act, None)
    fold.follow_live(act)


_HANDLERS: dict[str, Handler] = {
    Kind.OPENED: _opened,
    Kind.ACTED: _acted,
    Kind.SIGNED: _signed,
    **recorded.HANDLERS,
}
