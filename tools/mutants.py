"""Would the core's tests notice? Changes one operator of the core at a time and runs them.

    python -m tools.mutants                    all of them (half an hour), survivors against the list
    python -m tools.mutants --sample 20        every so-manieth, as the default test run does
    python -m tools.mutants --only duties.py   one module
    python -m tools.mutants --list             only names them

Changed are comparisons (< to <=, == to !=, is to is not, in to not in), `and` to `or`, `not` left out,
plus to minus, the ends of min and max. Each change is made in a forked process to the code of one
function that is already loaded; the first test that fails kills it. What no test notices and nobody
has looked at (`tools/mutants_reviewed.txt`) is a survivor, and the exit code is 1.
"""

import argparse
import ast
import copy
import importlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from _pytest.mark.structures import ParameterSet

ROOT = Path(__file__).resolve().parent.parent
REVIEWED = Path(__file__).with_name("mutants_reviewed.txt")
MODULES = (
    *(
        f"huiyin.obligations.{name}"
        for name in ("duties", "fold", "terms", "cadences", "approvals")
    ),
    *(f"huiyin.obligations.{name}" for name in ("facts", "assess", "recorded", "people", "may")),
    *(f"huiyin.obligations.{name}" for name in ("formcheck", "model", "rules")),
    *(f"huiyin.worktime.{name}" for name in ("count", "pause", "months", "share", "period")),
)
TESTS = (
    *(f"tests.core.obligations.test_{name}" for name in ("limits_and_their_ground",)),
    *(f"tests.core.obligations.test_{name}" for name in ("routes_extensions_rows",)),
    *(
        f"tests.core.obligations.test_{name}"
        for name in ("what_packs_asked_for", "study_scenarios")
    ),
    *(f"tests.core.obligations.test_{name}" for name in ("explain", "properties")),
    *(f"tests.core.worktime.test_{name}" for name in ("terms", "pauses", "periods")),
)
SEEDS = 30
SECONDS = 60
KILLED, ALIVE = 0, 3

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}
ENDS = {"min": "max", "max": "min"}


@dataclass(frozen=True)
class Mutant:
    """One change: the module, the function, what stood there and what stands there now."""

    module: str
    function: str
    line: int
    before: str
    after: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """What stays the same while lines move."""
        return f"{self.module}:{self.function}: {self.before} -> {self.after}"


def mutants(module: str) -> Iterator[Mutant]:
    """Every change of one module, inside its functions."""
    text = source(module).read_text(encoding="utf-8")
    tree = ast.parse(text)
    for function, node in functions(tree):
        for spot, change in changes(node):
            before = ast.unparse(spot)
            undo = change()
            after = ast.unparse(spot)
            yield Mutant(
                module, function, getattr(spot, "lineno", 0), before, after, copy.deepcopy(tree)
            )
            undo()


def source(module: str) -> Path:
    """The file of a module."""
    return ROOT / Path(*module.split(".")).with_suffix(".py")


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions and methods with their names; what lies inside them belongs to them."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    yield f"{node.name}.{inner.name}", inner


Change = Callable[[], Callable[[], None]]
"""Makes a change in the tree and returns what takes it back."""


def changes(function: ast.FunctionDef) -> Iterator[tuple[ast.expr, Change]]:
    """The places of a function where one operator can be another."""
    for node in ast.walk(function):
        if isinstance(node, ast.Compare):
            for place, operator in enumerate(node.ops):
                if type(operator) in SWAPS:
                    yield node, _item(node.ops, place, SWAPS[type(operator)]())
        elif isinstance(node, ast.BoolOp) or (
            isinstance(node, ast.BinOp) and type(node.op) in SWAPS
        ):
            yield node, _attribute(node, "op", SWAPS[type(node.op)]())
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, _truth(node)
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ENDS
        ):
            yield node, _attribute(node.func, "id", ENDS[node.func.id])


def _item(values: list[Any], place: int, new: object) -> Change:
    def change() -> Callable[[], None]:
        old, values[place] = values[place], new
        return lambda: values.__setitem__(place, old)

    return change


def _attribute(node: ast.AST, name: str, new: object) -> Change:
    def change() -> Callable[[], None]:
        old = getattr(node, name)
        setattr(node, name, new)
        return lambda: setattr(node, name, old)

    return change


def _truth(node: ast.UnaryOp) -> Change:
    """`not x` becomes `not not x`, which is as true as x."""

    def change() -> Callable[[], None]:
        old = node.operand
        node.operand = ast.UnaryOp(op=ast.Not(), operand=old)
        ast.copy_location(node.operand, old)
        return lambda: setattr(node, "operand", old)

    return change


# -- putting a change into the running program --


def apply(mutant: Mutant) -> None:
    """Give the loaded function its changed code."""
    module = importlib.import_module(mutant.module)
    code = compile(ast.fix_missing_locations(mutant.tree), str(source(mutant.module)), "exec")
    target = found(module, mutant.function)
    target.__code__ = inner_code(code, mutant.function)


def found(module: ModuleType, name: str) -> FunctionType:
    """The function of that name, out of whatever it is wrapped in."""
    owner, _, last = name.rpartition(".")
    value: Any = vars(getattr(module, owner))[last] if owner else getattr(module, last)
    for wrapped in ("__func__", "fget", "func", "__wrapped__"):
        value = getattr(value, wrapped, value)
    if not isinstance(value, FunctionType):
        raise TypeError(f"{module.__name__}.{name} is no function")
    return value


def inner_code(code: CodeType, name: str) -> CodeType:
    """The code of a function inside a module's code."""
    for part in name.split("."):
        code = next(c for c in code.co_consts if isinstance(c, CodeType) and c.co_name == part)
    return code


# -- running tests without the ceremony of a test run --


def checks() -> list[Callable[[], object]]:
    """Every test of the core that asks for no fixture, quickest modules first."""
    found_checks: list[Callable[[], object]] = []
    for name in TESTS:
        module = importlib.import_module(name)
        for key, test in sorted(vars(module).items()):
            if key.startswith("test_") and callable(test):
                found_checks += expanded(test)
    return found_checks


def expanded(test: Any) -> list[Callable[[], object]]:
    """A test with each of its parameters; a property with a fixed number of random logs."""
    if hasattr(test, "hypothesis"):
        from tests.core.obligations.random_logs import play  # noqa: PLC0415

        inner = test.hypothesis.inner_test
        more = inner.__code__.co_argcount - 1
        return [partial(_on_log, inner, play, seed, more) for seed in range(SEEDS)]
    if not isinstance(test, FunctionType):
        return []
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    if len(marks) == 1:
        names = marks[0].args[0]
        single = isinstance(names, str) and "," not in names
        return [partial(test, *values_of(each, single=single)) for each in marks[0].args[1]]
    slow = "subprocess" in test.__code__.co_names
    return [] if marks or test.__code__.co_argcount or slow else [test]


def _on_log(
    inner: Callable[..., object], play: Callable[[int], object], seed: int, more: int
) -> None:
    inner(play(seed), *([seed * 7919] * more))


def values_of(each: Any, *, single: bool) -> tuple[Any, ...]:
    """The arguments that one set of parameters stands for."""
    if isinstance(each, ParameterSet):
        return tuple(each.values)
    return (each,) if single else tuple(each)


def survives(mutant: Mutant, tests: list[Callable[[], object]]) -> bool:
    """Whether every test still passes; tried in a process of its own, that ends in any case."""
    child = os.fork()
    if child == 0:
        os._exit(_verdict(mutant, tests))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == ALIVE


def _verdict(mutant: Mutant, tests: list[Callable[[], object]]) -> int:
    signal.alarm(SECONDS)  # an endless loop is a death too
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    try:
        apply(mutant)
        for test in tests:
            test()
    except BaseException:  # noqa: BLE001  (whatever happens, the change was noticed)
        return KILLED
    return ALIVE


# -- telling --


def reviewed() -> set[str]:
    """Changes that people have looked at and found harmless; a reason stands behind each."""
    if not REVIEWED.exists():
        return set()
    lines = REVIEWED.read_text(encoding="utf-8").splitlines()
    return {
        line.partition("  # ")[0].strip() for line in lines if line and not line.startswith("#")
    }


def chosen(only: str, sample: int) -> list[Mutant]:
    """All changes, or those of one module, or an even sample of them."""
    every = [
        m
        for module in MODULES
        if only in f"{module}.py" or only in str(source(module))
        for m in mutants(module)
    ]
    if not sample:
        return every
    known = reviewed()
    fresh = [mutant for mutant in every if mutant.name not in known]
    return fresh[:: max(1, len(fresh) // sample)][:sample]


def main(arguments: list[str]) -> int:
    """Try what is asked for; 1 when something survives that nobody has looked at."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="", help="part of a module's name")
    parser.add_argument("--sample", type=int, default=0, help="try so many, evenly spread")
    parser.add_argument("--list", action="store_true", help="name them, try none")
    asked = parser.parse_args(arguments)
    tried = chosen(asked.only, asked.sample)
    if asked.list:
        print("\n".join(f"{source(m.module).name}:{m.line}: {m.name}" for m in tried))
        return 0
    tests, known, alive = checks(), reviewed(), []
    for test in tests:
        test()  # they hold before anything is changed; and random logs are played once
    start = time.perf_counter()
    for number, mutant in enumerate(tried, 1):
        if survives(mutant, tests):
            alive.append(mutant)
            mark = "reviewed" if mutant.name in known else "SURVIVES"
            print(f"{number}/{len(tried)} {mark} {mutant.name}", flush=True)
    fresh = [mutant for mutant in alive if mutant.name not in known]
    seconds = time.perf_counter() - start
    print(
        f"{len(tried)} tried in {seconds:.0f} s, {len(alive)} survive, {len(fresh)} of them not reviewed"
    )
    return 1 if fresh else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
