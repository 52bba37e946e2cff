"""What a case's page says of pauses: the clocks that stand still, their share, what may be done."""

from django.utils.translation import gettext as _

from huiyin.cases.models import DutyRow
from huiyin.obligations import pausing
from huiyin.obligations.refusal import Refusal
from huiyin.web.desk.looking import Looking
from huiyin.web.parts import Action, Countdown, CountdownState
from huiyin.worktime.words import format_span


def standing(looking: Looking) -> tuple[Refusal, ...]:
    """What refuses the reader to stop or start the clocks of this case."""
    caller = looking.desk.caller
    return pausing.standing(
        looking.speaker.rules,
        looking.assessment.state,
        caller.directory,
        caller.actor.person,
        caller.now,
    )


def pause_actions(looking: Looking) -> list[Action]:
    """The button that stops or starts the clocks, for who may press it."""
    state, now, spec = looking.assessment.state, looking.desk.caller.now, looking.spec.pausing
    if spec is None or state.closed is not None or standing(looking):
        return []
    running = pausing.running(state, now) is not None
    if not running and not any(i.owed and i.duty in spec.duties for i in state.instances.values()):
        return []
    return [
        Action(
            label=_("恢复计时") if running else _("暂停计时"),
            href=looking.desk.href("pause", looking.case.id),
            icon="player-play" if running else "player-pause",
        )
    ]


def pause_words(looking: Looking) -> str:
    """How long the clocks of a case stood still, and how much of its time that is."""
    state, now = looking.assessment.state, looking.desk.caller.now
    span = pausing.paused(state, now)
    if not span:
        return ""
    said = {
        "span": format_span(span.total_seconds(), looking.speaker.lang),
        "share": pausing.share(state, now),
    }
    return _("累计暂停 %(span)s，占 %(share)s%%") % said


def paused_countdown(looking: Looking, row: DutyRow) -> Countdown | None:
    """A clock that stands still now, with the day on which it goes on; None for one that runs."""
    spec, speaker = looking.spec.pausing, looking.speaker
    running = pausing.running(looking.assessment.state, looking.desk.caller.now)
    if spec is None or running is None or not row.owed or row.duty not in spec.duties:
        return None
    under = _("%(moment)s 到期") % {"moment": speaker.moment(row.due_at)} if row.due_at else ""
    return Countdown(
        state=CountdownState.PAUSED,
        resumes=speaker.moment(running.end),
        under=under,
        why=looking.desk.href("why", looking.case.id, row.instance),
    )
