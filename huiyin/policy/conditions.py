"""Conditions as data: a closed list of facts and operators, one `all` list, one `any` list.

No nesting, no expressions, no arithmetic (DESIGN section 5). A plain list means `all`; when both
lists are given, both must hold (pack-study section 1).
"""

from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from huiyin.policy.base import Clauses, Flag, Model, Words

FACTS = (
    "done",
    "last",
    "field",
    "measure",
    "approved",
    "level",
    "flag",
    "stage",
    "none_open",
    "late",
    "credential",
)
OPERATORS = ("is_", "in_", "not_in", "given", "over", "at_least", "under", "at_most")
COMPARING = frozenset({"last", "field", "measure"})


class Fact(Model):
    """One fact with at most one operator, and what to say when it does not hold.

    `done`, `last` and `approved` look at this round only; `field` and `measure` look at the whole
    history; `none_open` asks what is owed now or which child cases are open (pack-study 5.5, 5.6);
    `late` whether the limit of such a duty has passed unfulfilled, ever.
    """

    done: str | None = None
    last: str | None = None
    field: str | None = None
    measure: str | None = None
    approved: str | None = None
    level: Words | None = None
    flag: str | None = None
    stage: Words | None = None
    none_open: str | None = None
    late: str | None = None
    credential: str | None = None

    is_: str | None = Field(None, alias="is")
    in_: Words | None = Field(None, alias="in")
    not_in: Words | None = None
    given: Flag | None = None
    over: str | None = None
    at_least: str | None = None
    under: str | None = None
    at_most: str | None = None

    says: str = ""
    clause: Clauses = ()

    @model_validator(mode="after")
    def _one_fact_one_operator(self) -> Self:
        facts = [name for name in FACTS if getattr(self, name) is not None]
        if len(facts) != 1:
            raise ValueError(
                f"a condition names exactly one fact of {', '.join(FACTS)}; here: {facts or 'none'}"
            )
        operators = [name for name in OPERATORS if getattr(self, name) is not None]
        if facts[0] in COMPARING and len(operators) != 1:
            raise ValueError(
                f"`{facts[0]}` needs exactly one operator (is, in, not_in, given, over, at_least, …)"
            )
        if facts[0] not in COMPARING and operators not in ([], ["given"]):
            raise ValueError(f"`{facts[0]}` takes no operator but `given: false`")
        return self

    @cached_property
    def kind(self) -> str:
        """The name of the fact that is asked."""
        return next(name for name in FACTS if getattr(self, name) is not None)

    @cached_property
    def live(self) -> bool:
        """Whether it follows level and flags as they change (pack-study 5.4)."""
        return self.level is not None or self.flag is not None


class Condition(Model):
    """Every fact of `all` holds, and at least one of `any` when there are some."""

    all: tuple[Fact, ...] = ()
    any: tuple[Fact, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.all or self.any)


def _as_condition(value: Any) -> Any:
    if value is None:
        return {}
    if isinstance(value, (list, tuple)):
        return {"all": value}
    if isinstance(value, dict) and not ({"all", "any"} & value.keys()):
        return {"all": [value]}
    return value


When = Annotated[Condition, BeforeValidator(_as_condition)]
"""A condition; in YAML a list (all of it), one fact, or a map of `all` and `any`."""

ALWAYS = Condition()
