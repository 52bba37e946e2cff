"""Every duty, gate, limit, separation and approval of every pack is held by a scenario of its own.

Each is removed in turn, as `huiyin pack coverage --mutate` does; a scenario of the pack must fail.
What no scenario can notice because it can never make a difference belongs out of the pack.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from huiyin.obligations.mutate import survivors
from huiyin.obligations.packrun import Played, play_all
from tests.packs.test_packs import FOLDERS, loaded, name_of, written_for


@cache
def played(folder: Path) -> tuple[Played, ...]:
    return tuple(play_all(loaded(folder).pack, written_for(folder)))


def procedures() -> Iterator[Any]:
    for folder in FOLDERS:
        for procedure in loaded(folder).pack.procedures:
            yield pytest.param(folder, procedure, id=f"{name_of(folder)}/{procedure}")


@pytest.mark.parametrize(("folder", "procedure"), list(procedures()))
def test_a_scenario_notices_whatever_is_removed(folder: Path, procedure: str) -> None:
    _, alive = survivors(loaded(folder), written_for(folder), played(folder), procedure)
    unnoticed = [":".join(map(str, m.place(loaded(folder)))) + f" {m.words()}" for m in alive]
    assert not unnoticed, "\n".join(unnoticed)
