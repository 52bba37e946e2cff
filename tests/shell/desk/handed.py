"""A form as a browser hands it in."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from huiyin.policy.forms import FormField
from huiyin.policy.procedures import Step
from tests.shell.cases.world import World


def _pixel() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (2, 2), "white").save(kept, "PNG")
    return kept.getvalue()


PIXEL = _pixel()


def posted(values: Mapping[str, Any], step: Step, world: World) -> dict[str, Any]:
    """The fields of a step with their values; names of persons and units become their ids."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name in ("outcome", "row"):
            found[name] = str(world.ids(value))
        elif name in step.form:
            found |= dict(_field(name, step.form[name], value, world))
    return found


def _field(name: str, spec: FormField, value: Any, world: World) -> Iterator[tuple[str, Any]]:
    if isinstance(value, str) and value in spec.or_mark:
        yield f"mark.{name}", value
    elif spec.kind == "table":
        for number, row in enumerate(value):
            for column, cell in row.items():
                yield from _field(f"{name}.{number}.{column}", spec.columns[column], cell, world)
    elif spec.kind == "file":
        many = value if isinstance(value, list) else [value]
        yield name, [SimpleUploadedFile(f"{n}.png", PIXEL, "image/png") for n, _ in enumerate(many)]
    else:
        known = world.ids(value) if spec.kind in ("person", "people", "unit") else value
        yield name, [str(one) for one in known] if isinstance(known, list) else str(known)
