"""Extensions: what refuses asking for one, and by how many days an asked limit passes the one in force."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from huiyin.obligations.act import Act
from huiyin.obligations.model import CaseState, Instance
from huiyin.obligations.refusal import Refusal
from huiyin.obligations.rules import Rules
from huiyin.policy.procedures import Duty, Extension
from huiyin.worktime import add


def refusals(rules: Rules, state: CaseState, act: Act) -> Iterator[Refusal]:
    """An extension may be asked for so many times, and for so long at once, as the pack says.

    Not while another waits for its signatures; nor after the limit, where it must be asked ahead.
    """
    for name, duty in rules.procedure(state.procedure).spec.duties.items():
        extension = duty.extension
        if extension is None or extension.ask.partition(":")[0] != act.name:
            continue
        yield from _waits(rules, state, duty, extension)
        yield from _past(rules, state, name, duty, act)
        field = extension.new.partition(".")[2]
        moment = rules.moment(act.form.get(field) or "")
        if moment is not None:
            owed = [i for i in state.open_instances() if i.duty == name]
            yield from _times(rules, owed, duty, extension, act)
            yield from _most(rules, owed, duty, extension, (field, moment))


def _waits(rules: Rules, state: CaseState, duty: Duty, extension: Extension) -> Iterator[Refusal]:
    """What was asked before and not yet decided is taken back first: nobody signs what was replaced."""
    word, _, name = extension.grant.partition(" ")
    approval = state.approvals.get(name) if word == "approved" else None
    if approval is not None and approval.status == "open":
        label = rules.procedure(state.procedure).spec.approvals[name].label
        params = {"approval": label}
        yield Refusal("extension_waits", extension.clause or duty.clause, params=params)


def _past(rules: Rules, state: CaseState, name: str, duty: Duty, act: Act) -> Iterator[Refusal]:
    extension = duty.extension
    if extension is None or extension.ask_before is None:
        return
    limits = [i.limit.moment for i in state.open_instances() if i.duty == name]
    known = [moment for moment in limits if moment is not None]
    if known and len(known) == len(limits) and max(known) < act.at:
        shown = rules.calendar.local(max(known)).isoformat(" ", "minutes")[:16]
        params = {"duty": duty.label, "limit": shown}
        yield Refusal("extension_past", extension.clause or duty.clause, params=params)


def _times(
    rules: Rules, owed: list[Instance], duty: Duty, extension: Extension, act: Act
) -> Iterator[Refusal]:
    if extension.times is None:
        return
    bound = int(rules.number(extension.times, rules.local_date(act.at)))
    granted = max((sum(line.why == "extension" for line in i.lines) for i in owed), default=0)
    if granted >= bound:
        params = {"duty": duty.label, "count": granted, "bound": bound}
        yield Refusal("extended_enough", extension.clause or duty.clause, params=params)


def _most(
    rules: Rules,
    owed: list[Instance],
    duty: Duty,
    extension: Extension,
    asked: tuple[str, datetime],
) -> Iterator[Refusal]:
    """Of several rows that are owed the one with the earliest limit is the one that is moved."""
    limits = [i.limit.moment for i in owed if i.limit.moment is not None]
    if extension.most is None or not limits:
        return
    limit = min(limits)
    term = rules.term(extension.most, rules.local_date(limit))
    last = add(limit, term, rules.counting, rules.calendar).moment
    field, moment = asked
    if moment > last:
        shown = rules.calendar.local(last).isoformat(" ", "minutes")[:16]
        params = {"duty": duty.label, "limit": shown}
        yield Refusal("extended_far", extension.clause or duty.clause, field, params=params)


def days_past(rules: Rules, state: CaseState, duty: str | None, value: Any) -> int | None:
    """By how many calendar days, begun ones counted, a moment passes a duty's limit in force."""
    moment = rules.moment(value)
    limits = [
        i.limit.moment
        for i in state.open_instances()
        if i.duty == duty and i.limit.moment is not None
    ]
    if moment is None or not limits:
        return None
    return max(0, (rules.local_date(moment) - rules.local_date(min(limits))).days)
