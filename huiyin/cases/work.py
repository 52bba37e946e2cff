"""One command as one transaction: lock, fold, ask the core, append sealed events, write projections.

Every verb of `cases.commands` runs through here, and nothing else writes a log. Nothing is sent
from inside (DESIGN rule 9); what must be fetched from the world (numbers, child cases) is fetched
as late as possible.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Q

from huiyin.cases import log, numbers, projection
from huiyin.cases.caller import Caller
from huiyin.cases.models import Case, CaseEvent
from huiyin.cases.personal import Concealed
from huiyin.cases.standin import stand_in
from huiyin.eventlog.envelope import SYSTEM, Event
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.draft import Draft, Effect
from huiyin.obligations.fold import Fold
from huiyin.obligations.model import Assessment
from huiyin.obligations.refusal import Refusal
from huiyin.obligations.rules import Rules
from huiyin.people.ids import new_id
from huiyin.policy.pack import Pack
from huiyin.rows import Row, insert_new, row_of, update
from huiyin.writegate import gate

Value = TypeVar("Value")


class Refused(Exception):
    """The regulation refuses an act; `refusals` say why, all of them."""

    def __init__(self, refusals: tuple[Refusal, ...], pack: Pack) -> None:
        super().__init__("; ".join(r.full(pack) for r in refusals))
        self.refusals = refusals
        self.pack = pack


class Repeated(Exception):
    """The command was done before; `case_id` is where its effect stands."""

    def __init__(self, case_id: str) -> None:
        super().__init__(case_id)
        self.case_id = case_id


class Conflict(Exception):
    """Somebody did the same step while this form was open; says who and when."""

    def __init__(self, step: str, by: str, at: datetime) -> None:
        super().__init__(f"{step} {by} {at.isoformat()}")
        self.step, self.by, self.at = step, by, at


class Gone(Exception):
    """There is no such case, or not for this caller."""


@dataclass
class Open:
    """A case in work: its row, the draft on it, what its rows looked like before."""

    case: Case
    draft: Draft
    concealed: Concealed
    before: projection.Marks
    was_closed: bool
    stored: Row = field(default_factory=dict)

    @property
    def new(self) -> bool:
        """Whether this command opens the case."""
        return not self.stored

    def save(self) -> None:
        """Insert the case's row, or update those of its columns that changed; one statement."""
        row = row_of(self.case)
        if self.new:
            insert_new(self.case)
        else:
            changes = {name: value for name, value in row.items() if value != self.stored[name]}
            if changes:  # a parent that is locked along may have none
                update(Case, self.case.id, changes)
        self.stored = row


@dataclass
class Work:
    """A command under way. Cases are locked in the order of their ids, parents before children."""

    caller: Caller
    command: str
    recorded: datetime
    opened: dict[str, Open] = field(default_factory=dict)

    def load(self, case_id: str) -> Open:
        """Lock a case (and the parent it may report to) and fold its log. Raises `Gone`."""
        rows = Case.objects.select_for_update(of=("self",)).select_related("subject")
        mine = rows.filter(Q(id=case_id) | Q(children=case_id), company_id=self.caller.company.id)
        for case in mine.order_by("id"):
            if case.id not in self.opened:
                self._open(case, log.read(case.id))
        if case_id not in self.opened:
            raise Gone(case_id)
        return self.opened[case_id]

    def _open(self, case: Case, events: list[Any]) -> Open:
        rules = self.caller.book.of_edition(case.edition)
        fold = Fold(rules, self.caller.book.by_name).run(events)
        before = {} if case.unjudged else projection.snapshot(fold.state)
        closed = fold.state.closed is not None
        fold.advance(self.recorded)
        entry = self._keep(case, fold, before, closed=closed)
        entry.stored = row_of(case)
        return entry

    def _keep(self, case: Case, fold: Fold, before: projection.Marks, *, closed: bool) -> Open:
        concealed = Concealed(self.recorded)
        draft = Draft(
            fold,
            case.id,
            self.command,
            self.recorded,
            self.caller.directory,
            concealed,
            self.caller.unit_id,
        )
        entry = self.opened[case.id] = Open(case, draft, concealed, before, closed)
        return entry

    def create(
        self, procedure: str, *, unit: str | None = None, parent: Case | None = None, **because: Any
    ) -> Open:
        """Begin a case under the version in force now."""
        rules = (
            self.caller.book.current(self.recorded) if parent is None else self._rules_of(parent)
        )
        case = Case(
            id=new_id(self.recorded),
            company=self.caller.company,
            pack_id=self.caller.book.by_number[rules.edition].pack_id,
            edition=rules.edition,
            procedure=procedure,
            opened_at=self.recorded,
            changed_at=self.recorded,
            parent=parent,
            subject=parent.subject if parent else None,
        )
        entry = self._keep(case, Fold(rules, self.caller.book.by_name), {}, closed=False)
        at = because.pop("at", self.recorded)
        entry.draft.open(
            procedure,
            self.caller.actor,
            at,
            unit=unit,
            parent=parent.id if parent else None,
            **because,
        )
        return entry

    def _rules_of(self, case: Case) -> Rules:
        return self.opened[case.id].draft.fold.rules

    # -- finishing --

    def finish(self) -> None:
        """Fetch what the acts need, judge each case as one moment, seal and store.

        Numbers come last of what is fetched: their row is locked until the end.
        """
        for entry in self.opened.values():
            entry.concealed.store(entry.case)
        for entry in list(self.opened.values()):
            self._effects(entry)
        for entry in list(self.opened.values()):
            self._report_to_parent(entry)
        position = 0
        for entry in self.opened.values():
            position = self._store(entry, entry.draft.finish(), position)

    def _effects(self, entry: Open) -> None:
        while entry.draft.effects:
            effect = entry.draft.effects.pop(0)
            _EFFECTS[effect.kind](self, entry, effect)

    def issue(self, entry: Open, effect: Effect) -> None:
        """Take the next number of a paper's series and record that it was issued."""
        draft, rules = entry.draft, entry.draft.fold.rules
        spec = rules.pack.documents[effect.name]
        unit = self.caller.people.unit(draft.fold.state.unit or "")
        state = draft.fold.state
        parts = numbers.parts_of(
            rules, state.fields, unit.code if unit else "", state.level or "", self.recorded
        )
        scope = numbers.scope(spec, effect.name, parts)
        number = numbers.written(spec, numbers.take(self.caller.company.id, "|".join(scope)), parts)
        data = {
            "document": effect.name,
            "number": number,
            "series": "|".join(scope),
            "act": effect.act,
        }
        draft.record(Kind.ISSUED, data, SYSTEM)

    def void(self, entry: Open, effect: Effect) -> None:
        """Void every paper of a kind; each keeps its number."""
        state = entry.draft.fold.state
        for name, number, _ in list(state.documents):
            if name == effect.name and (name, number) not in state.voided:
                data = {"document": name, "number": number, "reason": f"act {effect.act}"}
                entry.draft.record(Kind.VOIDED, data, self.caller.actor)

    def open_child(self, entry: Open, effect: Effect) -> None:
        """Open a case that this one calls for, in the same transaction."""
        because = {"because": {"parent": entry.case.id, "act": effect.act}}
        child = self.create(
            effect.name, unit=entry.draft.fold.state.unit, parent=entry.case, **because
        )
        data = {"procedure": effect.name, "child": child.case.id, "act": effect.act}
        entry.draft.record(Kind.CHILD_OPENED, data, SYSTEM)
        self._effects(child)

    def _report_to_parent(self, entry: Open) -> None:
        state = entry.draft.fold.state
        parent = self.opened.get(entry.case.parent_id or "")
        if parent is None or entry.was_closed or state.closed is None:
            return
        data = {"child": entry.case.id, "procedure": state.procedure, "outcome": state.stage or ""}
        parent.draft.record(Kind.CHILD_CLOSED, data, SYSTEM)

    def _store(self, entry: Open, assessment: Assessment, position: int) -> int:
        case, state = entry.case, assessment.state
        spec = entry.draft.fold.compiled.spec
        case.number = projection.number_of(state, spec.number) or case.number
        case.unjudged = False
        projection.apply_state(case, assessment)
        events = log.rows_for(case, entry.draft.events, position)
        new = entry.new
        if events or new:
            case.changed_at = self.recorded
        entry.save()
        log.store(events)
        rules, directory = entry.draft.fold.rules, self.caller.directory
        rows = projection.changed_rows(
            case,
            entry.before,
            state.instances.values(),
            stand_in(rules, state, directory, self.recorded),
        )
        projection.write(rows)
        written, compiled = _written(entry.draft.events), entry.draft.fold.compiled
        projection.write_named(case, compiled, written, new=new)
        return position + len(events)


def _written(events: Iterable[Event]) -> set[str]:
    """Fields (`step.field`) that some events wrote."""
    return {
        f"{event.data['step']}.{name}"
        for event in events
        if event.kind == Kind.ACTED
        for name in event.data.get("form") or ()
    }


_EFFECTS: dict[str, Callable[[Work, Open, Effect], None]] = {
    "issue": Work.issue,
    "void": Work.void,
    "open": Work.open_child,
}


def run(
    caller: Caller,
    body: Callable[[Work], Value],
    *,
    command: str | None = None,
    then: Callable[[Value], None] | None = None,
) -> Value:
    """Run a command: all of it or nothing. The same `command` again raises `Repeated`.

    `then` is for rooms above: it stores what belongs to the result in the same transaction.
    """
    key = command or new_id(caller.now)
    work = Work(caller, key, caller.now)
    try:
        with gate(), transaction.atomic():
            value = body(work)
            work.finish()
            if then is not None:
                then(value)
    except (IntegrityError, Refused, Conflict) as error:
        if command is not None and (done := effect_of(caller, command)):
            raise Repeated(done) from error
        raise
    return value


def effect_of(caller: Caller, command: str) -> str | None:
    """The case on which a command had its effect, if it was done before."""
    rows = CaseEvent.objects.filter(command=command, company=caller.company).order_by("position")
    return rows.values_list("case_id", flat=True).first()


def refuse(entry: Open, refusals: tuple[Refusal, ...]) -> None:
    """Stop a command when the core refuses; nothing half done stays. Raises `Refused`."""
    if refusals:
        raise Refused(refusals, entry.draft.fold.rules.pack)
