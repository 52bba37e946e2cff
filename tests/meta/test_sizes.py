"""Modules and functions stay small; a list of exceptions may only get shorter and smaller.

``sizes.json`` holds what is still too long, with the length it may not exceed. A new entry is not
added by hand: split the module instead.
"""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULE_LINES = 400
FUNCTION_LINES = 50
RATCHET = Path(__file__).with_name("sizes.json")


def sources() -> Iterator[Path]:
    """Yield our own modules; migrations are written by a program."""
    for folder in ("huiyin", "tools", "bench"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in file.parts:
                yield file
    yield ROOT / "run.py"


def lengths() -> dict[str, int]:
    """Return the length of what is longer than it ought to be, by its name."""
    found: dict[str, int] = {}
    for file in sources():
        text = file.read_text(encoding="utf-8")
        name = file.relative_to(ROOT).as_posix()
        lines = text.count("\n")
        if lines > MODULE_LINES:
            found[name] = lines
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES:
                    found[f"{name}::{node.name}"] = length
    return found


def test_no_module_and_no_function_has_grown_beyond_its_limit() -> None:
    allowed: dict[str, int] = json.loads(RATCHET.read_text(encoding="utf-8"))
    grown = {name: size for name, size in lengths().items() if size > allowed.get(name, 0)}
    assert not grown, f"over {MODULE_LINES} lines a module, {FUNCTION_LINES} a function: {grown}"


def test_what_has_become_smaller_is_taken_off_the_list() -> None:
    allowed: dict[str, int] = json.loads(RATCHET.read_text(encoding="utf-8"))
    now = lengths()
    slack = {name: now.get(name, "fits") for name, size in allowed.items() if now.get(name) != size}
    assert not slack, f"write the new length into sizes.json, or drop the line: {slack}"
