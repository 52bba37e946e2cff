"""Histories and years for `huiyin pack whatif` and `simulate`: from a company, or from a pack's tests."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from huiyin.eventlog.envelope import Event
from huiyin.obligations.packrun import play_all
from huiyin.obligations.rules import Rules
from huiyin.obligations.simulate import Company, Course, Outcome
from huiyin.obligations.simulate import simulate as play_year
from huiyin.obligations.whatif import advise, with_parameter
from huiyin.policy.pack import Pack
from huiyin.policy.packtests import PackTests
from huiyin.worktime import Lang

LONGER = (1, 20)
"""Values tried for a promise: from one to twenty times as much."""


@dataclass(frozen=True)
class History:
    """What happened, the rules it happened under, and the moment from which it is looked at."""

    rules: Rules
    logs: Mapping[str, Sequence[Event]]
    at: datetime


def suggested(pack: Pack) -> Rules:
    """A pack's rules with the suggested values where the company would have to set one."""
    values = {
        name: {"0001-01-01": spec.suggest}
        for name, spec in pack.parameters.items()
        if not spec.values and spec.suggest
    }
    return Rules(pack, parameters=values)


def of_scenarios(pack: Pack, tests: PackTests) -> History:
    """A pack's own scenarios, each as a case of its own."""
    logs = {
        one.scenario.name: one.result.draft.events
        for one in play_all(pack, tests)
        if one.result.draft is not None and one.result.draft.events
    }
    last = max(event.recorded for log in logs.values() for event in log)
    return History(suggested(pack), logs, last + timedelta(days=1))


def tongue(lang: str) -> Lang:
    """The language as the core names it."""
    return "en" if lang.startswith("en") else "zh"


def changed(rules: Rules, pack: Pack, values: Mapping[str, str]) -> Rules:
    """The rules with another version of the pack and with values that are tried."""
    tried = replace(rules, pack=pack, _compiled={})
    for name, value in values.items():
        tried = with_parameter(tried, name, value)
    return tried


def advice(
    history: History, rules: Rules, tried: tuple[str, str], target: float, lang: str
) -> Iterator[str]:
    """For each duty that a tried value limits: the least value that would have kept the promise."""
    name, value = tried
    if not value.isdigit():
        return
    candidates = range(int(value) * LONGER[0], int(value) * LONGER[1] + 1)
    for procedure, spec in rules.pack.procedures.items():
        for duty, item in spec.duties.items():
            terms = [item.due.within, *(due.within for due in (item.due.by_level or {}).values())]
            if name not in terms:
                continue
            found = advise(
                rules,
                history.logs,
                history.at,
                parameter=name,
                duty=(procedure, duty),
                target=target,
                candidates=candidates,
            )
            label = rules.pack.say(item.label, lang)
            if found is None:
                said = ("“{}”：试到 {} 仍达不到 {:.0%}", "“{}”: even {} does not reach {:.0%}")
                yield said[lang == "en"].format(label, candidates[-1], target)
            else:
                said = (
                    "“{}”：要达到 {:.0%}，{} 设为 {} 即可",
                    "“{}”: to reach {:.0%} set {} to {}",
                )
                yield said[lang == "en"].format(label, target, name, found.value)


@dataclass(frozen=True)
class Span:
    """What is played: courses by name, from a day, for so many days."""

    mix: Sequence[str]
    begin: str
    days: int


def year(
    pack: Pack, tests: PackTests, company: Company, span: Span, tick: Callable[[], None]
) -> Outcome | None:
    """A year of the main procedure; the mix names scenarios, all whole ones of it if none is named.

    None when there is no course to play, or no such day.
    """
    rules = suggested(pack)
    start = rules.moment(f"{span.begin}T00:00")
    courses = _courses(pack, tests, span.mix)
    if start is None or not courses:
        return None
    return play_year(rules, courses, company, start, span.days, tick)


def _courses(pack: Pack, tests: PackTests, mix: Sequence[str]) -> list[Course]:
    wanted = [(text.partition("=")[0], float(text.partition("=")[2] or 1)) for text in mix]
    final = pack.procedures[pack.main_procedure].final_stages
    found = []
    for one in play_all(pack, tests):
        draft = one.result.draft
        if draft is None or not one.holds or draft.fold.state.procedure != pack.main_procedure:
            continue
        weights = [weight for part, weight in wanted if part in one.scenario.name]
        if weights or (not wanted and draft.fold.state.stage in final):
            found.append(Course(one.scenario.name, draft.events, weights[0] if weights else 1.0))
    return found
