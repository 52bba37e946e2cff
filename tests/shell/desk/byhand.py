"""Scenarios of a pack done by hand: each line is a form that its person opens, fills in and hands in.

The demo's packs hold thousands of such lines. A few scenarios of each pack together reach most of
its steps; they are played here through the pages, and what the pages led to is compared with what
the core makes of the same lines.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import time_machine
from django.db.models import QuerySet

from huiyin.cases.models import Case
from huiyin.obligations.scenarios import flat
from tests.shell.cases.world import Player, yaml_in
from tests.shell.desk.handed import posted
from tests.shell.desk.office import PACKS, PASSWORD, Desk

PLAIN_LINE = {"at", "recorded", "who", "do", "with", "sign"}
PLAIN_SCENARIO = {"name", "procedure", "params", "given", "now", "expect", "proves", "refused"}
PLAIN_SCENARIO |= {"allowed", "why", "twin"}


Scenario = Mapping[str, Any]
Line = Mapping[str, Any]


@cache
def plain_scenarios(slug: str) -> tuple[Scenario, ...]:
    """The scenarios of a pack that need nothing but persons and forms."""
    folder = max((PACKS / slug).iterdir()) / "tests"
    found: list[Scenario] = []
    for file in sorted(folder.glob("*.yaml")):
        if file.name != "cast.yaml":
            found += [one for one in yaml_in(file) if "given" in one and _plain(one)]
    return tuple(found)


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
    every = plain_scenarios(slug)
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


def every_case() -> QuerySet[Case]:
    """Every case there is; the tests look over everybody's shoulder."""
    return Case.objects.all()  # noqa: TID251  (a test watches the whole house)


@dataclass
class Hands:
    """Plays one scenario through the pages."""

    desk: Desk
    scenario: Scenario
    case: Case | None = None
    count: int = 0

    def play(self) -> Case:
        """Every line; what a page refuses fails with the words on it."""
        player = Player(self.desk.world, self.scenario["procedure"])
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
        browser = self.desk.afresh(str(line["who"]))
        world = self.desk.world
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
            form |= posted(values, step, world)
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


def _words(answer: Any) -> str:
    """What a page that refused says, as plain words."""
    html = re.sub(r"<(script|style|svg).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    said = re.findall(r'role="alert".*?</(?:div|p|li)>|class="error[^"]*".*?</', html, re.DOTALL)
    text = re.sub(r"^[^<>]*>|<[^>]+>", " ", " | ".join(said) or html)
    return " ".join(text.split())[:900]
