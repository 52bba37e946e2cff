"""The background work: deadlines, schedules, delivery, seals, tidying. Any number may run.

`huiyin worker` runs it as a process; with the embedded SQLite it runs as a thread of the web
process, whose write queue it shares. Each task is safe to be run by several workers at once. What
fails is logged with a reference and tried again in the next round; it stops no other task.
"""

import logging
import secrets
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.util import find_spec

from django.core.management import call_command
from django.db import close_old_connections, connection

from huiyin import clock
from huiyin.cases.caller import system
from huiyin.cases.effects import measure_due
from huiyin.cases.episodes import look
from huiyin.cases.models import Draft
from huiyin.cases.moving import move_all
from huiyin.cases.schedules import open_due
from huiyin.cases.sealing import seal_due
from huiyin.cases.sweep import next_due, sweep
from huiyin.channels import customers
from huiyin.channels.delivery import deliver
from huiyin.channels.mail import send_waiting
from huiyin.packjobs import run_waiting
from huiyin.people.models import Company
from huiyin.policies.rules import NoPolicy
from huiyin.records import copies
from huiyin.reports.copies import uncopied
from huiyin.writegate import gate

LONGEST = timedelta(seconds=5)
SHORTEST = timedelta(milliseconds=200)
AFTER_FAILURE = timedelta(seconds=5)
SOON = timedelta(seconds=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OLD_DRAFT = timedelta(days=30)
PATIENCE = 10.0
"""Seconds that what may take minutes is waited for at the end; it goes on at the next start."""

_log = logging.getLogger(__name__)


@dataclass
class Task:
    """Something to be done again and again: `do` gets the moment and says how much it did."""

    name: str
    do: Callable[[datetime], object]
    every: timedelta = timedelta()
    last: datetime | None = None

    def due(self, now: datetime) -> bool:
        """Whether its time has come again."""
        return self.last is None or now - self.last >= self.every


def sweep_all(_now: datetime) -> int:
    """Receipt everything that has come due; each batch is of its own moment."""
    count = 0
    while found := sweep(clock.now()):
        count += found
    return count


def deliver_all(_now: datetime) -> int:
    """Walk everything that waits in the outbox."""
    count = 0
    while found := deliver(clock.now()):
        count += found
    return count


def look_all(_now: datetime) -> int:
    """Look at every group that watches have new facts of."""
    count = 0
    while found := look(clock.now()):
        count += found
    return count


def send_all(_now: datetime) -> int:
    """Send every letter that waits."""
    count = 0
    while found := send_waiting(clock.now()):
        count += found
    return count


def send_to_customers(_now: datetime) -> int:
    """Send every letter and short message to customers that waits."""
    count = 0
    while found := customers.send_waiting(clock.now()):
        count += found
    return count


def copy_reports(now: datetime) -> int:
    """Keep the figures of every report that was handed in, once delivery has seen what led to them."""
    count = 0
    for company in Company.objects.order_by("id"):
        with suppress(NoPolicy):
            for one in list(uncopied(system(company, now))):
                copies.keep(one.case, one.report, one.seq, one.period, one.body, now)
                count += 1
    return count


def drop_old_drafts(now: datetime) -> int:
    """Delete what was typed a month ago and never handed in."""
    with gate():
        return Draft.objects.filter(saved_at__lt=now - OLD_DRAFT).delete()[0]


def clear_sessions(_now: datetime) -> None:
    """Delete sessions that have ended."""
    with gate():
        call_command("clearsessions")


def tidy_files(now: datetime) -> object:
    """Drop files that nobody claimed, scan what waits, where evidence is kept."""
    if find_spec("huiyin.records") is None or find_spec("huiyin.records.sweep") is None:
        return 0
    from huiyin.records.sweep import tidy  # noqa: PLC0415

    return tidy(now)


def usual_tasks() -> list[Task]:
    """Everything that a worker does, in this order."""
    return [
        Task("sweep", sweep_all),
        Task("schedules", open_due, timedelta(minutes=1)),
        Task("delivery", deliver_all),
        Task("copies", copy_reports, timedelta(seconds=20)),
        Task("watches", look_all),
        Task("effects", measure_due, timedelta(minutes=1)),
        Task("mail", send_all),
        Task("customers", send_to_customers),
        Task("seal", seal_due, timedelta(minutes=1)),
        Task("files", tidy_files, HOUR),
        Task("drafts", drop_old_drafts, DAY),
        Task("sessions", clear_sessions, DAY),
    ]


def move_cases(_now: datetime) -> int:
    """Take running cases over where that was decided."""
    return move_all(clock.now)


def run_tools(_now: datetime) -> int:
    """Run what authors asked of the tools."""
    return run_waiting(clock.now)


def patient_tasks() -> list[Task]:
    """What may take minutes, and is done beside the rest so that no deadline waits for it."""
    return [Task("moves", move_cases), Task("tools", run_tools)]


@dataclass
class Worker:
    """Does its tasks until told to stop; `rhythm` is the pause between rounds where nothing says more."""

    tasks: list[Task] = field(default_factory=usual_tasks)
    rhythm: timedelta | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Work until `stop` is set; a round that has begun is finished."""
        _log.info("worker started")
        while not self.stop.is_set():
            well = self.round(clock.now())
            self.stop.wait((self._pause() if well else AFTER_FAILURE).total_seconds())
        connection.close()
        _log.info("worker stopped")

    def round(self, now: datetime) -> bool:
        """Do every task whose time has come; False when one failed."""
        close_old_connections()
        failed = [task.name for task in self.tasks if task.due(now) and not self._do(task, now)]
        return not failed

    def _do(self, task: Task, now: datetime) -> bool:
        if self.stop.is_set():
            return True
        task.last = now
        try:
            task.do(now)
        except Exception:
            facts = {"reference": f"E-{secrets.token_hex(3).upper()}", "task": task.name}
            _log.exception("a task of the worker failed", extra=facts)
            return False
        return True

    def _pause(self) -> timedelta:
        """How long nothing will matter, as far as is known; acts of people may bring more."""
        if self.rhythm is not None:
            return self.rhythm
        try:
            due = next_due()
        except Exception:
            _log.exception("the worker cannot look")
            return AFTER_FAILURE
        if due is None:
            return LONGEST
        return min(max(due - clock.now(), SHORTEST), LONGEST)


def work(stop: threading.Event) -> None:
    """Do the background work until `stop`; what may take minutes goes on in a thread beside it."""
    patient = Worker(tasks=patient_tasks(), rhythm=SOON, stop=stop)
    beside = threading.Thread(target=patient.run, name="huiyin-patient", daemon=True)
    beside.start()
    Worker(stop=stop).run()
    beside.join(timeout=PATIENCE)


def run_until_signal() -> None:
    """Work in this process until Ctrl-C or a signal to end."""
    stop = threading.Event()

    def end(_signal: int, _frame: object) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    work(stop)
