"""Reading conditions against the state of a case (pack-study section 2, closed lists)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from huiyin.obligations.model import CaseState
from huiyin.obligations.rules import Rules
from huiyin.policy.conditions import Condition, Fact


@dataclass(slots=True)
class Facts:
    """A state, and the form that is being handed in, if any."""

    rules: Rules
    state: CaseState
    at: datetime
    form: Mapping[str, Any] = field(default_factory=dict)
    credentials: frozenset[str] = frozenset()

    def holds(self, condition: Condition) -> bool:
        """Whether a condition holds; an empty one does."""
        return all(map(self.fact, condition.all)) and (
            not condition.any or any(map(self.fact, condition.any))
        )

    def failing(self, condition: Condition) -> tuple[Fact, ...]:
        """The facts that refuse: each failing one of `all`, and those of `any` when none holds."""
        failed = tuple(fact for fact in condition.all if not self.fact(fact))
        if condition.any and not any(map(self.fact, condition.any)):
            failed += condition.any
        return failed

    def fact(self, fact: Fact) -> bool:
        """Whether one fact holds. Raises `Unset` when it compares with an empty parameter."""
        kind = fact.kind
        if kind in ("field", "last", "measure"):
            return self._compare(fact, self._value(fact))
        met = self._plain(fact, kind)
        return not met if fact.given is False else met

    def _plain(self, fact: Fact, kind: str) -> bool:
        return _PLAIN[kind](self, fact)

    def done(self, fact: Fact) -> bool:
        """Whether a step was done in this round."""
        step = self.state.steps.get(str(fact.done))
        return step is not None and step.valid

    def approved(self, fact: Fact) -> bool:
        """Whether what needed approval has it, in its latest version."""
        approval = self.state.approvals.get(str(fact.approved))
        return approval is not None and approval.status == "approved"

    def late(self, fact: Fact) -> bool:
        """Whether such a duty was ever missed."""
        return any(
            i.breach is not None and i.duty == fact.late for i in self.state.instances.values()
        )

    def none_open(self, fact: Fact) -> bool:
        """No such duty is owed and no such child case is open (pack-study 5.6)."""
        name = fact.none_open
        if any(i.duty == name for i in self.state.open_instances()):
            return False
        return not any(
            procedure == name and open_ for procedure, open_ in self.state.children.values()
        )

    def _value(self, fact: Fact) -> Any:
        if fact.last is not None:
            step = self.state.steps.get(fact.last)
            return step.outcome if step is not None and step.valid else None
        if fact.measure is not None:
            return self.measure(fact.measure)
        return self.field(str(fact.field))

    def field(self, path: str) -> Any:
        """A field of the form at hand (`name`), or the latest value ever given (`step.name`)."""
        if "." not in path:
            return self.form.get(path)
        return self.state.fields.get(path)

    def measure(self, name: str) -> Decimal:
        """A figure over the acts of this case, ever; zero when nothing counted."""
        spec = self.rules.procedure(self.state.procedure).spec.measures[name]
        values = self.state.contributions.get(name, {})
        if spec.kind == "sum":
            return sum((number(v) or Decimal(0) for v in values.values()), Decimal(0))
        if spec.kind == "distinct":
            return Decimal(len(set(map(str, values.values()))))
        if spec.kind in ("last", "days_past"):
            return (number(values[max(values)]) or Decimal(0)) if values else Decimal(0)
        return Decimal(len(values))

    def _compare(self, fact: Fact, value: Any) -> bool:
        if fact.given is not None:
            return given(value) is fact.given
        if fact.not_in is not None:
            return not (members(value) & set(fact.not_in))
        if fact.is_ is not None:
            return fact.is_ in members(value)
        if fact.in_ is not None:
            return bool(members(value) & set(fact.in_))
        return self._ordered(fact, number(value))

    def _ordered(self, fact: Fact, value: Decimal | None) -> bool:
        day = self.rules.local_date(self.at)
        text = fact.over or fact.at_least or fact.under or fact.at_most or ""
        bound = number(self.rules.number(text, day))
        if value is None or bound is None:
            return False
        if fact.over is not None:
            return value > bound
        if fact.at_least is not None:
            return value >= bound
        if fact.under is not None:
            return value < bound
        return value <= bound


_PLAIN: dict[str, Callable[[Facts, Fact], bool]] = {
    "done": Facts.done,
    "approved": Facts.approved,
    "late": Facts.late,
    "none_open": Facts.none_open,
    "level": lambda facts, fact: facts.state.level in (fact.level or ()),
    "flag": lambda facts, fact: fact.flag in facts.state.flags,
    "stage": lambda facts, fact: facts.state.stage in (fact.stage or ()),
    "credential": lambda facts, fact: fact.credential in facts.credentials,
}


def given(value: Any) -> bool:
    """Whether a form value says anything; a zero and a "no" do."""
    return value is not None and (bool(value) or not isinstance(value, (str, list, tuple, dict)))


def members(value: Any) -> set[str]:
    """The words of a choice or of several, as a set."""
    if isinstance(value, (list, tuple)):
        return set(map(str, value))
    return {str(value)} if value is not None else set()


def number(value: Any) -> Decimal | None:
    """Read a number; None when it is none."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
