"""Pauses: who may stop which clocks, for what reason, how long; how much of a case was paused."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.act import Directory
from huiyin.obligations.model import CaseState
from huiyin.obligations.people import eligible, wanted
from huiyin.obligations.refusal import Refusal
from huiyin.obligations.rules import Rules
from huiyin.policy.procedures import Pausing
from huiyin.policy.who import Whos
from huiyin.worktime import Pause, add


@dataclass(frozen=True)
class Asking:
    """A pause that is asked for: by whom, from when until when, for what, with whose consent."""

    person: str
    at: datetime
    until: datetime | None
    reason: str
    consent: bool


def running(state: CaseState, at: datetime) -> Pause | None:
    """The pause that is running at a moment."""
    return next((p for p in state.pauses if p.start <= at < p.end), None)


def paused(state: CaseState, at: datetime) -> timedelta:
    """How long the clocks of a case stood still until a moment."""
    spans = (min(p.end, at) - p.start for p in state.pauses if p.start < at)
    return sum(spans, timedelta())


def share(state: CaseState, at: datetime) -> int:
    """Which percentage of a case's time that was, until it closed or until now."""
    end = min(state.closed or at, at)
    if state.opened is None or end <= state.opened:
        return 0
    return round(100 * (paused(state, end) / (end - state.opened)))


def open_ask(events: Iterable[Event], at: datetime) -> Event | None:
    """The pause to which the customer was asked to agree and has not answered, while it could be."""
    asked = None
    for event in events:
        if event.kind == Kind.PAUSE_ASKED:
            asked = event
        elif event.kind in (Kind.PAUSE_ANSWERED, Kind.PAUSED):
            asked = None
    if asked is None or datetime.fromisoformat(asked.data["until"]) <= at:
        return None
    return asked


def who_may(rules: Rules, state: CaseState) -> Whos:
    """Who may stop and start the clocks: whom the pack names, else whoever fulfils what they measure."""
    spec = rules.procedure(state.procedure).spec
    if spec.pausing is None:
        return ()
    if spec.pausing.by:
        return spec.pausing.by
    keys = (key for name in spec.pausing.duties for key in spec.duties[name].done_by)
    steps = (spec.steps.get(key.partition(":")[0]) for key in keys)
    return tuple(who for step in steps if step is not None for who in step.by)


def standing(
    rules: Rules, state: CaseState, directory: Directory, person: str, at: datetime
) -> tuple[Refusal, ...]:
    """What refuses a person to stop or start the clocks of a case, whatever the form says."""
    pausing = rules.procedure(state.procedure).spec.pausing
    if pausing is None:
        return (Refusal("no_pause"),)
    whos = who_may(rules, state)
    found = eligible(rules, state, whos, directory, at)
    if person in found.may:
        return ()
    names = tuple(directory.name(p) for p in found.may[:5])
    params = {"actor": directory.name(person), "wanted": wanted(rules, whos), "can": names}
    return (Refusal("not_pausing", pausing.clause, who=found.may, params=params),)


def refusals(
    rules: Rules, state: CaseState, directory: Directory, asking: Asking
) -> tuple[Refusal, ...]:
    """Everything that refuses a pause."""
    refused = standing(rules, state, directory, asking.person, asking.at)
    pausing = rules.procedure(state.procedure).spec.pausing
    if refused or pausing is None:
        return refused
    return tuple(_form(rules, state, pausing, asking))


def _form(rules: Rules, state: CaseState, pausing: Pausing, asking: Asking) -> Iterator[Refusal]:
    clause = pausing.clause
    if asking.reason not in pausing.reasons:
        params = {"label": "暂停的理由", "choices": pausing.reasons, "value": asking.reason}
        yield Refusal("choice", clause, "reason", params=params)
    if pausing.consent and not asking.consent:
        yield Refusal("no_consent", clause, "consent")
    if running(state, asking.at) is not None:
        yield Refusal("paused_already", clause)
    if not any(i.owed and i.duty in pausing.duties for i in state.instances.values()):
        yield Refusal("nothing_to_pause", clause)
    if asking.until is None:
        yield Refusal("moment", clause, "until", params={"label": "恢复的时间"})
    elif asking.until <= asking.at:
        params = {"label": "恢复的时间", "other": "现在"}
        yield Refusal("before", clause, "until", params=params)
    else:
        yield from _most(rules, state, pausing, asking, asking.until)


def _most(
    rules: Rules, state: CaseState, pausing: Pausing, asking: Asking, until: datetime
) -> Iterator[Refusal]:
    """All pauses of a case together last no longer than the pack says."""
    term = rules.term(pausing.most, rules.local_date(asking.at))
    last = add(asking.at, term, rules.whole_days, rules.calendar).moment
    last -= paused(state, asking.at)
    if until > last:
        shown = rules.calendar.local(last).isoformat(" ", "minutes")[:16]
        yield Refusal("paused_long", pausing.clause, "until", params={"limit": shown})
