"""Ledgers whose rows are no cases: periods of what the calendar opens, and persons in their posts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.cases.finished import finished
from huiyin.cases.models import Case, DutyRow, Opening
from huiyin.policy.across import Credential, Ledger
from huiyin.web.parts import Cell
from huiyin.web.present import cases as shown
from huiyin.web.present.speaker import Speaker
from huiyin.worktime import add

Link = Callable[[str], str]


def openings(
    speaker: Speaker, rows: Sequence[Opening], paths: Sequence[str], link: Link
) -> list[list[Cell]]:
    """Rows of periods, each with the case that serves it; one query for what is owed on them."""
    cases = [row.case for row in rows if row.case is not None]
    owed: dict[str, DutyRow] = {}
    for duty in DutyRow.objects.filter(case__in=cases, owed=True).order_by("-due_at", "-id"):
        owed[duty.case_id] = duty
    return [[_period(speaker, row, path, owed, link) for path in paths] for row in rows]


def _period(
    speaker: Speaker, row: Opening, path: str, owed: Mapping[str, DutyRow], link: Link
) -> Cell:
    if path in _OF_CASE:
        if row.case is None:
            return Cell(none=_skipped(row))
        return _OF_CASE[path](speaker, row.case, owed.get(row.case.id), link)
    return _OF_PERIOD[path](speaker, row, link)


def _schedule(speaker: Speaker, row: Opening, link: Link) -> Cell:
    known = speaker.pack.rounds.get(row.schedule)
    words = speaker.word(known.label) if known is not None else row.schedule
    return Cell(words=words, href=link(row.case.id) if row.case else "")


def _target(speaker: Speaker, row: Opening, _link: Link) -> Cell:
    person = speaker.caller.people.person(row.target)
    name = speaker.person(row.target) if person else speaker.unit(row.target)
    return Cell(words=name, none=_("全公司"))


def _due(_speaker: Speaker, row: Opening, _link: Link) -> Cell:
    day = row.due_on
    return Cell(words=day.isoformat() if day else "", typed=day, none=_("本期没有工作日"))


def _skipped(row: Opening) -> str:
    if row.merged_into:
        return _("与 %(period)s 合并办理") % {"period": row.merged_into}
    return _("本期没有工作日，不办")


def _moment(speaker: Speaker, moment: datetime | None, none: str) -> Cell:
    if moment is None:
        return Cell(none=none)
    return Cell(words=speaker.moment(moment), typed=speaker.calendar.local(moment))


def _state(speaker: Speaker, case: Case, duty: DutyRow | None, _link: Link) -> Cell:
    if case.closed_at is not None:
        return Cell(words=_("办完，迟过") if case.late else _("办完"), late=case.late)
    now = speaker.caller.now
    late = case.late or bool(duty and duty.due_at and duty.due_at < now)
    return Cell(words=_("没办，已逾期") if late else _("待办"), late=late)


def _holder(speaker: Speaker, _case: Case, duty: DutyRow | None, _link: Link) -> Cell:
    if duty is None:
        return Cell(none=_("没有待办"))
    if duty.bearer_person:
        return Cell(words=speaker.person(duty.bearer_person))
    return Cell(
        words=_("、").join(speaker.role(role) for role in duty.bearer_roles.split("+") if role)
    )


_OF_PERIOD: Mapping[str, Callable[[Speaker, Opening, Link], Cell]] = {
    "schedule": _schedule,
    "period": lambda _s, row, _l: Cell(words=row.period),
    "target": _target,
    "due": _due,
    "opened": lambda s, row, _l: _moment(s, row.opened_at, ""),
}
_OF_CASE: Mapping[str, Callable[[Speaker, Case, DutyRow | None, Link], Cell]] = {
    "number": lambda s, case, _d, link: Cell(words=shown.number(s, case), href=link(case.id)),
    "stage": lambda s, case, _d, _l: Cell(words=s.word(case.stage), none=_("未开始")),
    "closed": lambda s, case, _d, _l: _moment(s, case.closed_at, _("办理中")),
    "state": _state,
    "holder": _holder,
}


# -- persons --


def people(speaker: Speaker, spec: Ledger, unit: str) -> list[list[Cell]]:
    """Persons in the posts that need something, and since when they have it; one query a fact."""
    asked = [c.partition(".")[2] for c in spec.columns if c.startswith("credentials.")]
    facts = {name: speaker.pack.credentials[name] for name in asked}
    since = {name: _since(speaker, name, fact) for name, fact in facts.items()}
    who = speaker.caller.people
    rows = []
    for person in who.persons():
        roles = {role for found in who.roles_of(person.id).values() for role in found}
        needs = [n for n, fact in facts.items() if not fact.roles or roles & set(fact.roles)]
        place = who.unit_of(person.id) or ""
        if not needs or (unit and place != unit):
            continue
        if spec.when and not any(
            _lacks(speaker, n, facts[n], since[n].get(person.id)) for n in needs
        ):
            continue
        rows.append([_person(speaker, path, person.id, facts, since) for path in spec.columns])
    return rows


def _since(speaker: Speaker, name: str, fact: Credential) -> dict[str, datetime]:
    """Since when each person has a standing fact: as recorded, or by the procedure that gives it."""
    own = fact.signed_by == "self"
    found = finished(speaker.caller, fact.procedure, own=own) if fact.procedure else {}
    return found | speaker.caller.people.credentials_since(name)


def _until(speaker: Speaker, fact: Credential, since: datetime) -> datetime | None:
    """When a fact ends; None while no term ends it."""
    term = speaker.rules.written(fact.until) if fact.until else None
    if term is None:
        return None
    return add(since, term, speaker.rules.counting, speaker.calendar).moment


def _lacks(speaker: Speaker, name: str, fact: Credential, since: datetime | None) -> bool:
    if since is None:
        return True
    until = _until(speaker, fact, since)
    return until is not None and until < speaker.caller.now


def _person(
    speaker: Speaker,
    path: str,
    person: str,
    facts: Mapping[str, Credential],
    since: Mapping[str, Mapping[str, datetime]],
) -> Cell:
    who = speaker.caller.people
    if path == "person":
        return Cell(words=speaker.person(person))
    if path == "unit":
        return Cell(words=speaker.unit(who.unit_of(person)), none=_("未定"))
    if path == "roles":
        roles = dict.fromkeys(r for found in who.roles_of(person).values() for r in sorted(found))
        return Cell(words=_("、").join(speaker.role(role) for role in roles), none=_("没有岗位"))
    name = path.partition(".")[2]
    moment = since[name].get(person)
    if moment is None:
        return Cell(words=_("还没有"), late=True)
    day = speaker.calendar.local(moment).date()
    if _lacks(speaker, name, facts[name], moment):
        return Cell(words=_("%(day)s，已到期") % {"day": day}, typed=day, late=True)
    return Cell(words=day.isoformat(), typed=day)
