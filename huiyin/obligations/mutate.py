"""Does a pack's test notice when something is missing? Remove each item in turn and see.

Removed are, one at a time: obligations (duties and rhythms), gates (each fact of a condition, each
demanded field), limits (the due becomes "no limit"; a window, a total time, the last moment for
asking an extension), separations (`not_by`, recusal, different signers) and approvals (the whole
chain, each signer). A scenario must fail; what no scenario notices is a survivor.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from huiyin.obligations.packrun import Played, play
from huiyin.obligations.proof import touched
from huiyin.obligations.rules import Rules
from huiyin.obligations.scenarios import Cast, flat
from huiyin.policy.attesting import written_out
from huiyin.policy.checks.walk import Path
from huiyin.policy.conditions import Condition, Fact
from huiyin.policy.load import Loaded, Place, locate
from huiyin.policy.pack import Pack
from huiyin.policy.packtests import PackTests
from huiyin.policy.procedures import Approval, Due, Procedure

KINDS: dict[str, tuple[str, str]] = {
    "duty": ("义务", "duty"),
    "cadence": ("节奏", "cadence"),
    "gate": ("条件", "gate"),
    "field": ("必填", "demanded field"),
    "limit": ("时限", "limit"),
    "window": ("最早时间", "earliest moment"),
    "asking": ("申请延期的最晚时间", "last moment for asking an extension"),
    "separation": ("分离", "separation"),
    "approval": ("审批", "approval"),
    "signer": ("签署", "signature"),
}
NO_LIMIT = Due(no_limit="true")  # type: ignore[arg-type]  # the word, as YAML would say it


@dataclass(frozen=True)
class Mutant:
    """A procedure without one of its items."""

    kind: str
    path: Path
    label: str
    clause: tuple[str, ...]
    spec: Procedure

    def place(self, loaded: Loaded) -> Place:
        """Where the removed item stands in the sources."""
        return locate(loaded.places, self.path)

    def words(self, lang: str = "zh") -> str:
        """The survivor in the reader's language."""
        zh, en = KINDS[self.kind]
        clause = "".join(f"[{c}]" for c in self.clause)
        if lang.startswith("en"):
            return f"no scenario notices the loss of {en} “{self.label}” {clause}".rstrip()
        return f"删去{zh}“{self.label}”没有场景会失败 {clause}".rstrip()


def mutants(pack: Pack) -> Iterator[Mutant]:
    """Every procedure with one item removed, item by item."""
    for name, spec in pack.procedures.items():
        path: Path = ("procedures", name)
        yield from _without_duties(spec, path)
        if written_out(name):
            continue  # its form is the product's, and tried there
        yield from _without_gates(spec, path)
        yield from _without_separation(spec, path)
        yield from _without_approvals(spec, path)


def _put(spec: Procedure, part: str, name: str, **changed: Any) -> Procedure:
    """A procedure with one item of one part changed."""
    items = dict(getattr(spec, part))
    items[name] = items[name].model_copy(update=changed)
    return spec.model_copy(update={part: items})


def _drop(spec: Procedure, part: str, name: str) -> Procedure:
    items = {key: item for key, item in getattr(spec, part).items() if key != name}
    return spec.model_copy(update={part: items})


# -- duties and limits --


def _without_duties(spec: Procedure, path: Path) -> Iterator[Mutant]:
    for name, duty in spec.duties.items():
        place = (*path, "duties", name)
        yield Mutant("duty", place, duty.label, duty.clause, _drop(spec, "duties", name))
        for level, due in (duty.due.by_level or {}).items():
            if not due.no_limit:
                by_level = {**(duty.due.by_level or {}), level: NO_LIMIT}
                changed = duty.due.model_copy(update={"by_level": by_level})
                label = f"{duty.label}（{level}）"
                mutant = _put(spec, "duties", name, due=changed)
                yield Mutant("limit", (*place, "due"), label, duty.clause, mutant)
        if duty.due.by_level is None and not duty.due.no_limit:
            mutant = _put(spec, "duties", name, due=NO_LIMIT)
            yield Mutant("limit", (*place, "due"), duty.label, duty.clause, mutant)
        yield from _without_bounds(spec, name, place)
    for name, cadence in spec.cadences.items():
        mutant = _drop(spec, "cadences", name)
        yield Mutant("cadence", (*path, "cadences", name), cadence.label, cadence.clause, mutant)


def _without_bounds(spec: Procedure, name: str, place: Path) -> Iterator[Mutant]:
    """Without the moment before which a duty cannot be done, or an extension no longer be asked."""
    duty = spec.duties[name]
    if duty.due.not_before:
        free = duty.due.model_copy(update={"not_before": None})
        mutant = _put(spec, "duties", name, due=free)
        yield Mutant("window", (*place, "due"), duty.label, duty.clause, mutant)
    if duty.extension and duty.extension.ask_before:
        free_asking = duty.extension.model_copy(update={"ask_before": None})
        mutant = _put(spec, "duties", name, extension=free_asking)
        yield Mutant("asking", (*place, "extension"), duty.label, duty.clause, mutant)


# -- gates and demanded fields --


def _without_gates(spec: Procedure, path: Path) -> Iterator[Mutant]:
    for name, step in spec.steps.items():
        place = (*path, "steps", name)
        for number, fact, rest in _less_one(step.needs):
            label = f"{step.label}：{_fact(fact)}"
            mutant = _put(spec, "steps", name, needs=rest)
            yield Mutant(
                "gate", (*place, "needs", number), label, fact.clause or step.clause, mutant
            )
        for word, outcome in step.outcomes.items():
            for _, fact, rest in _less_one(outcome.needs):
                changed = {**step.outcomes, word: outcome.model_copy(update={"needs": rest})}
                mutant = _put(spec, "steps", name, outcomes=changed)
                where = (*place, "outcomes", word)
                yield Mutant("gate", where, f"{step.label}：{_fact(fact)}", fact.clause, mutant)
        for key, field in step.form.items():
            if field.required or field.required_if:
                free = field.model_copy(update={"required": False, "required_if": Condition()})
                mutant = _put(spec, "steps", name, form={**step.form, key: free})
                label = f"{step.label}：{field.label}"
                yield Mutant("field", (*place, "form", key), label, field.clause, mutant)


def _less_one(when: Condition) -> Iterator[tuple[int, Fact, Condition]]:
    """A condition without each fact of `all`, and without its `any` list as a whole."""
    for number, fact in enumerate(when.all):
        rest = (*when.all[:number], *when.all[number + 1 :])
        yield number, fact, Condition(all=rest, any=when.any)
    if when.any:
        yield 0, when.any[0], Condition(all=when.all)


def _fact(fact: Fact) -> str:
    return fact.says or f"{fact.kind} {getattr(fact, fact.kind)}"


# -- separation and approvals --


def _without_separation(spec: Procedure, path: Path) -> Iterator[Mutant]:
    for name, step in spec.steps.items():
        for other in step.not_by:
            rest = tuple(key for key in step.not_by if key != other)
            label = f"{step.label}≠{spec.steps[other].label if other in spec.steps else other}"
            mutant = _put(spec, "steps", name, not_by=rest)
            yield Mutant("separation", (*path, "steps", name, "not_by"), label, step.clause, mutant)
    for number, field in enumerate(spec.recuse):
        rest = tuple(key for key in spec.recuse if key != field)
        mutant = spec.model_copy(update={"recuse": rest})
        yield Mutant("separation", (*path, "recuse", number), field, spec.recuse_clause, mutant)


def _without_approvals(spec: Procedure, path: Path) -> Iterator[Mutant]:
    for name, approval in spec.approvals.items():
        place = (*path, "approvals", name)
        yield Mutant("approval", place, approval.label, approval.clause, _unapproved(spec, name))
        for number, signer in enumerate(approval.signers if len(approval.signers) > 1 else ()):
            rest = (*approval.signers[:number], *approval.signers[number + 1 :])
            mutant = _put(spec, "approvals", name, signers=rest)
            label = f"{approval.label}：{'、'.join(who.role or '' for who in signer.by)}"
            clause = signer.clause or approval.clause
            yield Mutant("signer", (*place, "signers", number), label, clause, mutant)
        if approval.within:
            mutant = _put(spec, "approvals", name, within=None)
            yield Mutant("limit", (*place, "within"), approval.label, approval.clause, mutant)
        if approval.different_people and len(approval.signers) > 1:
            mutant = _put(spec, "approvals", name, different_people=False)
            yield Mutant("separation", place, approval.label, approval.clause, mutant)


def _unapproved(spec: Procedure, name: str) -> Procedure:
    """The approval is gone: nobody asks for it, and what waited for it follows the step itself."""
    approval: Approval = spec.approvals[name]
    steps = {
        key: step.model_copy(update={"needs": _unasked(step.needs, name)})
        for key, step in spec.steps.items()
    }
    settled = {f"approved {name}": approval.of, f"refused {name}": approval.of}
    duties = {
        key: duty.model_copy(
            update={
                "after": tuple(settled.get(k, k) for k in duty.after),
                "done_by": tuple(settled.get(k, k) for k in duty.done_by),
            }
        )
        for key, duty in spec.duties.items()
    }
    rest = {key: item for key, item in spec.approvals.items() if key != name}
    return spec.model_copy(update={"steps": steps, "duties": duties, "approvals": rest})


def _unasked(when: Condition, approval: str) -> Condition:
    kept = tuple(fact for fact in when.all if fact.approved != approval)
    either = () if any(fact.approved == approval for fact in when.any) else when.any
    return Condition(all=kept, any=either)


# -- hunting --


def survivors(
    loaded: Loaded, tests: PackTests, played: Iterable[Played], procedure: str | None = None
) -> tuple[int, tuple[Mutant, ...]]:
    """How many items were removed, and those whose loss no scenario notices.

    Only scenarios of the procedure are played, the most likely to notice and the shortest first;
    the first one that fails ends the hunt for its mutant. With `procedure`: only its own items.
    """
    before = [one for one in played if one.holds]
    reach = {id(one): touched(loaded.pack, one) for one in before}
    cast = Cast.of(loaded.pack, tests.cast)
    tried, alive = 0, []
    for mutant in mutants(loaded.pack):
        name = str(mutant.path[1])
        if procedure not in (None, name):
            continue
        tried += 1
        rules = Rules(_with(loaded.pack, name, mutant.spec))
        own = [one for one in before if one.scenario.data.get("procedure") == name]
        own.sort(key=lambda one: (_distance(mutant, one, reach[id(one)]), _length(one)))
        if all(play(rules, cast, one.scenario).holds for one in own):
            alive.append(mutant)
    return tried, tuple(alive)


def _distance(mutant: Mutant, one: Played, reach: set[Path]) -> int:
    """How likely a scenario is to notice: it expects the refusal, tries the act, uses the item."""
    item, said = mutant.path[3], mutant.label.rpartition("：")[2]
    tries = [line for line in flat(one.scenario.data.get("refused", ())) if item in line.values()]
    if any(said in str(line.get("because")) for line in tries):
        return 0
    expected = (one.scenario.data.get("expect") or {}).get("duties") or {}
    if tries or any(str(name).startswith(str(item)) for name in expected):
        return 1
    return 2 if any(mutant.path[: len(place)] == place for place in reach) else 3


def _length(one: Played) -> int:
    """How long a scenario takes to play: each thing it tries plays what is given again."""
    data = one.scenario.data
    tries = len(data.get("refused", ())) + len(data.get("allowed", ()))
    return len(flat(data.get("given", ()))) * (1 + tries)


def _with(pack: Pack, name: str, spec: Procedure) -> Pack:
    return pack.model_copy(update={"procedures": {**pack.procedures, name: spec}})
