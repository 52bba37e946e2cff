"""Playing all scenarios of a pack on the real core, for the command line, the tests, the pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from huiyin.obligations.explain import explain_all
from huiyin.obligations.explain_words import words
from huiyin.obligations.rules import Rules
from huiyin.obligations.scenarios import Cast, Result, run
from huiyin.policy.pack import Pack
from huiyin.policy.packtests import PackTests, ScenarioText
from huiyin.worktime import Lang


@dataclass(frozen=True)
class Played:
    """A scenario and what it came to."""

    scenario: ScenarioText
    result: Result

    @property
    def holds(self) -> bool:
        """Whether everything was as expected."""
        return self.result.holds

    def __str__(self) -> str:
        where = f"{self.scenario.file}:{self.scenario.line}"
        lines = [f"{where}: {self.scenario.name}", *self.result.faults]
        return "\n    ".join(lines)


def play(rules: Rules, cast: Cast, scenario: ScenarioText) -> Played:
    """Play one scenario; one that names what does not exist fails with a sentence, not a trace."""
    try:
        result = run(rules, cast, scenario.data)
    except KeyError as error:
        result = Result(scenario.name, [f"场景用到了不存在的名字：{error.args[0]}"])
    except (ValueError, TypeError, AttributeError, LookupError) as error:
        result = Result(scenario.name, [f"场景写法有误：{error}"])
    return Played(scenario, result)


def play_all(
    pack: Pack, tests: PackTests, only: Iterable[ScenarioText] | None = None
) -> Iterator[Played]:
    """Play a pack's scenarios one by one, all of them unless some are named."""
    rules, cast = Rules(pack), Cast.of(pack, tests.cast)
    for scenario in tests.scenarios if only is None else only:
        yield play(rules, cast, scenario)


def stage(
    pack: Pack,
    tests: PackTests,
    scenario: ScenarioText,
    *,
    duty: str = "",
    at: str = "",
    lang: Lang = "zh",
) -> Iterator[str]:
    """Explain the due moments of a scenario, as seen at its own moment or at another one."""
    played = play(Rules(pack), Cast.of(pack, tests.cast), scenario)
    draft = played.result.draft
    if draft is None:
        yield str(played)
        return
    rules = draft.fold.rules
    seen = rules.moment(at or scenario.data["now"])
    if seen is None:
        yield f"不是时间：{at!r}"
        return
    log = [event for event in draft.events if event.recorded <= seen]
    for one in explain_all(rules, log, seen):
        if duty in ("", one.instance.duty):
            yield from words(one, lang, seen.date()).lines()
