"""A command in the making: acts are asked, refused or accepted, and become events of one moment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from huiyin.eventlog.envelope import SYSTEM, Actor, Event
from huiyin.eventlog.kinds import Kind
from huiyin.obligations import approvals
from huiyin.obligations.act import Act, Directory
from huiyin.obligations.assess import conclude
from huiyin.obligations.facts import Facts, given
from huiyin.obligations.fold import Fold, Versions
from huiyin.obligations.may import Question
from huiyin.obligations.model import Assessment
from huiyin.obligations.people import behalf
from huiyin.obligations.refusal import Refusal
from huiyin.obligations.rules import Rules
from huiyin.policy.forms import FormField

Conceal = Callable[[str, FormField, Any], Any]
"""Turns a value that may hold personal data into what the log may hold: a reference."""


def keep(path: str, field: FormField, value: Any) -> Any:
    """Leave a value as it is; for scenarios, whose people are invented."""
    return value


Place = Callable[[str], str]
"""Turns what a form calls a unit (a department's name in the pack) into the unit's id."""


def as_called(unit: str) -> str:
    """Leave a unit as the form calls it; for scenarios, whose units have no other id."""
    return unit


@dataclass(frozen=True)
class Effect:
    """What the shell must fetch from the world for an act: a number for a document, a child case, a void."""

    kind: str
    name: str
    act: int


@dataclass
class Draft:
    """One command on one case. Nothing of it counts until its events are stored."""

    fold: Fold
    case: str
    command: str
    recorded: datetime
    directory: Directory
    conceal: Conceal = keep
    place: Place = as_called
    events: list[Event] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)

    def open(
        self,
        procedure: str,
        actor: Actor,
        at: datetime,
        *,
        unit: str | None = None,
        parent: str | None = None,
        because: Mapping[str, Any] | None = None,
        prefill: Mapping[str, Any] | None = None,
    ) -> None:
        """Begin a case: by a person (`because` empty), a schedule, a watch or a parent."""
        pack = self.fold.rules.pack
        data: dict[str, Any] = {"procedure": procedure, "pack": pack.pack, "version": pack.version}
        extra: dict[str, Any] = {"edition": self.fold.rules.edition, "unit": unit}
        extra |= {"parent": parent, "because": because, "prefill": prefill}
        data |= {key: value for key, value in extra.items() if value}
        event = self.record(Kind.OPENED, data, actor, at)
        if because:
            self.effects += [
                Effect("issue", name, event.seq) for name in self.fold.compiled.spec.issues
            ]

    def act(self, act: Act) -> tuple[Refusal, ...]:
        """Do, sign or withdraw; the refusals when it may not be. Accepted acts are events at once."""
        question = Question(self.fold.rules, self.fold.state, self.directory, self.recorded)
        refused = question.refusals(act)
        if refused:
            return refused
        skipped = question.skipped(act)
        act = self._for_whom(act)
        if act.kind == "sign":
            self._sign(act)
        elif act.kind == "withdraw":
            self.record(Kind.WITHDRAWN, {"approval": act.name}, act.actor, act.at)
        else:
            self._do(act, skipped)
        return ()

    def _for_whom(self, act: Act) -> Act:
        """A deputy's act says for whom: what either of them did bars both (four eyes)."""
        rules, state = self.fold.rules, self.fold.state
        if act.kind == "sign":
            due = approvals.turn(rules, state, act.name, self.recorded)
            whos = due[1].by if due is not None else ()
        else:
            spec = self.fold.compiled.spec.steps.get(act.name)
            whos = spec.by if spec is not None else ()
        person = act.actor.person
        other = behalf(rules, state, whos, self.directory, self.recorded, person)
        return act if other is None else replace(act, actor=replace(act.actor, for_person=other))

    def _sign(self, act: Act) -> None:
        approval = self.fold.state.approvals[act.name]
        data = {"approval": act.name, "decision": act.decision, "of": approval.of_seq}
        extra = {"note": act.note, "signer": act.signature}
        self.record(Kind.SIGNED, data | {k: v for k, v in extra.items() if v}, act.actor, act.at)

    def _do(self, act: Act, skipped: tuple[Refusal, ...]) -> None:
        spec = self.fold.compiled.spec.steps[act.name]
        data: dict[str, Any] = {"step": act.name}
        form = self._concealed(act.name, spec.form, act.form)
        extra = {"form": form, "outcome": act.outcome, "row": act.row, "sign": act.signature}
        data |= {key: value for key, value in extra.items() if value}
        called = str(act.form.get(spec.sets_unit) or "") if spec.sets_unit else ""
        if called and self.place(called) != called:
            data["unit"] = self.place(called)
        if skipped:
            data["skipped"] = [refusal.words(self.fold.rules.pack) for refusal in skipped]
        self.record(Kind.ACTED, data, act.actor, act.at)
        self._effects(act)

    def _concealed(
        self, path: str, fields: Mapping[str, FormField], form: Mapping[str, Any]
    ) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for name, value in form.items():
            spec = fields.get(name)
            if spec is None or not given(value):
                continue
            result[name] = self._one(f"{path}.{name}", spec, value)
        return result

    def _one(self, path: str, spec: FormField, value: Any) -> Any:
        if isinstance(value, str) and value in spec.or_mark:
            return value
        if spec.kind == "table":
            rows = value if isinstance(value, (list, tuple)) else []
            return [self._row(f"{path}.{n}", spec, row) for n, row in enumerate(rows)]
        return self.conceal(path, spec, value) if spec.free_text else value

    def _row(self, path: str, spec: FormField, row: Mapping[str, Any]) -> dict[str, Any]:
        """Row keys stay readable, since duties are matched by them; other free text is concealed."""
        keys = {d.row_key for d in self.fold.compiled.spec.duties.values() if d.row_key}
        keys |= {d.row_person for d in self.fold.compiled.spec.duties.values() if d.row_person}
        known = {k: v for k, v in row.items() if k in keys or k not in spec.columns}
        return {
            **self._concealed(path, spec.columns, {k: v for k, v in row.items() if k not in known}),
            **known,
        }

    def _effects(self, act: Act) -> None:
        spec = self.fold.compiled.spec.steps[act.name]
        seq = self.fold.state.seq
        facts = Facts(
            self.fold.rules, self.fold.state, act.at, {**act.form, "outcome": act.outcome}
        )
        self.effects += [
            Effect("void", name, seq) for name in spec.voids
        ]  # first: a new paper may replace the old
        self.effects += [Effect("issue", name, seq) for name in spec.issues]
        outcome = spec.outcomes.get(act.outcome or "")
        if spec.opens and facts.holds(spec.opens_when):
            self.effects.append(Effect("open", spec.opens, seq))
        if outcome is not None and outcome.opens:
            self.effects.append(Effect("open", outcome.opens, seq))

    def record(
        self, kind: Kind, data: Mapping[str, Any], actor: Actor = SYSTEM, at: datetime | None = None
    ) -> Event:
        """Append an event of this command and fold it."""
        event = Event(
            case=self.case,
            seq=self.fold.state.seq + 1,
            kind=str(kind),
            at=at or self.recorded,
            recorded=self.recorded,
            command=self.command,
            actor=actor,
            data=dict(data),
        )
        self.events.append(event)
        self.fold.apply(event)
        return event

    def finish(self) -> Assessment:
        """Judge the command as one moment, receipt every breach that the log does not yet receipt."""
        self.fold.settle(self.recorded)
        assessment = conclude(self.fold, self.recorded)
        if not assessment.unreceipted and not assessment.reminders:
            return assessment
        for instance in assessment.unreceipted:
            self._receipt(instance.id, instance.duty, instance)
        for reminder in assessment.reminders:
            data = {"instance": reminder.instance, "duty": reminder.duty, "mark": reminder.mark}
            self.record(Kind.REMINDED, data, SYSTEM, reminder.moment)
        return replace(assessment, unreceipted=(), reminders=())  # receipts move nothing else

    def _receipt(self, identity: str, duty: str, instance: Any) -> None:
        data: dict[str, Any] = {
            "instance": identity,
            "duty": duty,
            "limit": instance.breach.limit.isoformat(),
        }
        if instance.breach.by_change:
            data["changed"] = True
        self.record(Kind.BREACHED, data, SYSTEM, instance.breach.at)


def begin(
    rules: Rules,
    log: Sequence[Event],
    *,
    case: str,
    command: str,
    recorded: datetime,
    directory: Directory,
    conceal: Conceal = keep,
    versions: Versions | None = None,
) -> Draft:
    """Start a command on a case whose log is given; everything due before `recorded` is judged first."""
    fold = Fold(rules, versions).run(log)
    fold.advance(recorded)
    return Draft(fold, case, command, recorded, directory, conceal)
