"""The department of customer relations with two complaints: one that needs other departments, one not."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.test import Client

from huiyin.cases.models import Case
from tests.shell.cases.world import Player, World, build, pack_in, yaml_in
from tests.shell.desk.office import Desk

PACK = Path(__file__).parents[3] / "policy_packs" / "general" / "2026.1"
PHONE = "13812345670"


@dataclass
class Department:
    """The company with a browser for each of its people."""

    desk: Desk
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

    def complaint(
        self, *more: dict[str, Any], who: str = "专员李", day: str = "2026-03-05", **accepted: str
    ) -> Case:
        """A complaint by phone that somebody accepted, and what was done with it."""
        got = {"channel": "电话", "received": f"{day}T09:50", "category": "其他"}
        got |= {"name": "林女士", "phone": PHONE, "problem": "服务太慢"}
        kind = {"category": "其他", "product": "不涉及", "subject": "服务慢"} | accepted
        lines = [
            {"at": f"{day}T10:00", "who": who, "do": "receive", "with": got},
            {"at": f"{day}T10:10", "who": who, "do": "accept", "with": kind},
            *more,
        ]
        return Player(self.world, "complaint").play(lines)

    def shared(self) -> Case:
        """A complaint with a task for the department of technology."""
        ask = {"departments": ["技术部"], "reason": "换货"}
        task = {"no": "1", "department": "技术部", "what": "换主板", "person": "技术员"}
        tasks = {"tasks": [task | {"due": "2026-03-09T18:00"}]}
        yes = {"decision": "同意"}
        return self.complaint(
            {"at": "2026-03-06T09:00", "who": "专员李", "do": "request_cross", "with": ask},
            {"at": "2026-03-06T10:00", "who": "主管甲", "sign": "cross", "with": yes},
            {"at": "2026-03-06T11:00", "who": "总监", "sign": "cross", "with": yes},
            {"at": "2026-03-06T12:00", "who": "专员李", "do": "assign_tasks", "with": tasks},
        )

    def at(self, text: str = "2026-03-06T15:00") -> datetime:
        """A moment on the company's clock."""
        return self.desk.at(text)

    def page(self, case: Case) -> str:
        """Where a case is read."""
        return self.desk.url(f"cases/{case.id}/")


def open_department() -> Department:
    """Build the company of the pack's own cast."""
    cast = yaml_in(PACK / "tests" / "cast.yaml")
    # Units under other names than the pack's list of departments: forms name departments, not units.
    units = {
        f"{name}室": {"parent": f"{unit['parent']}室"} if unit else {}
        for name, unit in cast["units"].items()
    }
    people = {
        name: entry | {"unit": f"{entry['unit']}室"} for name, entry in cast["people"].items()
    }
    world = build(pack_in(PACK), units, people)
    return Department(Desk(world, Player(world, "complaint"), []))
