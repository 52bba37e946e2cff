"""What a scenario proves: which items of the pack it touched, and which limits it tried at the edge."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from huiyin.obligations.model import CaseState, DutyState, Instance
from huiyin.obligations.packrun import Played
from huiyin.obligations.rules import Rules
from huiyin.obligations.scenarios import flat
from huiyin.policy.checks.walk import Path, clauses_at
from huiyin.policy.coverage import Coverage, Proof, cover
from huiyin.policy.pack import Pack
from huiyin.policy.procedures import Procedure

EDGE = timedelta(minutes=1)
"""How near to a limit an act must lie to try it at its edge."""

FAR = timedelta(0)


def proofs(pack: Pack, played: Iterable[Played]) -> dict[str, list[Proof]]:
    """For each clause that scenarios name: which of them hold, and touched what carries it out."""
    places = places_cited(pack)
    found: dict[str, list[Proof]] = defaultdict(list)
    for one in played:
        touched = touched_clauses(pack, one, places)
        for clause in one.scenario.proves:
            found[clause].append(Proof(one.scenario.name, one.holds, clause in touched))
    return found


def coverage(
    pack: Pack, played: Iterable[Played], product: Mapping[str, Iterable[str]] | None = None
) -> Coverage:
    """The coverage of a pack by its scenarios as they were played, and by tests of the product.

    `product` names the tests that show a clause on the product's own pages and tables; the
    product's test run fails when one is missing or does not say that it proves the clause.
    """
    found = proofs(pack, played)
    for clause, tests in (product or {}).items():
        found.setdefault(clause, []).extend(Proof(test, holds=True, touched=True) for test in tests)
    return cover(pack, found)


def places_cited(pack: Pack) -> list[tuple[Path, tuple[str, ...]]]:
    """Every place of a pack that cites clauses; the same for all scenarios, and slow to find."""
    return [(path, cited) for path, _, _, cited in clauses_at(pack)]


def touched_clauses(
    pack: Pack, played: Played, places: list[tuple[Path, tuple[str, ...]]] | None = None
) -> set[str]:
    """Clauses whose carriers a scenario used: acts done, forms filled, duties owed, refusals cited."""
    found = set(played.result.cited)
    roots = touched(pack, played)
    name = played.scenario.data.get("procedure")
    given = played.result.draft.fold.state.fields if played.result.draft else {}
    for path, cited in places_cited(pack) if places is None else places:
        field = _field(path)
        used = path == ("procedures", name) or any(path[: len(root)] == root for root in roots)
        if used and (field is None or field in given):
            found |= set(cited)
    return found


def _field(path: Path) -> str | None:
    """The `step.field` that a place lies in, if it lies in a form: it counts when it was filled in."""
    return f"{path[3]}.{path[5]}" if len(path) > 5 and path[4] == "form" else None


def touched(pack: Pack, played: Played) -> set[Path]:
    """Places of the pack that a scenario used; whatever lies inside such a place counts too."""
    draft = played.result.draft
    if draft is None:
        return set()
    state, name = draft.fold.state, draft.fold.state.procedure
    spec = pack.procedures.get(name)
    if spec is None:
        return set()
    roots = set(_of_case(pack, state, spec, ("procedures", name)))
    for act in played.result.tried & spec.steps.keys():
        roots.add(("procedures", name, "steps", act))
    roots |= {
        ("procedures", name, "approvals", act)
        for act in played.result.tried & spec.approvals.keys()
    }
    roots |= set(_around(pack, played, state))
    roots |= {("metrics", name) for name in played.result.figures}
    return roots | {("roles", role) for role in _roles(played)}


def _roles(played: Played) -> set[str]:
    """The posts of whoever acted."""
    events = played.result.draft.events if played.result.draft else []
    return {role for event in events for role in event.actor.roles}


def _of_case(pack: Pack, state: CaseState, spec: Procedure, path: Path) -> Iterator[Path]:
    for step in state.steps:
        yield (*path, "steps", step)
    for instance in state.instances.values():
        part = {"duty": "duties", "cadence": "cadences"}.get(instance.kind)
        if part is not None:
            yield (*path, part, instance.duty)
            yield from _named_by_limits(instance)
        else:
            yield (*path, "approvals", instance.duty.removeprefix("approval "))
    for name in state.approvals:
        yield (*path, "approvals", name)
    for name in state.contributions:
        yield (*path, "measures", name)
    if state.skipped:
        yield (*path, "emergency")


def _named_by_limits(instance: Instance) -> Iterator[Path]:
    for line in instance.lines:
        if line.parameter is not None:
            yield ("parameters", line.parameter)


def _around(pack: Pack, played: Played, state: CaseState) -> Iterator[Path]:
    """What lies outside the procedure: level, papers, child cases, channel, category, schedule."""
    if state.level is not None:
        yield ("levels", state.level)
    for document, _, _ in state.documents:
        yield ("documents", document)
    for flag in state.flags:
        yield ("flags", flag)
    values = {str(value) for value in state.fields.values() if isinstance(value, str)}
    for part in ("channels", "categories"):
        yield from ((part, name) for name in getattr(pack, part) if name in values)
    opened = {
        str(line["opened"])
        for line in flat(played.scenario.data.get("given") or ())
        if "opened" in line
    }
    for part in ("schedules", "watches", "samples"):
        yield from ((part, name) for name in opened)


# -- twins: the last good instant, and one moment past it --


@dataclass
class Edges:
    """For each limit (procedure, duty, level) whether it was tried in time and just too late."""

    in_time: set[tuple[str, str, str | None]] = field(default_factory=set)
    too_late: set[tuple[str, str, str | None]] = field(default_factory=set)


def edges(rules: Rules, played: Iterable[Played]) -> Edges:
    """Which limits the scenarios try at their edge."""
    found = Edges()
    for one in played:
        draft = one.result.draft
        if draft is None:
            continue
        now = rules.moment(one.scenario.data.get("now"))
        for instance in draft.fold.state.instances.values():
            key = (draft.fold.state.procedure, instance.duty, draft.fold.state.level)
            limit = instance.moment
            if limit is None:
                continue
            if _just_in_time(instance, limit):
                found.in_time.add(key)
            if _just_too_late(instance, limit, now):
                found.too_late.add(key)
    return found


def _just_in_time(instance: Instance, limit: datetime) -> bool:
    if instance.state is not DutyState.DONE or instance.closed is None:
        return False
    return FAR <= limit - instance.closed <= EDGE


def _just_too_late(instance: Instance, limit: datetime, now: datetime | None) -> bool:
    if instance.state is DutyState.DONE_LATE and instance.closed is not None:
        return FAR < instance.closed - limit <= EDGE
    seen = instance.state is DutyState.BREACHED and now is not None
    return seen and now is not None and FAR < now - limit <= EDGE


@dataclass(frozen=True)
class Edged:
    """A limit that wants its twins: a duty, of one level where levels have limits of their own."""

    procedure: str
    duty: str
    level: str | None
    path: Path
    label: str
    clause: tuple[str, ...]

    def among(self, tried: set[tuple[str, str, str | None]]) -> bool:
        """Whether one of the limits that were tried is this one."""
        own = {v for p, d, v in tried if (p, d) == (self.procedure, self.duty)}
        return self.level in own if self.level is not None else bool(own)


def limits(pack: Pack) -> Iterator[Edged]:
    """Every limit of a pack that scenarios can try."""
    for name, spec in pack.procedures.items():
        for duty, item in spec.duties.items():
            path: Path = ("procedures", name, "duties", duty)
            for level, due in [(None, item.due), *(item.due.by_level or {}).items()]:
                if due.no_limit or due.by_level is not None or item.benchmark:
                    continue
                label = f"{item.label}（{level}）" if level else item.label
                yield Edged(name, duty, level, path, label, item.clause)
        for rhythm, beat in spec.cadences.items():
            path = ("procedures", name, "cadences", rhythm)
            yield Edged(name, rhythm, None, path, beat.label, beat.clause)


def missing_twins(
    rules: Rules, played: Iterable[Played]
) -> Iterator[tuple[Edged, tuple[str, ...]]]:
    """Limits that lack a scenario at the last good instant (`in_time`) or just past it (`too_late`)."""
    found = edges(rules, played)
    for limit in limits(rules.pack):
        tried = {"in_time": found.in_time, "too_late": found.too_late}
        lacking = tuple(edge for edge, hits in tried.items() if not limit.among(hits))
        if lacking:
            yield limit, lacking
