"""Running the YAML tests of a pack on the real core.

A scenario says what happened and when, and names the complete list of duties, refusals, papers and
child cases that must follow; what it does not name must not exist (pack-study section 4.9).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from huiyin.eventlog.envelope import SYSTEM, Actor
from huiyin.eventlog.kinds import Kind
from huiyin.obligations import figured
from huiyin.obligations.act import Act, Standard
from huiyin.obligations.assess import conclude
from huiyin.obligations.cast import Cast, Directory
from huiyin.obligations.draft import Draft
from huiyin.obligations.fold import Fold
from huiyin.obligations.model import CaseState
from huiyin.obligations.rules import Rules
from huiyin.obligations.shown import short, shown

NEVER = datetime.min.replace(tzinfo=UTC)

DECISIONS = {"同意": "approve", "驳回": "refuse", "approve": "approve", "refuse": "refuse"}


@dataclass
class Result:
    """What a scenario came to: differences from what was expected, empty when it holds.

    Beside them what was seen on the way: the case as played to the end, the clauses that refusals
    cited, the steps and approvals that were tried, the figures that were compared.
    """

    name: str
    faults: list[str] = field(default_factory=list)
    draft: Draft | None = None
    cited: set[str] = field(default_factory=set)
    tried: set[str] = field(default_factory=set)
    figures: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether everything was as expected."""
        return not self.faults


def cast_with(cast: Cast, scenario: Mapping[str, Any]) -> Cast:
    """The cast with what one scenario adds: further roles, absences."""
    people = {name: dict(entry) for name, entry in cast.people.items()}
    for name, roles in (scenario.get("also") or {}).items():
        people[name]["roles"] = [*people[name].get("roles", ()), *roles]
    return replace(cast, people=people, absences=scenario.get("absent") or {})


def rules_with(rules: Rules, scenario: Mapping[str, Any]) -> Rules:
    """The rules with the parameters that a scenario sets."""
    params: dict[str, dict[str, Any]] = {name: dict(v) for name, v in rules.parameters.items()}
    for name, value in (scenario.get("params") or {}).items():
        params[name] = {"0001-01-01": value} | dict.fromkeys(
            rules.pack.parameters[name].values, value
        )
    for name, values in (scenario.get("params_at") or {}).items():
        params[name] = dict(values)
    return replace(rules, parameters=params, _compiled={})


def flat(lines: Sequence[Any]) -> list[Mapping[str, Any]]:
    """The lines of `given`; a list among them is played in place, so that scenarios share a beginning."""
    found: list[Mapping[str, Any]] = []
    for line in lines:
        found += flat(line) if isinstance(line, (list, tuple)) else [line]
    return found


class Runner:
    """Plays one scenario."""

    def __init__(self, rules: Rules, cast: Cast, scenario: Mapping[str, Any]) -> None:
        self.rules = rules_with(rules, scenario)
        self.cast = cast_with(cast, scenario)
        self.scenario = scenario
        self.result = Result(str(scenario.get("name", "?")))
        self.numbers: dict[str, int] = {}
        self.children: list[str] = []
        self.followed: set[str] = set()
        self.given = flat(scenario.get("given", ()))
        self.played = {str(line["child_opened"]) for line in self.given if "child_opened" in line}

    def run(self) -> Result:
        """Play what is given, then try what must be refused or allowed, then compare."""
        for expectation in (*self.scenario.get("refused", ()), *self.scenario.get("allowed", ())):
            self._try(expectation)
        now = self._moment(self.scenario["now"])
        others = list(self._others(now)) if "figures" in (self.scenario.get("expect") or {}) else []
        draft = self._played(self.given)
        self._follow_breaches(draft, now)
        self.result.draft = draft
        self._compare(draft.fold, now)
        self._compare_figures([draft.fold.state, *others])
        return self.result

    def _others(self, now: datetime) -> Iterator[CaseState]:
        """The other cases that count in the scenario's figures, each played for itself."""
        for other in self.scenario.get("cases") or ():
            for _ in range(int(other.get("times", 1))):
                draft = self._played(flat(other["given"]), procedure=other.get("procedure"))
                self._follow_breaches(draft, now)
                yield draft.fold.state

    def _compare_figures(self, states: Sequence[CaseState]) -> None:
        wanted = (self.scenario.get("expect") or {}).get("figures") or {}
        self.result.figures = tuple(wanted)
        found = figured.said(self.rules, states, wanted)
        self.result.faults += _difference("figures", figured.expected(wanted), found)

    def _moment(self, text: Any) -> datetime:
        return self.rules.moment(text) or self._bad(text)

    def _bad(self, text: Any) -> datetime:
        raise ValueError(f"不是时间：{text!r}")

    def _played(
        self,
        lines: Sequence[Mapping[str, Any]],
        *,
        until: datetime | None = None,
        procedure: str | None = None,
    ) -> Draft:
        self.numbers, self.children = {}, []
        self.followed = set()
        draft = Draft(Fold(self.rules), "case", "0", NEVER, Directory(self.cast))
        previous = None
        for number, line in enumerate(lines):
            recorded = self._moment(line.get("recorded", line["at"]))
            if until is not None and recorded > until:
                break
            together = previous is not None and "recorded" in line and recorded == previous
            if not together:
                self._next_command(draft, number, recorded)
            previous = recorded
            self._play(draft, line, recorded, procedure)
        self._close_command(draft)
        return draft

    def _next_command(self, draft: Draft, number: int, recorded: datetime) -> None:
        self._close_command(draft)
        self._follow_breaches(draft, recorded)
        draft.command, draft.recorded = str(number), recorded

    def _close_command(self, draft: Draft) -> None:
        if draft.fold.state.procedure:
            draft.fold.settle(draft.recorded)

    def _play(
        self, draft: Draft, line: Mapping[str, Any], recorded: datetime, procedure: str | None
    ) -> None:
        refused = self._apply(draft, line, recorded, procedure)
        for refusal in refused:
            self.result.faults.append(
                f"{line['at']} {line.get('who', '')}：本应可行，却被拒：{refusal}"
            )

    def _apply(
        self,
        draft: Draft,
        line: Mapping[str, Any],
        recorded: datetime,
        procedure: str | None = None,
    ) -> list[str]:
        at = self._moment(line["at"])
        if "child_closed" in line:
            self._child_closed(draft, str(line["child_closed"]), at, line.get("outcome"))
            return []
        if "child_opened" in line:
            self._open_child(draft, str(line["child_opened"]), at)
            return []
        actor = self.cast.actor(str(line.get("who", "system")))
        if not draft.fold.state.procedure:
            because = self._because(line) if "opened" in line else None
            prefill = line.get("with") if "opened" in line else None
            draft.open(
                str(procedure or self.scenario["procedure"]),
                actor,
                at,
                because=because,
                prefill=prefill,
                unit=line.get("unit"),
            )
            if "opened" in line:
                self._carry_out(draft, at)
                return []
        act = self._act(line, actor, at)
        refused = draft.act(act)
        self._carry_out(draft, at)
        self.result.tried.add(act.name)
        self.result.cited |= {clause for refusal in refused for clause in refusal.clauses}
        return [refusal.full(self.rules.pack) for refusal in refused]

    def _because(self, line: Mapping[str, Any]) -> dict[str, str]:
        """Why a case was opened that no person opened: a watch of that name, else a schedule."""
        name = str(line["opened"])
        because = {"watch" if name in self.rules.pack.watches else "schedule": name}
        return because | ({"target": str(line["for"])} if "for" in line else {})

    def _act(self, line: Mapping[str, Any], actor: Actor, at: datetime) -> Act:
        given = dict(line.get("with") or {})
        if "sign" in line:
            decision = DECISIONS[given.get("decision", "同意")]
            return Act(kind="sign", name=line["sign"], actor=actor, at=at, decision=decision)
        if "withdraw" in line:
            return Act(kind="withdraw", name=line["withdraw"], actor=actor, at=at)
        outcome, row = given.pop("outcome", None), given.pop("row", None)
        return Act(
            name=line["do"],
            actor=actor,
            at=at,
            form=given,
            outcome=outcome,
            row=row,
            standards=self._standards(line["do"]),
        )

    def _standards(self, step: str) -> dict[str, Standard]:
        """The standards in force that the scenario names for a step, by field."""
        said = self.scenario.get("standards") or {}
        found = {path: one for path, one in said.items() if path.startswith(f"{step}.")}
        return {
            path.partition(".")[2]: Standard(str(one["called"]), one["rows"])
            for path, one in found.items()
        }

    def _carry_out(self, draft: Draft, at: datetime) -> None:
        for effect in draft.effects:
            if effect.kind == "issue":
                self.numbers[effect.name] = self.numbers.get(effect.name, 0) + 1
                data = {
                    "document": effect.name,
                    "number": f"{effect.name}-{self.numbers[effect.name]:03d}",
                }
                draft.record(Kind.ISSUED, data, SYSTEM, at)
            elif effect.kind == "open":
                self._open_child(draft, effect.name, at)
            else:
                self._void(draft, effect.name, at)
        draft.effects.clear()

    def _open_child(self, draft: Draft, procedure: str, at: datetime) -> None:
        self.children.append(procedure)
        data = {"procedure": procedure, "child": f"{procedure}#{len(self.children)}"}
        draft.record(Kind.CHILD_OPENED, data, SYSTEM, at)

    def _follow_breaches(self, draft: Draft, to: datetime) -> None:
        """What breaches open is opened, each once, as delivery does it; unless the lines say when."""
        fold = draft.fold
        fold.advance(to)
        if not fold.state.procedure:
            return
        spec = fold.compiled.spec
        for instance in list(fold.state.instances.values()):
            item = spec.duties.get(instance.duty) or spec.cadences.get(instance.duty)
            told = item.breach if item is not None else None
            if instance.breach is None or told is None or told.opens in (None, *self.played):
                continue
            if instance.id not in self.followed:
                self.followed.add(instance.id)
                draft.command, draft.recorded = f"opens-{instance.id}", to
                self._open_child(draft, str(told.opens), to)

    def _void(self, draft: Draft, document: str, at: datetime) -> None:
        for name, number, _ in draft.fold.state.documents:
            if name == document:
                draft.record(
                    Kind.VOIDED, {"document": name, "number": number, "reason": "void"}, SYSTEM, at
                )

    def _child_closed(
        self, draft: Draft, procedure: str, at: datetime, outcome: str | None
    ) -> None:
        for child, (name, is_open) in draft.fold.state.children.items():
            if name == procedure and is_open:
                data = {"child": child, "procedure": name} | (
                    {"outcome": outcome} if outcome else {}
                )
                draft.record(Kind.CHILD_CLOSED, data, SYSTEM, at)
                return
        self.result.faults.append(f"{at}：没有未结的“{procedure}”可以结束")

    # -- trying what must be refused or allowed --

    def _try(self, line: Mapping[str, Any]) -> None:
        recorded = self._moment(line.get("recorded", line["at"]))
        draft = self._played(self.given, until=recorded)
        draft.effects.clear()
        self._next_command(draft, -1, recorded)
        refused = self._apply(draft, line, recorded)
        because = line.get("because")
        wanted = because if isinstance(because, list) else [] if because is None else [because]
        what = f"{line['at']} {line.get('who')} {line.get('do') or line.get('sign') or line.get('withdraw')}"
        if not wanted and refused:
            self.result.faults.append(f"{what}：本应可行，却被拒：{refused}")
        elif wanted and not refused:
            self.result.faults.append(f"{what}：本应被拒（{'、'.join(map(str, wanted))}），却可行")
        for reason in wanted if refused else ():
            if not any(str(reason) in text for text in refused):
                self.result.faults.append(f"{what}：拒绝的理由里没有“{reason}”：{refused}")

    # -- comparing --

    def _compare(self, fold: Fold, now: datetime) -> None:
        state, expect = fold.state, dict(self.scenario.get("expect") or {})
        actual: dict[str, Callable[[], Any]] = {
            "stage": lambda: state.stage,
            "level": lambda: state.level,
            "rounds": lambda: str(state.rounds),
            "docs": lambda: [number for _, number, _ in state.documents],
            "voided": lambda: [number for _, number in sorted(state.voided)],
            "children": lambda: self.children,
            "flags": lambda: sorted(state.flags),
            "notes": lambda: "危机直接执行" if state.skipped else "",
            "next_due": lambda: self._short_next(fold, now),
            "duties": lambda: _without_unnamed(shown(self.rules, state), expect.get("duties")),
        }
        for key, said in expect.items():
            if key == "figures":
                continue
            if key not in actual:
                self.result.faults.append(f"不认识的期望“{key}”")
                continue
            found: Any = actual[key]()
            wanted = sorted(said) if key == "flags" else said
            if found != wanted and str(found) != str(wanted):
                self.result.faults += _difference(key, wanted, found)

    def _short_next(self, fold: Fold, now: datetime) -> str:
        due = conclude(fold, now).next_due_at
        return due.astimezone(self.rules.calendar.tz).strftime("%m-%dT%H:%M") if due else ""


def _without_unnamed(found: dict[str, str], wanted: Any) -> dict[str, str]:
    """Signatures that are owed without limit may go unsaid: what was signed shows elsewhere."""
    named = wanted if isinstance(wanted, Mapping) else {}
    return {
        name: words
        for name, words in found.items()
        if name in named or not (name.startswith("approval ") and "无期限" in words)
    }


def _difference(key: str, wanted: Any, found: Any) -> list[str]:
    if not (isinstance(wanted, Mapping) and isinstance(found, Mapping)):
        return [f"{key}：应为 {wanted}，实为 {found}"]
    return [
        f"{key}.{name}：应为 {wanted.get(name, '（无）')}，实为 {found.get(name, '（无）')}"
        for name in dict.fromkeys([*wanted, *found])
        if wanted.get(name) != found.get(name)
    ]


def run(rules: Rules, cast: Cast, scenario: Mapping[str, Any]) -> Result:
    """Play one scenario and say where it differs from what it expects."""
    return Runner(rules, cast, scenario).run()


__all__ = ["Cast", "Directory", "Result", "run", "short", "shown"]
