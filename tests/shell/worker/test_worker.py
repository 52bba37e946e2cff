"""The background work goes on whatever one task or one case does."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huiyin.cases import sweep as sweeping
from huiyin.cases.commands.acting import Doing, open_case
from huiyin.cases.models import Case, CaseEvent, CompanySeal
from huiyin.cases.sealing import seal_due
from huiyin.cases.sweep import next_due, sweep
from huiyin.worker import Task, Worker
from tests.shell.cases.world import World, study

NOON = datetime(2026, 3, 18, 4, 0, tzinfo=UTC)


def received(world: World, minute: int) -> Case:
    """A complaint taken at a store that nobody has begun to register."""
    at = NOON + timedelta(minutes=minute)
    form = {"unit": world.units["A店"], "channel": "门店现场", "received": at.isoformat()}
    return open_case(world.caller("小李", at), "complaint", [Doing(step="receive", form=form)])


def breaches(case: Case) -> int:
    return CaseEvent.objects.filter(case=case, kind="breached").count()


@pytest.mark.django_db
def test_a_case_that_cannot_be_judged_is_put_off_and_the_others_are_judged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world = study("jubensha")
    good, bad, last = (received(world, minute) for minute in (0, 1, 2))
    judge = sweeping.judge

    def spoilt(company: Any, cases: list[Case], *rest: Any) -> None:
        if any(case.id == bad.id for case in cases):
            raise ZeroDivisionError
        judge(company, cases, *rest)

    monkeypatch.setattr(sweeping, "judge", spoilt)
    now = NOON + timedelta(minutes=20)
    while sweep(now):
        pass
    assert (breaches(good), breaches(bad), breaches(last)) == (1, 0, 1)
    bad.refresh_from_db()
    assert bad.next_due_at == now + timedelta(hours=1)
    told = [r for r in caplog.records if "cannot be judged" in r.message]
    assert len(told) == 1
    assert vars(told[0])["case"] == bad.id
    assert vars(told[0])["reference"].startswith("E-")


@pytest.mark.django_db
def test_what_was_put_off_is_judged_with_its_right_moment_once_it_can_be() -> None:
    world = study("jubensha")
    case = received(world, 0)
    case.next_due_at = NOON + timedelta(hours=1)
    case.save()
    while sweep(NOON + timedelta(hours=2)):
        pass
    receipt = CaseEvent.objects.get(case=case, kind="breached")
    assert receipt.at == NOON + timedelta(minutes=5)


@pytest.mark.django_db
def test_the_last_good_instant_is_not_yet_late_and_the_sweep_comes_to_an_end() -> None:
    world = study("jubensha")
    case = received(world, 0)
    limit = NOON + timedelta(minutes=5)
    assert next_due() == limit
    assert sweep(limit) == 0
    assert breaches(case) == 0
    assert sweep(limit + timedelta(microseconds=1)) == 1
    assert breaches(case) == 1


@pytest.mark.django_db
def test_a_company_is_sealed_once_an_hour_however_many_workers_ask() -> None:
    world = study("jubensha")
    received(world, 0)
    assert seal_due(NOON + timedelta(minutes=5)) == 1
    assert seal_due(NOON + timedelta(minutes=5)) == 0
    assert seal_due(NOON + timedelta(minutes=64)) == 0
    assert seal_due(NOON + timedelta(minutes=65)) == 1
    assert CompanySeal.objects.filter(company=world.company).count() == 2


@pytest.mark.django_db
def test_a_task_that_fails_is_told_and_tried_again_and_stops_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done: list[str] = []

    def fail(_now: datetime) -> None:
        done.append("failing")
        raise ValueError

    worker = Worker(tasks=[Task("failing", fail), Task("other", lambda _now: done.append("other"))])
    assert worker.round(NOON) is False
    assert worker.round(NOON) is False
    assert done == ["failing", "other", "failing", "other"]
    assert all(vars(record)["task"] == "failing" for record in caplog.records)


@pytest.mark.django_db
def test_a_daily_task_waits_for_its_day() -> None:
    done: list[datetime] = []
    worker = Worker(tasks=[Task("daily", done.append, timedelta(days=1))])
    for hours in (0, 1, 23, 24, 25):
        worker.round(NOON + timedelta(hours=hours))
    assert done == [NOON, NOON + timedelta(days=1)]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_told_to_stop_ends_its_round_and_no_more() -> None:
    started, release = threading.Event(), threading.Event()
    done: list[str] = []

    def slow(_now: datetime) -> None:
        started.set()
        release.wait(timeout=5)
        done.append("slow")

    worker = Worker(tasks=[Task("slow", slow), Task("next", lambda _now: done.append("next"))])
    thread = threading.Thread(target=worker.run)
    thread.start()
    started.wait(timeout=5)
    worker.stop.set()
    release.set()
    thread.join(timeout=5)
    assert not thread.is_alive()
    assert done == ["slow"]
