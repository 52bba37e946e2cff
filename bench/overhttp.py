"""Registration over HTTP: Huiyin's quick form against django-helpdesk's REST, several clients at once.

Both on the PostgreSQL of this run, each with two processes, each client signed in by a session.
"""

import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.db import connections
from django.test import Client

from bench.company import Office, open_office
from bench.pages import signed_in
from bench.place import ROOT, median, report, share

PEER = "django-helpdesk==2.6.1"
HOME = ROOT / ".huiyin" / "bench" / "helpdesk"
PYTHON = HOME / "bin" / "python"
TOKEN = "abcdefghijklmnopqrstuvwxyz012345"
CLIENTS = 8
PATIENCE = 30.0


@dataclass(frozen=True)
class Door:
    """Where to register and how; `good` is the status of a success."""

    port: int
    path: str
    headers: Mapping[str, str]
    body: Callable[[int], bytes]
    good: int


def main(*, quick: bool) -> None:
    """Measure on the database of the environment: both by turns on PostgreSQL, Huiyin alone on SQLite."""
    office = open_office()
    browser = signed_in(office)
    connections.close_all()
    address = os.environ["HUIYIN_DATABASE"]
    both = address.startswith("postgres")
    with ExitStack() as running:
        port = running.enter_context(huiyin(2 if both else 1))
        doors = {"Huiyin, quick form": quick_form(office, browser, port)}
        failed = ""
        if both:
            failed = install()
            if not failed:
                doors["django-helpdesk, REST"] = running.enter_context(peer(address))
        figures: dict[str, Any] = by_turns(doors, 1 if quick else 3, 2 if quick else 4)
    if failed:
        figures["django-helpdesk"] = failed
    report(figures)


def by_turns(doors: Mapping[str, Door], turns: int, seconds: float) -> dict[str, Any]:
    """Measure each door in turn, several times; the middle of each figure."""
    for door in doors.values():
        ask(door, CLIENTS, 3.0)  # every process has read its rules
    found: dict[str, dict[str, list[dict[str, float]]]] = {}
    for _ in range(turns):
        for name, door in doors.items():
            for clients in (1, CLIENTS):
                one = ask(door, clients, seconds)
                found.setdefault(name, {}).setdefault(str(clients), []).append(one)
    return {
        name: {
            n: {key: statistics.median(one[key] for one in several) for key in several[0]}
            for n, several in by_clients.items()
        }
        for name, by_clients in found.items()
    }


# -- the two doors --


def quick_form(office: Office, browser: Client, port: int) -> Door:
    """One press: receives the matter and begins its registration, which takes a number."""
    unit = office.world.units[office.world.homes["小李"]]

    def body(number: int) -> bytes:
        moment = "2026-03-18T19:00"
        form = {"receive.channel": "门店现场", "receive.unit": unit, "receive.received": moment}
        return urlencode({**form, "begin.carrier": "电子"}).encode()

    path = f"/c/{office.world.company.slug}/quick/"
    return Door(
        port,
        path,
        _headers(browser.cookies["sessionid"].value, "application/x-www-form-urlencoded"),
        body,
        302,
    )


def _headers(session: str, media: str) -> dict[str, str]:
    return {
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
        "Content-Type": media,
    }


@contextmanager
def huiyin(workers: int) -> Iterator[int]:
    """Serve Huiyin on the database of the environment."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("huiyin")), "serve", "--port", str(port)]
    command += ["--workers", str(workers)] if workers > 1 else []
    with served(command, port, os.environ, ROOT):
        yield port


@contextmanager
def peer(address: str) -> Iterator[Door]:
    """Serve django-helpdesk, installed for itself, on the same PostgreSQL."""
    name = urlsplit(address).path.lstrip("/") + "_peer"
    _sql(address, f'CREATE DATABASE "{name}"')
    host = parse_qs(urlsplit(address).query)["host"][0]
    environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    environment |= {"DJANGO_SETTINGS_MODULE": "settings", "PEER_NAME": name, "PEER_HOST": host}
    folder = ROOT / "bench" / "peer"
    try:
        seed = [str(PYTHON), "seed.py"]
        made = subprocess.run(
            seed, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, text=True
        )
        session, queue = made.stdout.split()
        port = free_port()
        command = [str(PYTHON), "-m", "gunicorn", "--workers", "2", "--log-level", "error"]
        command += ["--bind", f"127.0.0.1:{port}", "wsgi:application"]
        with served(command, port, environment, folder):
            ticket = {
                "queue": int(queue),
                "title": "包间漏水",
                "description": "二十分钟没有人来处理",
            }
            written = json.dumps({**ticket, "priority": 3}).encode()
            yield Door(
                port,
                "/api/tickets/",
                _headers(session, "application/json"),
                lambda _n: written,
                201,
            )
    finally:
        _sql(address, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def install() -> str:
    """Make the peer's own environment; empty when it is there, else what went wrong."""
    if (
        PYTHON.exists()
        and not subprocess.run(
            [PYTHON, "-c", "import helpdesk, gunicorn"], check=False, capture_output=True
        ).returncode
    ):
        return ""
    uv = shutil.which("uv") or str(ROOT / ".huiyin" / "tools" / "bin" / "uv")
    packages = [PEER, "gunicorn", "psycopg[binary]"]
    if Path(uv).exists():
        commands = [
            [uv, "venv", "--quiet", "--python", sys.executable, str(HOME)],
            [uv, "pip", "install", "--quiet", "--python", str(PYTHON), *packages],
        ]
    else:
        commands = [
            [sys.executable, "-m", "venv", str(HOME)],
            [str(PYTHON), "-m", "pip", "install", "--quiet", *packages],
        ]
    for command in commands:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            return f"could not be installed: {done.stderr.strip().splitlines()[-1:]}"
    return ""


def _sql(address: str, statement: str) -> None:
    import psycopg  # noqa: PLC0415

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)


# -- serving and asking --


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def served(
    command: list[str], port: int, environment: Mapping[str, str], folder: Path
) -> Iterator[None]:
    """Run a server until the block ends; it listens when the block begins."""
    server = subprocess.Popen(command, cwd=folder, env=dict(environment), stdout=subprocess.DEVNULL)
    try:
        ends = monotonic() + PATIENCE
        while not _listens(port):
            if monotonic() > ends or server.poll() is not None:
                raise RuntimeError(f"{command[:4]} does not listen")
            sleep(0.05)
        yield
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


def _listens(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def ask(door: Door, clients: int, seconds: float) -> dict[str, float]:
    """Register until the time is up; raises when one registration fails."""
    taken: list[float] = []
    faults: list[str] = []

    def client(first: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", door.port, timeout=PATIENCE)
        ends = perf_counter() + seconds
        number = first
        while perf_counter() < ends and not faults:
            began = perf_counter()
            line.request("POST", door.path, door.body(number), dict(door.headers))
            answer = line.getresponse()
            text = answer.read()
            taken.append(perf_counter() - began)
            if answer.status != door.good:
                faults.append(f"{answer.status} {text[:2000].decode(errors='replace')}")
            number += 1

    running = [threading.Thread(target=client, args=(n * 10_000,)) for n in range(clients)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    if faults:
        raise RuntimeError(faults[0])
    return {
        "per second": len(taken) / seconds,
        "median ms": median(taken),
        "95 % ms": share(taken, 0.95),
    }
