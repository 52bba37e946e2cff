"""What a seal covers, and that nobody changes it (races: `test_processes`)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from huiyin.cases.models import CaseEvent, CompanySeal
from huiyin.cases.sealing import seal, verify
from tests.shell.cases.world import study
from tests.shell.worker.test_worker import NOON, received

LATER = NOON + timedelta(minutes=10)


@pytest.mark.django_db
def test_what_was_recorded_before_a_seal_but_came_after_it_is_in_the_next_one() -> None:
    world = study("jubensha")
    received(world, 5)
    first = seal(world.company, LATER)
    received(world, 0)  # its clock says earlier than the seal
    second = seal(world.company, LATER)
    assert (first.cases, second.cases) == (1, 2)
    assert not list(verify(world.company, LATER))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", ["UPDATE cases_companyseal SET upto = 0", "DELETE FROM cases_companyseal"]
)
def test_a_seal_cannot_be_changed_or_removed(change: str) -> None:
    world = study("jubensha")
    received(world, 0)
    assert seal(world.company, LATER).upto == CaseEvent.objects.order_by("-id")[0].id
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert CompanySeal.objects.get().upto
