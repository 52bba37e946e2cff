"""No word of any regulation stands in the code: what a pack names, only packs, demo and tests say.

Names are read from the packs themselves: folders, roles, levels, departments, procedures, stages,
steps, documents, flags. A long name counts wherever it occurs. A short one is common speech (登记,
``note``): it counts only for a level, role or department, and only where it is the whole of a
text. ``common_words.txt`` lists names that are the product's own words too, each with its reason.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PACKS = ROOT / "policy_packs"
COMMON = Path(__file__).with_name("common_words.txt")

# The parts of a pack whose keys are names, and the labels beside them.
OWN = ("roles", "levels", "departments")
NAMED = (*OWN, "procedures", "stages", "steps", "documents", "flags")
EXEMPT = ("demo", "locale", "migrations")
LONG_CHINESE = 5
LONG_ASCII = 12


class Forgiving(yaml.SafeLoader):
    """Reads names only; what a tag means is the pack loader's business."""


def names_in(node: object) -> Iterator[str]:
    """Yield every name below the parts that carry names."""
    if isinstance(node, list):
        for item in node:
            yield from names_in(item)
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if key in NAMED and isinstance(value, dict):
            for name, entry in value.items():
                yield from counted(str(name), key)
                yield from counted(label_of(entry), key)
        if key in NAMED and isinstance(value, list):
            yield from (word for item in value for word in counted(str(item), key))
        yield from names_in(value)


def label_of(entry: object) -> str:
    """Return what a named thing is called."""
    if isinstance(entry, dict):
        return str(entry.get("label", ""))
    return entry if isinstance(entry, str) else ""


def counted(name: str, part: str) -> Iterator[str]:
    """Yield a name if it is one that only a regulation would use."""
    if is_long(name) or (part in OWN and (not name.isascii() or "_" in name)):
        yield name


@cache
def pack_names() -> frozenset[str]:
    """Return every name of every pack, less the words of the product."""
    names = {folder.name for folder in PACKS.glob("*") if folder.is_dir()}
    for file in PACKS.rglob("*.yaml"):
        if "tests" not in file.relative_to(PACKS).parts:
            names |= set(names_in(yaml.load(file.read_text("utf-8"), Loader=Forgiving)))  # noqa: S506
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    common = {line.partition("  # ")[0].strip() for line in lines if not line.startswith("#")}
    return frozenset(name for name in names if len(name) > 1) - common


def texts(file: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts of a source with their lines, docstrings and comments left out."""
    source = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        yield from enumerate(re.split(r"\n", source), start=1)
        return
    tree = ast.parse(source)
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        if node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in documented:
            yield node.lineno, str(node.value)


def is_long(name: str) -> bool:
    """Say whether a name is so long that it can only be that name."""
    return len(name) >= (LONG_ASCII if name.isascii() else LONG_CHINESE)


def says(text: str, name: str) -> bool:
    if text.strip() == name:
        return True
    if not is_long(name):
        return False
    return bool(re.search(rf"\b{re.escape(name)}\b", text)) if name.isascii() else name in text


def sources() -> list[Path]:
    files = [file for kind in ("*.py", "*.html", "*.js") for file in (ROOT / "huiyin").rglob(kind)]
    return [file for file in sorted(files) if not set(EXEMPT) & set(file.parts)]


@pytest.mark.parametrize("file", sources(), ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_name_of_a_regulation_stands_in(file: Path) -> None:
    found = [
        f"{line}: {name}" for line, text in texts(file) for name in pack_names() if says(text, name)
    ]
    assert not found, f"words of a regulation belong into its pack: {found}"


def test_the_list_of_common_words_says_why_and_names_only_words_of_packs() -> None:
    lines = [line for line in COMMON.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert all("  # " in line for line in lines), "a word, two spaces, '# ' and why"
