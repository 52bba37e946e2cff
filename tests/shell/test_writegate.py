"""Writers of the embedded file go in the order they came, and nobody waits for ever."""

import threading
import time

import pytest
from django.db import connection, transaction

from huiyin.writegate import FairLock, gate


def waiting(lock: FairLock, number: int) -> None:
    """Wait until so many stand in the queue."""
    while len(lock._waiting) < number:
        time.sleep(0.001)


def test_writers_go_in_the_order_they_came() -> None:
    lock = FairLock()
    order: list[int] = []

    def write(number: int) -> None:
        lock.acquire()
        order.append(number)
        lock.release()

    lock.acquire()
    threads = [threading.Thread(target=write, args=(number,)) for number in range(20)]
    for number, thread in enumerate(threads, start=1):
        thread.start()
        waiting(lock, number)
    lock.release()
    for thread in threads:
        thread.join(timeout=5)
    assert order == list(range(20))


def test_a_busy_writer_cannot_overtake_one_that_waits() -> None:
    lock = FairLock()
    turns: list[str] = []
    done = threading.Event()

    def patient() -> None:
        lock.acquire()
        turns.append("patient")
        lock.release()
        done.set()

    lock.acquire()
    thread = threading.Thread(target=patient)
    thread.start()
    waiting(lock, 1)
    lock.release()
    lock.acquire()
    turns.append("busy")
    lock.release()
    thread.join(timeout=5)
    assert done.is_set()
    assert turns == ["patient", "busy"]


def test_a_command_that_calls_another_does_not_wait_for_itself() -> None:
    lock = FairLock()
    lock.acquire()
    lock.acquire()
    lock.release()
    entered = threading.Event()
    thread = threading.Thread(target=lambda: (lock.acquire(), entered.set(), lock.release()))
    thread.start()
    waiting(lock, 1)
    assert not entered.is_set()
    lock.release()
    thread.join(timeout=5)
    assert entered.is_set()


@pytest.mark.django_db(transaction=True)
def test_a_failing_writer_leaves_the_gate_open() -> None:
    with pytest.raises(ValueError, match="no"), gate():
        raise ValueError("no")
    with gate(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_nobody_queues_for_what_is_already_theirs() -> None:
    inside = threading.Event()
    leave = threading.Event()

    def hold() -> None:
        with gate():
            inside.set()
            leave.wait(timeout=5)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    inside.wait(timeout=5)
    with transaction.atomic(), gate():
        leave.set()
    thread.join(timeout=5)
    assert not thread.is_alive()
