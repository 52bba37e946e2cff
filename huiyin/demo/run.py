"""`huiyin demo`: data for every demo company, then the web with its background work, until Ctrl-C."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import QuerySet

from huiyin import clock
from huiyin.demo.build import PRIVATE, Built, Notes, build
from huiyin.demo.chain import chained
from huiyin.demo.script import Script, scripts
from huiyin.people.models import Company, Person

SIGN_INS = "demo-signins.txt"
LINE = "-" * 100
MOST_PORTALS = 5
Say = Callable[[str], None]


def prepare(*, only: str = "", scale: float = 1.0, chain: bool = False) -> list[Built]:
    """Bring the tables up to date and build what is missing; `only` names one company's file.

    With `chain`, companies are those of their files as large chains.
    """
    started = time.perf_counter()

    def say(what: str) -> None:
        print(f"huiyin {time.perf_counter() - started:5.1f} s  {what}", file=sys.stderr, flush=True)

    notes = Notes(Path(settings.VAR_DIR))
    _forget_what_was_cut_short(notes, say)
    say("tables")
    call_command("migrate", interactive=False, verbosity=0)
    return [_built(script, notes, say, scale) for script in _wanted(only, chain=chain)]


def _wanted(only: str, *, chain: bool) -> Iterator[Script]:
    for script in scripts():
        found = chained(script) if chain else script
        if found is not None and only in ("", script.name):
            yield found


def _built(script: Script, notes: Notes, say: Say, scale: float) -> Built:
    done = build(script, notes, clock.now(), say, scale=scale)
    for line in done.told.refused if done.told else ():
        say(f"refused: {line}")
    return done


def _forget_what_was_cut_short(notes: Notes, say: Say) -> None:
    """A history that was interrupted cannot be taken up in the middle; the demo's own file begins anew."""
    path = Path(str(settings.DATABASES["default"]["NAME"]))
    embedded = connection.vendor == "sqlite"
    own = notes.own_database(fresh=embedded and not path.exists())
    begun = notes.cut_short()
    if not begun:
        return
    if not (embedded and own):
        say(f"the history of {', '.join(begun)} was cut short; it ends early")
        return
    say("the last start was cut short; beginning anew")
    connection.close()
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    notes.begin_anew()


def welcome(built: list[Built], address: str) -> str:
    """What to read after the start: where, as whom, what to try first."""
    notes = Notes(Path(settings.VAR_DIR))
    parts = [LINE, f"回音 Huiyin  {address}/", ""]
    for one in built:
        parts += [*_company(one.script, notes, address), ""]
    parts += [f"所有演示账号的密码 / password of every demo account:  {notes.password}", LINE]
    return "\n".join(parts)


def _company(script: Script, notes: Notes, address: str) -> Iterator[str]:
    company = Company.objects.get(slug=script.slug)
    yield f"{company.name} {company.name_en}   {address}/c/{company.slug}/"
    for person in _accounts(company):
        post = person.posts.order_by("since", "id").first()
        title = f"{post.title} {post.title_en}" if post else ""
        yield f"  {person.user.username if person.user else '':<16}{person.name} {person.name_en}  {title}"
    for unit in company.units.exclude(kind="").order_by("code")[:MOST_PORTALS]:
        yield f"  顾客投诉页（门店二维码）portal (QR code)  {unit.name}:  {address}/p/{company.slug}/s/{unit.code}/"
    for code in notes.codes(script.slug):
        yield f"  顾客的进度页 a customer's progress:  {address}/p/{company.slug}/q/{code}/"
    yield from (f"  * {line}" for line in script.said.get("try_first") or ())


def _accounts(company: Company) -> QuerySet[Person]:
    return (
        Person.objects.filter(company=company, user__isnull=False)
        .select_related("user")
        .order_by("employee_no")
    )


def write_sign_ins(text: str) -> Path:
    """Keep the sign-ins where only the owner of this machine's account can read them."""
    path = Path(settings.VAR_DIR) / SIGN_INS
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text + "\n")
    return path


def demo(*, host: str, port: int, only: str, scale: float, chain: bool, serving: bool) -> int:
    """Build, tell how to get in, serve until told to stop; the exit code."""
    built = prepare(only=only, scale=scale, chain=chain)
    text = welcome(built, f"http://{host}:{port}")
    print(text, flush=True)
    print(f"（也写在 / also in {write_sign_ins(text)}）", flush=True)
    connection.close()
    if serving:
        from huiyin import server  # noqa: PLC0415  (building data needs no server)

        server.serve(host=host, port=port, background=True)
        return 0
    return 1 if any(one.told and one.told.refused for one in built) else 0
