"""The author's tools themselves: what is said about a pack, whoever asks. Two doors lead here.

`huiyin pack …` prints it, the pages of the desk show it while it goes on. No database, no web: a
pack comes as its texts, a history as its logs. `tick` is called with how much is done of how much,
and may raise to stop.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from huiyin import packplay, packprint
from huiyin.obligations.mutate import survivors
from huiyin.obligations.packfindings import from_playing
from huiyin.obligations.packrun import Played, play_all, stage
from huiyin.obligations.proof import coverage as cover
from huiyin.obligations.simulate import Company
from huiyin.obligations.whatif import WhatIf
from huiyin.obligations.whatif import whatif as compare
from huiyin.packprint import Block, pick
from huiyin.policy.check import check as find
from huiyin.policy.check import errors
from huiyin.policy.coverage import Coverage
from huiyin.policy.diff import diff as differences
from huiyin.policy.diff import unchanged
from huiyin.policy.findings import Finding
from huiyin.policy.load import Loaded
from huiyin.policy.notes import remarks
from huiyin.policy.pack import Pack
from huiyin.policy.packtests import PackTests
from huiyin.policy.values import always

Tick = Callable[[int, int], None]


def silent(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


class Unusable(Exception):
    """What was asked for cannot be done; the message says what there is instead."""


@dataclass(frozen=True)
class Source:
    """A pack with its tests."""

    loaded: Loaded
    tests: PackTests

    @property
    def pack(self) -> Pack:
        """The pack."""
        return self.loaded.pack


@dataclass
class Said:
    """What a tool says, whether all is well, and what it found as data."""

    blocks: list[Block] = field(default_factory=list)
    good: bool = True
    facts: dict[str, int] = field(default_factory=dict)
    cases: list[tuple[str, str]] = field(default_factory=list)

    def lines(self) -> Iterable[str]:
        """As a terminal shows it."""
        return packprint.lines(self.blocks)


@dataclass(frozen=True)
class Strictness:
    """What counts as an error, and what is listed."""

    strict: bool = False
    words: bool = False


def check(
    source: Source,
    today: date,
    lang: str,
    *,
    how: Strictness | None = None,
    named: Iterable[Finding] = (),
    tick: Tick = silent,
) -> Said:
    """Everything that is wrong with a pack, at once, with file, line, clause and what to write."""
    how = how or Strictness()
    tick(0, 2)
    found = [*named, *find(source.loaded, source.tests, today)]
    tick(1, 2)
    found = sorted({*found, *from_playing(source.loaded, source.tests)})
    said = Said(list(findings(found, lang, how)))
    said.blocks += packprint.remarks(remarks(source.pack), lang)
    counted = (len(errors(found)), len(found) - len(errors(found)))
    said.blocks.append(
        pick(lang, "{} 个错误，{} 个提示", "{} errors, {} warnings").format(*counted)
    )
    said.facts = {"errors": counted[0], "warnings": counted[1]}
    said.good = not errors(found, strict=how.strict)
    tick(2, 2)
    return said


def findings(found: Iterable[Finding], lang: str, how: Strictness) -> Iterable[Block]:
    """Findings as lines."""
    return packprint.findings(found, lang, every=how.words or how.strict)


def played(source: Source, only: str = "", tick: Tick = silent) -> list[Played]:
    """Play the scenarios whose name contains a text. Raises `Unusable` when one cannot be read."""
    if source.tests.findings:
        raise Unusable("\n".join(finding.words("zh") for finding in source.tests.findings))
    chosen = [scenario for scenario in source.tests.scenarios if only in scenario.name]
    found = []
    for one in play_all(source.pack, source.tests, chosen):
        found.append(one)
        tick(len(found), len(chosen))
    return found


def play(
    source: Source, lang: str, *, only: str = "", verbose: bool = False, tick: Tick = silent
) -> Said:
    """Play the scenarios on the real core; every difference from what they expect."""
    all_of_them = played(source, only, tick)
    bad = [one for one in all_of_them if not one.holds]
    said = Said(good=not bad)
    if verbose:
        marks = (f"{'✗' if not one.holds else '✓'} {one.scenario.name}" for one in all_of_them)
        said.blocks += marks
    said.blocks += packprint.failures(bad)
    counted = (len(all_of_them) - len(bad), len(bad))
    words = pick(lang, "{} 个场景成立，{} 个不成立", "{} hold, {} do not")
    said.blocks.append(words.format(*counted))
    said.facts = {"hold": counted[0], "fail": counted[1]}
    return said


def by_values(source: Source, values: Mapping[str, str], said: Said, lang: str) -> None:
    """Add which scenarios that hold come out otherwise by other values; that is no fault of theirs."""
    other = play_all(always(source.pack, values), source.tests)
    held = {one.scenario.name: one.holds for one in play_all(source.pack, source.tests)}
    changed = [one for one in other if held[one.scenario.name] and not one.holds]
    words = pick(
        lang, "按草案的值，{} 个场景结果不同", "by the values of the draft {} come out otherwise"
    )
    said.blocks.append(words.format(len(changed)))
    said.blocks += packprint.failures(changed)
    said.facts["changed"] = len(changed)


def covered(source: Source, tick: Tick = silent) -> tuple[Coverage, list[Played]]:
    """Each clause with what carries it out and what proves it."""
    found = played(source, tick=tick)
    return cover(source.pack, found, source.tests.product), found


def coverage(
    source: Source,
    lang: str,
    *,
    only_open: bool = False,
    mutate: bool = False,
    tick: Tick = silent,
) -> Said:
    """The table of clauses; with `mutate` also what could be removed and no test would notice."""
    found, scenes = covered(source, tick)
    said = Said(list(packprint.coverage(found, lang, only_open=only_open)), not found.broken)
    said.facts = {"unproven": len(found.unproven())}
    if mutate:
        tried, alive = survivors(source.loaded, source.tests, scenes)
        for mutant in alive:
            file, line = mutant.place(source.loaded)
            said.blocks.append(f"{file}:{line}: {mutant.words(lang)}")
        words = pick(
            lang, "{} 项逐一删去，{} 项删去后测试仍全过", "{} removed in turn, {} unnoticed"
        )
        said.blocks.append(words.format(tried, len(alive)))
        said.good &= not alive
    return said


def diff(before: Pack, after: Pack, lang: str) -> Said:
    """What another version tightens, relaxes or changes, in words, and for whom."""
    changes = differences(before, after)
    said = Said([change.words(lang) for change in changes])
    said.blocks += packprint.unchanged(unchanged(before, after), len(changes), lang)
    said.facts = {"changes": len(changes)}
    return said


def explain(source: Source, scenario: str, lang: str, *, duty: str = "", at: str = "") -> Said:
    """Every due moment of some scenarios: which act set it, each day counted, what may move it."""
    chosen = [one for one in source.tests.scenarios if scenario in one.name]
    if not chosen:
        raise Unusable(f"没有名字含“{scenario}”的场景")
    said = Said()
    tongue = packplay.tongue(lang)
    for one in chosen:
        said.blocks.append(f"== {one.name}")
        said.blocks += stage(source.pack, source.tests, one, duty=duty, at=at, lang=tongue)
    return said


def whatif(
    history: packplay.History,
    other: Pack,
    values: Mapping[str, str],
    lang: str,
    *,
    target: float = 0.0,
    tick: Tick = silent,
) -> Said:
    """A history under other rules: which rates and which cases would have come out otherwise."""
    unknown = sorted(values.keys() - other.parameters.keys())
    if unknown:
        raise Unusable(f"没有参数“{unknown[0]}”；有：{'、'.join(other.parameters)}")
    rules = packplay.changed(history.rules, other, values)
    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        tick(done, len(history.logs))

    found = compare(history.rules, rules, history.logs, history.at, one_more)
    said = Said(list(packprint.whatif(found, rules.pack, lang)), cases=_changed(found))
    said.facts = {"cases": found.cases, "changed": len(found.changed_cases)}
    for name, value in values.items() if target else ():
        said.blocks += packplay.advice(history, rules, (name, value), target, lang)
    return said


def _changed(found: WhatIf) -> list[tuple[str, str]]:
    """Each case that comes out otherwise, with how; the gravest way first."""
    order = list(packprint.KINDS_OF_DIFFERENCE)
    ways: dict[str, str] = {}
    for one in sorted(found.differences, key=lambda d: order.index(d.kind)):
        ways.setdefault(one.case, one.kind)
    return list(ways.items())


@dataclass(frozen=True)
class Year:
    """What is played ahead: who is there, which courses, from which day, how long."""

    company: Company
    mix: Sequence[str]
    begin: str
    days: int


def simulate(source: Source, year: Year, lang: str, tick: Tick = silent) -> Said:
    """A year of the main procedure: what will be late, how busy each post is."""
    expected = max(int(year.company.cases_per_day * year.days), 1)
    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        tick(min(done, expected), expected)

    outcome = packplay.year(
        source.pack,
        source.tests,
        year.company,
        packplay.Span(year.mix, year.begin, year.days),
        one_more,
    )
    if outcome is None:
        raise Unusable("没有可用的场景，或日期写错")
    return Said(list(packprint.year(outcome, source.pack, year.days, lang)))
