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
    "share": ("step", "outcome", "procedure", "field"),
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
NO_SOURCE = frozenset({"credential", "looks", "platform_age"})
"""Kinds whose facts are no cases: credentials of people, looks at covered data, the machine."""
COUNTS = frozenset({"count", "count_linked", "ranking"})
"""Kinds whose value is a number of cases: nothing to count is 0, of every other kind it is no data."""


@dataclass(frozen=True)
class Subject:
    """What the `of` of a metric names in a procedure: `names` are steps, or one duty or approval."""

    what: What
    procedure: str
    names: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


def subject(pack: Pack, metric: Metric) -> Subject | None:
    """What a metric is about; None where it names nothing that its kind can count."""
    for what in SUBJECTS.get(metric.kind, ()):
        found = [_subject(pack, of, what) for of in metric.of]
        named = [one for one in found if one is not None]
        if named and len(named) == len(found) and len({one.procedure for one in named}) == 1:
            return Subject(
                what,
                named[0].procedure,
                tuple(name for one in named for name in one.names),
                tuple(name for one in named for name in one.outcomes),
                tuple(name for one in named for name in one.fields),
            )
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
        known = rest in spec.duties or rest in spec.cadences
        return Subject(what, head, (rest,)) if known else None
    if what == "approval":
        return Subject(what, head, (rest,)) if rest in spec.approvals else None
    named = spec.steps.get(step)
    if named is None or bool(dot) != (what == "field") or bool(colon) != (what == "outcome"):
        return None
    if (dot and field not in named.form) or (colon and outcome not in named.outcomes):
        return None
    return Subject(what, head, (step,), (outcome,) if colon else (), (field,) if dot else ())


def dims(metric: Metric) -> tuple[str, ...]:
    """What tells the groups of a metric apart; its periods follow from the moment."""
    return tuple(name for name in metric.by if name not in PERIODS)


WORKING = ("workday", "workhour")
"""Units of terms that run in office hours only."""


def in_working_time(pack: Pack, about: Subject) -> bool:
    """Whether a time is measured in office hours: every limit of the duty is counted so."""
    if about.what != "duty":
        return False
    known = pack.procedures[about.procedure].duties
    duties = [known[name] for name in about.names if name in known]
    dues = [due for duty in duties for due in (duty.due, *(duty.due.by_level or {}).values())]
    units = {_unit(pack, due.within) for due in dues if due.within}
    return bool(units) and units <= set(WORKING)


def _unit(pack: Pack, term: str) -> str:
    if term in pack.parameters:
        return pack.parameters[term].unit
    return term.rsplit(maxsplit=1)[-1].removesuffix("s")
