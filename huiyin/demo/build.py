"""Building the data of the demo: each company once; what is there already is left as it is."""

import json
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from huiyin.demo.cast import absences, accounts, make
from huiyin.demo.plots import Plots
from huiyin.demo.regulation import revise
from huiyin.demo.script import Script
from huiyin.demo.story import Story, Told
from huiyin.people.models import Company
from huiyin.policy.load import load

PRIVATE = 0o600
CODES = 3
LEAST_DAYS = 8
DAY = timedelta(days=1)
Say = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """A company that is ready: how it was told, or None when it was there before."""

    script: Script
    told: Told | None
    seconds: float = 0.0


class Notes:
    """What the demo keeps beside the database: its password, and which companies are complete."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "demo.json"
        self._said: dict[str, Any] = (
            json.loads(self.path.read_text("utf-8")) if self.path.exists() else {}
        )

    @property
    def password(self) -> str:
        """The one password of all invented people; made up for this installation."""
        if "password" not in self._said:
            self._keep(
                "password",
                f"Huiyin-{secrets.randbelow(9000) + 1000}-{secrets.choice('abcdefghkmnpqrstuvwxyz')}",
            )
        return str(self._said["password"])

    def began(self, slug: str) -> None:
        """Remember that a company's history is being played."""
        self._keep("begun", [*self._said.get("begun", []), slug])

    def codes(self, slug: str) -> list[str]:
        """Query codes of some customers of a company, the latest first."""
        return list(self._said.get("codes", {}).get(slug, []))

    def own_database(self, *, fresh: bool) -> bool:
        """Whether the demo made the database itself: there was none when it first started."""
        if "own_database" not in self._said:
            self._keep("own_database", fresh)
        return bool(self._said["own_database"])

    def finished(self, slug: str, codes: list[str]) -> None:
        """Remember that it was played to its end, and what its latest customers hold."""
        self._keep("codes", {**self._said.get("codes", {}), slug: codes[: -CODES - 1 : -1]})
        self._keep("complete", [*self._said.get("complete", []), slug])

    def cut_short(self) -> list[str]:
        """Companies whose history began and did not come to its end."""
        return [
            slug
            for slug in self._said.get("begun", [])
            if slug not in self._said.get("complete", [])
        ]

    def begin_anew(self) -> None:
        """Forget all companies; the password stays."""
        self._said = {
            name: value
            for name, value in self._said.items()
            if name in ("password", "own_database")
        }

    def _keep(self, name: str, value: Any) -> None:
        self._said[name] = value
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(self._said, file, ensure_ascii=False)


def build(script: Script, notes: Notes, now: datetime, say: Say, *, scale: float = 1.0) -> Built:
    """Make one company and play its history until `now`; nothing when the company exists."""
    if Company.objects.filter(slug=script.slug).exists():
        return Built(script, None)
    started = time.perf_counter()
    notes.began(script.slug)
    _do_not_wait_for_the_disk()
    told = play(script, notes.password, now, say, scale=scale)
    connection.close()  # the next one waits for the disk again
    notes.finished(script.slug, told.codes)
    return Built(script, told, time.perf_counter() - started)


def play(script: Script, password: str, now: datetime, say: Say, *, scale: float = 1.0) -> Told:
    """Found the company with its people, then let its history happen."""
    cast = make(script, _begins(script, now, scale))
    begins = cast.company.created
    accounts(cast, script, password, begins)
    absences(cast, script, now)
    told = Story(Plots(script, cast, begins, now, scale)).play(_progress(script, say))
    if "revision" in script.said:
        revise(cast, script.said["revision"], now)
    return told


def _do_not_wait_for_the_disk() -> None:
    """Data that would be made again after a power cut need not be written through at once."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")


def _begins(script: Script, now: datetime, scale: float) -> datetime:
    """The morning on which the history begins; not before the regulation says anything."""
    days = max(float(script.history["days"]) * scale, LEAST_DAYS)
    stated = [min(p.values) for p in load(script.pack_folder).pack.parameters.values() if p.values]
    first = max((datetime.fromisoformat(day).replace(tzinfo=UTC) for day in stated), default=None)
    begins = _morning(now - timedelta(days=days))
    return max(begins, first + DAY) if first else begins


def _morning(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _progress(script: Script, say: Say) -> Callable[[float], None]:
    """Say each further tenth once."""
    said = [-1]

    def tell(share: float) -> None:
        tenth = int(share * 10)
        if tenth > said[0]:
            said[0] = tenth
            say(f"{script.said['company']['name']}  {tenth * 10:3} %")

    return tell
