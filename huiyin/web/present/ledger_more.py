"""Columns that need more than the row: what came of a breach, child cases, approvals, terms of keeping."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.cases.models import Case
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.explain_words import NOTES
from huiyin.obligations.model import Note
from huiyin.obligations.retention import kept_until
from huiyin.policy.across import Retention
from huiyin.policy.procedures import Breach
from huiyin.web.parts import Cell
from huiyin.web.present import cases as shown
from huiyin.web.present.ledger_columns import COMMON as PLAIN
from huiyin.web.present.ledger_columns import item_of
from huiyin.web.present.ledgers import Column, Entry, NamedColumn, Sheet, column, state

RISKS = {
    Kind.BREACHED: gettext_noop("错过时限"),
    Kind.VOIDED: gettext_noop("作废编号"),
    Kind.CORRECTED: gettext_noop("更正记录"),
    Kind.WAIVED: gettext_noop("免除义务"),
    Kind.EXCUSED: gettext_noop("说明逾期"),
    Kind.UNMASKED: gettext_noop("看了完整信息"),
}
"""What an auditor looks at, as a kind of event."""


def _notes(sheet: Sheet, entry: Entry) -> Cell:
    said = [name for name, _what in (entry.duty.notes if entry.duty else ())]
    words = [NOTES[Note(name)][sheet.speaker.lang == "en"] for name in dict.fromkeys(said)]
    return Cell(words="；".join(words), none=_("没有要说明的"), clip=True)


def _breach(sheet: Sheet, entry: Entry) -> Breach | None:
    """What the missed limit of a duty sets off."""
    item = item_of(sheet, entry.duty)
    return getattr(item, "breach", None)


def _told(sheet: Sheet, entry: Entry) -> Cell:
    breach, speaker = _breach(sheet, entry), sheet.speaker
    words = {"superior": _("直接上级")}
    told = [words.get(role) or speaker.role(role) for role in (breach.tell if breach else ())]
    return Cell(words=_("、").join(told), none=_("制度没有要求报给谁"))


def _supervision(sheet: Sheet, entry: Entry) -> Cell:
    breach = _breach(sheet, entry)
    if breach is None or breach.opens is None:
        return Cell(none=_("逾期不另开案件"))
    return _children(sheet, entry, breach.opens)


def _children(sheet: Sheet, entry: Entry, procedure: str) -> Cell:
    found = [c for c in sheet.children[entry.case.id] if c.procedure == procedure]
    if not found:
        return Cell(none=_("没有"))
    if len(found) == 1:
        return Cell(words=_one(sheet, found[0]), href=sheet.link(found[0].id))
    going = sum(child.closed_at is None for child in found)
    words = _("%(count)s 件，%(open)s 件未结") % {"count": len(found), "open": going}
    return Cell(words=words)


def _one(sheet: Sheet, child: Case) -> str:
    return f"{shown.number(sheet.speaker, child)} {sheet.speaker.word(child.stage)}".strip()


def _duty(sheet: Sheet, entry: Entry, name: str) -> Cell:
    rows = [row for row in sheet.duties[entry.case.id] if row.duty == name]
    return state(rows[-1], sheet.speaker.caller.now) if rows else Cell(none=_("没有发生"))


def _approval(sheet: Sheet, entry: Entry, name: str) -> Cell:
    """The last signature of an approval, else whether one is awaited."""
    events = [e for e in sheet.logs[entry.case.id] if e.data.get("approval") == name]
    signed = [e for e in events if e.kind == Kind.SIGNED]
    if not signed:
        owed = [d for d in sheet.duties[entry.case.id] if d.duty == f"approval {name}" and d.owed]
        return Cell(words=_("等签批") if owed else "", none=_("没有送批"))
    last = signed[-1]
    said = _("同意") if last.data["decision"] == "approve" else _("不同意")
    return Cell(
        words=f"{sheet.speaker.short(last.at)} {sheet.speaker.person(last.actor.person)} {said}"
    )


# -- files in the archive --


def _retention(sheet: Sheet, entry: Entry) -> Retention | None:
    return sheet.speaker.caller.book.of_edition(entry.case.edition).pack.retention


def _archive_number(sheet: Sheet, entry: Entry) -> Cell:
    """The number of the file: of the last paper that is a whole dossier, else the case's own."""
    documents = sheet.speaker.caller.book.of_edition(entry.case.edition).pack.documents
    files = [
        event.data["number"]
        for event in sheet.logs[entry.case.id]
        if event.kind == Kind.ISSUED and documents[event.data["document"]].template == "dossier"
    ]
    words = str(files[-1]) if files else shown.number(sheet.speaker, entry.case)
    return Cell(words=words, href=sheet.link(entry.case.id))


def _completed(sheet: Sheet, entry: Entry) -> Cell:
    retention = _retention(sheet, entry)
    step = retention.from_.partition(".")[2] if retention else ""
    event = sheet.last(entry.case, step)
    return sheet.moment(event.at if event else None, _("没有办结，不起算"))


def _keep_until(sheet: Sheet, entry: Entry) -> Cell:
    rules = sheet.speaker.caller.book.of_edition(entry.case.edition)
    kept = kept_until(rules, sheet.folded[entry.case.id])
    if kept is None:
        return Cell(none=_("制度没有规定保管期"))
    if kept.undetermined:
        return Cell(none=_("保管期还不能确定"))
    if kept.until is None:
        return Cell(words=_("永久"))
    return Cell(words=kept.until.isoformat(), typed=kept.until)


# -- what an auditor looks at --


def _risk(sheet: Sheet, entry: Entry) -> Cell:
    said = RISKS.get(Kind(entry.event.kind)) if entry.event is not None else None
    return Cell(words=str(_(said)) if said else "", none=_("无"))


def _about(sheet: Sheet, entry: Entry) -> Any:
    """The duty, rhythm or approval that an event is about."""
    data: Any = entry.event.data if entry.event is not None else {}
    name = str(data.get("duty") or str(data.get("instance", "")).split("#")[0])
    spec = sheet.spec(entry.case)
    item: Any = spec.duties.get(name) or spec.cadences.get(name)
    return item or spec.approvals.get(name.removeprefix("approval "))


def _source(sheet: Sheet, entry: Entry) -> Cell:
    """The duty, paper or field that the event is about."""
    data: Any = entry.event.data if entry.event is not None else {}
    speaker = sheet.speaker
    if "document" in data:
        label = speaker.pack.documents[data["document"]].label
        return Cell(words=f"{speaker.word(label)} {data['number']}")
    if "what" in data or "field" in data:
        path = str(data.get("what") or data.get("field"))
        return Cell(words=column(speaker, entry.case.procedure, path))
    item = _about(sheet, entry)
    return Cell(words=speaker.word(item.label) if item is not None else "", none=_("无"))


def _cites(sheet: Sheet, entry: Entry) -> Cell:
    """The clause of a duty, or of what an event is about."""
    if entry.duty is not None or entry.event is None:
        return PLAIN["clause"](sheet, entry)
    item = _about(sheet, entry)
    said = entry.event.data.get("clause") or (item.clause if item is not None else ())
    chips = sheet.speaker.clauses((said,) if isinstance(said, str) else tuple(said), 2)
    return Cell(words=" ".join(chip.label for chip in chips), none=_("没有对应的条款"))


COMMON: dict[str, Column] = {
    **PLAIN,
    "notes": _notes,
    "told": _told,
    "supervision": _supervision,
    "archive_number": _archive_number,
    "completed": _completed,
    "keep_until": _keep_until,
    "kind": _risk,
    "source": _source,
    "clause": _cites,
}
NAMED: dict[str, NamedColumn] = {
    "duties": _duty,
    "children": _children,
    "approvals": _approval,
}
