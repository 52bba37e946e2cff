"""What metrics are made of: their kinds, and what the `of` and `by` of one may name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from huiyin.policy.across import Metric
from huiyin.policy.pack import Pack

PERIODS = ("day", "week", "month", "quarter", "half_year", "year")
"""Dims that follow from the moment at which something counts."""
OF_CASE = ("level", "unit", "version")
"""Dims that every case has; beside them `step.field` and `step.outcome`."""
OF_ACT = ("person", "person_unit")
"""Dims of an act: who did it, and in which unit he was then."""
DIMS_AT_MOST = 3
"""So many dims, beside a period, may tell the groups of a metric apart."""

What = Literal["procedure", "step", "outcome", "field", "duty", "approval"]

SUBJECTS: Mapping[str, tuple[What, ...]] = {
    "count": ("procedure", "step", "outcome", "field"),
    "count_linked": ("procedure",),
    "ranking": ("procedure", "step", "outcome"),
    "repeat": ("procedure",),
    "complete": ("procedure",),
    "share": ("step", "outcome", "procedure"),
    "mean": ("field",),
    "sum": ("field",),
    "imported": ("field",),
    "on_time": ("duty",),
    "late": ("duty",),
    "duration": ("duty", "approval", "step"),
}
"""What the `of` of a kind may name, the first that fits; kinds that are not here count no cases."""

SHARES = frozenset({"share", "on_time", "late", "repeat", "complete"})
"""Kinds whose value is a part of 1."""
COUNTS = frozenset({"count", "count_linked", "ranking"})
"""Kinds whose value is a number of cases: nothing to count is 0, of every other kind it is no data."""


@dataclass(frozen=True)
class Subject:
    """What the `of` of a metric names in a procedure; `name` is a step, duty, approval or nothing."""

    what: What
    procedure: str
    name: str = ""
    outcome: str = ""
    field: str = ""


def subject(pack: Pack, metric: Metric) -> Subject | None:
    """What a metric is about; None where it names nothing that its kind can count."""
    for what in SUBJECTS.get(metric.kind, ()):
        found = _subject(pack, metric.of or "", what)
        if found is not None:
            return found
    return None


def _subject(pack: Pack, of: str, what: What) -> Subject | None:
    head, _, rest = of.partition(".")
    if head not in pack.procedures:
        head, rest = pack.main_procedure, of
    spec = pack.procedures[head]
    name, colon, outcome = rest.partition(":")
    step, dot, field = name.partition(".")
    if what == "procedure":
        return None if rest else Subject(what, head)
    if what == "duty":
        return Subject(what, head, rest) if rest in spec.duties or rest in spec.cadences else None
    if what == "approval":
        return Subject(what, head, rest) if rest in spec.approvals else None
    known = spec.steps.get(step)
    if known is None or bool(dot) != (what == "field") or bool(colon) != (what == "outcome"):
        return None
    if (dot and field not in known.form) or (colon and outcome not in known.outcomes):
        return None
    return Subject(what, head, step, outcome, field)


def dims(metric: Metric) -> tuple[str, ...]:
    """What tells the groups of a metric apart; its periods follow from the moment."""
    return tuple(name for name in metric.by if name not in PERIODS)
