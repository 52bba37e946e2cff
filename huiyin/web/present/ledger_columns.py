"""The columns that every ledger may have, whatever the procedure: of the case, the act, the duty."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from huiyin.cases.figures import paused_of
from huiyin.cases.models import DutyRow
from huiyin.cases.personal import revealed
from huiyin.eventlog.envelope import Event
from huiyin.web.parts import Cell
from huiyin.web.present import cases as shown
from huiyin.web.present import countdowns
from huiyin.web.present.ledgers import Column, Entry, Sheet, column, is_late, state
from huiyin.worktime.words import format_span


def _moment(sheet: Sheet, moment: datetime | None, none: str) -> Cell:
    return sheet.moment(moment, none)


def _number(sheet: Sheet, entry: Entry) -> Cell:
    if entry.event is not None and entry.event.kind == "issued":
        words = str(entry.event.data["number"])
        void = _voided(sheet, entry)
        return Cell(words=words, href=sheet.link(entry.case.id), struck=void)
    return Cell(words=shown.number(sheet.speaker, entry.case), href=sheet.link(entry.case.id))


def _level(sheet: Sheet, entry: Entry) -> Cell:
    level = sheet.speaker.level(entry.case.level)
    return Cell(part=level) if level else Cell(none=_("未定级"))


def _flags(sheet: Sheet, entry: Entry) -> Cell:
    words = _("、").join(sheet.speaker.word(flag) for flag in entry.case.flags)
    return Cell(words=words, none=_("无"))


def _parent(sheet: Sheet, entry: Entry) -> Cell:
    parent = entry.case.parent
    return (
        Cell(words=shown.number(sheet.speaker, parent), none="") if parent else Cell(none=_("无"))
    )


def _lead(sheet: Sheet, entry: Entry) -> Cell:
    lead = entry.case.lead
    return (
        Cell(words=shown.number(sheet.speaker, lead), href=sheet.link(lead.id))
        if lead
        else Cell(none=_("无"))
    )


def _contacts(sheet: Sheet, entry: Entry) -> Cell:
    """How often the matter came in: nothing for a case that counts with its lead."""
    if entry.case.lead_id:
        return Cell(none=_("计入主件"))
    count = 1 + sheet.joined.get(entry.case.id, 0)
    return Cell(words=str(count), typed=Decimal(count))


def _waited(sheet: Sheet, entry: Entry) -> Cell:
    until = entry.case.closed_at or sheet.speaker.caller.now
    seconds = (until - entry.case.opened_at).total_seconds()
    return Cell(words=format_span(seconds, sheet.speaker.lang))


def _paused(sheet: Sheet, entry: Entry) -> Cell:
    """How long the clocks of a case stood still."""
    span = paused_of(entry.case, sheet.speaker.caller.now)[0]
    return Cell(words=format_span(span, sheet.speaker.lang) if span else "", none=_("没有暂停"))


def _paused_share(sheet: Sheet, entry: Entry) -> Cell:
    """How much of the time of a case that was."""
    span, whole = paused_of(entry.case, sheet.speaker.caller.now)
    return Cell(words=f"{span / whole:.0%}" if span and whole else "", none=_("没有暂停"))


def _holder(sheet: Sheet, entry: Entry) -> Cell:
    return Cell(words=sheet.who(sheet.next(entry)), none=_("没有待办"))


def _due(sheet: Sheet, entry: Entry) -> Cell:
    row = sheet.next(entry)
    if row is None:
        return Cell(none=_("没有待办"))
    if not row.owed or row.due_at is None:
        return _moment(sheet, row.due_at, _("无时限"))
    speaker = sheet.speaker
    typed = speaker.calendar.local(row.due_at)
    return Cell(part=replace(countdowns.of_row(row, speaker), under=""), typed=typed)


def _state(sheet: Sheet, entry: Entry) -> Cell:
    if entry.event is not None and entry.event.kind == "issued":
        void = _voided(sheet, entry)
        return Cell(words=_("已作废") if void else _("有效"), struck=void)
    if entry.duty is not None:
        return state(entry.duty, sheet.speaker.caller.now)
    now = sheet.speaker.caller.now
    late = sum(is_late(row, now) for row in sheet.duties[entry.case.id])
    words = _("%(count)s 项逾期") % {"count": late} if late else _("没有逾期")
    return Cell(words=words, late=bool(late))


def _done(sheet: Sheet, entry: Entry) -> Cell:
    return _moment(sheet, entry.duty.closed_at if entry.duty else None, _("未办结"))


def item_of(sheet: Sheet, row: DutyRow | None) -> Any:
    """The duty, rhythm or approval of the pack that a row is an instance of."""
    if row is None:
        return None
    spec = sheet.spec(row.case)
    if row.kind == "approval":
        return spec.approvals.get(row.duty.removeprefix("approval "))
    return spec.duties.get(row.duty) or spec.cadences.get(row.duty)


def _duty_name(sheet: Sheet, entry: Entry) -> Cell:
    item = item_of(sheet, entry.duty)
    return Cell(words=sheet.speaker.word(item.label) if item is not None else "", none=_("无"))


def _clause(sheet: Sheet, entry: Entry) -> Cell:
    item = item_of(sheet, entry.duty)
    cites = [chip.label for chip in sheet.speaker.clauses(item.clause, 2)] if item else []
    return Cell(words=" ".join(cites), none=_("无"))


def _at(sheet: Sheet, entry: Entry) -> Cell:
    return _moment(sheet, entry.event.at if entry.event else None, _("无"))


def _recorded(sheet: Sheet, entry: Entry) -> Cell:
    return _moment(sheet, entry.event.recorded if entry.event else None, _("无"))


def _person(sheet: Sheet, entry: Entry) -> Cell:
    event = _act_of(sheet, entry)
    return Cell(words=sheet.speaker.person(event.actor.person) if event else "", none=_("无"))


def _unit(sheet: Sheet, entry: Entry) -> Cell:
    """Of an act: where who did it belongs; else the unit of the case."""
    unit = entry.event.actor.unit if entry.event and entry.event.actor.unit else entry.case.unit
    return Cell(words=sheet.speaker.unit(unit), none=_("未定"))


def _step(sheet: Sheet, entry: Entry) -> Cell:
    event, spec = entry.event, sheet.spec(entry.case)
    if event is None:
        return Cell(none=_("无"))
    named: Any = None
    if event.kind == "acted":
        named = spec.steps.get(event.data["step"])
    elif event.kind == "signed":
        named = spec.approvals.get(event.data["approval"])
    if named is not None:
        return Cell(words=sheet.speaker.word(named.label))
    words = {"issued": _("签发文书"), "voided": _("作废文书")}.get(str(event.kind), "")
    return Cell(words=words, none=_("无"))


def _outcome(sheet: Sheet, entry: Entry) -> Cell:
    data = entry.event.data if entry.event is not None else {}
    if "decision" in data:
        return Cell(words=_("同意") if data["decision"] == "approve" else _("不同意"))
    return Cell(words=sheet.speaker.word(str(data.get("outcome") or "")), none=_("无"))


def _document(sheet: Sheet, entry: Entry) -> Cell:
    name = entry.event.data.get("document") if entry.event is not None else None
    if name is None:
        return Cell(none=_("无"))
    label = sheet.speaker.word(sheet.speaker.pack.documents[name].label or name)
    return Cell(words=f"{label} {entry.event.data['number']}" if entry.event else label)


def _act_of(sheet: Sheet, entry: Entry) -> Event | None:
    """Who stands behind an event: of a paper the act that issued it."""
    event = entry.event
    if event is None or event.kind != "issued":
        return event
    acts = [e for e in sheet.logs[entry.case.id] if e.seq == event.data.get("act")]
    return acts[0] if acts else event


def _papers(sheet: Sheet, entry: Entry, kind: str) -> list[Event]:
    data = entry.event.data if entry.event is not None else {}
    events = sheet.logs[entry.case.id]
    return [e for e in events if e.kind == kind and e.data.get("document") == data.get("document")]


def _voided(sheet: Sheet, entry: Entry) -> bool:
    number = entry.event.data.get("number") if entry.event is not None else None
    return any(e.data["number"] == number for e in _papers(sheet, entry, "voided"))


def _replaced(sheet: Sheet, entry: Entry) -> Cell:
    if entry.event is None or not _voided(sheet, entry):
        return Cell(none=_("无"))
    later = [e for e in _papers(sheet, entry, "issued") if e.seq > entry.event.seq]
    return Cell(words=str(later[0].data["number"]) if later else "", none=_("没有换发"))


def _what(sheet: Sheet, entry: Entry) -> Cell:
    path = str(entry.event.data.get("what", "")) if entry.event is not None else ""
    return Cell(
        words=column(sheet.speaker, entry.case.procedure, path) if path else "", none=_("无")
    )


def _reason(sheet: Sheet, entry: Entry) -> Cell:
    reason = entry.event.data.get("reason") if entry.event is not None else None
    return Cell(words=sheet.speaker.word(str(revealed(reason, sheet.texts) or "")), none=_("无"))


COMMON: dict[str, Column] = {
    "number": _number,
    "opened": lambda s, e: _moment(s, e.case.opened_at, _("无")),
    "received_at": lambda s, e: _moment(s, e.case.opened_at, _("无")),
    "unit": _unit,
    "stage": lambda s, e: Cell(words=s.speaker.word(e.case.stage), none=_("未开始")),
    "since": lambda s, e: _moment(s, e.case.stage_since, _("无")),
    "level": _level,
    "flags": _flags,
    "rounds": lambda _s, e: Cell(words=str(e.case.rounds), typed=Decimal(e.case.rounds)),
    "closed": lambda s, e: _moment(s, e.case.closed_at, _("办理中")),
    "changed": lambda s, e: _moment(s, e.case.changed_at, _("无")),
    "last_track": lambda s, e: _moment(s, e.case.changed_at, _("无")),
    "waited": _waited,
    "paused": _paused,
    "paused_share": _paused_share,
    "lead": _lead,
    "contacts": _contacts,
    "parent": _parent,
    "holder": _holder,
    "bearer": _holder,
    "due": _due,
    "limit": _due,
    "next_due": _due,
    "state": _state,
    "done": _done,
    "duty": _duty_name,
    "clause": _clause,
    "at": _at,
    "recorded": _recorded,
    "by": _person,
    "person": _person,
    "step": _step,
    "outcome": _outcome,
    "document": _document,
    "issued_at": _at,
    "issued_by": _person,
    "replaced_by": _replaced,
    "what": _what,
    "reason": _reason,
}
