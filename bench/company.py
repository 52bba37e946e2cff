"""The company that is measured: the pack of the stores with the cast of its scenarios, and what it registers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from huiyin.cases.caller import Caller
from huiyin.cases.commands.acting import Doing, open_case
from huiyin.cases.models import Case
from huiyin.people.models import Company
from huiyin.policies.commands import set_parameters
from huiyin.policy.load import load, read_yaml
from tests.shell.cases.world import LONG_AGO, Player, World, build

PACK = Path(__file__).parents[1] / "policy_packs" / "jubensha" / "2026.1"
CLERK = "小李"
STEPS = ("receive", "begin", "register")
"""What one registration does, in one capture: received, begun (takes its number), filled in."""


@dataclass
class Office:
    """The company with the lines of its first scenario."""

    world: World
    player: Player
    lines: list[Mapping[str, Any]]

    @property
    def opened(self) -> datetime:
        """The moment at which the scenario begins."""
        return self.player.moment(str(self.lines[0]["at"]))

    def caller(self, now: datetime) -> Caller:
        """The clerk as a door makes her: the company read from the database, then she herself."""
        company = Company.objects.get(id=self.world.company.id)
        actor = self.world.caller(CLERK, now).actor
        return Caller(company, actor, now)

    def doings(self, number: int) -> list[Doing]:
        """One registration, told in words of its own."""
        found = []
        for line in self.lines:
            if line.get("do") in STEPS:
                form = self.world.ids(dict(line.get("with") or {}))
                found.append(Doing(step=line["do"], form={**form, **own_words(line["do"], number)}))
        return found

    def register(self, caller: Caller, number: int) -> Case:
        """Register one complaint through the command."""
        return self.open(caller, self.doings(number))

    def open(self, caller: Caller, doings: list[Doing]) -> Case:
        """Open a case through the command."""
        return open_case(caller, self.player.procedure, doings)

    def moments(self) -> Iterator[datetime]:
        """One moment after the other, seconds apart, from shortly after the scenario's begin."""
        start = self.opened + timedelta(minutes=1)
        return (start + timedelta(seconds=n) for n in count())


def played(office: Office, until: str) -> Case:
    """A case of the scenario, played up to and with the step named."""
    names = [line.get("do") for line in office.lines]
    return office.player.play(office.lines[: names.index(until) + 1])


def own_words(step: str, number: int) -> dict[str, Any]:
    """What differs from case to case."""
    if step != "register":
        return {}
    return {
        "phone": f"13{920000117 + number * 37 % 10**7}",
        "brief": f"包间漏水，无人处理（{number}）",
    }


def open_office() -> Office:
    """Make the company in the database at hand and adopt its pack."""
    loaded = load(PACK)
    cast = read_yaml("cast.yaml", (PACK / "tests" / "cast.yaml").read_text(encoding="utf-8"))[0]
    world = build(loaded, cast["units"], cast["people"])
    scenario = read_yaml("c", (PACK / "tests" / "complaint.yaml").read_text(encoding="utf-8"))[0][0]
    values = {name: str(value) for name, value in (scenario.get("params") or {}).items()}
    set_parameters(
        world.company, loaded.pack.pack, values, effective=LONG_AGO.date(), by="system", at=LONG_AGO
    )
    world.company.refresh_from_db()
    return Office(world, Player(world, scenario["procedure"]), scenario["given"])
