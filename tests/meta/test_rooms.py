"""Rooms import only rooms below them, and the core knows neither framework nor clock."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PURE = ("worktime", "eventlog", "policy", "obligations")

# What tells the present moment. A banned name in pyproject.toml catches most of them; this also
# sees column defaults and methods of values, which a linter cannot know.
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("time", "time"),
    ("time", "time_ns"),
    ("functions", "Now"),
}


def modules(*rooms: str) -> Iterator[Path]:
    for room in rooms or ("",):
        yield from sorted((ROOT / "huiyin" / room).rglob("*.py"))


def test_imports_go_downwards_only() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_core_can_be_imported_where_django_cannot() -> None:
    names = [
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for file in modules(*PURE)
    ]
    program = (
        "import importlib, sys\n"
        "sys.modules['django'] = None\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_tests_of_the_core_can_be_collected_where_django_cannot_be_imported() -> None:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "tests/core"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_only_the_clock_module_reads_the_time() -> None:
    readers = [
        f"{file.relative_to(ROOT)}:{line}"
        for file in modules()
        if file.name != "clock.py"
        for line in clock_readings(file)
    ]
    assert not readers, f"time is an argument; take it from huiyin.clock at a door: {readers}"


def clock_readings(file: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and (last_name(node.value), node.attr) in CLOCKS:
            yield node.lineno
        if isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
            yield node.value.lineno


def last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_opens_nothing_but_the_pack_loader_its_files(room: str) -> None:
    openers = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in modules(room)
        if file.name != "load.py"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and opens(node.func)
    ]
    assert not openers


def opens(function: ast.expr) -> bool:
    if isinstance(function, ast.Name):
        return function.id == "open"
    return isinstance(function, ast.Attribute) and function.attr in {
        "read_text",
        "read_bytes",
        "write_text",
        "write_bytes",
        "urlopen",
    }
