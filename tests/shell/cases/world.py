"""A company made from a pack and the cast of its scenarios, and its scenarios played through commands."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from huiyin.cases.caller import Caller, CaseDirectory
from huiyin.cases.commands.acting import Doing, act, open_case, sign, withdraw
from huiyin.cases.models import Case
from huiyin.eventlog.envelope import CUSTOMER, Actor
from huiyin.people.commands.companies import create_company
from huiyin.people.commands.persons import add_person
from huiyin.people.commands.posts import give_post
from huiyin.people.commands.units import add_unit
from huiyin.people.models import Company
from huiyin.policies.commands import adopt, install, set_parameters
from huiyin.policy.load import Loaded, load, parse, read_yaml
from huiyin.policy.pack import Pack
from tests.shell.cases.memory import remembered

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
STUDY = Path(__file__).parents[2] / "core" / "study"


@cache
def pack_in(folder: Path) -> Loaded:
    """A pack's folder, read once."""
    return load(folder)


@cache
def yaml_in(file: Path) -> Any:
    """What a file of a pack's tests says, read once. Not to be changed."""
    return read_yaml(file.name, file.read_text(encoding="utf-8"))[0]


@dataclass
class World:
    """A company in the database, with names of units and persons to their ids."""

    company: Company
    pack: Pack
    units: dict[str, str] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)

    def caller(self, name: str, at: datetime) -> Caller:
        """Somebody of the cast, at a moment."""
        if name == "customer":
            return Caller(self.company, CUSTOMER, at)
        actor = Actor(
            person=self.persons[name], unit=self.units[self.homes[name]], roles=self.roles[name]
        )
        return Caller(self.company, actor, at)

    def local(self, at: datetime) -> datetime:
        """A moment on the company's own clock."""
        return self.caller("customer", at).book.current(at).calendar.local(at)

    def ids(self, value: Any) -> Any:
        """Replace names of persons and units by their ids, wherever they stand."""
        if isinstance(value, str):
            return self.persons.get(value) or self.units.get(value) or value
        if isinstance(value, Mapping):
            return {key: self.ids(item) for key, item in value.items()}
        return [self.ids(item) for item in value] if isinstance(value, list) else value


def build(
    loaded: Loaded, units: Mapping[str, Any], people: Mapping[str, Any], slug: str = ""
) -> World:
    """The company with its units and people, which has adopted the pack (see `memory`)."""
    key = json.dumps([loaded.sources, units, people, slug], sort_keys=True, default=str)
    made = remembered(key, lambda: _build(loaded, units, people, slug))
    return World(
        company=Company.objects.get(id=made.company.id),
        pack=loaded.pack,
        units=dict(made.units),
        persons=dict(made.persons),
        roles=dict(made.roles),
        homes=dict(made.homes),
    )


def _build(loaded: Loaded, units: Mapping[str, Any], people: Mapping[str, Any], slug: str) -> World:
    """Create the company, its units in order of their parents, its people with posts; adopt the pack."""
    company = create_company(slug=slug or loaded.pack.pack, name=loaded.pack.title, at=LONG_AGO)
    world = World(company, loaded.pack)
    for name in _parents_first(units):
        parent = world.units.get((units[name] or {}).get("parent") or "")
        row = add_unit(company.id, code=name, name=name, at=LONG_AGO, by="system", parent=parent)
        world.units[name] = row.id
    for name, entry in people.items():
        _person(world, name, entry)
    version = install(loaded, by="system", at=LONG_AGO)
    suggested = {n: p.suggest or "1" for n, p in loaded.pack.parameters.items() if not p.values}
    set_parameters(
        company, loaded.pack.pack, suggested, effective=LONG_AGO.date(), by="system", at=LONG_AGO
    )
    first = [min(p.values) for p in loaded.pack.parameters.values() if p.values]
    since = max(
        [datetime.fromisoformat(day).replace(tzinfo=UTC) for day in first], default=LONG_AGO
    )
    adopt(company, version, effective_from=since, by="system", at=LONG_AGO)
    return world


def _parents_first(units: Mapping[str, Any]) -> list[str]:
    ordered: list[str] = []
    while len(ordered) < len(units):
        ready = [
            n
            for n, u in units.items()
            if n not in ordered and (u or {}).get("parent") in (None, *ordered)
        ]
        ordered += ready
    return ordered


def _person(world: World, name: str, entry: Mapping[str, Any]) -> None:
    person = add_person(world.company.id, name=name, at=LONG_AGO, by="system")
    world.persons[name] = person.id
    roles = tuple(entry.get("roles", ()))
    world.roles[name], world.homes[name] = roles, entry["unit"]
    if not roles:
        return
    head = "unit_head" in roles or bool(entry.get("head"))
    give_post(
        world.company.id,
        person=person.id,
        unit=world.units[entry["unit"]],
        roles=roles,
        at=LONG_AGO,
        by="system",
        is_head=head,
    )


def study(slug: str) -> World:
    """The company of one of the studied packs."""
    cast = yaml_in(STUDY / "cast.yaml")
    loaded = parse({"pack.yaml": (STUDY / "packs" / f"{slug}.yaml").read_text(encoding="utf-8")})
    return build(loaded, cast["units"], cast["people"][slug])


@dataclass
class Player:
    """Plays the lines of a scenario through the commands, line by line."""

    world: World
    procedure: str
    case: Case | None = None

    def moment(self, text: str) -> datetime:
        """A scenario's moment on the company's clock."""
        found = (
            self.world.caller("customer", LONG_AGO).book.of(self.world.pack.version).moment(text)
        )
        assert found is not None
        return found

    def play(self, lines: list[Mapping[str, Any]]) -> Case:
        """Play lines; those with the same `recorded` moment are one capture."""
        for group in _captures(lines):
            self._command(group)
        assert self.case is not None
        return self.case

    def _command(self, lines: list[Mapping[str, Any]]) -> None:
        first = lines[0]
        caller = self.world.caller(
            str(first["who"]), self.moment(str(first.get("recorded", first["at"])))
        )
        if "sign" in first:
            assert self.case is not None
            decision = (
                "refuse" if (first.get("with") or {}).get("decision") == "驳回" else "approve"
            )
            self.case = sign(caller, self.case.id, first["sign"], decision)
        elif "withdraw" in first:
            assert self.case is not None
            self.case = withdraw(caller, self.case.id, first["withdraw"])
        elif self.case is None:
            self.case = open_case(caller, self.procedure, [self._doing(line) for line in lines])
        else:
            self.case = act(caller, self.case.id, [self._doing(line) for line in lines])

    def _doing(self, line: Mapping[str, Any]) -> Doing:
        given = dict(line.get("with") or {})
        steps = self.world.pack.procedures[self.procedure].steps
        asked = steps[line["do"]].form if line["do"] in steps else {}
        form = {n: v if n in asked and asked[n].of else self.world.ids(v) for n, v in given.items()}
        outcome, row = form.pop("outcome", None), form.pop("row", None)
        return Doing(
            step=line["do"], form=form, outcome=outcome, row=row, at=self.moment(str(line["at"]))
        )


def _captures(lines: list[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    groups: list[list[Mapping[str, Any]]] = []
    for line in lines:
        same = groups and "recorded" in line and groups[-1][-1].get("recorded") == line["recorded"]
        if same and groups[-1][-1]["who"] == line["who"]:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


__all__ = ["CaseDirectory", "Player", "World", "build", "pack_in", "study", "yaml_in"]
