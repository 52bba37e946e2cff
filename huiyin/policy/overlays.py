"""Overlays: fields that a company adds to a form of its regulation; what the form demands stays."""

from collections.abc import Iterator, Mapping
from typing import Any

from huiyin.policy.findings import Finding

Places = dict[tuple[str | int, ...], tuple[str, int]]


def lay(tree: dict[str, Any], places: Places) -> list[Finding]:
    """Put each overlay's fields at the end of the form of its step; a field that is there stays."""
    overlays = tree.get("overlays")
    if not isinstance(overlays, list):
        return []
    return [
        finding
        for number, overlay in enumerate(overlays)
        if isinstance(overlay, Mapping)
        for finding in _laid(tree, places, number, overlay)
    ]


def _laid(
    tree: dict[str, Any], places: Places, number: int, overlay: Mapping[str, Any]
) -> Iterator[Finding]:
    procedure, _, step = str(overlay.get("step")).partition(".")
    try:
        spec = tree["procedures"][procedure]["steps"][step]
    except (KeyError, TypeError):
        return  # said by the check, with what is there
    fields = overlay.get("fields")
    form = spec.setdefault("form", {})
    for name, field in fields.items() if isinstance(fields, Mapping) else ():
        if name in form:
            file, line = places["overlays", number, "fields", name]
            yield Finding(
                file=file,
                line=line,
                code="P004",
                message=f"“{overlay['step']}”已经有“{name}”一栏，增补只能加，不能改",
                hint="换一个名字",
            )
        else:
            form[name] = field
            at = ("procedures", procedure, "steps", step, "form", name)
            places[at] = places["overlays", number, "fields", name]
