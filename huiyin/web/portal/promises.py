"""What the company has promised a customer, until when: the duties of the pack that say `promise`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from huiyin.obligations.model import CaseState, Instance
from huiyin.obligations.rules import Unset
from huiyin.policy.procedures import Due, Duty, Procedure
from huiyin.policy.who import CUSTOMER_ROLE
from huiyin.web.parts import NextStep, Notice
from huiyin.web.present.speaker import Speaker
from huiyin.worktime import Duration, Unit
from huiyin.worktime.day import DayKind
from huiyin.worktime.words import day_name, format_clock, format_date, format_span


@dataclass(frozen=True)
class Promise:
    """Something owed to the customer: what, its limit if it is known, the words where it is not."""

    instance: Instance
    what: str
    due: datetime | None
    waits: str = ""

    def late(self, now: datetime) -> bool:
        """Whether the limit has passed."""
        return self.due is not None and self.due < now


def resumes(instance: Instance, now: datetime) -> datetime | None:
    """When a clock that stands still now goes on; None for one that runs."""
    pauses = instance.limit.pauses
    return next((p.end for p in pauses if p.start <= now < p.end), None)


def first_promise(speaker: Speaker, procedure: str, step: str) -> tuple[str, str] | None:
    """What follows a step by a term that is known beforehand: the term and the promise."""
    spec = speaker.pack.procedures[procedure]
    for duty in spec.duties.values():
        if step in duty.after and duty.promise and not duty.when:
            terms = _terms(speaker, duty)
            if duty.due.within is not None and terms:
                return terms[0].words(speaker.lang), speaker.word(duty.promise)
    return None


def owed(speaker: Speaker, spec: Procedure, state: CaseState) -> list[Promise]:
    """What is promised and not yet kept, the soonest first, those without a limit last."""
    found = []
    for instance in state.instances.values():
        duty = spec.duties.get(instance.duty) if instance.kind == "duty" else None
        if duty is None or not duty.promise or not instance.owed or instance.benchmark:
            continue
        what = speaker.word(duty.promise)
        waits = "" if instance.moment else _waits(speaker, duty, instance, what)
        found.append(Promise(instance, what, instance.moment, waits))
    far = datetime.max.replace(tzinfo=speaker.calendar.tz)
    return sorted(found, key=lambda promise: promise.due or far)


def _waits(speaker: Speaker, duty: Duty, instance: Instance, what: str) -> str:
    """Why there is no limit yet, and between what it will lie."""
    if instance.limit.reason != "level":
        return ""
    between = _("或 ")
    terms = between.join(
        _("%(term)s内") % {"term": term.words(speaker.lang)} for term in _terms(speaker, duty)
    )
    if not terms:
        return _("告诉您最迟什么时候%(promise)s") % {"promise": what}
    return _("告诉您最迟什么时候%(promise)s：%(terms)s") % {"promise": what, "terms": terms}


def _terms(speaker: Speaker, duty: Duty) -> list[Duration]:
    """The terms of a duty: its own, or those of its levels from the mildest, each once."""
    levels = reversed(speaker.pack.level_order)
    by_level = duty.due.by_level or {}
    dues: list[Due] = [by_level[level] for level in levels if level in by_level] or [duty.due]
    found: dict[str, Duration] = {}
    for due in dues:
        term = _term(speaker, due, speaker.today)
        if term is not None:
            found.setdefault(str(term), term)
    return list(found.values())


def _term(speaker: Speaker, due: Due, today: date) -> Duration | None:
    try:
        return speaker.rules.term(due.within, today) if due.within else None
    except Unset:
        return None


def next_steps(speaker: Speaker, spec: Procedure, state: CaseState) -> list[NextStep]:
    """What happens next: what is owed now, then what will follow from that."""
    now, found = speaker.caller.now, []
    after: list[tuple[str, NextStep]] = []
    promises = owed(speaker, spec, state)
    for promise in promises:
        if promise.due is None:
            when = _("定级以后") if promise.waits else _("之后")
            step = NextStep(when=when, what=promise.waits or promise.what)
            after.append((promise.instance.duty, step))
        elif promise.late(now):
            words = _("%(promise)s（本应在 %(moment)s 前，是我们慢了）")
            moment = speaker.moment(promise.due)
            what = words % {"promise": promise.what, "moment": moment}
            found.append(NextStep(when=_("正在办"), what=what))
        else:
            found.append(NextStep(when=_before(speaker, promise.due), what=promise.what))
    known = {promise.what for promise in promises}
    after += _following(speaker, spec, state, known)
    order = list(spec.duties)  # a pack lists duties in the order of the way
    return found + [step for _name, step in sorted(after, key=lambda one: order.index(one[0]))]


def _before(speaker: Speaker, due: datetime) -> str:
    """Until when, in few words: 10:48 前, 10月12日 周一 24:00 前."""
    day = speaker.rules.local_date(due - timedelta(microseconds=1))
    clock = format_clock(due, speaker.calendar)
    moment = clock if day == speaker.today else f"{format_date(day, speaker.lang, None)} {clock}"
    if day.year == speaker.today.year and day != speaker.today:
        moment = f"{format_date(day, speaker.lang, date(day.year, 1, 1))} {clock}"
    return _("%(moment)s 前") % {"moment": moment}


def _following(
    speaker: Speaker, spec: Procedure, state: CaseState, known: set[str]
) -> Iterator[tuple[str, NextStep]]:
    """Promises that have not arisen yet, and will without the customer doing anything."""
    arisen = {instance.duty for instance in state.instances.values()}
    for name, duty in spec.duties.items():
        what = speaker.word(duty.promise)
        if not duty.promise or name in arisen or duty.when or what in known:
            continue
        if not any(_will_come(spec, trigger) for trigger in duty.after):
            continue
        known.add(what)
        terms = _terms(speaker, duty)
        when = _("之后 %(term)s") % {"term": terms[0].words(speaker.lang)} if terms else _("之后")
        yield name, NextStep(when=when, what=what)


def _will_come(spec: Procedure, trigger: str) -> bool:
    """Whether a trigger is a step of the staff on the plain way, not one that opens or answers."""
    step = spec.steps.get(trigger)
    if step is None or trigger in spec.opening_steps or step.may:
        return False
    return all(who.role != CUSTOMER_ROLE for who in step.by)


def put_off(instance: Instance) -> datetime | None:
    """The moment promised first, when an extension moved it; None when it stands."""
    kept = None
    for line in instance.lines:
        if line.why == "extension":
            return kept
        kept = line.moment
    return None


def late_words(speaker: Speaker, instance: Instance) -> str:
    """By how much something was done late, or is late now; empty when it is not."""
    if instance.moment is None or instance.breach is None:
        return ""
    until = instance.closed if instance.closed and not instance.owed else speaker.caller.now
    seconds = (until - instance.moment).total_seconds()
    if seconds <= 0:
        return ""
    return _("晚了 %(span)s") % {"span": format_span(max(seconds, 1), speaker.lang)}


def calendar_note(speaker: Speaker, spec: Procedure) -> Notice | None:
    """Which of today and tomorrow count, where limits in working days are promised."""
    terms = [
        term for duty in spec.duties.values() if duty.promise for term in _terms(speaker, duty)
    ]
    if not any(term.unit in (Unit.WORKDAY, Unit.WORKHOUR) for term in terms):
        return None
    today = speaker.calendar.day(speaker.today)
    tomorrow = speaker.calendar.day(speaker.today + timedelta(days=1))
    words = []
    if today.kind is DayKind.MAKEUP:
        words.append(_("今天是调休上班日，照常计时。"))
    elif not today.working:
        name = day_name(today, speaker.lang)
        words.append(_("今天是%(name)s，不算工作日。") % {"name": name})
    if not tomorrow.working:
        weekday = format_date(tomorrow.date, speaker.lang, date(tomorrow.date.year, 1, 1))
        words.append(_("%(day)s（明天）不算工作日。") % {"day": weekday})
    joined = ("" if speaker.lang == "zh" else " ").join(words)
    return Notice(words=joined, icon="calendar") if words else None
