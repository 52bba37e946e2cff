"""Scenarios of a pack done by hand: each line is a form that its person opens, fills in and hands in.

The demo's packs hold thousands of such lines. A few scenarios of each pack together reach most of
its steps; they are played here through the pages, and what the pages led to is compared with what
the core makes of the same lines.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client
from PIL import Image

from huiyin.cases.models import Case
from huiyin.obligations.scenarios import flat
from huiyin.people.commands.accounts import create_account
from huiyin.people.commands.persons import give_account
from huiyin.people.models import User
from huiyin.policies.commands import set_parameters
from huiyin.policy.forms import FormField
from huiyin.policy.load import Loaded, load, read_yaml
from huiyin.policy.procedures import Step
from tests.shell.cases.world import LONG_AGO, Player, World, build

PACKS = Path(__file__).parents[3] / "policy_packs"
PASSWORD = "Huiyin-2026-!"
PLAIN_LINE = {"at", "recorded", "who", "do", "with", "sign"}
PLAIN_SCENARIO = {"name", "procedure", "params", "given", "now", "expect", "proves", "refused"}
PLAIN_SCENARIO |= {"allowed", "why", "twin"}


def _pixel() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (2, 2), "white").save(kept, "PNG")
    return kept.getvalue()


PIXEL = _pixel()

Scenario = Mapping[str, Any]
Line = Mapping[str, Any]


@cache
def pack(slug: str) -> Loaded:
    """The newest version of a pack."""
    return load(max((PACKS / slug).iterdir()))


@cache
def tests_of(slug: str) -> tuple[Mapping[str, Any], tuple[Scenario, ...]]:
    """The cast and the scenarios of a pack that need nothing but persons and forms."""
    folder = max((PACKS / slug).iterdir()) / "tests"
    cast: Mapping[str, Any] = {}
    found: list[Scenario] = []
    for file in sorted(folder.glob("*.yaml")):
        read = read_yaml(file.name, file.read_text(encoding="utf-8"))[0]
        if file.name == "cast.yaml":
            cast = read
        else:
            found += [one for one in read if "given" in one and _plain(one)]
    return cast, tuple(found)


def _plain(scenario: Scenario) -> bool:
    lines = flat(scenario["given"])
    first = lines[0] if lines else {}
    return bool(
        lines
        and set(scenario) <= PLAIN_SCENARIO
        and all(set(line) <= PLAIN_LINE for line in lines)
        and first.get("recorded", first["at"]) == first["at"]
        and {"customer", "system"}.isdisjoint({first["who"]})
    )


def chosen(slug: str, most: int) -> list[Scenario]:
    """The scenarios that together reach the most steps: greedily, those that add most first."""
    _cast, every = tests_of(slug)
    left = {id(one): _reached(one) for one in every}
    by_id = {id(one): one for one in every}
    seen: set[tuple[str, str]] = set()
    found: list[Scenario] = []
    while left and len(found) < most:
        best = max(left, key=lambda key: len(left[key] - seen))
        gain = left.pop(best) - seen
        if not gain:
            break
        seen |= gain
        found.append(by_id[best])
    return found


def _reached(scenario: Scenario) -> set[tuple[str, str]]:
    name = scenario["procedure"]
    return {(name, str(line.get("do") or line.get("sign"))) for line in flat(scenario["given"])}


@dataclass
class Company:
    """A company with the pack's cast, and the accounts of those who signed in."""

    world: World
    accounts: dict[str, User] = field(default_factory=dict)

    def browser(self, name: str) -> Client:
        """Somebody signed in just now; whoever is away for long is signed out."""
        if name not in self.accounts:
            person = self.world.persons[name]
            account, _secret = create_account(
                username=f"u{person}".lower(), at=LONG_AGO, password=PASSWORD
            )
            give_account(self.world.company.id, person, account, at=LONG_AGO, by="system")
            self.accounts[name] = account
        client = Client()
        client.force_login(
            self.accounts[name], backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client


def found(slug: str, params: Mapping[str, Any]) -> Company:
    """Found the company of a pack's cast with a scenario's parameters."""
    cast, _every = tests_of(slug)
    world = build(pack(slug), cast["units"], cast["people"])
    values = {name: str(value) for name, value in params.items()}
    if values:
        set_parameters(
            world.company, slug, values, effective=LONG_AGO.date(), by="system", at=LONG_AGO
        )
        world.company.refresh_from_db()
    return Company(world)


def every_case() -> QuerySet[Case]:
    """Every case there is; the tests look over everybody's shoulder."""
    return Case.objects.all()  # noqa: TID251  (a test watches the whole house)


@dataclass
class Hands:
    """Plays one scenario through the pages."""

    company: Company
    scenario: Scenario
    case: Case | None = None
    count: int = 0

    def play(self) -> Case:
        """Every line; what a page refuses fails with the words on it."""
        player = Player(self.company.world, self.scenario["procedure"])
        for line in flat(self.scenario["given"]):
            self.count += 1
            if line["who"] in ("customer", "system"):
                player.case = self.case
                self.case = player.play([line])
                continue
            moment = player.moment(str(line.get("recorded", line["at"])))
            with time_machine.travel(moment, tick=False):
                self._hand_in(line, player.moment(str(line["at"])), moment)
        assert self.case is not None
        return every_case().get(id=self.case.id)

    def _hand_in(self, line: Line, at: datetime, now: datetime) -> None:
        browser = self.company.browser(str(line["who"]))
        world = self.company.world
        desk = f"/c/{world.company.slug}/"
        form: dict[str, Any] = {"once": f"by-hand-{self.count}", "password": PASSWORD}
        values = dict(line.get("with") or {})
        if "sign" in line:
            refuse = values.get("decision") in ("驳回", "refuse")
            decision = "refuse" if refuse else "approve"
            page = browser.get(f"{desk}cases/{self._id}/?do=sign:{line['sign']}").content.decode()
            assert re.search(rf'name="decision"\s+value="{decision}"', page), (line, "no button")
            form |= {"decision": decision, "note": "照章"}
            answer = browser.post(f"{desk}cases/{self._id}/sign/{line['sign']}/", form)
        else:
            step = world.pack.procedures[self.scenario["procedure"]].steps[line["do"]]
            form |= dict(_posted(values, step, world))
            if at != now:
                form["occurred"] = f"{world.local(at):%Y-%m-%dT%H:%M}"
            if self.case is None:
                key = f"{self.scenario['procedure']}.{line['do']}"
                before = set(every_case().values_list("id", flat=True))
                answer = browser.post(f"{desk}register/?what={key}", form)
                new = set(every_case().values_list("id", flat=True)) - before
                assert new, _words(answer)
                self.case = every_case().get(id=min(new))
            else:
                before = self.case.seq
                answer = browser.post(f"{desk}cases/{self._id}/do/{line['do']}/", form)
                self.case.refresh_from_db()
                assert self.case.seq > before, (line, _words(answer))
        assert answer.status_code == 302, (line, answer.status_code, _words(answer))

    @property
    def _id(self) -> str:
        assert self.case is not None
        return self.case.id


def _posted(values: Mapping[str, Any], step: Step, world: World) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if name in ("outcome", "row"):
            yield name, str(world.ids(value))
        elif name in step.form:
            yield from _field(name, step.form[name], value, world)


def _field(name: str, spec: FormField, value: Any, world: World) -> Iterator[tuple[str, Any]]:
    if isinstance(value, str) and value in spec.or_mark:
        yield f"mark.{name}", value
    elif spec.kind == "table":
        for number, row in enumerate(value):
            for column, cell in row.items():
                yield from _field(f"{name}.{number}.{column}", spec.columns[column], cell, world)
    elif spec.kind == "file":
        many = value if isinstance(value, list) else [value]
        yield name, [SimpleUploadedFile(f"{n}.png", PIXEL, "image/png") for n, _ in enumerate(many)]
    else:
        known = world.ids(value) if spec.kind in ("person", "people", "unit") else value
        yield name, [str(one) for one in known] if isinstance(known, list) else str(known)


def _words(answer: Any) -> str:
    """What a page that refused says, as plain words."""
    html = re.sub(r"<(script|style|svg).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    said = re.findall(r'role="alert".*?</(?:div|p|li)>|class="error[^"]*".*?</', html, re.DOTALL)
    text = re.sub(r"^[^<>]*>|<[^>]+>", " ", " | ".join(said) or html)
    return " ".join(text.split())[:900]
