"""The background work of a story: what the worker would have done, at the moments it would have."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from huiyin.cases.caller import system
from huiyin.cases.episodes import look
from huiyin.cases.models import Case
from huiyin.cases.schedules import next_opening, open_due
from huiyin.cases.sealing import seal
from huiyin.cases.sweep import next_due, sweep
from huiyin.channels.delivery import deliver
from huiyin.channels.inapp import read_all
from huiyin.demo.cast import Cast
from huiyin.obligations.samples import draws
from huiyin.people.ids import new_id

LOOK = timedelta(seconds=2)
"""How long after a moment the worker is taken to have looked."""

READ = timedelta(hours=10)
"""People have read what is older than this."""

DAY = timedelta(days=1)


@dataclass
class House:
    """Keeps the house of one company running through the story."""

    cast: Cast
    next_open: datetime | None = None
    sealed: datetime | None = None
    watched: datetime | None = None
    known: set[str] = field(default_factory=set)
    since: datetime | None = None
    stirred: bool = False

    def begin(self, at: datetime) -> None:
        """Find out what is opened first."""
        self.next_open = next_opening(system(self.cast.company, at))
        self.since = self.sealed = at

    def look(self, until: datetime) -> None:
        """Do everything that came due before a moment, in the order of time."""
        last = None
        while True:
            due, opening = next_due(), self.next_open
            coming = min((moment for moment in (due, opening) if moment), default=None)
            if coming is None or coming == last or coming >= until - LOOK:
                return
            self.stirred = True
            if coming == opening:
                self._open(coming + LOOK)
            else:
                sweep(coming + LOOK)
                last = coming
            while deliver(coming + LOOK):
                pass
            self._watch(coming + LOOK)

    def _watch(self, at: datetime) -> None:
        """Once a day, let watches look at what came in since."""
        if self.watched is not None and at - self.watched < DAY:
            return
        self.watched = at
        while look(at):
            pass

    def _open(self, at: datetime) -> None:
        open_due(at)
        self.next_open = next_opening(system(self.cast.company, at))
        if self.sealed is not None and at - self.sealed >= DAY:
            seal(self.cast.company, at)
            self.sealed = at

    def new_cases(self, main: str) -> list[Case]:
        """Cases that were opened since the last question, by no plot; none while nothing stirred."""
        if not self.stirred:
            return []
        self.stirred = False
        rows = Case.objects.filter(company=self.cast.company, opened_at__gte=self.since)
        found = [case for case in rows.exclude(procedure=main) if case.id not in self.known]
        if found:
            self.known |= {case.id for case in found}
            self.since = max(case.opened_at for case in found)
        return sorted(found, key=lambda case: (case.opened_at, case.procedure, case.unit))

    def recent(self, main: str, most: int) -> list[str]:
        """Numbers of the latest complaints."""
        rows = Case.objects.filter(company=self.cast.company, procedure=main).exclude(number="")
        return list(rows.order_by("-id").values_list("number", flat=True)[:most])

    def fields(self, case: str) -> dict[str, Any]:
        """What a case says."""
        return dict(Case.objects.get(id=case).fields)

    def drawn(self, because: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The cases that were drawn for a case: number and fields, for whoever checks them."""
        ids = [case for draw in draws(because) for case in draw["drawn"]]
        rows = Case.objects.in_bulk(ids)
        return [{**rows[one].fields, "number": rows[one].number} for one in ids]

    def beside(self, case: str) -> str | None:
        """The latest other running case of the same procedure and unit that was joined to nothing."""
        own = Case.objects.get(id=case)
        rows = Case.objects.filter(company=own.company, procedure=own.procedure, unit=own.unit)
        rows = rows.filter(closed_at=None, lead=None).exclude(id=case)
        return rows.order_by("-id").values_list("id", flat=True).first()

    def end(self, now: datetime) -> None:
        """Come to the present: everything is told, and what is older was read."""
        self.look(now)
        while deliver(now):
            pass
        while look(now):
            pass
        while deliver(now):
            pass
        for person in self.cast.rows:
            read_all(self.cast.caller(person, now), until=new_id(now - READ))
        seal(self.cast.company, now)
