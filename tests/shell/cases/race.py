"""A program that lets two people do the same to a case in the same moment; what came of it, as JSON.

Each pair is played on a company of its own, in threads with connections of their own.
"""

import json
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.boot import start_django

start_django()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from huiyin.cases import log  # noqa: E402
from huiyin.cases.sealing import verify  # noqa: E402
from huiyin.cases.work import Refused  # noqa: E402
from tests.shell.cases.world import Player  # noqa: E402
from tests.shell.desk.office import PACKS, open_desk  # noqa: E402

Line = Mapping[str, Any]


@dataclass(frozen=True)
class Race:
    """A pack's scenario played so far, and what two people do to its case then."""

    pack: str
    file: str
    until: str
    at: str
    both: tuple[Line, Line]
    index: int = 0
    then: Line | None = None


UNHAPPY = {"outcome": "仍不满意", "way": "电话", "reached": "是", "works": "没有效果"}
UNHAPPY |= {
    "feedback": "还偏色",
    "score": "1",
    "low_why": "又黄了",
    "tags": ["设备调试"],
    "script": "v1",
}
STEPS = ["说明身份和来意", "核对整改内容", "询问整改效果", "听取意见", "请客户评分", "说明后续安排"]
FAILED = {"outcome": "不合格", "way": "现场核查", "checked": "偏色", "findings": "左侧偏色"}

RACES = {
    "two accept": Race(
        "cinema",
        "4_acceptance",
        "done",
        "2026-03-03T13:00",
        tuple({"who": who, "do": "accept", "with": FAILED} for who in ("质检赵", "质检孙")),
    ),
    "revisit and customer": Race(
        "cinema",
        "10_own_answer",
        "accept",
        "2026-03-05T11:00",
        (
            {"who": "客服何", "do": "revisit", "with": {**UNHAPPY, "steps": STEPS}},
            {"who": "customer", "do": "not_solved", "with": {"text": "还偏色"}},
        ),
    ),
    "sign and withdraw": Race(
        "robotics",
        "06_result_and_rounds",
        "plan",
        "2026-03-06T09:30",
        ({"who": "技术头", "sign": "plan"}, {"who": "技术甲", "withdraw": "plan"}),
        then={"who": "技术甲", "do": "implement", "with": {"what": "换了", "voucher": "照片"}},
    ),
    "asked and answered": Race(
        "robotics",
        "06_result_and_rounds",
        "notify",
        "2026-03-16T19:00",
        (
            {
                "who": "客服甲",
                "do": "rate",
                "with": {"outcome": "不满意", "score": "2", "opinion": "还掉件"},
            },
            {
                "who": "customer",
                "do": "rate_online",
                "with": {"outcome": "不满意", "score": "2", "opinion": "还掉件"},
            },
        ),
    ),
    "customer twice": Race(
        "general",
        "1_complaint",
        "execute",
        "2026-03-04T12:00",
        (
            {
                "who": "专员李",
                "do": "revisit",
                "with": {
                    "outcome": "不满意",
                    "way": "电话",
                    "score": "2",
                    "proof": "录音",
                    "reason": "没用",
                },
            },
            {
                "who": "customer",
                "do": "rate",
                "with": {"outcome": "不满意", "score": "2", "reason": "没用"},
            },
        ),
        index=7,
    ),
    "asked and told": Race(
        "bizcentre",
        "2_phone",
        "solved",
        "2026-03-06T17:00",
        (
            {
                "who": "营运甲",
                "do": "ask",
                "with": {"outcome": "未解决", "way": "电话", "statement": "仍不冷"},
            },
            {
                "who": "customer",
                "do": "tell_solved",
                "with": {"outcome": "未解决", "statement": "仍不冷"},
            },
        ),
    ),
    "two complete": Race(
        "jubensha",
        "closing",
        "feedback",
        "2026-03-18T17:30",
        tuple(
            {"who": who, "do": "complete", "with": {"summary": "已退款"}}
            for who in ("客服小周", "客服小王")
        ),
        index=2,
    ),
}


def line(race: Race, one: Line) -> Line:
    """A line of the scenario at the moment of the race."""
    return {"at": race.at, **one}


def run(slug: str, race: Race) -> dict[str, Any]:
    """Play up to the race, let both go at once, tell who was told what."""
    desk = open_desk(PACKS / race.pack / "2026.1", race.file, race.index, slug=slug)
    case = desk.play(race.until)
    ready, told = threading.Barrier(len(race.both)), []

    def go(one: Line) -> None:
        own = Player(desk.world, desk.player.procedure, case)
        ready.wait(30)
        told.append(_tried(own, [line(race, one)]))
        connection.close()

    running = [threading.Thread(target=go, args=(one,)) for one in race.both]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join(60)
    before = len(log.read(case.id))
    after = _tried(desk.player, [line(race, race.then)]) if race.then else None
    kinds = [(e.kind, e.data.get("step")) for e in log.read(case.id)[:before]]
    return {
        "told": sorted(told),
        "steps": [step for kind, step in kinds if kind == "acted"],
        "kinds": [kind for kind, _ in kinds],
        "after": after,
        "faults": [str(f) for f in verify(desk.world.company, desk.at("2026-04-30T00:00"))],
    }


def _tried(player: Player, lines: Sequence[Line]) -> str:
    """What somebody was told: nothing, the refusal, or whatever else went wrong."""
    try:
        player.play(list(lines))
    except Refused as refused:
        return f"refused {refused}"
    except Exception as error:  # noqa: BLE001  (the test says what may be told)
        return f"broken {error!r}"
    return "done"


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    found = {name: run(name.replace(" ", "-"), race) for name, race in RACES.items()}
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
