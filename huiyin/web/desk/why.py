"""D3: why a duty is due when it is: each stretch counted, skipped, paused, and the clause."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.cases.models import DutyRow
from huiyin.cases.work import Gone
from huiyin.obligations.model import Instance, Line
from huiyin.obligations.terms import counting_for
from huiyin.web.desk.duties import item_of
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.desk.looking import Looking, look
from huiyin.web.pages import Crumb, DuePage
from huiyin.web.parts import Day, DueExplanation, Fact, Stretch, TimelineEntry
from huiyin.web.present import cases as shown
from huiyin.web.present import countdowns
from huiyin.web.present.speaker import Speaker
from huiyin.worktime import UncountedUnit, Unit
from huiyin.worktime.explain import Explanation, explain
from huiyin.worktime.notes import DayNote
from huiyin.worktime.notes import Fact as Counted
from huiyin.worktime.words import day_name

REASONS = {
    "trigger": gettext_noop("这项义务发生"),
    "level": gettext_noop("级别变更"),
    "extension": gettext_noop("批准延期"),
    "correction": gettext_noop("更正起点"),
    "pause": gettext_noop("暂停或恢复"),
    "pack": gettext_noop("改用制度新版"),
    "cadence": gettext_noop("按节奏"),
    "approval": gettext_noop("送审"),
}


@desk
def why(desk: Desk, case_id: str, instance: str) -> HttpResponse:
    """Explain a due moment; the same page is printed."""
    looking = look(desk, case_id)
    found = looking.assessment.state.instances.get(instance)
    row = DutyRow.objects.filter(case_id=case_id, instance=instance).select_related("case").first()
    if found is None or row is None:
        raise Gone(instance)
    label, clauses, _step = item_of(row, looking.spec)
    page = DuePage(
        crumbs=[
            Crumb(words=_("案件"), href=desk.href("cases")),
            Crumb(
                words=shown.number(looking.speaker, looking.case), href=desk.href("case", case_id)
            ),
            Crumb(words=_("到期说明")),
        ],
        explanation=explanation(looking, found, row, label, clauses),
    )
    return render(desk.request, "web/why_due.html", {"shell": desk.shell("cases"), "page": page})


def explanation(
    looking: Looking, instance: Instance, row: DutyRow, label: str, clauses: tuple[str, ...]
) -> DueExplanation:
    """All that led to the limit in force (or to the one that was missed)."""
    speaker = looking.speaker
    line = _line_of(instance)
    reckoned = reckoning(looking, instance, line)
    chips = speaker.clauses(clauses, 1)
    moment = instance.moment
    words = reckoned.words(speaker.lang, speaker.today) if reckoned else None
    due = speaker.moment(moment) if moment else ""
    title = (
        _("为什么“%(label)s”的时限是 %(moment)s？") % {"label": speaker.word(label), "moment": due}
        if moment
        else _("为什么“%(label)s”还没有时限？") % {"label": speaker.word(label)}
    )
    return DueExplanation(
        title=title,
        case=shown.number(looking.speaker, looking.case),
        case_href=looking.desk.href("case", looking.case.id),
        clause=chips[0] if chips else None,
        quote=chips[0].demand if chips else "",
        facts=_facts(looking, instance, line, row, words.facts if words else ()),
        weeks=_weeks(reckoned, speaker) if reckoned else (),
        stretches=_stretches(reckoned, speaker) if reckoned else (),
        changes=_changes(instance, speaker),
        changes_words="" if len(instance.lines) > 1 else _("没有改过。"),
        customer_words=_("最迟 %(moment)s") % {"moment": due} if due else "",
        provisional=_("这段时间跨过尚未公布节假日的年份，公布后会重新计算。")
        if line.provisional
        else "",
    )


def _line_of(instance: Instance) -> Line:
    if instance.breach is not None:
        return next(
            (line for line in reversed(instance.lines) if line.moment == instance.breach.limit),
            instance.limit,
        )
    return instance.limit


def reckoning(looking: Looking, instance: Instance, line: Line) -> Explanation | None:
    """Count the term again, keeping every step; None for a limit that somebody wrote down."""
    if line.start is None or line.term is None:
        return None
    rules = looking.speaker.rules
    counting = rules.whole_days
    if instance.kind == "duty":
        due = looking.spec.duties[instance.duty].due
        by_level = due.by_level or {}
        counting = counting_for(
            rules, by_level.get(looking.assessment.state.level or "", due), line.term
        )
    elif instance.kind == "approval":
        counting = rules.counting
    try:
        return explain(line.start, line.term, counting, rules.calendar, line.pauses)
    except UncountedUnit:
        return None


def _facts(
    looking: Looking, instance: Instance, line: Line, row: DutyRow, reckoned: Sequence[Counted]
) -> list[Fact]:
    facts = [
        Fact(
            label=f.label,
            value=f.value,
            note=f.remark,
            tone="pause" if f.key == "paused" and f.value not in ("0", "—") else "",
        )
        for f in reckoned
    ]
    speaker = looking.speaker
    if not facts:
        source = (
            _("由人写明的时限")
            if line.moment
            else str(_(countdowns.REASONS.get(line.reason, ""))) or _("没有时限")
        )
        facts = [
            Fact(label=_("从"), value=speaker.moment(instance.opened)),
            Fact(label=_("计"), value=source),
        ]
        if line.moment is not None:
            facts.append(Fact(label=_("到"), value=speaker.moment(line.moment), tone="strong"))
    last = facts[-1]
    facts[-1] = Fact(
        label=last.label,
        value=last.value,
        note=last.note,
        tone="strong",
        countdown=countdowns.of_row(row, speaker),
    )
    return facts


def _weeks(reckoned: Explanation, speaker: Speaker) -> list[list[Day]]:
    if not reckoned.days or reckoned.term.unit in (Unit.MINUTE, Unit.HOUR):
        return []
    notes = {note.date: note for note in reckoned.days}
    first = reckoned.days[0].date
    start = first - timedelta(days=first.weekday())
    last = reckoned.days[-1].date
    weeks: list[list[Day]] = []
    day = start
    while day <= last and len(weeks) < 60:
        weeks.append([_day(day + timedelta(days=n), notes, reckoned, speaker) for n in range(7)])
        day += timedelta(days=7)
    return weeks


def _day(on: date, notes: dict[date, DayNote], reckoned: Explanation, speaker: Speaker) -> Day:
    kinds = {
        "zero": "start",
        "counted": "counted",
        "last": "counted",
        "skipped": "skipped",
        "paused": "paused",
    }
    note = notes.get(on)
    day = speaker.calendar.day(on)
    kind = kinds[note.note] if note is not None else "outside"
    limit = reckoned.days[-1].date
    return Day(
        date=f"{on.month}-{on.day:02d}",
        kind=kind,
        ordinal=note.counted if note is not None else None,
        words=day_name(day, speaker.lang) if kind == "skipped" or day.name else "",
        makeup=day.kind == "makeup",
        today=on == speaker.today,
        due=on == limit,
    )


def _stretches(reckoned: Explanation, speaker: Speaker) -> list[Stretch]:
    words = reckoned.words(speaker.lang, speaker.today).rows
    found = []
    for stretch, row in zip(reckoned.stretches, words, strict=True):
        kind = "counted" if stretch.counted else "paused" if stretch.how == "paused" else "skipped"
        found.append(
            Stretch(
                span=row.span,
                how=row.how,
                sum=row.running,
                kind=kind,
                source=row.source,
                makeup=stretch.how == "makeup",
                minutes=int((stretch.end - stretch.start).total_seconds() // 60),
                last=stretch is reckoned.stretches[-1],
            )
        )
    return found


def _changes(instance: Instance, speaker: Speaker) -> list[TimelineEntry]:
    if len(instance.lines) < 2:
        return []
    entries = []
    for line in reversed(instance.lines):
        limit = speaker.moment(line.moment) if line.moment else _("时限待定")
        entries.append(
            TimelineEntry(
                occurred=speaker.short(line.set_at),
                act=str(_(REASONS.get(line.why, line.why))),
                what=limit,
                at=line.set_at,
            )
        )
    return entries
