"""The desk's pages with a thousand cases and with a hundred thousand: statements sent, and time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.test import Client

from bench import clones
from bench.company import CLERK, Office, open_office
from bench.place import report, timed
from huiyin import clock
from huiyin.cases.commands.acting import Doing, act
from huiyin.cases.models import Case
from huiyin.people.commands.accounts import create_account
from huiyin.people.commands.persons import give_account
from tests.shell.cases.world import LONG_AGO

OPEN = 400
"""Cases that are open, at either size: a store does not have more under way when its archive grows."""

SIZES = (1_000, 100_000)
ARCHIVED = timedelta(days=70)
"""How long ago the cases of the archive were received and ended."""

REASON = {"kind": "咨询", "reason": "只是问营业时间"}


def main(*, quick: bool) -> None:
    """Measure on the database of the environment."""
    office = open_office()
    moments = office.moments()
    now = next(moments)
    clock.now = lambda: now + timedelta(minutes=3)  # the pages of that evening
    waiting = office.register(office.caller(now), 1)
    closed = dismissed(office, now - ARCHIVED)
    browser = signed_in(office)
    figures: dict[str, Any] = {"sizes": list(SIZES), "open": OPEN, "pages": {}}
    clones.copy([waiting.id], OPEN)
    made = OPEN
    for size in SIZES if not quick else (1_000, 20_000):
        clones.copy([closed.id], size - made, made)
        made = size
        for name, get in pages(office, browser, waiting).items():
            found = figures["pages"].setdefault(name, {})
            found[str(size)] = {"ms": measured(get), "statements": statements(get)}
    report(figures)


def dismissed(office: Office, now: datetime) -> Case:
    """A case that has ended: received by mistake, dismissed with a reason."""
    said = office.doings(2)[0]
    received = replace(said, form={**said.form, "received": now.isoformat()})
    case = office.open(office.caller(now), [received])
    return act(office.caller(now), case.id, [Doing(step="dismiss", form=REASON)])


def signed_in(office: Office) -> Client:
    """The clerk's browser."""
    world = office.world
    person = world.persons[CLERK]
    user, _password = create_account(username="clerk", at=LONG_AGO, password="not-a-secret-2026")
    give_account(world.company.id, person, user, at=LONG_AGO, by="system")
    browser = Client(headers={"host": "localhost"})
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def pages(office: Office, browser: Client, waiting: Case) -> dict[str, Callable[[], None]]:
    """What is opened."""
    desk = f"/c/{office.world.company.slug}/"
    copied = (
        Case.objects.filter(id__gt="", closed_at=None).exclude(id=waiting.id).order_by("id")[100]
    )

    def page(path: str, holds: str = "") -> Callable[[], None]:
        def get() -> None:
            answer = browser.get(desk + path)
            assert answer.status_code == 200, (path, answer.status_code)
            assert holds in answer.content.decode(), path

        return get

    older = Case.objects.order_by("-id")[60].id
    phone = str(office.doings(1)[2].form["phone"])
    return {
        "my duties": page(""),
        "list, all": page("cases/"),
        "list, open": page("cases/?state=open"),
        "list, late": page("cases/?state=late"),
        "list, page 2": page(f"cases/?before={older}"),
        "case": page(f"cases/{copied.id}/", copied.number),
        "search, number": page(f"search/?q={copied.number}", copied.number),
        "search, phone": page(f"search/?q={phone}", waiting.number),
    }


def measured(get: Callable[[], None]) -> float:
    """The best time of several, milliseconds: what other work on the machine adds is not the page's."""
    get()
    return min(timed(get) for _ in range(9)) * 1000


def statements(get: Callable[[], None]) -> int:
    """How many statements a page sends."""
    sent: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        get()
    return len(sent)
