"""Due moments as countdowns: late, within the hour, today, later, unknown, met."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.cases.models import DutyRow
from huiyin.web.parts import Countdown, CountdownState
from huiyin.web.present.speaker import Speaker
from huiyin.worktime import Pause
from huiyin.worktime.words import format_span

SOON = timedelta(hours=1)

REASONS = {
    "level": gettext_noop("待认定级别"),
    "parameter": gettext_noop("公司未设定参数"),
    "not_started": gettext_noop("起点还没有到"),
    "not_given": gettext_noop("待写明时限"),
}


def state_of(due: datetime, speaker: Speaker) -> CountdownState:
    """Late, within an hour, today, or later; the limit itself is in time."""
    now = speaker.caller.now
    if due < now:
        return CountdownState.OVERDUE
    if due - now <= SOON:
        return CountdownState.SOON
    return (
        CountdownState.TODAY
        if speaker.rules.local_date(due) == speaker.today
        else CountdownState.LATER
    )


def running(
    due: datetime, speaker: Speaker, *, why: str = "", provisional: bool = False, size: str = ""
) -> Countdown:
    """A limit that is running, or that has passed while something is still owed."""
    state = state_of(due, speaker)
    seconds = abs((due - speaker.caller.now).total_seconds())
    later = state is CountdownState.LATER
    return Countdown(
        state=state,
        amount="" if later else format_span(seconds, speaker.lang),
        words=speaker.moment(due) if later else "",
        due=due,
        under="" if later else _("%(moment)s 到期") % {"moment": speaker.moment(due)},
        why=why,
        provisional=provisional,
        size=size,
    )


def of_row(row: DutyRow, speaker: Speaker, *, why: str = "") -> Countdown:
    """The countdown of a duty as its row stands."""
    if not row.owed:
        return replace(_settled(row, speaker, why), was=extended_from(row, speaker))
    if (pause := paused(row, speaker.caller.now)) is not None:
        return _standing_still(row, speaker, why, pause)
    if row.due_at is not None:
        left = running(row.due_at, speaker, why=why, provisional=row.provisional)
        return replace(left, was=extended_from(row, speaker))
    if row.reason == "no_limit":
        return Countdown(
            state=CountdownState.NO_LIMIT, under=speaker.moment(row.opened_at), why=why
        )
    under = str(_(REASONS[row.reason])) if row.reason in REASONS else ""
    if row.shown_at is not None:
        under += " · " + _("最早 %(moment)s") % {"moment": speaker.moment(row.shown_at)}
    return Countdown(state=CountdownState.UNDETERMINED, under=under, why=why)


def paused(row: DutyRow, now: datetime) -> Pause | None:
    """The pause for which the clock of a duty stands still now."""
    start, end = row.paused_from, row.paused_until
    if not row.owed or start is None or end is None:
        return None
    return Pause(start, end) if start <= now < end else None


def _standing_still(row: DutyRow, speaker: Speaker, why: str, pause: Pause) -> Countdown:
    """A clock that is paused: since when, when it goes on, and the limit that follows from that."""
    words = [_("%(moment)s 起暂停") % {"moment": speaker.moment(pause.start)}]
    if row.due_at is not None:
        words.append(_("%(moment)s 到期") % {"moment": speaker.moment(row.due_at)})
    return Countdown(
        state=CountdownState.PAUSED,
        resumes=speaker.moment(pause.end),
        under=" · ".join(words),
        why=why,
        was=extended_from(row, speaker),
    )


def extended_from(row: DutyRow, speaker: Speaker) -> list[str]:
    """The limits that extensions put off, oldest first."""
    moments = [
        datetime.fromisoformat(what) for note, what in row.notes if note == "extended" and what
    ]
    return [speaker.moment(moment) for moment in moments]


def _settled(row: DutyRow, speaker: Speaker, why: str) -> Countdown:
    states = {
        "done": CountdownState.MET,
        "done_late": CountdownState.MET_LATE,
        "breached": CountdownState.MISSED,
        "lapsed": CountdownState.LAPSED,
        "waived": CountdownState.WAIVED,
    }
    late = ""
    if row.state == "done_late" and row.closed_at and row.due_at:
        late = format_span((row.closed_at - row.due_at).total_seconds(), speaker.lang)
    ended = row.closed_at or row.breach_limit
    under = speaker.moment(ended) if ended else ""
    return Countdown(state=states[row.state], amount=late, under=under, why=why)
