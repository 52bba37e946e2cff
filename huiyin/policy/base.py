"""Common ground of the pack schema: strict, frozen models and the small types they share."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict


class Model(BaseModel):
    """A frozen piece of a pack; unknown keys are refused, names in YAML may be Python keywords."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Copy with changes; what was worked out from the old values and kept is not copied."""
        copy = super().model_copy(update=update, deep=deep)
        for name in copy.__dict__.keys() - type(self).model_fields.keys():
            del copy.__dict__[name]
        return copy


def _as_tuple(value: Any) -> Any:
    if value is None:
        return ()
    if isinstance(value, (list, tuple)):
        return tuple(value)
    return (value,)


def _as_flag(value: Any) -> Any:
    """YAML resolvers are off in packs: booleans arrive as the words true and false."""
    words = {"true": True, "false": False}
    return words.get(value, value) if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
"""One word or a list of words."""

Clauses = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
"""Ids of the clauses that an item carries out, without the pack's name."""

Flag = Annotated[bool, BeforeValidator(_as_flag)]
"""True or false, written as the word."""


class Item(Model):
    """Anything in a pack that has a name for people and carries clauses."""

    label: str
    clause: Clauses = ()
    note: str = ""
