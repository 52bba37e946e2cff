"""Programs that tests start as processes of their own, to kill them or let them race.

python -m tests.shell.worker.programs make           a company of one of the studied packs
… register N                                         complaints by N threads until killed
… overdue N                                          N complaints whose first limit has passed
… work THREADS                                       sweep and deliver until nothing is left
… late                                               seal while a command is writing; what came of it, as JSON
… check                                              what the database holds, as JSON
"""

import json
import sys
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from huiyin.boot import start_django

start_django()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from huiyin.cases import log, sealing  # noqa: E402
from huiyin.cases.commands.acting import Doing, act, open_case  # noqa: E402
from huiyin.cases.models import Case, CaseEvent, Outbox  # noqa: E402
from huiyin.cases.sealing import StillWriting, seal, verify  # noqa: E402
from huiyin.cases.sweep import next_due, sweep  # noqa: E402
from huiyin.channels.delivery import deliver  # noqa: E402
from huiyin.channels.models import Message  # noqa: E402
from huiyin.people.models import Company, Person  # noqa: E402
from tests.shell.cases.world import World, study  # noqa: E402

NOON = datetime(2026, 3, 18, 4, 0, tzinfo=UTC)


def tell(line: str) -> None:
    """Say a line at once to whoever started this program."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def make() -> None:
    """Make the company."""
    call_command("migrate", verbosity=0)
    study("jubensha")


def world() -> World:
    """The company as made before."""
    company = Company.objects.get()
    people = {p.name: p for p in Person.objects.all()}
    found = World(company, pack=None)  # type: ignore[arg-type]  # not asked for here
    found.units = dict(company.units.values_list("name", "id"))
    for name, person in people.items():
        post = person.posts.get()
        found.persons[name], found.roles[name] = person.id, tuple(post.roles)
        found.homes[name] = next(n for n, unit in found.units.items() if unit == post.unit_id)
    return found


def received(company: World, at: datetime, then: Callable[[Case], None] | None = None) -> Case:
    """A complaint taken at a store."""
    form = {"unit": company.units["A店"], "channel": "门店现场", "received": at.isoformat()}
    doing = [Doing(step="receive", form=form)]
    return open_case(company.caller("小李", at), "complaint", doing, then=then)


def register(threads: int) -> None:
    """Register complaints, each with a number, and tell of each one that is committed."""
    company, telling = world(), threading.Lock()

    def go(number: int) -> None:
        at = NOON + timedelta(days=number)
        while True:
            at += timedelta(minutes=1)
            case = received(company, at)
            done = act(company.caller("小李", at), case.id, [Doing(step="begin")])
            number_given = log.read(done.id)[-1].data["number"]
            with telling:
                tell(json.dumps([done.id, number_given, done.head]))

    for number in range(threads):
        threading.Thread(target=go, args=(number,)).start()


def overdue(count: int) -> None:
    """Receive complaints that nobody begins."""
    company = world()
    for number in range(count):
        received(company, NOON + timedelta(seconds=number))


def work(threads: int) -> None:
    """Do what a worker does until nothing is left; the ready sign, then a line to begin."""
    tell("ready")
    sys.stdin.readline()
    now = NOON + timedelta(minutes=30)

    def go() -> None:
        due = next_due()
        while due is not None and due < now:
            while sweep(now, batch=7):
                pass
            due = next_due()
        while Outbox.objects.exists():
            deliver(now, batch=11)
        connection.close()

    running = [threading.Thread(target=go) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


def late() -> None:
    """Begin a command, let a later one commit first where that can be, seal, end the first one."""
    company, written, end = world(), threading.Event(), threading.Event()

    def hold(_case: Case) -> None:
        written.set()
        end.wait(60)

    def aside(do: Callable[[], object]) -> threading.Thread:
        thread = threading.Thread(target=lambda: (do(), connection.close()))
        thread.start()
        return thread

    slow = aside(lambda: received(company, NOON, hold))
    written.wait(60)
    if connection.vendor == "postgresql":  # SQLite lets in one writer at a time
        received(company, NOON + timedelta(minutes=1))
        sealing.PATIENCE = "50ms"
        try:
            seal(company.company, NOON + timedelta(minutes=5))
        except StillWriting:
            tell("gave way")
        sealing.PATIENCE = "60s"
    sealer = aside(lambda: seal(company.company, NOON + timedelta(minutes=10)))
    sealer.join(0.5)
    tell("waits" if sealer.is_alive() else "did not wait")
    end.set()
    slow.join()
    sealer.join()
    received(company, NOON + timedelta(minutes=2))  # its clock says earlier than the seal
    tell(str(seal(company.company, NOON + timedelta(minutes=20)).cases))


def check() -> None:
    """Tell what there is, and what is wrong with it."""
    kinds = Counter(CaseEvent.objects.values_list("kind", flat=True))
    breached = Counter(CaseEvent.objects.filter(kind="breached").values_list("case_id", flat=True))
    told = Counter(Message.objects.values_list("event_id", "key", "person"))
    issued = CaseEvent.objects.filter(kind="issued").values_list("body", flat=True)
    found = {
        "numbers": [json.loads(body)["data"]["number"] for body in issued],
        "heads": dict(Case.objects.values_list("id", "head")),
        "kinds": kinds,
        "breached": breached,
        "twice": [key for key, count in told.items() if count > 1],
        "waiting": Outbox.objects.count(),
        "faults": [str(f) for company in Company.objects.all() for f in verify(company, NOON)],
    }
    tell(json.dumps(found))


if __name__ == "__main__":
    word, numbers = sys.argv[1], [int(text) for text in sys.argv[2:]]
    words = {"make": make, "register": register, "overdue": overdue, "work": work}
    (words | {"late": late, "check": check})[word](*numbers)  # type: ignore[operator]
