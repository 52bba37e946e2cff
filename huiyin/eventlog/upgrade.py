"""How stored events of an older schema are read today.

A stored event is never edited: its hash covers the bytes of its own time. When the stored form
changes, `SCHEMA` goes up by one and one step is added to `STEPS`: a small function with a name and
a docstring that says what changed and why, from a copy of the old object to the new one. The golden
events of the older schemas stay in the tests for ever.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

Json = dict[str, Any]
Step = Callable[[Json], Json]

SCHEMA = 1
"""The schema in which events are written now."""

STEPS: Mapping[int, Step] = MappingProxyType({})
"""For each older schema the step that leads to the next one."""


class UnknownSchema(ValueError):
    """A stored event has a schema that this version of the program cannot read."""


def schema_of(stored: Mapping[str, Any]) -> int:
    """Return the schema in which an event was written."""
    schema = stored.get("schema")
    if not isinstance(schema, int) or isinstance(schema, bool):
        raise UnknownSchema(f"an event says no schema number but {schema!r}")
    return schema


def upgraded(
    stored: Mapping[str, Any], *, steps: Mapping[int, Step] = STEPS, target: int = SCHEMA
) -> Mapping[str, Any]:
    """Return an event in the `target` schema, through every step between; nothing is edited."""
    schema = schema_of(stored)
    if schema == target:
        return stored
    if schema > target or schema < 1:
        raise UnknownSchema(
            f"the event has schema {schema}; this version of the program reads 1 to {target}"
        )
    event = dict(stored)
    for number in range(schema, target):
        event = {**steps[number](event), "schema": number + 1}
    return event
