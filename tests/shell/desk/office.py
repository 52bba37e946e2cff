"""A company at its desk: the pack of the stores, one complaint played as far as a test needs it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.test import Client

from huiyin.cases.models import Case
from huiyin.obligations.scenarios import flat
from huiyin.people.commands.accounts import create_account
from huiyin.people.commands.persons import give_account
from huiyin.people.models import User
from huiyin.policies.commands import set_parameters
from tests.shell.cases.world import LONG_AGO, Player, World, build, pack_in, yaml_in

PACKS = Path(__file__).parents[3] / "policy_packs"
PACK = PACKS / "jubensha" / "2026.1"
PASSWORD = "回音-desk-2026"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Desk:
    """The world with a browser for each of its people."""

    world: World
    player: Player
    lines: list[Mapping[str, Any]]
    browsers: dict[str, Client] = field(default_factory=dict)
    accounts: dict[str, User] = field(default_factory=dict)

    def browser(self, name: str) -> Client:
        """The signed-in browser of somebody."""
        if name not in self.browsers:
            self.browsers[name] = self.afresh(name)
        return self.browsers[name]

    def afresh(self, name: str) -> Client:
        """Somebody signed in just now: whoever is away for long is signed out."""
        if name not in self.accounts:
            person = self.world.persons[name]
            account, _secret = create_account(
                username=f"u{person}".lower(), at=LONG_AGO, password=PASSWORD
            )
            give_account(self.world.company.id, person, account, at=LONG_AGO, by="system")
            self.accounts[name] = account
        client = Client()
        client.force_login(self.accounts[name], backend=BACKEND)
        return client

    def play(self, until: str) -> Case:
        """Play the scenario through its lines up to and with the step named."""
        names = [line.get("do") for line in self.lines]
        return self.player.play(self.lines[: names.index(until) + 1])

    def play_named(self, file: str, name: str) -> Case:
        """Play another scenario of the pack's tests, the one whose name begins so."""
        found = yaml_in(PACK / "tests" / file)
        lines = next(one for one in found if one["name"].startswith(name))["given"]
        return self.player.play(lines)

    def url(self, rest: str = "") -> str:
        """An address of the company's desk."""
        return f"/c/{self.world.company.slug}/{rest}"

    def at(self, text: str) -> datetime:
        """A moment of the scenario."""
        return self.player.moment(text)


def open_desk(folder: Path = PACK, file: str = "complaint", index: int = 0, slug: str = "") -> Desk:
    """Build a pack's company and read one of its scenarios."""
    loaded = pack_in(folder)
    cast = yaml_in(folder / "tests" / "cast.yaml")
    scenario = yaml_in(folder / "tests" / f"{file}.yaml")[index]
    also = scenario.get("also") or {}
    people = {n: {**p, "roles": [*p["roles"], *also.get(n, ())]} for n, p in cast["people"].items()}
    world = build(loaded, cast["units"], people, slug)
    _set(world, scenario.get("params") or {})
    return Desk(world, Player(world, scenario["procedure"]), flat(scenario["given"]))


def _set(world: World, params: Mapping[str, Any]) -> None:
    """The company's own values instead of the suggested ones."""
    values = {name: str(value) for name, value in params.items()}
    if not values:
        return
    set_parameters(
        world.company, world.pack.pack, values, effective=LONG_AGO.date(), by="system", at=LONG_AGO
    )
    world.company.refresh_from_db()


def open_company(slug: str, params: Mapping[str, Any] = MappingProxyType({})) -> Desk:
    """The company of another pack with the cast of its scenarios, suggested parameters or these."""
    folder = PACKS / slug / "2026.1"
    loaded = pack_in(folder)
    cast = yaml_in(folder / "tests" / "cast.yaml")
    world = build(loaded, cast["units"], cast["people"])
    _set(world, params)
    return Desk(world, Player(world, loaded.pack.main_procedure), [])
