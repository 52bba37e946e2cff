"""What a case's page says of pauses: their share, what may be done, what the customer was asked."""

from django.utils.translation import gettext as _

from huiyin.obligations import pausing
from huiyin.obligations.refusal import Refusal
from huiyin.web.desk.looking import Looking
from huiyin.web.parts import Action
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
    asked = pausing.open_ask(looking.events, now)
    if asked is not None:
        moment = looking.speaker.moment(asked.at)
        return _("%(moment)s 请顾客同意暂停，还没有回答") % {"moment": moment}
    if not span:
        return ""
    said = {
        "span": format_span(span.total_seconds(), looking.speaker.lang),
        "share": pausing.share(state, now),
    }
    return _("累计暂停 %(span)s，占 %(share)s%%") % said
