"""Several workers side by side, and a process that is killed while it works."""

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.shell.own import own_database, program, started

PROGRAMS = "tests.shell.worker.programs"
Environment = dict[str, str]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Environment]:
    """An installation of its own with one company."""
    with own_database(tmp_path) as environment:
        made = program(environment, PROGRAMS, "make")
        assert made.returncode == 0, made.stderr
        yield environment


def checked(environment: Environment) -> dict[str, Any]:
    done = program(environment, PROGRAMS, "check")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_two_workers_receipt_each_breach_once_and_say_everything_once(house: Environment) -> None:
    assert program(house, PROGRAMS, "overdue", "60").returncode == 0
    embedded = os.environ["HUIYIN_TEST_DB"] == "sqlite"
    # The embedded file belongs to one process, so its workers are threads.
    workers = [
        started(house, PROGRAMS, "work", "2" if embedded else "1")
        for _ in range(1 if embedded else 2)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.communicate("go\n", timeout=300)
        assert worker.returncode == 0
    found = checked(house)
    assert len(found["breached"]) == 60
    assert set(found["breached"].values()) == {1}
    assert (found["twice"], found["waiting"], found["faults"]) == ([], 0, [])


@pytest.mark.slow
def test_killed_at_any_moment_nothing_acknowledged_is_lost_and_no_number_is_missing(
    house: Environment,
) -> None:
    acknowledged: list[list[str]] = []
    for wanted in (7, 19):
        working = started(house, PROGRAMS, "register", "3")
        assert working.stdout is not None
        acknowledged += [json.loads(working.stdout.readline()) for _ in range(wanted)]
        time.sleep(0.013 * wanted)  # somewhere inside a transaction
        working.send_signal(signal.SIGKILL)
        # What was still in the pipe had been committed, too.
        rest = working.communicate(timeout=60)[0].splitlines()
        acknowledged += [json.loads(line) for line in rest if line.endswith("]")]
    found = checked(house)
    for case, number, head in acknowledged:
        assert number in found["numbers"]
        assert found["heads"].get(case) == head
    assert found["faults"] == []
    numbers = [int(number[-3:]) for number in found["numbers"]]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert len(numbers) >= len(acknowledged) >= 26


@pytest.mark.slow
def test_a_seal_holds_what_was_being_written_when_it_was_taken(house: Environment) -> None:
    done = program(house, PROGRAMS, "late")
    assert done.returncode == 0, done.stderr
    embedded = os.environ["HUIYIN_TEST_DB"] == "sqlite"
    assert done.stdout.split("\n")[:-1] == (
        ["waits", "2"] if embedded else ["gave way", "waits", "3"]
    )
    assert checked(house)["faults"] == []
