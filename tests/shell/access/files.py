"""An office with complaints at different places, each read by everybody of the cast."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.test import Client

from huiyin.cases.commands.acting import Doing, act, open_case
from huiyin.cases.models import Case, CaseEvent
from tests.shell.cases.world import Player, World
from tests.shell.desk.office import Desk, open_desk

MORNING = "2026-03-20T10:00"
"""When everything has happened and people look."""

STAFF = frozenset(
    [
        "客服小王",
        "客服小周",
        "监测小吴",
        "客服头",
        "运营张",
        "运营孙",
        "运营头",
        "法务郑",
        "总经理",
        "副总",
    ]
)
"""Whose access lines say: complaints of the whole company, archived or not."""

AUDIT = frozenset({"审计员", "审计二"})


@dataclass
class Office:
    """The desk of the stores, with cases by name and one browser for each of its people."""

    desk: Desk
    cases: dict[str, Case] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)

    @property
    def world(self) -> World:
        """The company."""
        return self.desk.world

    def browser(self, name: str) -> Client:
        """A signed-in browser of somebody, the same each time."""
        if name not in self.browsers:
            self.browsers[name] = self.desk.browser(name)
        return self.browsers[name]

    def at(self, text: str = MORNING) -> datetime:
        """A moment on the company's clock."""
        return self.desk.at(text)

    def play(self, name: str, until: str, changes: Mapping[str, str] | None = None) -> Case:
        """Play the store's complaint through a step, with names replaced: another store, other people."""
        lines = [_renamed(line, changes or {}) for line in self.desk.lines]
        steps = [line.get("do") for line in lines]
        player = Player(self.world, "complaint")
        self.cases[name] = player.play(lines[: steps.index(until) + 1])
        return self.cases[name]

    def open(self, who: str, at: str, procedure: str, step: str, form: Mapping[str, Any]) -> Case:
        """Somebody opens a case of another procedure."""
        caller = self.world.caller(who, self.at(at))
        return open_case(caller, procedure, [self._doing(step, form, caller.now)])

    def act(self, who: str, at: str, case: Case, step: str, form: Mapping[str, Any]) -> Case:
        """Somebody does a step."""
        caller = self.world.caller(who, self.at(at))
        return act(caller, case.id, [self._doing(step, form, caller.now)])

    def _doing(self, step: str, form: Mapping[str, Any], at: datetime) -> Doing:
        return Doing(step=step, form=self.world.ids(dict(form)), at=at)

    def events(self) -> int:
        """How many events the logs of the company hold."""
        return CaseEvent.objects.count()

    def addresses(self, case: Case) -> Sequence[tuple[str, str]]:
        """Every address below a case: how it is asked, and where."""
        duty = case.duties.order_by("id").first()
        assert duty is not None
        issued = case.events.filter(kind="issued").first()
        base = f"cases/{case.id}/"
        return [
            ("get", self.desk.url(base)),
            ("get", self.desk.url(f"{base}why/{duty.instance}/")),
            ("get", self.desk.url(f"{base}papers/{issued.seq if issued else 1}/")),
            ("get", self.desk.url(f"{base}unmask/?what=register.phone")),
            ("post", self.desk.url(f"{base}unmask/?what=register.phone")),
            ("get", self.desk.url(f"{base}evidence/none/")),
            ("get", self.desk.url(f"{base}evidence/none/thumb/")),
            ("post", self.desk.url(f"{base}do/verify/")),
            ("post", self.desk.url(f"{base}sign/none/")),
        ]


def _renamed(value: Any, changes: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return changes.get(value, value)
    if isinstance(value, Mapping):
        return {key: _renamed(item, changes) for key, item in value.items()}
    return [_renamed(item, changes) for item in value] if isinstance(value, list) else value


JINGAN = {"徐汇店": "静安店", "小李": "静前台", "徐店长": "静店长", "DM小陈": "老外"}


def open_office() -> Office:
    """Three complaints: one running in each of two stores, one archived."""
    office = Office(open_desk())
    office.play("xuhui", "register")
    office.play("jingan", "register", JINGAN)
    office.play("archived", "archive")
    return office
