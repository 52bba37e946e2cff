"""What holds for every log, whatever people do: tried on random logs of several small packs."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.obligations.assess import assess, conclude
from huiyin.obligations.duties import _live_holds
from huiyin.obligations.facts import Facts
from huiyin.obligations.fold import Fold
from huiyin.obligations.model import OWED, CaseState, DutyState, Note
from tests.core.obligations.random_logs import SEEDS, Played, any_act, play
from tests.core.obligations.random_logs import draft_of as draft_at_the_end

EXAMPLES = 60
TICK = timedelta(microseconds=1)
RECEIPTS = (Kind.BREACHED, Kind.REMINDED)

logs = st.integers(0, SEEDS - 1).map(play)
chances = st.integers(0, 2**20)


def dice(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311  (a game, no secret)


def looked_at_often(played: Played, rng: random.Random, log: list[Event] | None = None) -> Fold:
    """Fold command by command, looking at random moments in between, as a sweep or a page would."""
    fold = Fold(played.rules)
    last: datetime | None = None
    commands = played.commands if log is None else _commands(log)
    for events in commands:
        recorded = events[0].recorded
        if last is not None:
            for share in sorted(rng.random() for _ in range(rng.randint(0, 4))):
                fold.advance(last + (recorded - last) * share)
                conclude(fold, last + (recorded - last) * share)
        fold.command(events)
        last = recorded
    return fold


def _commands(log: list[Event]) -> list[list[Event]]:
    groups: dict[str, list[Event]] = {}
    for event in log:
        groups.setdefault(event.command, []).append(event)
    return list(groups.values())


def at_once(played: Played, log: tuple[Event, ...] | None = None) -> Fold:
    return Fold(played.rules).run(played.log if log is None else log)


def prefixes(played: Played) -> Iterator[Fold]:
    """The one fold, after each command."""
    fold = Fold(played.rules)
    for events in played.commands:
        fold.command(events)
        yield fold


def ordinary(check: object) -> object:
    return settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None)(check)  # type: ignore[type-var]


@ordinary
@given(logs, chances)
def test_looking_more_often_changes_nothing(played: Played, chance: int) -> None:
    assert looked_at_often(played, dice(chance)).state == at_once(played).state


@ordinary
@given(logs, st.integers(0, 3_000_000))
def test_the_same_log_at_the_same_moment_gives_the_same_answer(played: Played, later: int) -> None:
    at = played.end + timedelta(seconds=later)
    assert assess(played.rules, played.log, at) == assess(played.rules, played.log, at)


@ordinary
@given(logs)
def test_a_breach_once_derived_stays_for_every_longer_log(played: Played) -> None:
    known: dict[str, object] = {}
    for fold in prefixes(played):
        breaches = {i.id: i.breach for i in fold.state.instances.values() if i.breach is not None}
        for name, breach in known.items():
            assert breaches.get(name) == breach
        known = dict(breaches)


@ordinary
@given(logs)
def test_nothing_heals_a_breach(played: Played) -> None:
    late = (DutyState.BREACHED, DutyState.DONE_LATE, DutyState.WAIVED)
    for fold in prefixes(played):
        for instance in fold.state.instances.values():
            if instance.breach is not None:
                assert instance.state in late
                assert instance.moment == instance.breach.limit


@ordinary
@given(logs)
def test_a_closed_duty_never_opens_again_unless_it_had_lapsed(played: Played) -> None:
    closed: dict[str, DutyState] = {}
    for fold in prefixes(played):
        for name, state in closed.items():
            assert fold.state.instances[name].state == state
        closed = {
            i.id: i.state
            for i in fold.state.instances.values()
            if i.state not in OWED and i.state is not DutyState.LAPSED
        }


@ordinary
@given(logs, st.integers(0, 5_000_000))
def test_nothing_changes_before_the_next_due_moment(played: Played, later: int) -> None:
    now = played.end + timedelta(seconds=later)
    found = assess(played.rules, played.log, now)
    until = found.next_due_at or now + timedelta(days=4000)
    assert until >= now
    assert assess(played.rules, played.log, until).state == found.state
    if found.next_due_at is not None:
        assert _due_something(played, found.next_due_at)


def _due_something(played: Played, moment: datetime) -> bool:
    """At the next due moment a reminder is due, or one tick later a limit has passed."""
    at = assess(played.rules, played.log, moment)
    past = assess(played.rules, played.log, moment + TICK)
    new = {i.id for i in past.state.instances.values() if i.breach} - {
        i.id for i in at.state.instances.values() if i.breach
    }
    return bool(new) or any(r.moment == moment for r in at.reminders)


@ordinary
@given(logs)
def test_what_one_command_brings_is_one_moment(played: Played) -> None:
    """A paper written up later: what it did in time on paper is in time, however late it is entered."""
    fold = Fold(played.rules)
    for events in played.commands:
        known = set(fold.state.instances)
        fold.command(events)
        seqs = {event.seq for event in events}
        for instance in fold.state.instances.values():
            ended_here = instance.closed_seq in seqs and instance.state in (
                DutyState.DONE,
                DutyState.DONE_LATE,
            )
            if instance.id in known or not ended_here or instance.breach is not None:
                continue
            limit = instance.limit.moment
            in_time = limit is None or instance.benchmark or _closed(instance.closed) <= limit
            assert (instance.state is DutyState.DONE) == in_time or instance.judged_by is not None


def _closed(moment: datetime | None) -> datetime:
    assert moment is not None
    return moment


@ordinary
@given(logs)
def test_receipts_change_nothing(played: Played) -> None:
    bare = tuple(event for event in played.log if Kind(event.kind) not in RECEIPTS)
    assert _bare(at_once(played, bare), played) == _bare(at_once(played), played)


def _bare(fold: Fold, played: Played) -> CaseState:
    fold.advance(played.end)  # a command may have brought nothing but receipts
    fold.state.receipts.clear()
    fold.state.reminded.clear()
    fold.state.seq = 0
    return fold.state


@ordinary
@given(logs)
def test_every_breach_is_receipted_once_with_its_own_limit(played: Played) -> None:
    receipts = [event for event in played.log if event.kind == Kind.BREACHED]
    breached = {i.id: i.breach for i in at_once(played).state.instances.values() if i.breach}
    assert sorted(event.data["instance"] for event in receipts) == sorted(breached)
    assert len({event.data["instance"] for event in receipts}) == len(receipts)
    for event in receipts:
        breach = breached[event.data["instance"]]
        assert event.data["limit"] == breach.limit.isoformat()
        assert event.at == breach.at


@ordinary
@given(logs)
def test_level_and_flag_are_followed_both_ways(played: Played) -> None:
    for fold in prefixes(played):
        state = fold.state
        facts = Facts(fold.rules, state, played.end)
        for name, latent in state.latent.items():
            instance = state.instances.get(name)
            if _live_holds(facts, fold.compiled.when[latent.duty].live, met=latent.any_met):
                assert instance is not None
                assert instance.state is not DutyState.LAPSED
            elif instance is not None:
                assert instance.state not in (DutyState.PENDING, DutyState.UNDETERMINED)


@ordinary
@given(logs)
def test_a_round_takes_away_validity_and_nothing_else(played: Played) -> None:
    fields: set[str] = set()
    counts: dict[str, int] = {}
    rounds = 0
    for fold in prefixes(played):
        state = fold.state
        assert fields <= state.fields.keys()
        assert all(state.steps[step].count >= count for step, count in counts.items())
        assert state.rounds >= rounds
        fields = set(state.fields)
        counts = {step: done.count for step, done in state.steps.items()}
        rounds = state.rounds


@ordinary
@given(logs)
def test_instances_of_a_duty_are_numbered_without_gap(played: Played) -> None:
    ordinals: dict[str, list[int]] = {}
    for instance in at_once(played).state.instances.values():
        ordinals.setdefault(instance.duty, []).append(instance.ordinal)
    for duty, numbers in ordinals.items():
        assert sorted(numbers) == list(range(1, len(numbers) + 1)), duty


@ordinary
@given(logs)
def test_limits_are_a_list_that_only_grows(played: Played) -> None:
    known: dict[str, list[object]] = {}
    for fold in prefixes(played):
        for instance in fold.state.instances.values():
            before = known.get(instance.id, [])
            assert instance.lines[: len(before)] == before
            assert [line.set_seq for line in instance.lines] == sorted(
                line.set_seq for line in instance.lines
            )
            known[instance.id] = list(instance.lines)


def joined(played: Played, rng: random.Random, *, undone: bool) -> Fold:
    """The log with the case joined here and there to others, under them or leading, between its acts."""
    fold, ties = Fold(played.rules), []
    for number, events in enumerate(played.commands):
        fold.command(events)
        last = events[-1]
        at = last.recorded + timedelta(seconds=rng.choice((0, 1, 90)))
        later = played.commands[number + 1 : number + 2]
        if rng.random() < 0.5 and all(at <= more[0].recorded for more in later):
            other = f"other {number}"
            data = {"relation": "重复", "other": other, "lead": rng.choice((other, "case"))}
            ties.append(data)
            fold.command([_tied(last, Kind.LINKED, data, at)])
        if ties and rng.random() < 0.2:
            fold.command([_tied(last, Kind.UNLINKED, ties.pop(), last.recorded)])
    while undone and ties:
        fold.command([_tied(played.log[-1], Kind.UNLINKED, ties.pop(), played.end)])
    return fold


def _tied(last: Event, kind: Kind, data: dict[str, str], at: datetime) -> Event:
    """An event that takes no number of its own, so that both logs can be compared."""
    return replace(
        last, kind=str(kind), data=data, command=f"{kind} {data['other']}", at=at, recorded=at
    )


@ordinary
@given(logs, chances)
def test_joining_a_case_loses_and_moves_nothing_that_is_owed(played: Played, chance: int) -> None:
    alone = at_once(played)
    together = joined(played, dice(chance), undone=False)
    alone.advance(played.end + timedelta(days=40))
    together.advance(played.end + timedelta(days=40))
    assert together.state.instances == alone.state.instances


@ordinary
@given(logs, chances)
def test_a_joining_taken_back_leaves_the_case_as_if_it_had_never_been(
    played: Played, chance: int
) -> None:
    assert joined(played, dice(chance), undone=True).state == at_once(played).state


@ordinary
@given(logs)
def test_the_turns_of_one_run_of_a_rhythm_never_overlap(played: Played) -> None:
    turns: dict[str, list[tuple[datetime, datetime]]] = {}
    for instance in at_once(played).state.instances.values():
        if instance.kind == "cadence" and instance.slot is not None:
            turns.setdefault(instance.id.partition("/")[0], []).append(instance.slot)
    for slots in turns.values():
        for (_, end), (start, _) in pairwise(slots):
            assert end < start


@ordinary
@given(logs)
def test_of_each_rhythm_that_runs_one_beat_is_owed_and_what_was_missed_stays_a_breach(
    played: Played,
) -> None:
    breached: set[str] = set()
    for fold in prefixes(played):
        beats = [i for i in fold.state.instances.values() if i.kind == "cadence"]
        known = {i.id for i in beats if i.breach is not None}
        assert breached <= known
        breached = known
        assert not any(i.missed and i.owed for i in beats)
        for run in fold.state.runs.values():
            owed = [i for i in beats if i.owed and i.duty == run.cadence]
            assert run.instance is None or not run.instance.missed, "another has begun"
            assert len(owed) <= 2, "the one that runs, and one left over from an earlier run"


@ordinary
@given(logs)
def test_a_windowed_duty_is_never_done_before_its_window(played: Played) -> None:
    for instance in at_once(played).state.instances.values():
        if instance.not_before is not None and instance.state in (
            DutyState.DONE,
            DutyState.DONE_LATE,
        ):
            assert _closed(instance.closed) >= instance.not_before
        early = [what for note, what in instance.notes if note is Note.TOO_EARLY]
        assert all(datetime.fromisoformat(what) < _closed(instance.not_before) for what in early)


@ordinary
@given(logs, chances)
def test_a_refused_act_leaves_no_trace(played: Played, chance: int) -> None:
    draft, rng = draft_at_the_end(played), dice(chance)
    before = at_once(played).state
    for _ in range(6):
        act = any_act(rng, draft, played.end)
        if draft.act(act):
            assert draft.fold.state == before
            assert draft.events == []
            assert draft.effects == []
        else:
            return
