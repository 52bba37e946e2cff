"""Setting right, excusing, waiving, noting: recorded decisions beside the steps."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from huiyin.cases.caller import Caller
from huiyin.cases.models import Case
from huiyin.cases.work import Work, refuse, run
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.draft import Draft
from huiyin.obligations.refusal import Refusal
from huiyin.policy.forms import FormField

REMARK = FormField(label="说明", type="longtext")


class NothingThere(Exception):
    """The duty or field that was meant does not exist on this case."""


def _record(
    caller: Caller, case_id: str, kind: Kind, data: Mapping[str, Any], *, command: str | None
) -> Case:
    def body(work: Work) -> Case:
        entry = work.load(case_id)
        entry.draft.record(kind, _remark(entry.draft, kind, data), caller.actor, work.recorded)
        return entry.case

    return run(caller, body, command=command)


def _remark(draft: Draft, kind: Kind, data: Mapping[str, Any]) -> dict[str, Any]:
    """Reasons and notes are free text, so only references to them enter the log."""
    return {
        key: draft.conceal(f"{kind}.{key}", REMARK, value)
        if key in ("reason", "note") and value
        else value
        for key, value in data.items()
    }


def correct(
    caller: Caller, case_id: str, field: str, value: Any, reason: str, *, command: str | None = None
) -> Case:
    """Set right a field that was written wrongly; the old value stays in the log (pack-study 5.17).

    Raises `NothingThere` when the field was never filled in, `Refused` when the value is none.
    """

    def body(work: Work) -> Case:
        entry = work.load(case_id)
        fold = entry.draft.fold
        if field not in fold.state.fields:
            raise NothingThere(field)
        step, _, name = field.partition(".")
        spec = fold.compiled.spec.steps[step].form.get(name)
        if (
            spec is not None
            and spec.kind in ("moment", "date")
            and fold.rules.moment(value) is None
        ):
            refuse(entry, (Refusal("moment", spec.clause, name, params={"label": spec.label}),))
        held = (
            entry.draft.conceal(field, spec, value)
            if spec is not None and spec.free_text
            else value
        )
        data = {
            "field": field,
            "value": held,
            "reason": entry.draft.conceal("corrected.reason", REMARK, reason),
        }
        entry.draft.record(Kind.CORRECTED, data, caller.actor, work.recorded)
        return entry.case

    return run(caller, body, command=command)


def excuse(
    caller: Caller, case_id: str, instance: str, reason: str, *, command: str | None = None
) -> Case:
    """A named person excuses a breach; the raw figure stays (DESIGN rule 4)."""
    return _on_instance(caller, case_id, Kind.EXCUSED, instance, reason, command)


def waive(
    caller: Caller, case_id: str, instance: str, reason: str, *, command: str | None = None
) -> Case:
    """A named person decides that a duty need not be done."""
    return _on_instance(caller, case_id, Kind.WAIVED, instance, reason, command)


def _on_instance(
    caller: Caller, case_id: str, kind: Kind, instance: str, reason: str, command: str | None
) -> Case:
    def body(work: Work) -> Case:
        entry = work.load(case_id)
        if instance not in entry.draft.fold.state.instances:
            raise NothingThere(instance)
        data = {
            "instance": instance,
            "reason": entry.draft.conceal(f"{kind}.reason", REMARK, reason),
        }
        entry.draft.record(kind, data, caller.actor, work.recorded)
        return entry.case

    return run(caller, body, command=command)


def note(
    caller: Caller,
    case_id: str,
    text: str,
    *,
    to_customer: bool = False,
    request: str = "",
    command: str | None = None,
) -> Case:
    """Add a remark; it has no effect on duties. `request` is what a customer asks about own data."""
    data: dict[str, Any] = {"note": text}
    data |= {"to_customer": True} if to_customer else {}
    data |= {"request": request} if request else {}
    return _record(caller, case_id, Kind.NOTED, data, command=command)


def unmasked(
    caller: Caller, case_id: str, what: str, reason: str, *, command: str | None = None
) -> Case:
    """Record that somebody looked at masked data, and why (DESIGN rule 11)."""
    return _record(
        caller, case_id, Kind.UNMASKED, {"what": what, "reason": reason}, command=command
    )


def add_evidence(
    caller: Caller,
    case_id: str,
    files: Sequence[Mapping[str, Any]],
    *,
    command: str | None = None,
    then: Callable[[Case], None] | None = None,
) -> Case:
    """Record that files were added; `evidence`, `digest`, `size`, `media` of each.

    `then` stores them in the same transaction.
    """

    def body(work: Work) -> Case:
        entry = work.load(case_id)
        for file in files:
            data = dict(file)
            if caller.actor.person == "customer":
                data["by_customer"] = True
            entry.draft.record(Kind.EVIDENCE_ADDED, data, caller.actor, work.recorded)
        return entry.case

    return run(caller, body, command=command, then=then)
