"""From a fold to rows: what lists and the sweep read. Disposable; `rebuild` makes the same bytes."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from huiyin.cases.models import Aside, Case, DutyRow, Named
from huiyin.obligations.model import Assessment, CaseState, Instance
from huiyin.obligations.rules import Compiled
from huiyin.rows import Row, insert

StandIn = Callable[[Instance], str]
"""Says who stands in for a bearer whose posts are barred or vacant; empty when nobody must."""

Marks = Mapping[str, tuple[Any, ...]]

KEYS = ("case_id", "instance")
CHANGING = (
    "state",
    "owed",
    "bearer_roles",
    "bearer_unit",
    "bearer_person",
    "due_at",
    "shown_at",
    "provisional",
    "reason",
    "parameter",
    "closed_at",
    "breach_limit",
    "breach_at",
    "notes",
    "paused_from",
    "paused_until",
)


def nobody(instance: Instance) -> str:
    """No stand-in: whoever holds the post owes it."""
    return ""


def apply_state(case: Case, assessment: Assessment) -> None:
    """Set a case's columns to what its fold says."""
    state = assessment.state
    case.procedure = state.procedure
    case.unit = state.unit or ""
    case.stage = state.stage or ""
    case.stage_since = state.stage_since
    case.level = state.level or ""
    case.flags = sorted(state.flags)
    case.rounds = state.rounds
    case.late = was_late(state)
    case.fields = dict(sorted(state.fields.items()))
    case.pauses = [[p.start.isoformat(), p.end.isoformat()] for p in state.pauses]
    case.closed_at = state.closed
    case.lead_id = state.lead
    case.next_due_at = assessment.next_due_at


def was_late(state: CaseState) -> bool:
    """Whether a limit of the case was ever missed; a benchmark is none."""
    return any(instance.breach is not None for instance in state.instances.values())


def number_of(state: CaseState, document: str | None) -> str:
    """The case's number: that of the newest paper of the kind the procedure names.

    A void paper gives way to one that holds; while none holds, the newest void one names the case.
    """
    issued = [number for name, number, _ in state.documents if name == document]
    held = [number for number in issued if (document, number) not in state.voided]
    return (held or issued or [""])[-1]


def values(instance: Instance) -> dict[str, Any]:
    """The columns of an instance's row, no stand-in being named."""
    line, breach, bearer = instance.limit, instance.breach, instance.bearer
    pause = line.pauses[-1] if line.pauses else None
    return {
        "duty": instance.duty,
        "kind": instance.kind,
        "ordinal": instance.ordinal,
        "row": instance.row or "",
        "state": str(instance.state),
        "owed": instance.owed,
        "bearer_roles": "+".join(bearer.roles),
        "bearer_unit": bearer.unit or "",
        "bearer_person": bearer.person or "",
        "opened_at": instance.opened,
        "due_at": instance.moment,
        "shown_at": line.shown,
        "provisional": line.provisional,
        "reason": line.reason,
        "parameter": line.parameter or "" if line.reason == "parameter" else "",
        "closed_at": instance.closed,
        "breach_limit": breach.limit if breach else None,
        "breach_at": breach.at if breach else None,
        "notes": [[str(note), what] for note, what in instance.notes],
        "benchmark": instance.benchmark,
        "paused_from": pause.start if pause else None,
        "paused_until": pause.end if pause else None,
    }


def snapshot(state: CaseState) -> Marks:
    """What the stored rows rest on now, to tell later which of them changed."""
    return {i.id: _mark(i) for i in state.instances.values()}


def _mark(instance: Instance) -> tuple[Any, ...]:
    """Everything about an instance that may change; lines and notes are only ever added."""
    return (
        instance.state,
        instance.bearer,
        instance.limit,
        instance.breach,
        instance.closed,
        len(instance.notes),
    )


def changed_rows(
    case: Case,
    before: Marks,
    instances: Iterable[Instance],
    stand_in: StandIn = nobody,
) -> list[Row]:
    """Rows of the instances that differ from a snapshot, or are new to it."""
    rows: list[Row] = []
    for instance in instances:
        if before.get(instance.id) != _mark(instance):
            plain = values(instance)
            place = {"company_id": case.company_id, "case_id": case.id, "instance": instance.id}
            person = plain["bearer_person"] or (stand_in(instance) if instance.owed else "")
            rows.append({**place, **plain, "bearer_person": person})
    return rows


def write_named(
    case: Case, compiled: Compiled, written: Collection[str] | None = None, *, new: bool = False
) -> None:
    """Note whom a case names: who may do a step or sign, and who must stand aside.

    `written` are the fields that changed; without it whatever the case says is noted anew. Of a
    `new` case nothing was noted before.
    """
    for table, paths in ((Named, compiled.naming), (Aside, frozenset(compiled.spec.recuse))):
        if written is None or not paths.isdisjoint(written):
            _write_named(table, case, paths, new=new)


def _write_named(
    table: type[Named | Aside], case: Case, paths: frozenset[str], *, new: bool
) -> None:
    found = {person for path in paths for person in texts_in(case.fields.get(path))}
    rows = table.objects.filter(case=case)
    known = set() if new else set(rows.values_list("person", flat=True))
    if known - found:
        rows.filter(person__in=known - found).delete()
    place = {"company_id": case.company_id, "case_id": case.id}
    insert(table, [{**place, "person": person} for person in sorted(found - known)])


def texts_in(value: object) -> Iterable[str]:
    """The texts that the value of a field holds; of a field that names persons, their ids."""
    if isinstance(value, str):
        return (value,)
    return [str(v) for v in value] if isinstance(value, (list, tuple)) else ()


def write(rows: Sequence[Row]) -> None:
    """Insert new rows and update those that exist; one statement."""
    insert(DutyRow, rows, keys=KEYS, changing=CHANGING)
