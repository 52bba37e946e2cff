"""A real site for the journeys: the demo's company played small, served by the product's own server."""

import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SCALE = "0.12"
TAIL = 6000  # characters of what a program said
PATIENCE = 240  # seconds to found and fill the company


@dataclass(frozen=True)
class Site:
    """Where the site answers, how its people sign in, and where its server writes what it says."""

    url: str
    password: str
    slug: str
    log: Path

    def desk(self, rest: str = "") -> str:
        """An address of the company's desk."""
        return f"/c/{self.slug}/{rest}"


@contextmanager
def served(folder: Path, *, company: str = "jubensha", scale: str = SCALE) -> Iterator[Site]:
    """Found the demo company in a data folder of its own and serve it until the journeys end."""
    program = str(Path(sys.executable).with_name("huiyin"))
    env = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    env |= {"HUIYIN_VAR": str(folder), "HUIYIN_STATIC": "live", "HUIYIN_LOG": "console"}
    env["HUIYIN_DATABASE"] = _database(folder)
    demo = [program, "demo", "--no-serve", "--company", company, "--scale", scale]
    _found(demo, env)
    signins = (folder / "demo-signins.txt").read_text(encoding="utf-8")
    password = re.search(r"Huiyin-\w+-\w+", signins)
    slug = re.search(r"/c/([a-z0-9-]+)/", signins)
    if password is None or slug is None:
        raise RuntimeError(signins)
    port = _free_port()
    said = folder / "serve.log"
    with said.open("wb") as log:
        server = subprocess.Popen(
            [program, "serve", "--port", str(port)], env=env, stdout=log, stderr=log
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(url, said)
            yield Site(url, password[0], slug[1], said)
        finally:
            server.terminate()
            server.wait(timeout=20)


def _database(folder: Path) -> str:
    """A file in the folder, or a database of its own on the server that the tests started."""
    given = os.environ.get("HUIYIN_DATABASE", "")
    if not given.startswith("postgres"):
        return str(folder / "site.sqlite3")
    import psycopg  # noqa: PLC0415  (SQLite runs need none of it)

    name = f"journeys_{secrets.token_hex(4)}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return re.sub(r"/postgres(\?|$)", rf"/{name}\1", given)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _found(demo: list[str], env: dict[str, str]) -> None:
    """Found the company; when that fails, say what the program said."""
    done = subprocess.run(
        demo, env=env, check=False, timeout=PATIENCE, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(demo)}\n{done.stdout[-TAIL:]}\n{done.stderr[-TAIL:]}")


def tail(log: Path) -> str:
    """The end of what the server wrote."""
    return log.read_text(encoding="utf-8", errors="replace")[-TAIL:]


def _wait_for(url: str, log: Path) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url + "/sign-in/", timeout=2)  # noqa: S310
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{url} does not answer\n{tail(log)}")
