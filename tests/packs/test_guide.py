"""The author's documents say what the packs say: excerpts are the sixth pack's own, every key has an example."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from huiyin.policy.jsonschema import schemas

DOCS = Path(__file__).parents[2] / "docs"
GUIDE, FORMAT = DOCS / "pack-guide.md", DOCS / "pack-format.md"
SIXTH = DOCS / "example-pack" / "petclinic" / "2026.1"
LEFT_OUT = "# …"


def blocks(file: Path) -> list[str]:
    """The YAML of a document."""
    return re.findall(r"```yaml\n(.*?)```", file.read_text("utf-8"), re.DOTALL)


def bare(line: str) -> str:
    """A line without what stands around it."""
    return re.sub(r"\s+#.*$", "", line).strip()


def test_every_excerpt_of_the_guide_stands_in_the_sixth_pack() -> None:
    written = {
        bare(line)
        for file in SIXTH.rglob("*.yaml")
        for line in file.read_text("utf-8").splitlines()
    }
    found = [bare(line) for block in blocks(GUIDE) for line in block.splitlines()]
    strange = [line for line in found if line and line != LEFT_OUT and line not in written]
    assert len(found) > 10
    assert strange == []


def test_every_example_can_be_read() -> None:
    for file in (GUIDE, FORMAT):
        for block in blocks(file):
            yaml.safe_load(block.replace("…", "x"))


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


def test_every_key_stands_in_an_example() -> None:
    code = " ".join([*blocks(GUIDE), *blocks(FORMAT)])
    code += " ".join(file.read_text("utf-8") for file in SIXTH.rglob("*.yaml"))
    shown = set(re.findall(r"[a-z_]+(?=:)", code))
    wanted = {key for schema in schemas().values() for key in keys(schema)}
    assert sorted(wanted - shown) == []
