"""Who may do a step or owes a duty: a role, a role in a unit, or the person a field names."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from huiyin.policy.base import Flag, Item, Model

CUSTOMER_ROLE = "customer"
SYSTEM_ROLE = "system"


class Who(Model):
    """`role` alone: whoever holds it. With `of`: in the unit of the `case`, or of who did step X.

    `person`: the person that a field names (`step.field`); such a person is exempt from recusal
    when acting in his or her own matter. `doer`: whoever did step X.
    """

    role: str | None = None
    of: str | None = None
    person: str | None = None
    doer: str | None = None
    instead: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(x is not None for x in (self.role, self.person, self.doer)) != 1:
            raise ValueError(
                "write a role, {role: …, of: case or a step}, {person: step.field} or {doer: step}"
            )
        return self


def _as_whos(value: Any) -> Any:
    if value is None:
        return ()
    values = value if isinstance(value, (list, tuple)) else [value]
    return tuple({"role": v} if isinstance(v, str) else v for v in values)


Whos = Annotated[tuple[Who, ...], BeforeValidator(_as_whos)]
"""One or several ways to say who; any of them will do."""


class Role(Item):
    """A role of the regulation, to which a company maps its posts.

    `scope: unit` means that the post must lie in the case's unit or above it.
    """

    scope: str = Field("company", pattern="^(company|unit)$")
    head: Flag = False
    outside: Flag = False
