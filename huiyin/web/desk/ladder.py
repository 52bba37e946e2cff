"""The ladder of a case that lags: what was reminded, which notices are out, what comes next."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from huiyin.cases.access import visible
from huiyin.cases.models import Case, DutyRow
from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.policy.procedures import Procedure, Step
from huiyin.web.desk.duties import bearer, item_of
from huiyin.web.desk.looking import Looking
from huiyin.web.parts import Action, Tag
from huiyin.web.present import cases as shown
from huiyin.web.present import countdowns
from huiyin.web.present.speaker import Speaker
from huiyin.web.tracking_pages import Rung

REMINDERS = 2


def rungs_of(looking: Looking) -> list[Rung]:
    """Past, present and coming rungs, in that order; three queries at most."""
    notices = notices_of(looking)
    coming = list(
        _coming(looking, {case.procedure for case, _row in notices if not case.closed_at})
    )
    return [*_reminders(looking), *(_notice(looking, *one) for one in notices), *coming]


def presses(step: Step, pack_procedures: dict[str, Procedure]) -> bool:
    """Whether a step sends a supervision notice by hand."""
    opened = {step.opens, *(outcome.opens for outcome in step.outcomes.values())}
    return any(
        name in pack_procedures and pack_procedures[name].supervision for name in opened if name
    )


def press_actions(looking: Looking, where: str) -> list[Action]:
    """Steps by which the reader may send a notice by hand now; `where` takes the step's name."""
    found = []
    for name in looking.open_steps:
        step = looking.spec.steps[name]
        if presses(step, looking.speaker.pack.procedures) and not step.outcomes:
            verb = looking.speaker.word(step.verb or step.label)
            found.append(
                Action(label=verb, href=where.format(step=name), icon="gavel", style="danger")
            )
    return found


def notices_of(looking: Looking) -> list[tuple[Case, DutyRow | None]]:
    """The notices about a case and those that followed from them, oldest first, with what is owed."""
    procedures = looking.speaker.pack.procedures
    kinds = [name for name, spec in procedures.items() if spec.supervision]
    if not kinds:
        return []
    rows = visible(looking.desk.caller).filter(procedure__in=kinds)
    found = list(rows.filter(parent_id=looking.case.id))
    found += list(rows.filter(parent__parent_id=looking.case.id)) if found else []
    found.sort(key=lambda case: case.id)
    owed = DutyRow.objects.filter(case__in=found, owed=True).order_by("-due_at", "-id")
    rows_of = {row.case_id: row for row in owed} if found else {}
    return [(case, rows_of.get(case.id)) for case in found]


def _reminders(looking: Looking) -> Iterator[Rung]:
    said = [e for e in looking.events if e.kind in (Kind.REMINDED, Kind.BREACHED)]
    watched = looking.spec.progress.against if looking.spec.progress else ()
    of_work = [e for e in said if e.data["duty"] in watched]
    for event in of_work[-REMINDERS:]:
        yield _said(looking, event)


def _said(looking: Looking, event: Event) -> Rung:
    speaker = looking.speaker
    duty = looking.spec.duties[event.data["duty"]]
    late = event.kind == Kind.BREACHED
    return Rung(
        state="done",
        title=_("逾期") if late else _("到期提醒"),
        words=f"{speaker.moment(event.at)} {speaker.word(duty.label)}",
        clauses=speaker.clauses(
            (duty.breach.clause or duty.clause) if late and duty.breach else duty.clause, 1
        ),
    )


def _notice(looking: Looking, case: Case, row: DutyRow | None) -> Rung:
    speaker = Speaker(
        looking.desk.caller, looking.desk.caller.book.of_edition(case.edition), looking.speaker.lang
    )
    spec = speaker.pack.procedures[case.procedure]
    words = speaker.moment(case.opened_at)
    if row is not None:
        label, _clauses, _step = item_of(row, spec)
        who = bearer(row, speaker)
        words += " · " + _("等 %(who)s %(what)s") % {"who": who.name, "what": speaker.word(label)}
    return Rung(
        state="done" if case.closed_at else "now",
        title=f"{speaker.word(spec.label)} {shown.number(looking.speaker, case) if case.number else ''}".strip(),
        words=words,
        href=looking.desk.href("case", case.id),
        countdown=countdowns.of_row(row, speaker) if row is not None and row.due_at else None,
        clauses=speaker.clauses(spec.clause, 1),
        tag=Tag(words=speaker.word(case.stage)) if case.stage else None,
    )


def _coming(looking: Looking, running: set[str]) -> Iterator[Rung]:
    """What opens by itself when the next limit passes, rung by rung."""
    speaker, procedures = looking.speaker, looking.speaker.pack.procedures
    seen: set[str] = set()
    watched = looking.spec.progress.against if looking.spec.progress else ()
    duties = [looking.spec.duties[name] for name in watched]
    while duties:
        duty = duties.pop(0)
        opens = duty.breach.opens if duty.breach is not None else None
        target = procedures.get(opens or "")
        if opens is None or target is None or not target.supervision or opens in seen:
            continue
        seen.add(opens)
        duties += target.duties.values()
        if opens not in running:
            yield Rung(
                state="next",
                title=speaker.word(target.label),
                words=_("“%(duty)s”逾期时自动发出") % {"duty": speaker.word(duty.label)},
                clauses=speaker.clauses(target.clause, 1),
            )
