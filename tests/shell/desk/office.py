"""A company at its desk: the pack of the stores, one complaint played as far as a test needs it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.test import Client

from huiyin.cases.models import Case
from huiyin.obligations.scenarios import flat
from huiyin.people.commands.accounts import create_account
from huiyin.people.commands.persons import give_account
from huiyin.policies.commands import set_parameters
from huiyin.policy.load import load, read_yaml
from tests.shell.cases.world import LONG_AGO, Player, World, build

PACKS = Path(__file__).parents[3] / "policy_packs"
PACK = PACKS / "jubensha" / "2026.1"
PASSWORD = "回音-desk-2026"


@dataclass
class Desk:
    """The world with a browser for each of its people."""

    world: World
    player: Player
    lines: list[Mapping[str, Any]]
    browsers: dict[str, Client] = field(default_factory=dict)

    def browser(self, name: str) -> Client:
        """The signed-in browser of somebody."""
        if name not in self.browsers:
            self.browsers[name] = self._signed_in(name)
        return self.browsers[name]

    def _signed_in(self, name: str) -> Client:
        person = self.world.persons[name]
        user, _password = create_account(
            username=f"u{person}".lower(), at=LONG_AGO, password=PASSWORD
        )
        give_account(self.world.company.id, person, user, at=LONG_AGO, by="system")
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    def play(self, until: str) -> Case:
        """Play the scenario through its lines up to and with the step named."""
        names = [line.get("do") for line in self.lines]
        return self.player.play(self.lines[: names.index(until) + 1])

    def play_named(self, file: str, name: str) -> Case:
        """Play another scenario of the pack's tests, the one whose name begins so."""
        found = read_yaml(file, (PACK / "tests" / file).read_text(encoding="utf-8"))[0]
        lines = next(one for one in found if one["name"].startswith(name))["given"]
        return self.player.play(lines)

    def url(self, rest: str = "") -> str:
        """An address of the company's desk."""
        return f"/c/{self.world.company.slug}/{rest}"

    def at(self, text: str) -> datetime:
        """A moment of the scenario."""
        return self.player.moment(text)


def open_desk(folder: Path = PACK, file: str = "complaint", index: int = 0) -> Desk:
    """Build a pack's company and read one of its scenarios."""
    loaded = load(folder)
    tests = folder / "tests"
    cast = read_yaml("cast.yaml", (tests / "cast.yaml").read_text(encoding="utf-8"))[0]
    scenarios = read_yaml("c", (tests / f"{file}.yaml").read_text(encoding="utf-8"))[0]
    scenario = scenarios[index]
    also = scenario.get("also") or {}
    people = {n: {**p, "roles": [*p["roles"], *also.get(n, ())]} for n, p in cast["people"].items()}
    world = build(loaded, cast["units"], people)
    values = {name: str(value) for name, value in (scenario.get("params") or {}).items()}
    set_parameters(
        world.company, loaded.pack.pack, values, effective=LONG_AGO.date(), by="system", at=LONG_AGO
    )
    world.company.refresh_from_db()
    return Desk(world, Player(world, scenario["procedure"]), flat(scenario["given"]))


def open_company(slug: str) -> Desk:
    """The company of another pack with the cast of its scenarios and its suggested parameters."""
    folder = PACKS / slug / "2026.1"
    loaded = load(folder)
    cast = read_yaml("cast.yaml", (folder / "tests" / "cast.yaml").read_text(encoding="utf-8"))[0]
    world = build(loaded, cast["units"], cast["people"])
    return Desk(world, Player(world, loaded.pack.main_procedure), [])
