"""Every procedure of every pack can be opened and walked to its end in the desk by the right persons."""

from datetime import UTC, datetime

import pytest

from tests.shell.desk.office import PACKS, open_company
from tests.shell.desk.walker import Stuck, Walk

PARTS = 3
"""A company has up to thirty procedures; several tests walk them side by side."""
MONDAY = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
SLUGS = sorted(path.parent.parent.name for path in PACKS.glob("*/*/pack.yaml"))


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("slug", SLUGS)
def test_every_procedure_is_walked_to_its_end(slug: str, part: int) -> None:
    desk = open_company(slug)
    failed = []
    for procedure in list(desk.world.pack.procedures)[part::PARTS]:
        walk = Walk(desk, procedure, MONDAY)
        try:
            walk.to_the_end()
        except Stuck as stuck:
            failed.append(f"{procedure}: {stuck}")
    assert not failed, "\n" + "\n".join(failed)
