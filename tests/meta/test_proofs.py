"""Clauses that packs say are shown by tests of the product: each test exists and says so itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

from huiyin.policy.packtests import load_tests

ROOT = Path(__file__).parents[2]


def claimed() -> Iterator[tuple[str, str, str]]:
    """Pack, clause and test of every claim."""
    kept = ("policy_packs", "docs/example-pack")
    for file in (f for k in kept for f in ROOT.glob(f"{k}/*/*/tests/product.yaml")):
        for clause, tests in load_tests(file.parents[1]).product.items():
            for test in tests:
                yield file.parents[2].name, clause, test


def marked() -> Iterator[tuple[str, str, str]]:
    """Pack, clause and test of every mark."""
    for file in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                for pack, *clauses in _marks(node):
                    for clause in clauses:
                        yield pack, clause, f"{file.relative_to(ROOT).as_posix()}::{node.name}"


def _marks(node: ast.FunctionDef) -> Iterator[list[str]]:
    for mark in node.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.proves":
            yield [ast.literal_eval(word) for word in mark.args]


def test_every_test_that_a_pack_counts_on_exists_and_says_what_it_proves() -> None:
    assert set(claimed()) == set(marked())
