"""The author's documents name every key that the format knows: what is not told is not there."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from huiyin.policy.jsonschema import schemas

DOCS = Path(__file__).parents[3] / "docs"
TOLD = ("pack-format.md", "pack-guide.md")


def keys(node: Any) -> Iterator[str]:
    """Every key that some object of a schema may have."""
    if isinstance(node, dict):
        properties = node.get("properties")
        if isinstance(properties, dict):
            yield from properties
        for inner in node.values():
            yield from keys(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from keys(inner)


def test_every_key_of_the_format_is_explained_to_authors() -> None:
    words = set(re.findall(r"[a-z_]+", " ".join((DOCS / name).read_text("utf-8") for name in TOLD)))
    assert sorted({key for schema in schemas().values() for key in keys(schema)} - words) == []
