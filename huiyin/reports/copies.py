"""The figures of reports that were handed in, to be kept as they are: counted as who sent them sees them."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any

from huiyin.cases.caller import Caller
from huiyin.cases.figures import PausedCases
from huiyin.cases.log import event_of
from huiyin.cases.models import Case, CaseEvent
from huiyin.obligations.metrics import Group
from huiyin.policy.metrics import dims, subject
from huiyin.records.copies import known
from huiyin.reports.figures import Figure
from huiyin.reports.overview import Beside, beside, counted
from huiyin.reports.runs import Run, runs
from huiyin.reports.spans import Span, span_before, span_of

DECIMALS = ("value", "median")


@dataclass(frozen=True)
class Handed:
    """A report that was handed in and of which no copy is kept yet, with what is to be kept."""

    case: Case
    report: str
    seq: int
    period: str
    body: Mapping[str, Any]


def uncopied(caller: Caller) -> Iterator[Handed]:
    """Every recent report of the company that was handed in and not copied."""
    rules = caller.book.current(caller.now)
    names = [name for name, one in rules.pack.reports.items() if one.procedure]
    found = runs(caller, rules, names)
    done = known({run.case.id for some in found.values() for run in some})
    for name, some in found.items():
        for run in some:
            if run.sent is not None and (run.case.id, name, run.sent.seq) not in done:
                yield Handed(
                    run.case, name, run.sent.seq, run.period.name, _body(caller, name, run)
                )


def _body(caller: Caller, name: str, run: Run) -> dict[str, Any]:
    """The figures of a report's sections, as whoever handed it in may see them now."""
    row = CaseEvent.objects.get(case=run.case, seq=run.sent.seq if run.sent else 0)
    sender = Caller(caller.company, event_of(row.body).actor, caller.now)
    rules = caller.book.current(caller.now)
    span = span_of(rules, run.period.unit, run.period.first)
    metrics = dict.fromkeys(
        str(section["metric"])
        for section in rules.pack.reports[name].sections
        if "metric" in section
    )
    return {
        "report": name,
        "period": run.period.name,
        "event": row.hash,
        "sent": row.at.isoformat(),
        "counted": caller.now.isoformat(),
        "version": rules.pack.version,
        "figures": {
            metric: _figure(sender, metric, span)
            for metric in metrics
            if subject(rules.pack, rules.pack.metrics[metric]) is not None
        },
        "beside": _beside(sender, rules.pack.main_procedure, span),
    }


def _beside(sender: Caller, procedure: str, span: Span) -> dict[str, Any]:
    found = beside(sender, procedure, span)
    return asdict(found) | {
        "paused": {"cases": found.paused.cases, "share": f"{found.paused.share:.6f}"}
    }


def _figure(sender: Caller, metric: str, span: Span) -> dict[str, Any]:
    rules = sender.book.current(sender.now)
    now = counted(sender, metric, span)
    before = counted(sender, metric, span_before(rules, span), by=())
    return {
        "total": _written(now.total),
        "before": _written(before.total),
        "groups": [_written(group) for group in now.groups],
        "more": now.more,
    }


def _written(group: Group) -> dict[str, Any]:
    told = {one.name: getattr(group, one.name) for one in fields(group)}
    return told | {
        "keys": list(group.keys),
        **{name: None if told[name] is None else str(told[name]) for name in DECIMALS},
    }


def _read(told: Mapping[str, Any]) -> Group:
    numbers = {name: None if told[name] is None else Decimal(told[name]) for name in DECIMALS}
    return Group(**{**told, "keys": tuple(told["keys"]), **numbers})


def figure_in(
    caller: Caller, body: Mapping[str, Any], metric: str, span: Span
) -> tuple[Figure, Group] | None:
    """A figure as it was kept, and that of the period before; None where it was not."""
    told = body["figures"].get(metric)
    if told is None:
        return None
    spec = caller.book.current(caller.now).pack.metrics[metric]
    groups = tuple(_read(group) for group in told["groups"])
    total, before = _read(told["total"]), _read(told["before"])
    return Figure(metric, spec, span, dims(spec), total, groups, before, told["more"]), before


def beside_in(body: Mapping[str, Any]) -> Beside:
    """How cases were counted, as it was kept."""
    told = dict(body["beside"])
    paused = PausedCases(told["paused"]["cases"], float(told["paused"]["share"]))
    return Beside(**{**told, "paused": paused})
