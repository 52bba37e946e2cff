"""What stands beside every figure of a period: how cases were joined, limits extended, clocks stopped."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Q, TextField
from django.db.models.functions import Cast

from huiyin.cases.access import visible
from huiyin.cases.caller import Caller
from huiyin.cases.figures import PausedCases, paused_since
from huiyin.cases.models import DutyRow
from huiyin.obligations.metrics import Group
from huiyin.obligations.model import Note
from huiyin.reports.figures import Figure, figure, series
from huiyin.reports.spans import Span


@dataclass(frozen=True)
class Beside:
    """Beside the figures of a period: cases joined, limits extended, clocks stopped.

    `cases` were opened in it, `joined` of them to one of `leads`; `limits` fell in it.
    """

    cases: int
    joined: int
    leads: int
    limits: int
    extended: int
    paused: PausedCases


def beside(caller: Caller, procedure: str, span: Span) -> Beside:
    """What there was beside the figures of a period, in cases of a procedure; constant queries."""
    seen = visible(caller).filter(procedure=procedure)
    opened = seen.filter(opened_at__gte=span.start, opened_at__lt=span.end)
    counts = opened.aggregate(
        cases=Count("id"),
        joined=Count("id", filter=Q(lead__isnull=False)),
        leads=Count("lead", distinct=True),
    )
    limits = DutyRow.objects.filter(
        company=caller.company,
        due_at__gte=span.start,
        due_at__lt=span.end,
        benchmark=False,
        case__in=seen.values("id"),
    ).annotate(said=Cast("notes", TextField()))
    extended = Count("id", filter=Q(said__contains=f'"{Note.EXTENDED}"'))
    kept = limits.aggregate(limits=Count("id"), extended=extended)
    paused = paused_since(caller, span.start, [procedure], until=span.end)
    return Beside(**counts, **kept, paused=paused)


def over(caller: Caller, name: str, spans: Sequence[Span]) -> tuple[Group, ...]:
    """A metric over some periods; of those before the company began there is nothing to say."""
    found = series(caller, name, spans)
    return tuple(_known(caller, span, group) for span, group in zip(spans, found, strict=True))


def counted(caller: Caller, name: str, span: Span, by: Sequence[str] | None = None) -> Figure:
    """A metric over a period with its groups; nothing of one before the company began."""
    found = figure(caller, name, span, by)
    return replace(found, total=_known(caller, span, found.total))


def _known(caller: Caller, span: Span, group: Group) -> Group:
    began = caller.book.editions[0].since
    return group if span.end > began or group.of else Group()
