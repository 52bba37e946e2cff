"""Random but lawful logs: people try random acts on small packs; what is accepted becomes the log.

A seed is a log: the same seed always plays the same company. Times jump by seconds to weeks, acts
are sometimes written down late, starts are corrected, duties excused and waived, clocks paused.
"""

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from huiyin.eventlog.envelope import Actor, Event
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.act import Act
from huiyin.obligations.draft import Draft
from huiyin.obligations.fold import Fold
from huiyin.obligations.rules import Rules
from huiyin.obligations.scenarios import Cast, Directory
from huiyin.policy.forms import FormField
from huiyin.policy.load import parse
from huiyin.policy.procedures import Step
from huiyin.policy.who import Whos
from tests.core.obligations.test_study_scenarios import cast_of, rules_of
from tests.core.policy.bakery_pack import bakery, bakery_tests

SEEDS = 100
COMMANDS = 22
TRIES = 8
STUDY = (
    ("jubensha", "complaint"),
    ("robotics", "feedback"),
    ("cinema", "complaint"),
    ("general", "complaint"),
    ("general", "meeting"),
    ("bizcentre", "complaint"),
)
STEPS_OF_TIME = (0, 1, 60, 600, 1800, 3600, 3600, 7200, 40_000, 86_400, 86_400, 600_000)


class Played:
    """A log with the rules it was made under, command by command, and the last moment recorded."""

    def __init__(self, rules: Rules, log: tuple[Event, ...], cast: Cast, seed: int) -> None:
        self.rules, self.log, self.cast, self.seed = rules, log, cast, seed

    def __repr__(self) -> str:
        return f"play({self.seed})"

    @property
    def commands(self) -> list[list[Event]]:
        groups: dict[str, list[Event]] = {}
        for event in self.log:
            groups.setdefault(event.command, []).append(event)
        return list(groups.values())

    @property
    def end(self) -> datetime:
        return self.log[-1].recorded


@cache
def everything() -> tuple[Rules, Cast]:
    text = (Path(__file__).parent / "packs" / "everything.yaml").read_text(encoding="utf-8")
    pack = parse({"pack.yaml": text}).pack
    people = {
        "甲": {"unit": "部", "roles": ["clerk"]},
        "乙": {"unit": "部", "roles": ["clerk"]},
        "丙": {"unit": "部", "roles": ["boss", "clerk"]},
        "丁": {"unit": "总", "roles": ["boss", "outsider"]},
    }
    return Rules(pack), Cast.of(
        pack, {"units": {"部": {"parent": "总"}, "总": {}}, "people": people}
    )


def company(rng: random.Random) -> tuple[Rules, Cast, str]:
    """Mostly the pack that has a bit of everything, else one of the study or the bakery."""
    chance = rng.random()
    if chance < 0.5:
        return *everything(), "matter"
    if chance < 0.6:
        return Rules(bakery().pack), Cast.of(bakery().pack, bakery_tests().cast), "complaint"
    name, procedure = rng.choice(STUDY)
    return rules_of(name), cast_of(name), procedure


@cache
def play(seed: int) -> Played:
    """The log of a seed."""
    rng = random.Random(seed)  # noqa: S311  (a game, no secret)
    rules, cast, procedure = company(rng)
    draft = Draft(Fold(rules), "case", "0", datetime.max.replace(tzinfo=UTC), Directory(cast))
    start = datetime(
        2026, rng.randint(1, 9), rng.randint(1, 28), rng.randint(0, 23), tzinfo=rules.calendar.tz
    )
    moment = start
    for number in range(COMMANDS):
        moment += timedelta(seconds=rng.choice(STEPS_OF_TIME) * rng.random())
        draft.command, draft.recorded = str(number), moment
        if draft.fold.state.procedure:
            draft.fold.advance(moment)
        _command(rng, draft, procedure)
        if draft.fold.state.procedure:
            draft.finish()
    return Played(rules, tuple(draft.events), cast, seed)


def _command(rng: random.Random, draft: Draft, procedure: str) -> None:
    """One to three acts of one moment, or something that is done to a case from outside."""
    if draft.events and rng.random() < 0.15:
        _outside(rng, draft)
        return
    late = timedelta(seconds=rng.choice((0, 0, 0, 600, 9000, 100_000)))
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        for _ in range(TRIES):
            if not draft.fold.state.procedure:
                draft.open(procedure, actor(rng, draft), draft.recorded - late)
            act = any_act(rng, draft, draft.recorded - late)
            if not draft.act(act):
                _carry_out(draft, act.at)
                break


def actor(rng: random.Random, draft: Draft, by: Whos = ()) -> Actor:
    """Anybody, mostly one who holds a post that may."""
    cast: Cast = draft.directory.cast  # type: ignore[attr-defined]
    holders = [person for who in by if who.role for person in cast.holders(who.role)]
    return cast.actor(rng.choice(holders if holders and rng.random() < 0.9 else list(cast.people)))


def any_act(rng: random.Random, draft: Draft, at: datetime) -> Act:
    """Any step or signature by anybody with a form that is filled in more or less rightly."""
    state, spec = draft.fold.state, draft.fold.compiled.spec
    waiting = [name for name, approval in state.approvals.items() if approval.status == "open"]
    if waiting and rng.random() < 0.3:
        name = rng.choice(waiting)
        who = actor(rng, draft, rng.choice(spec.approvals[name].signers).by)
        decision = rng.choice(("approve", "approve", "refuse"))
        return Act(kind="sign", name=name, actor=who, at=at, decision=decision)
    fitting = [n for n, s in spec.steps.items() if not s.in_ or state.stage in s.in_]
    name = rng.choice(fitting if state.steps else list(spec.opening_steps))
    step = spec.steps[name]
    rows = [i.row for i in state.open_instances() if i.row is not None]
    return Act(
        name=name,
        actor=actor(rng, draft, step.by),
        at=at,
        form=form_for(rng, draft, step, at),
        outcome=rng.choice(list(step.outcomes)) if step.outcomes else None,
        row=rng.choice(rows) if rows and rng.random() < 0.6 else None,
    )


def form_for(rng: random.Random, draft: Draft, step: Step, at: datetime) -> dict[str, Any]:
    return {
        n: value_for(rng, draft, f, at)
        for n, f in step.form.items()
        if f.required or rng.random() < 0.6
    }


def value_for(rng: random.Random, draft: Draft, field: FormField, at: datetime) -> Any:
    """Some value of the field's type, not always a lawful one."""
    cast: Cast = draft.directory.cast  # type: ignore[attr-defined]
    choices = draft.fold.rules.pack.choices(field.of or ()) or field.allowed
    if field.or_mark and rng.random() < 0.2:
        return rng.choice(field.or_mark)
    if field.kind == "table":
        rows = range(rng.randint(1, 3))
        return [{n: value_for(rng, draft, c, at) for n, c in field.columns.items()} for _ in rows]
    if choices:
        some = rng.sample(choices, rng.randint(1, len(choices)))
        return some if field.kind == "multi" else some[0]
    by_kind: dict[str, list[Any]] = {
        "multi": [["x"], ["x", "y"]],
        "number": [str(rng.randint(int(field.min or 1), int(field.max or field.min or 200)))],
        "moment": [_moment(rng, field, at)],
        "date": [_moment(rng, field, at)[:10]],
        "person": list(cast.people),
        "unit": list(cast.units),
    }
    return rng.choice(
        by_kind.get("number" if field.kind == "money" else field.kind, ["x", *cast.units])
    )


def _moment(rng: random.Random, field: FormField, at: datetime) -> str:
    days = rng.uniform(-2, 0) if field.not_future else rng.uniform(-1, 20)
    return (at + timedelta(days=days)).isoformat()


def _carry_out(draft: Draft, at: datetime) -> None:
    """Give papers a number and open child cases, as the shell would."""
    for number, effect in enumerate(draft.effects):
        if effect.kind == "issue":
            data: Mapping[str, Any] = {
                "document": effect.name,
                "number": f"{draft.command}-{number}",
            }
            draft.record(Kind.ISSUED, data, at=at)
        elif effect.kind == "open":
            data = {"procedure": effect.name, "child": f"{draft.command}-{number}"}
            draft.record(Kind.CHILD_OPENED, data, at=at)
    draft.effects.clear()


def _outside(rng: random.Random, draft: Draft) -> None:
    """Corrections of a start, excuses, waivers, pauses: whatever is done to limits from outside."""
    state, recorded = draft.fold.state, draft.recorded
    moments = [
        path for path, value in state.fields.items() if draft.fold.rules.moment(value) is not None
    ]
    chosen = rng.choice(("correct", "correct", "excuse", "waive", "pause", "resume", "close"))
    if chosen == "correct" and moments:
        value = (recorded - timedelta(days=rng.uniform(-3, 9))).isoformat()
        draft.record(Kind.CORRECTED, {"field": rng.choice(moments), "value": value, "reason": "x"})
    elif chosen in ("excuse", "waive") and state.instances:
        kind = Kind.EXCUSED if chosen == "excuse" else Kind.WAIVED
        draft.record(kind, {"instance": rng.choice(list(state.instances)), "reason": "x"})
    elif chosen == "pause":
        until = (recorded + timedelta(days=rng.uniform(0.1, 5))).isoformat()
        draft.record(Kind.PAUSED, {"reason": "等顾客", "until": until})
    elif chosen == "resume":
        draft.record(Kind.RESUMED, {})
    elif chosen == "close" and state.children:
        draft.record(Kind.CHILD_CLOSED, {"child": rng.choice(list(state.children))})


def draft_of(played: Played) -> Draft:
    """A command that begins where a log ends."""
    fold = Fold(played.rules).run(played.log)
    return Draft(fold, "case", "next", played.end, Directory(played.cast))
