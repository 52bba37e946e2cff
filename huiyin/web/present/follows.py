"""What will follow from each outcome of a step, before it is done: the same fold, one act further."""

from copy import deepcopy
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.fold import Fold
from huiyin.obligations.model import CaseState, Instance
from huiyin.policy.procedures import Step
from huiyin.web.parts import Clause
from huiyin.web.present.speaker import Speaker

MOST = 3


@dataclass(frozen=True)
class Following:
    """What an outcome leads to. `strong` is what nobody may overlook: a further round, a report upwards."""

    outcome: str
    label: str
    lines: tuple[str, ...]
    strong: str = ""
    clauses: tuple[Clause, ...] = ()


def followings(speaker: Speaker, fold: Fold, step: str, spec: Step) -> list[Following]:
    """One for each outcome; a step without outcomes has one without a name."""
    names = list(spec.outcomes) or [""]
    found = [_one(speaker, fold, step, name) for name in names]
    return [one for one in found if one.lines or one.strong]


def _one(speaker: Speaker, fold: Fold, step: str, outcome: str) -> Following:
    spec = fold.compiled.spec.steps[step]
    chosen = spec.outcomes.get(outcome)
    before, after = fold.state, _after(speaker, fold, step, outcome)
    new = [i for i in after.open_instances() if i.id not in before.instances]
    lines = [*_stage(speaker, before, after), *_opened(speaker, spec, outcome)]
    lines += [_owed(speaker, fold, instance) for instance in new[:MOST]]
    strong = ""
    if after.rounds > before.rounds:
        strong = _("这是第 %(round)s 轮") % {"round": after.rounds + 1}
    clauses = chosen.clause if chosen is not None and chosen.clause else ()
    label = speaker.word(outcome) if outcome else speaker.word(spec.verb or spec.label)
    return Following(outcome, label, tuple(lines), strong, speaker.clauses(clauses, 2))


def _after(speaker: Speaker, fold: Fold, step: str, outcome: str) -> CaseState:
    trial = Fold(fold.rules, fold.versions)
    trial.state = deepcopy(fold.state)
    caller = speaker.caller
    data = {"step": step} | ({"outcome": outcome} if outcome else {})
    trial.apply(
        Event(
            case="trial",
            seq=fold.state.seq + 1,
            kind=str(Kind.ACTED),
            at=caller.now,
            recorded=caller.now,
            command="trial",
            actor=caller.actor,
            data=data,
        )
    )
    return trial.state


def _stage(speaker: Speaker, before: CaseState, after: CaseState) -> list[str]:
    if after.stage == before.stage:
        return []
    return [_("转到“%(stage)s”") % {"stage": speaker.word(after.stage or "")}]


def _opened(speaker: Speaker, spec: Step, outcome: str) -> list[str]:
    chosen = spec.outcomes.get(outcome)
    names = [chosen.opens] if chosen is not None and chosen.opens else []
    if spec.opens and not spec.opens_when:
        names.append(spec.opens)
    procedures = speaker.pack.procedures
    return [_("开“%(what)s”") % {"what": speaker.word(procedures[n].label)} for n in names if n]


def _owed(speaker: Speaker, fold: Fold, instance: Instance) -> str:
    spec = fold.compiled.spec
    item = spec.duties.get(instance.duty) or spec.cadences[instance.duty]
    who = _("、").join(speaker.role(role) for role in instance.bearer.roles)
    who = speaker.person(instance.bearer.person) if instance.bearer.person else who
    values = {"who": who, "what": speaker.word(item.label)}
    if instance.limit.moment is None:
        return _("%(who)s：%(what)s") % values
    values["moment"] = speaker.moment(instance.limit.moment)
    return _("%(who)s：%(what)s，%(moment)s 前") % values
