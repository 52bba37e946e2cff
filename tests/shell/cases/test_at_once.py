"""Two people at the same case in the same moment: one is heard, the other is told why he is not."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.shell.own import own_database, program


@pytest.fixture(scope="module")
def raced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with own_database(tmp_path_factory.mktemp("race")) as environment:
        done = program(environment, "tests.shell.cases.race")
        assert done.returncode == 0, done.stderr
        yield json.loads(done.stdout)


def lost(found: dict[str, Any]) -> str:
    """What the slower one was told; the faster one was told nothing, and the log is whole."""
    first, second = found["told"]
    assert first == "done"
    assert found["faults"] == []
    return str(second)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("race", "steps", "why"),
    [
        ("two accept", {"accept"}, "“验收整改效果”只能在“整改完成”办理"),
        ("revisit and customer", {"revisit", "not_solved"}, "现处“整改中”"),
        ("asked and answered", {"rate", "rate_online"}, "现处“处理中”"),
        ("customer twice", {"rate", "revisit"}, "现处“分析”"),
        ("asked and told", {"ask", "tell_solved"}, "现处“处理”"),
        ("two complete", {"complete"}, "现处“完成”"),
    ],
)
def test_of_two_at_once_one_step_counts_and_the_other_is_refused_with_the_reason(
    raced: dict[str, Any], race: str, steps: set[str], why: str
) -> None:
    found = raced[race]
    assert lost(found).startswith("refused"), found["told"]
    assert why in lost(found)
    assert len([step for step in found["steps"] if step in steps]) == 1


@pytest.mark.slow
def test_a_signature_and_its_withdrawal_at_once_leave_one_of_them(raced: dict[str, Any]) -> None:
    found = raced["sign and withdraw"]
    assert lost(found).startswith("refused"), found["told"]
    kinds = found["kinds"]
    assert kinds.count("signed") + kinds.count("withdrawn") == 1
    if "withdrawn" in kinds:
        assert "处理方案还没有批准，不得实施" in found["after"]
    else:
        assert found["after"] == "done"
