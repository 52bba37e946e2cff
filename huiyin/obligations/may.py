"""`may`: what refuses an act. Refusals are collected, all of them, not the first (pack-study 5.16)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from huiyin.obligations import approvals, contacts, extending, standards
from huiyin.obligations.act import Act, Directory
from huiyin.obligations.facts import Facts, given, members
from huiyin.obligations.fit import fit
from huiyin.obligations.formcheck import Checker
from huiyin.obligations.model import CaseState
from huiyin.obligations.people import Eligible, eligible, named_in_case, wanted
from huiyin.obligations.refusal import Refusal
from huiyin.obligations.rules import Rules, Unset
from huiyin.policy.conditions import Condition, Fact
from huiyin.policy.procedures import Step
from huiyin.policy.who import Whos


@dataclass(frozen=True, slots=True)
class Question:
    """Whether something may be done, given the case, the people and the moment of recording."""

    rules: Rules
    state: CaseState
    directory: Directory
    recorded: datetime

    def refusals(self, act: Act) -> tuple[Refusal, ...]:
        """Everything that refuses an act; empty when it may be done."""
        if act.kind == "sign":
            return self._sign(act)
        if act.kind == "withdraw":
            return self._withdraw(act)
        spec = self.rules.procedure(self.state.procedure).spec.steps.get(act.name)
        if spec is None:
            return (Refusal("unknown_step", params={"step": act.name}),)
        return (*self._do(act, spec), *self._form(act, spec))

    def skipped(self, act: Act) -> tuple[Refusal, ...]:
        """What an emergency lets pass for this act; empty when no emergency applies (pack-study 5.18)."""
        spec = self.rules.procedure(self.state.procedure).spec.steps.get(act.name)
        return self._skippable(act, spec) if spec is not None and self._emergency(act) else ()

    def standing(self, step: str, person: str) -> tuple[Refusal, ...]:
        """What refuses a step to a person before any form is filled in."""
        spec = self.rules.procedure(self.state.procedure).spec.steps[step]
        return (
            *self._place(step, spec),
            *self._authority(step, spec, person),
            *fit(self.rules, self.state, step, person, self.directory, self.recorded),
            *self._gates(_of_the_case(spec.needs), {}, person),
        )

    # -- doing a step --

    def _do(self, act: Act, spec: Step) -> Iterator[Refusal]:
        yield from self._place(act.name, spec)
        yield from contacts.other_round(self.state, act, spec)
        yield from self._recused(act)
        yield from self._assigned(act, spec)
        yield from self._channel(act, spec)
        person = act.actor.person
        yield from fit(self.rules, self.state, act.name, person, self.directory, self.recorded)
        if not self._emergency(act):
            yield from self._skippable(act, spec)
        yield from self._outcome(act, spec)
        yield from self._level(act, spec)
        yield from self._rows(act)
        yield from extending.refusals(self.rules, self.state, act)

    def _skippable(self, act: Act, spec: Step) -> tuple[Refusal, ...]:
        """Authority, separation and gates: what a declared emergency may skip."""
        outcome = spec.outcomes.get(act.outcome or "")
        gates = (
            self._gates(outcome.needs, act.form, act.actor.person) if outcome is not None else ()
        )
        return (
            *self._authority(act.name, spec, act.actor.person, self._placed(act, spec)),
            *self._gates(spec.needs, act.form, act.actor.person),
            *gates,
        )

    def _emergency(self, act: Act) -> bool:
        emergency = self.rules.procedure(self.state.procedure).spec.emergency
        return (
            emergency is not None
            and emergency.flag in self.state.flags
            and act.name in emergency.may_skip
            and given(act.form.get(emergency.reason))
            and bool(set(emergency.by) & set(act.actor.roles))
        )

    def _place(self, name: str, spec: Step) -> Iterator[Refusal]:
        procedure = self.rules.procedure(self.state.procedure).spec
        opening = name in procedure.opening_steps
        begun = bool(self.state.steps) or self.state.stage is not None
        if not begun and not opening:
            first = (*procedure.opening_steps, *procedure.steps)[0]
            yield Refusal("not_open", params={"first": procedure.steps[first].label})
        elif begun and opening and not spec.in_:
            yield Refusal("already_open", spec.clause, params={"step": spec.label})
        elif begun and spec.in_ and self.state.stage not in spec.in_:
            params = {"stage": self.state.stage or "", "step": spec.label, "wanted": spec.in_}
            yield Refusal("stage", spec.clause, params=params)
        done = self.state.steps.get(name)
        if spec.once and done is not None and done.valid:
            yield Refusal("once", spec.clause, params={"step": spec.label})
        yield from self._until(spec)

    def _until(self, spec: Step) -> tuple[Refusal, ...]:
        try:
            return contacts.too_late(self.rules, self.state, spec, self.recorded)
        except Unset as unset:
            return (self._unset(unset),)

    def _recused(self, act: Act) -> Iterator[Refusal]:
        spec = self.rules.procedure(self.state.procedure).spec
        if act.actor.person not in named_in_case(self.rules, self.state):
            return
        step = spec.steps[act.name]
        if any(who.person is not None for who in step.by):
            return
        yield Refusal(
            "recused", spec.recuse_clause, params={"actor": self.directory.name(act.actor.person)}
        )

    def _assigned(self, act: Act, spec: Step) -> Iterator[Refusal]:
        """Nobody whom the case is about is given a part in it where the form asks for impartial people."""
        procedure = self.rules.procedure(self.state.procedure).spec
        named = named_in_case(self.rules, self.state)
        for name, field in spec.form.items():
            for person in sorted(members(act.form.get(name)) & named) if field.impartial else ():
                params = {"label": field.label, "actor": self.directory.name(person)}
                yield Refusal("named", procedure.recuse_clause, name, params=params)

    def _channel(self, act: Act, spec: Step) -> Iterator[Refusal]:
        """A channel is received by the posts that the pack names for it."""
        for name, field in spec.form.items():
            channel = (
                self.rules.pack.channels.get(str(act.form.get(name)))
                if field.of == ("channels",)
                else None
            )
            if channel is None or not channel.receiver:
                continue
            state = self._placed(act, spec)
            found = eligible(self.rules, state, channel.receiver, self.directory, self.recorded)
            if act.actor.person not in found.may:
                params = {
                    "channel": channel.label,
                    "wanted": wanted(self.rules, channel.receiver),
                    "can": self._names(found.may),
                }
                yield Refusal("channel", channel.clause, name, found.may, params)

    def _placed(self, act: Act, spec: Step) -> CaseState:
        """The case as it stands; for a step that opens it, already in the unit that its form names."""
        opening = act.name in self.rules.procedure(self.state.procedure).spec.opening_steps
        unit = act.form.get(spec.sets_unit) if spec.sets_unit and opening else None
        return replace(self.state, unit=str(unit)) if given(unit) else self.state

    def _authority(
        self, name: str, spec: Step, person: str, state: CaseState | None = None
    ) -> tuple[Refusal, ...]:
        barred = self._barred(spec)
        found = eligible(
            self.rules, state or self.state, spec.by, self.directory, self.recorded, barred
        )
        if person in found.may:
            return ()
        params = {
            "step": spec.label,
            "actor": self.directory.name(person),
            "wanted": wanted(self.rules, spec.by),
            "can": self._names(found.may),
        }
        if person in barred:
            return (
                Refusal(
                    "others",
                    spec.clause,
                    who=found.may,
                    params={**params, "done": self._done_by(spec, person)},
                ),
            )
        if not found.may:
            return (Refusal("vacant", spec.clause, params=params),)
        return (Refusal("no_right", spec.clause, who=found.may, params=params),)

    def _barred(self, spec: Step) -> frozenset[str]:
        return frozenset(p for step in spec.not_by for p in self.state.doers.get(step, ()))

    def _done_by(self, spec: Step, person: str) -> tuple[str, ...]:
        steps = self.rules.procedure(self.state.procedure).spec.steps
        return tuple(steps[s].label for s in spec.not_by if person in self.state.doers.get(s, ()))

    def _names(self, persons: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self.directory.name(p) for p in persons[:5])

    # -- gates, outcomes, levels, rows --

    def _gates(self, condition: Condition, form: object, person: str) -> tuple[Refusal, ...]:
        if not condition:
            return ()
        given_form = form if isinstance(form, dict) else {}
        held: frozenset[str] = frozenset()
        if any(fact.credential is not None for fact in (*condition.all, *condition.any)):
            held = self.directory.credentials(person, self.recorded)
        facts = Facts(self.rules, self.state, self.recorded, given_form, held)
        try:
            failing = facts.failing(condition)
        except Unset as unset:
            return (self._unset(unset),)
        return self._in_words(condition, failing)

    def _in_words(self, condition: Condition, failing: tuple[Fact, ...]) -> tuple[Refusal, ...]:
        """One refusal a failing fact of `all`; for `any` the ones that have words of their own."""
        found = []
        for fact in failing:
            if fact in condition.any and not fact.says:
                continue
            params = {"says": fact.says or _plain(fact), "open": self._open_rows(fact)}
            found.append(Refusal("gate", fact.clause, params=params))
        if failing and not found:
            found.append(Refusal("gate", (), params={"says": _plain(failing[0]), "open": ()}))
        return tuple(found)

    def _open_rows(self, fact: Fact) -> tuple[str, ...]:
        """Which rows of a table are still owed, when a gate waits for all of them."""
        owed = (
            i for i in self.state.open_instances() if i.duty == fact.none_open and i.row is not None
        )
        return tuple(dict.fromkeys(str(i.row) for i in owed))

    def _unset(self, unset: Unset) -> Refusal:
        spec = self.rules.pack.parameters[unset.args[0]]
        return Refusal("unset", spec.clause, params={"parameter": spec.label})

    def _outcome(self, act: Act, spec: Step) -> Iterator[Refusal]:
        if spec.outcomes and act.outcome not in spec.outcomes:
            params = {"step": spec.label, "choices": tuple(spec.outcomes)}
            yield Refusal("outcome", spec.clause, "outcome", params=params)
            return
        chosen = spec.outcomes.get(act.outcome or "")
        for name in chosen.asks if chosen is not None else ():
            if not given(act.form.get(name)):
                field = spec.form.get(name)
                label = field.label if field is not None else name
                clause = field.clause if field is not None else spec.clause
                yield Refusal("missing", clause, name, params={"label": label, "marks": ""})

    def _level(self, act: Act, spec: Step) -> Iterator[Refusal]:
        """Who determines a level; lowering takes who determined the higher one, or above."""
        level = str(act.form.get(spec.sets_level)) if spec.sets_level else ""
        order = self.rules.pack.level_order
        if level not in order:
            return
        now = self.state.level
        lowering = now in order and order.index(level) > order.index(str(now))
        of = str(now) if lowering else level
        wanted_roles = self.rules.pack.levels[of].determined_by
        enough = {
            role
            for above in order[: order.index(of) + 1]
            for role in self.rules.pack.levels[above].determined_by
        }
        if not wanted_roles or enough & set(act.actor.roles):
            return
        whos = tuple(
            self.rules.pack.roles[r].label for r in wanted_roles if r in self.rules.pack.roles
        )
        can = self._names(tuple(p for role in wanted_roles for p in self.directory.holders(role)))
        params = {"level": of, "wanted": whos, "can": can}
        yield Refusal(
            "lower" if lowering else "determine",
            self.rules.pack.levels[of].clause,
            spec.sets_level,
            params=params,
        )

    def _rows(self, act: Act) -> Iterator[Refusal]:
        """A step that fulfils one row of several must say which."""
        compiled = self.rules.procedure(self.state.procedure)
        names = compiled.duties_done_by.get(act.name, ())
        rows = tuple(
            i.row for i in self.state.open_instances() if i.duty in names and i.row is not None
        )
        if act.row is not None and rows and act.row not in rows:
            yield Refusal("row", field="row", params={"choices": rows})
        if (
            act.row is None
            and len(set(rows)) > 1
            and all(compiled.spec.duties[n].per == "row" for n in names)
        ):
            yield Refusal("row", field="row", params={"choices": tuple(dict.fromkeys(rows))})

    def _form(self, act: Act, spec: Step) -> tuple[Refusal, ...]:
        try:
            form = act.form if act.outcome is None else {**act.form, "outcome": act.outcome}
            checker = Checker(self.rules, self.state, act.name, spec, form, self.recorded, act.at)
            found = (*checker.check(), *standards.refusals(spec, act))
            steps = self.rules.procedure(self.state.procedure).spec.steps
            answer = steps.get(spec.call.answer or "") if spec.call is not None else None
            told = contacts.disagrees(self.state, spec, answer, act.form)
            return (*found, *told, *contacts.unsaid(self.state, spec, act.form))
        except Unset as unset:
            return (self._unset(unset),)

    # -- signatures --

    def _sign(self, act: Act) -> tuple[Refusal, ...]:
        approval = self.state.approvals.get(act.name)
        if approval is None or approval.status != "open":
            return (Refusal("nothing_to_sign"),)
        try:
            due = approvals.turn(self.rules, self.state, act.name, self.recorded)
        except Unset as unset:
            return (self._unset(unset),)
        if due is None:
            return (Refusal("nothing_to_sign"),)
        return self._signer(act, due[1].by, due[1].clause)

    def _signer(self, act: Act, by: Whos, clause: tuple[str, ...]) -> tuple[Refusal, ...]:
        approval = self.state.approvals[act.name]
        spec = self.rules.procedure(self.state.procedure).spec.approvals[act.name]
        barred = set(approval.proposers)
        if spec.different_people:
            barred |= {person for person, _ in approval.signed.values()}
        found = eligible(
            self.rules, self.state, by, self.directory, self.recorded, frozenset(barred)
        )
        person = act.actor.person
        if person in found.may:
            return ()
        params = {
            "actor": self.directory.name(person),
            "wanted": wanted(self.rules, by),
            "can": self._names(found.may),
        }
        if person in approval.proposers:
            return (
                Refusal(
                    "not_signer", clause, who=found.may, params={**params, "why": "提出人不能自批"}
                ),
            )
        return (Refusal("turn", clause, who=found.may, params=params),)

    def _withdraw(self, act: Act) -> tuple[Refusal, ...]:
        approval = self.state.approvals.get(act.name)
        if approval is None or approval.status != "open":
            return (Refusal("nothing_to_sign"),)
        return () if approval.proposer == act.actor.person else (Refusal("only_proposer"),)


def _plain(fact: Fact) -> str:
    """Words for a gate whose author gave none; `pack check` asks for `says`."""
    value = getattr(fact, fact.kind)
    shown = "、".join(value) if isinstance(value, tuple) else str(value)
    return f"{fact.kind} {shown}"


def _of_the_case(condition: Condition) -> Condition:
    """What a gate asks of the case alone; what it asks of the form is told once that is filled in."""

    def own(fact: Fact) -> bool:
        return fact.field is not None and "." not in fact.field

    some = () if any(map(own, condition.any)) else condition.any
    return Condition(all=tuple(fact for fact in condition.all if not own(fact)), any=some)


def may(
    rules: Rules, state: CaseState, act: Act, directory: Directory, recorded: datetime
) -> tuple[Refusal, ...]:
    """What refuses an act, all of it; empty when it may be done."""
    return Question(rules, state, directory, recorded).refusals(act)


__all__ = ["Eligible", "Question", "may"]
