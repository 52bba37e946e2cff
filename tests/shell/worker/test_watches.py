"""Three customers with the same trouble open one case, and later ones join it."""

import pytest

from huiyin.cases.log import read
from huiyin.cases.models import Case, Episode, Fact
from huiyin.cases.sealing import verify
from huiyin.cases.watches import look
from tests.shell.cases.world import World
from tests.shell.worker.rounds import DAY, NINE, company, complaint, deliver_all, do


def found(world: World) -> list[Case]:
    """The cases that the watch opened, the oldest first."""
    return [episode.case for episode in Episode.objects.order_by("id")]


def watch(now_days: float) -> None:
    now = NINE + now_days * DAY
    deliver_all(now)
    while look(now):
        pass


@pytest.mark.django_db
def test_the_third_different_customer_within_the_window_opens_a_case_with_all_three() -> None:
    world = company()
    three = [complaint(world, NINE + n * 10 * DAY, f"1380000000{n}") for n in range(2)]
    watch(19)
    assert found(world) == []
    three.append(complaint(world, NINE + 30 * DAY, "13800000009"))
    watch(30)
    (common,) = found(world)
    assert (common.procedure, common.stage) == ("common", "待确认")
    because = read(common.id)[0].data["because"]
    assert because == {"watch": "common", "cases": [case.id for case in three]}
    assert list(verify(world.company, NINE + 31 * DAY)) == []


@pytest.mark.django_db
def test_one_instant_beyond_the_window_is_no_hit() -> None:
    world = company()
    for days, phone in ((0, "13800000001"), (10, "13800000002"), (31, "13800000003")):
        complaint(world, NINE + days * DAY, phone)
    watch(31)
    assert found(world) == []


@pytest.mark.django_db
def test_the_same_customer_under_another_way_of_writing_the_phone_counts_once() -> None:
    world = company()
    for phone in ("13800000001", "138 0000 0001", "13800000002"):
        complaint(world, NINE, phone)
    watch(0)
    assert found(world) == []


@pytest.mark.django_db
def test_a_later_one_joins_the_open_case_and_both_logs_say_so() -> None:
    world = company()
    for n in range(3):
        complaint(world, NINE, f"1380000000{n}")
    watch(0)
    later = complaint(world, NINE + DAY, "13900000000")
    watch(1)
    (common,) = found(world)
    assert read(later.id)[-1].data == {"relation": "watch", "other": common.id}
    assert read(common.id)[-1].data == {"relation": "watch", "other": later.id}
    watch(1.1)
    assert len(read(common.id)) == 2
    assert list(verify(world.company, NINE + 2 * DAY)) == []


@pytest.mark.django_db
def test_a_new_episode_counts_only_what_belongs_to_no_earlier_one() -> None:
    world = company()
    for n in range(3):
        complaint(world, NINE, f"1380000000{n}")
    watch(0)
    (first,) = found(world)
    do(world, first, "confirm", NINE + DAY)
    complaint(world, NINE + 2 * DAY, "13900000000")
    complaint(world, NINE + 2 * DAY, "13900000001")
    watch(2)
    assert len(found(world)) == 1
    complaint(world, NINE + 3 * DAY, "13900000002")
    watch(3)
    assert len(found(world)) == 2


@pytest.mark.django_db
def test_no_phone_can_be_read_from_what_the_watch_keeps() -> None:
    world = company()
    complaint(world, NINE, "13800000001")
    watch(0)
    fact = Fact.objects.get()
    assert (len(fact.group), len(fact.apart)) == (64, 64)
    assert (fact.looked, fact.occurred) == (True, NINE)
