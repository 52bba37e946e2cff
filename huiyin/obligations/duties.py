"""How duties arise, change their limit, are fulfilled, lapse and come back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from huiyin.obligations.facts import Facts
from huiyin.obligations.model import Bearer, CaseState, DutyState, Instance, Latent, Line, Note
from huiyin.obligations.rules import Compiled, Followed, Rules
from huiyin.obligations.terms import Trigger, line_for, window_start
from huiyin.policy.conditions import Condition
from huiyin.policy.procedures import Duty
from huiyin.policy.who import Whos
from huiyin.worktime import Pause

Act = tuple[int, datetime]
"""The seq of an event and the moment it occurred."""

AWAITED = ("not_started", "not_given")
"""Reasons for which a limit is not determined until a later act tells it."""


def trigger(
    rules: Rules, state: CaseState, compiled: Compiled, keys: Iterable[str], act: Act
) -> None:
    """Let the duties arise that an act calls for; per-case ones take a new limit if still owed."""
    after = compiled.duties_after
    for name in dict.fromkeys([name for key in keys if key in after for name in after[key]]):
        duty = compiled.spec.duties[name]
        if duty.per == "row":
            _trigger_rows(rules, state, compiled, name, act)
        else:
            _trigger_one(rules, state, compiled, name, act, None, {})


def _trigger_one(
    rules: Rules,
    state: CaseState,
    compiled: Compiled,
    name: str,
    act: Act,
    row: str | None,
    data: Mapping[str, Any],
) -> None:
    seq, at = act
    duty = compiled.spec.duties[name]
    identity = f"{name}@case" if duty.per == "case" else f"{name}@{seq}"
    identity = f"{identity}/{row}" if row is not None else identity
    existing = state.instances.get(identity)
    if existing is not None and existing.state is not DutyState.LAPSED:
        relimit(rules, state, duty, existing, Trigger(seq, at, "trigger", existing.row_data))
        return
    when = compiled.when[name]
    if when.always:
        arise(rules, state, identity, Latent(name, seq, at, row, data, any_met=True), act)
        return
    facts = Facts(rules, state, at)
    fixed, met = _read_once(facts, when)
    if not fixed:
        return
    latent = Latent(name, seq, at, row, data, met)
    if when.turns:
        state.latent[identity] = latent
    if _live_holds(facts, when.live, met=met):
        arise(rules, state, identity, latent, act)


def _trigger_rows(rules: Rules, state: CaseState, compiled: Compiled, name: str, act: Act) -> None:
    """One instance a row, matched by key with those of this round; a key that is gone lapses (5.2)."""
    duty = compiled.spec.duties[name]
    table = state.fields.get(duty.rows or "")
    rows = table if isinstance(table, (list, tuple)) else ()
    known = {
        i.row: i
        for i in state.instances.values()
        if i.duty == name
        and (i.owed or i.round == state.rounds)
        and i.state is not DutyState.LAPSED
    }
    keys = set()
    for row in rows:
        key = str(row.get(duty.row_key, ""))
        keys.add(key)
        same = known.get(key)
        if same is not None:
            same.row_data = row
            relimit(rules, state, duty, same, Trigger(act[0], act[1], "trigger", row))
        else:
            _trigger_one(rules, state, compiled, name, act, key, row)
    for gone, instance in known.items():
        if gone not in keys:
            lapse(instance, act)
    for identity in [
        k for k, latent in state.latent.items() if latent.duty == name and latent.row not in keys
    ]:
        del state.latent[identity]


def _read_once(facts: Facts, when: Followed) -> tuple[bool, bool]:
    """Read what is read once: whether it allows the duty, and whether one fact of `any` holds."""
    met = not (when.once.any or when.live.any) or any(facts.fact(fact) for fact in when.once.any)
    fixed = all(facts.fact(fact) for fact in when.once.all)
    return fixed and (met or bool(when.live.any)), met


def _live_holds(facts: Facts, live: Condition, *, met: bool) -> bool:
    """Whether what follows level and flags holds now."""
    return all(map(facts.fact, live.all)) and (met or any(map(facts.fact, live.any)))


def arise(rules: Rules, state: CaseState, identity: str, latent: Latent, act: Act) -> None:
    """A duty begins to be owed (or is owed again, when its level or flag came back)."""
    compiled = rules.procedure(state.procedure)
    duty = compiled.spec.duties[latent.duty]
    trigger = Trigger(act[0], act[1], "trigger", latent.row_data)
    line = line_for(rules, state, duty, trigger, _pauses(state, latent.duty, compiled))
    existing = state.instances.get(identity)
    if existing is not None:
        state.reopen(existing)
        existing.limit_by(line)
        _settle_state(existing)
        return
    instance = Instance(
        id=identity,
        duty=latent.duty,
        kind="duty",
        ordinal=next_ordinal(state, latent.duty),
        opened=act[1],
        seq=act[0],
        bearer=bearer_of(rules, state, duty, _whos(rules, state, latent.duty), latent.row_data),
        lines=[line],
        row=latent.row,
        row_data=latent.row_data,
        round=state.rounds,
        benchmark=duty.benchmark,
    )
    instance.not_before = window_start(rules, _due(state, duty), line)
    _settle_state(instance)
    state.add(instance)


def _due(state: CaseState, duty: Duty) -> Any:
    by_level = duty.due.by_level
    return duty.due if by_level is None else by_level.get(state.level or "", duty.due)


def next_ordinal(state: CaseState, duty: str) -> int:
    """The running number of an instance among those of its duty."""
    state.ordinals[duty] = state.ordinals.get(duty, 0) + 1
    return state.ordinals[duty]


def _pauses(state: CaseState, duty: str, compiled: Compiled) -> tuple[Pause, ...]:
    pausing = compiled.spec.pausing
    return tuple(state.pauses) if state.pauses and pausing and duty in pausing.duties else ()


def relimit(
    rules: Rules, state: CaseState, duty: Duty, instance: Instance, trigger: Trigger
) -> None:
    """Add a limit to the list when it differs; a breach stays what it was (DESIGN rule 4)."""
    if not instance.owed:
        return
    pauses = _pauses(state, instance.duty, rules.procedure(state.procedure))
    line = line_for(rules, state, duty, trigger, pauses)
    if duty.due.not_before is not None or duty.due.by_level is not None:
        instance.not_before = window_start(rules, _due(state, duty), line)
    _append(instance, line)


def _append(instance: Instance, line: Line) -> None:
    """Doing the step again that set a limit takes no extension back."""
    extended = instance.limit.why == "extension" and line.why == "trigger"
    if extended and any(line.same_as(old) for old in instance.lines):
        return
    if not line.same_as(instance.limit):
        instance.limit_by(line)
    _settle_state(instance)


def _settle_state(instance: Instance) -> None:
    if instance.state not in (DutyState.PENDING, DutyState.UNDETERMINED):
        return
    line = instance.limit
    unknown = line.moment is None and line.reason != "no_limit"
    instance.state = DutyState.UNDETERMINED if unknown else DutyState.PENDING


def refresh_live(rules: Rules, state: CaseState, act: Act) -> None:
    """Follow level and flags: what they call for arises, what they no longer carry lapses (5.4)."""
    when = rules.procedure(state.procedure).when
    facts = Facts(rules, state, act[1])
    for identity, latent in list(state.latent.items()):
        instance = state.instances.get(identity)
        holds = _live_holds(facts, when[latent.duty].live, met=latent.any_met)
        if holds and (instance is None or instance.state is DutyState.LAPSED):
            arise(rules, state, identity, latent, act)
        elif not holds and instance is not None:
            lapse(instance, act)


def determine(rules: Rules, state: CaseState, compiled: Compiled, act: Act) -> None:
    """What waited for its start or its date to be known takes its limit as soon as it is."""
    for instance in state.open_instances():
        if instance.limit.reason in AWAITED and instance.kind == "duty":
            duty = compiled.spec.duties[instance.duty]
            trigger = Trigger(act[0], act[1], "start", instance.row_data, instance.opened)
            relimit(rules, state, duty, instance, trigger)


def relevel(rules: Rules, state: CaseState, act: Act) -> None:
    """A new level brings new limits to what is owed by level (5.3)."""
    spec = rules.procedure(state.procedure).spec
    for instance in state.open_instances():
        duty = spec.duties.get(instance.duty) if instance.kind == "duty" else None
        if duty is not None and duty.due.by_level is not None:
            relimit(
                rules,
                state,
                duty,
                instance,
                Trigger(act[0], act[1], "level", instance.row_data, instance.opened),
            )


def recompute(rules: Rules, state: CaseState, act: Act, why: str) -> None:
    """Corrections, pauses and new rules move the limits of what is still owed, from now on (5.17)."""
    spec = rules.procedure(state.procedure).spec
    for instance in state.open_instances():
        duty = spec.duties.get(instance.duty) if instance.kind == "duty" else None
        if duty is not None and instance.limit.why != "extension":
            relimit(
                rules,
                state,
                duty,
                instance,
                Trigger(act[0], act[1], why, instance.row_data, instance.opened),
            )


def discharge(
    state: CaseState, compiled: Compiled, keys: Iterable[str], act: Act, row: str | None
) -> tuple[str, ...]:
    """Fulfil what an act fulfils; too early is noted and does not count. Returns the instances' ids."""
    done = compiled.duties_done_by
    names = {name for key in keys if key in done for name in done[key]}
    closed: list[str] = []
    if not names:
        return ()
    for instance in state.open_instances():
        if instance.kind != "duty" or instance.duty not in names:
            continue
        if instance.row is not None and row is not None and instance.row != row:
            continue
        if instance.row is not None and row is None and len(_rows_open(state, instance.duty)) > 1:
            continue
        if instance.not_before is not None and act[1] < instance.not_before:
            instance.note(Note.TOO_EARLY, act[1].isoformat())
            continue
        fulfil(instance, act)
        closed.append(instance.id)
    return tuple(closed)


def _rows_open(state: CaseState, duty: str) -> list[Instance]:
    return [i for i in state.open_instances() if i.duty == duty and i.row is not None]


def fulfil(instance: Instance, act: Act) -> None:
    """Close as done: in time by the limit then in force, or late (5.1, 5.16)."""
    if instance.state is DutyState.BREACHED:
        if instance.breach and act[1] <= instance.breach.limit:
            instance.note(Note.CLAIMED_IN_TIME)
        _close(instance, DutyState.DONE_LATE, act)
        return
    judged = instance.judged_by or instance.due
    late = judged is not None and act[1] > judged and not instance.benchmark
    _close(instance, DutyState.DONE_LATE if late else DutyState.DONE, act)


def _close(instance: Instance, state: DutyState, act: Act) -> None:
    instance.state, instance.closed, instance.closed_seq = state, act[1], act[0]


def lapse(instance: Instance, act: Act) -> None:
    """The ground of a duty fell away; a breached one stays breached."""
    if instance.state in (DutyState.PENDING, DutyState.UNDETERMINED):
        _close(instance, DutyState.LAPSED, act)


def waive(instance: Instance, act: Act) -> None:
    """A person decided that it need not be done; a breach that was stays on record."""
    _close(instance, DutyState.WAIVED, act)


def bearer_of(
    rules: Rules, state: CaseState, duty: Duty, whos: Whos, row: Mapping[str, Any]
) -> Bearer:
    """Who owes: the person that a row names, else the posts meant."""
    if duty.row_person and row.get(duty.row_person):
        return Bearer(person=str(row[duty.row_person]))
    return bearer_from(rules, state, whos)


def _whos(rules: Rules, state: CaseState, duty: str) -> Whos:
    """Who owes a duty: as written; what a watch found, whoever is to confirm it."""
    watch = rules.confirming(state)
    bearers = rules.procedure(state.procedure).bearers[duty]
    return watch.confirm_by if watch is not None else bearers


def bearer_from(rules: Rules, state: CaseState, whos: Whos) -> Bearer:
    """Turn ways of saying who into posts: roles, in a unit when all of them name one.

    Of several people that a field names, the first one owes it; any of them may do it.
    """
    if len(whos) == 1 and whos[0].role is not None and whos[0].of is None:
        role = whos[0].role
        return Bearer((role,), state.unit if _unit_role(rules, role) else None)
    for who in whos:
        if who.person is not None:
            value = state.fields.get(who.person)
            first = value[0] if isinstance(value, (list, tuple)) and value else value
            return Bearer(person=first) if isinstance(first, str) else Bearer(roles=())
        if who.doer is not None and who.doer in state.steps:
            return Bearer(person=state.steps[who.doer].by)
    roles = tuple(who.role for who in whos if who.role is not None)
    units = {unit_meant(state, who.of) for who in whos if who.of is not None}
    scoped = all(who.of is not None or _unit_role(rules, who.role) for who in whos) and whos
    if not units and scoped:
        units = {state.unit}
    return Bearer(roles=roles, unit=units.pop() if scoped and len(units) == 1 else None)


def _unit_role(rules: Rules, role: str | None) -> bool:
    spec = rules.pack.roles.get(role or "")
    return spec is not None and spec.scope == "unit"


def unit_meant(state: CaseState, of: str | None) -> str | None:
    """The unit of the case, or of whoever did a step, frozen when it was done (5.15)."""
    if of is None or of == "case":
        return state.unit
    step = state.steps.get(of)
    return step.unit if step is not None else None
