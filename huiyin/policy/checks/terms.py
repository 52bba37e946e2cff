"""Terms: written so that they can be read, in units whose counting the head of the pack settles."""

import re
from collections.abc import Iterator

from huiyin.policy.checks.ground import Ground
from huiyin.policy.checks.walk import Path, walk
from huiyin.policy.contacts import Window
from huiyin.policy.findings import Finding
from huiyin.policy.pack import Pack
from huiyin.policy.procedures import Approval, Cadence, Due, Duty, Extension, Pausing
from huiyin.worktime import Duration, Unit

Findings = Iterator[Finding]
_SHARE = re.compile(r"(?P<share>[1-9][0-9]?|[A-Za-z_]\w*)% of term")
UNITS = frozenset(unit.value for unit in Unit)
CLOCK = (Unit.MINUTE, Unit.HOUR, Unit.WORKHOUR)
MONTHLY = (Unit.QUARTER, Unit.HALF_YEAR)

Used = tuple[Path, str, tuple[str, ...], bool]
"""Where a term is used, how it is written, its clauses, whether the pack's counting counts it."""


def check(ground: Ground) -> Findings:
    """Every term, every reminder, the counting of every unit."""
    pack = ground.pack
    for unit in pack.counting:
        if unit not in UNITS or Unit(unit) in (*CLOCK, *MONTHLY):
            yield ground.say("T503", ("counting", unit), (), unit=unit)
    for path, text, clause, counted in used(pack):
        yield from term(ground, path, text, clause, counted=counted)
    for path, item in walk(pack):
        if isinstance(item, (Duty, Cadence)):
            for number, text in enumerate(item.remind):
                yield from _reminder(ground, (*path, "remind", number), text, item.clause)


def used(pack: Pack) -> Iterator[Used]:
    """Every term of the procedures, written out or named by a parameter."""
    clause: tuple[str, ...] = ()
    for path, item in walk(pack.procedures, ("procedures",)):
        clause = getattr(item, "clause", ()) or clause
        if isinstance(item, (Approval, Window)):
            yield from _some(path, clause, within=item.within)
        elif isinstance(item, Due):
            yield from _some(path, clause, within=item.within)
            yield from _some(path, clause, counted=False, not_before=item.not_before)
        elif isinstance(item, Cadence):
            yield from _some(path, clause, counted=False, gap=item.gap)
        elif isinstance(item, Extension):
            yield from _some(path, clause, ask_before=item.ask_before)
            yield from _some(path, clause, most=item.most)
        elif isinstance(item, Pausing):
            yield from _some(path, clause, counted=False, most=item.most)


def _some(
    path: Path, clause: tuple[str, ...], *, counted: bool = True, **terms: str | None
) -> Iterator[Used]:
    for key, text in terms.items():
        if text is not None:
            yield (*path, key), text, clause, counted


def term(
    ground: Ground, path: Path, text: str, clause: tuple[str, ...] = (), *, counted: bool = True
) -> Findings:
    """One term: readable, or a parameter with a unit of time; its unit is counted somehow."""
    unit: Unit
    if text[:1].isdigit():
        try:
            unit = Duration.parse(text).unit
        except ValueError as error:
            yield ground.say("T504", path, clause, text=text, why=error)
            return
    else:
        parameter = ground.pack.parameters.get(text)
        if parameter is None:
            yield ground.unknown("parameter", text, ground.pack.parameters, path, clause)
            return
        if parameter.unit not in UNITS:
            yield ground.say("T505", path, clause, parameter=text, unit=parameter.unit)
            return
        unit = Unit(parameter.unit)
    named = "month" if unit in MONTHLY else unit.value
    if counted and unit not in CLOCK and named not in ground.pack.counting:
        yield ground.say("T510", path, clause, text=text, unit=named)


def _reminder(ground: Ground, path: Path, text: str, clause: tuple[str, ...]) -> Findings:
    """`70% of term` or `30 minutes before`; the share and the term may be parameters."""
    share = _SHARE.fullmatch(text)
    if share is not None and not share["share"].isdigit():
        yield from ground.only("parameter", (share["share"],), ground.pack.parameters, path, clause)
    elif share is None and text.endswith(" before"):
        yield from term(ground, path, text.removesuffix(" before"), clause, counted=False)
    elif share is None:
        yield ground.say("T511", path, clause, text=text)


def reminded_by(texts: tuple[str, ...]) -> set[str]:
    """Names of parameters that reminders use."""
    return {
        text.partition("%")[0] if "%" in text else text.removesuffix(" before") for text in texts
    }
