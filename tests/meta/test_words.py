"""No word of any regulation stands in the code: what a pack names, only packs, demo and tests say.

Names are read from the packs themselves: folders, roles, levels, documents, flags, categories,
procedures, stages, steps. A long name counts wherever it occurs. A short one is common
speech (登记, ``note``): it counts only for what a regulation alone names (roles, levels, papers …),
and only where it is the whole of a text. ``common_words.txt`` lists names that are the product's
own words too, each with its reason. The last test plants a name of each kind and sees it found.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from huiyin.policy.load import load
from huiyin.policy.pack import Pack

ROOT = Path(__file__).resolve().parents[2]
PACKS = ROOT / "policy_packs"
COMMON = Path(__file__).with_name("common_words.txt")

OWN = ("roles", "levels", "documents", "flags", "categories")
"""Parts of a pack whose names are the regulation's alone, however short."""

EXEMPT = ("demo", "locale", "migrations")
LONG_CHINESE = 5
LONG_ASCII = 12


def names_in(pack: Pack) -> Iterator[str]:
    """Yield every name that a pack gives to something, by key and by label."""
    for part in OWN:
        for name, entry in getattr(pack, part).items():
            yield from counted(name, own=True)
            yield from counted(label_of(entry), own=True)
    for name, spec in pack.procedures.items():
        for word in (name, spec.label, *spec.stages, *spec.steps):
            yield from counted(word, own=False)
        for step in spec.steps.values():
            yield from counted(step.label, own=False)


def label_of(entry: Any) -> str:
    """What a named thing is called."""
    return str(entry.get("label", "") if isinstance(entry, dict) else entry.label)


def counted(name: str, *, own: bool) -> Iterator[str]:
    """Yield a name if it is one that only a regulation would use."""
    if name and (own or is_long(name)):
        yield name


@cache
def pack_names() -> frozenset[str]:
    """Return every name of every pack, less the words of the product."""
    names = {folder.name for folder in PACKS.glob("*") if folder.is_dir()}
    for file in PACKS.glob("*/*/pack.yaml"):
        names |= set(names_in(load(file.parent).pack))
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
    found = names_said(file)
    assert not found, f"words of a regulation belong into its pack: {found}"


def names_said(file: Path) -> list[str]:
    """Every name of a pack that stands in a source, with its line."""
    return [
        f"{line}: {name}" for line, text in texts(file) for name in pack_names() if says(text, name)
    ]


PLANTED = {
    "slug": ("robotics", 'if company.slug == "{}":'),
    "role": ("store_receiver", 'if "{}" in roles:'),
    "short role": ("specialist", 'if role == "{}":'),
    "role in words": ("客服部负责人", 'raise Refused("请{}批准")'),
    "level": ("三级", 'if level == "{}":'),
    "paper": ("投诉登记档案", 'title = "{}第一页"'),
    "step": ("ask_background", 'do("{}")'),
    "category": ("产品质量类", 'kinds = ["{}"]'),
    "flag": ("重点案件", 'flag = "{}"'),
}


@pytest.mark.parametrize(("name", "line"), PLANTED.values(), ids=PLANTED)
def test_a_planted_name_is_found(name: str, line: str, tmp_path: Path) -> None:
    file = tmp_path / "planted.py"
    file.write_text(
        f"def planted():\n    {line.format(name).rstrip(':')}\n".replace("if ", "return ")
    )
    assert names_said(file) == [f"2: {name}"]
    page = tmp_path / "planted.html"
    page.write_text(f"<p>\n{name}\n</p>")
    assert names_said(page) == [f"2: {name}"]
    file.write_text(f'def planted():\n    """What {name} means."""\n')
    assert names_said(file) == []


def test_the_list_of_common_words_says_why_and_names_only_words_of_packs() -> None:
    lines = [line for line in COMMON.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert all("  # " in line for line in lines), "a word, two spaces, '# ' and why"
