"""The author's tools run in the background for the pages of the desk: counted, stoppable, kept.

A run takes its pack from what is installed and its history from the company's own log. Whoever
dies in the middle is found by its silence, and the run begins anew.
"""

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from huiyin import packwork
from huiyin.obligations.simulate import Company as Staffed
from huiyin.packhistory import logs_of
from huiyin.packplay import History
from huiyin.packprint import Table
from huiyin.packwork import Said, Source, Tick, Unusable
from huiyin.people.models import Company
from huiyin.policies.models import PackVersion, ToolRun
from huiyin.policies.rules import RuleBook, rulebook
from huiyin.policy.load import parse
from huiyin.policy.packtests import parse_tests
from huiyin.policy.values import with_values
from huiyin.writegate import gate

TOOLS = ("check", "test", "coverage", "diff", "explain", "whatif", "simulate")
SILENT = timedelta(minutes=2)
OFTEN = 0.7
"""Seconds between two notes of how far it is."""
MOST = 2000
"""So many of the newest cases are tried with other rules unless more are asked for."""

_log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


class Stopped(Exception):
    """Somebody stopped the run."""


def ask(
    company: Company, tool: str, arguments: Mapping[str, Any], *, by: str, at: datetime, lang: str
) -> ToolRun:
    """Put a run into the queue."""
    revision = arguments.get("revision")
    rest = {name: value for name, value in arguments.items() if name != "revision"}
    with gate():
        return ToolRun.objects.create(
            company=company,
            revision_id=revision,
            tool=tool,
            arguments=rest,
            lang=lang,
            asked_at=at,
            asked_by=by,
        )


def stop(run: ToolRun, at: datetime) -> None:
    """End a run that has not come to its end."""
    with gate():
        ToolRun.objects.filter(id=run.id, ended_at=None, cut_at=None).update(cut_at=at)


def run_waiting(clock: Clock) -> int:
    """Do every run that waits; returns how many."""
    count = 0
    while run := _take(clock()):
        _do(run, clock)
        count += 1
    return count


def _take(now: datetime) -> ToolRun | None:
    """The oldest run that waits, or whose doer has fallen silent; of several workers one gets it."""
    free = Q(seen_at=None) | Q(seen_at__lt=now - SILENT)
    waiting = ToolRun.objects.filter(free, ended_at=None, cut_at=None).order_by("id")
    for run in waiting[:1]:
        with gate():
            mine = waiting.filter(id=run.id, seen_at=run.seen_at).update(seen_at=now)
        if mine:
            return run
    return None


def _do(run: ToolRun, clock: Clock) -> None:
    try:
        said = DOERS[run.tool](run, clock(), _Ticking(run, clock))
    except Stopped:
        return
    except Unusable as unusable:
        said = Said([str(unusable)], good=False)
    except Exception:  # noqa: BLE001  (whatever it is, the next run goes on)
        reference = f"E-{secrets.token_hex(3).upper()}"
        _log.exception("a tool failed", extra={"reference": reference, "tool": run.tool})
        said = Said([f"没有跑完，编号 {reference} / failed, reference {reference}"], good=False)
    with gate():
        ToolRun.objects.filter(id=run.id, cut_at=None).update(
            ended_at=clock(), good=said.good, said=as_data(said)
        )


@dataclass
class _Ticking:
    """Notes how far a run is, now and then, and notices when it is stopped."""

    run: ToolRun
    clock: Clock
    last: float = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.perf_counter()
        if now - self.last < OFTEN:
            return
        self.last = now
        with gate():
            alive = ToolRun.objects.filter(id=self.run.id, cut_at=None)
            if not alive.update(done=done, total=total, seen_at=self.clock()):
                raise Stopped


def as_data(said: Said) -> dict[str, Any]:
    """What a tool said as plain JSON: lines are texts, tables are rows."""
    blocks = [
        {"rows": [list(row) for row in block.rows], "head": block.head}
        if isinstance(block, Table)
        else block
        for block in said.blocks
    ]
    return {"blocks": blocks, "facts": said.facts, "cases": said.cases}


def source_of(version: PackVersion) -> Source:
    """An installed version with the tests it was installed with."""
    return Source(parse(version.sources), parse_tests(version.tests))


# -- one tool each --


def _check(run: ToolRun, now: datetime, tick: Tick) -> Said:
    return packwork.check(source_of(_version(run)), now.date(), run.lang, tick=tick)


def _test(run: ToolRun, _now: datetime, tick: Tick) -> Said:
    only = str(run.arguments.get("only", ""))
    source = source_of(_version(run))
    said = packwork.play(source, run.lang, only=only, tick=tick)
    if values := _values(run):
        packwork.by_values(source, values, said, run.lang)
    return said


def _coverage(run: ToolRun, _now: datetime, tick: Tick) -> Said:
    only_open = bool(run.arguments.get("only_open"))
    return packwork.coverage(source_of(_version(run)), run.lang, only_open=only_open, tick=tick)


def _diff(run: ToolRun, now: datetime, _tick: Tick) -> Said:
    book = rulebook(run.company)
    rules = book.current(now)
    after = with_values(source_of(_version(run)).pack, rules.parameters)
    return packwork.diff(with_values(rules.pack, rules.parameters), after, run.lang)


def _explain(run: ToolRun, _now: datetime, _tick: Tick) -> Said:
    scenario = str(run.arguments.get("scenario", ""))
    if not scenario:
        raise Unusable("写出场景名字的一部分 / name a part of a scenario")
    return packwork.explain(source_of(_version(run)), scenario, run.lang)


def _whatif(run: ToolRun, now: datetime, tick: Tick) -> Said:
    rules = rulebook(run.company).current(now)
    most = int(run.arguments.get("most") or MOST)
    history = History(rules, dict(logs_of(run.company, most)), now)
    other = source_of(_version(run)).pack
    values = _values(run)
    target = float(run.arguments.get("target") or 0) / 100
    return packwork.whatif(history, other, values, run.lang, target=target, tick=tick)


def _simulate(run: ToolRun, _now: datetime, tick: Tick) -> Said:
    said = run.arguments
    company = Staffed(
        cases_per_day=float(said.get("per_day") or 10),
        people={name: int(number) for name, number in (said.get("people") or {}).items()},
        usual=int(said.get("usual") or 10),
        seed=int(said.get("seed") or 1),
    )
    begin = str(said.get("begin") or date(2026, 1, 1).isoformat())
    year = packwork.Year(company, (), begin, int(said.get("days") or 365))
    return packwork.simulate(source_of(_version(run)), year, run.lang, tick)


def _values(run: ToolRun) -> dict[str, str]:
    """The values of the draft that is tried; none for a version as it is."""
    return {str(k): str(v) for k, v in (run.arguments.get("values") or {}).items() if v}


def _version(run: ToolRun) -> PackVersion:
    """The version that is meant, of the company's own pack; the one in force unless named."""
    book: RuleBook = rulebook(run.company)
    named = run.arguments.get("pack") or book.editions[-1].pack_id
    return PackVersion.objects.get(id=named, slug=book.slug)


DOERS: dict[str, Callable[[ToolRun, datetime, Tick], Said]] = {
    "check": _check,
    "test": _test,
    "coverage": _coverage,
    "diff": _diff,
    "explain": _explain,
    "whatif": _whatif,
    "simulate": _simulate,
}
