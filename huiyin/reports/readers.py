"""Who reads which report: whom it goes to, who makes it, whom the pack lets; and who sees figures."""

from huiyin.cases.access import lines_for
from huiyin.cases.caller import Caller
from huiyin.obligations.rules import Rules
from huiyin.policy.across import Metric, Report
from huiyin.policy.pack import Pack
from huiyin.policy.who import Whos


def readable(caller: Caller, pack: Pack) -> dict[str, Report]:
    """The reports of the pack that the caller may open, in the order of the pack."""
    return {name: one for name, one in pack.reports.items() if may_read(caller, pack, name)}


def may_read(caller: Caller, pack: Pack, name: str) -> bool:
    """Whether a report goes to the caller, is made by him, or is opened to his role."""
    report, roles = pack.reports[name], set(caller.actor.roles)
    let = {line.role for line in pack.access if name in line.reports}
    return bool(roles & ({*report.to, *roles_of(report.by)} | let))


def roles_of(whos: Whos) -> set[str]:
    """The roles named in a list of who may do something."""
    return {who.role for who in whos if who.role}


def metrics_for(caller: Caller, rules: Rules) -> dict[str, Metric]:
    """The figures that the caller may see: all, for readers of any report and who oversees the cases."""
    able = readable(caller, rules.pack) or oversees(caller, rules)
    return dict(rules.pack.metrics) if able else {}


def oversees(caller: Caller, rules: Rules) -> bool:
    """Whether the caller heads a unit and sees every case of the main procedure, and not only numbers."""
    lines = lines_for(rules, caller, rules.pack.main_procedure)
    if not any(line.cases == "all" and line.depth in ("masked", "full") for line in lines):
        return False
    person = caller.actor.person
    return any(person in caller.people.head_of(unit.id) for unit in caller.people.units())


def reports_with(pack: Pack, metric: str) -> list[str]:
    """The reports that have a figure among their sections."""
    return [
        name
        for name, report in pack.reports.items()
        if any(section.get("metric") == metric for section in report.sections)
    ]
