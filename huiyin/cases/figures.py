"""How often duties arose and were kept, over the cases a reader may see; constant queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from huiyin.cases.access import owed_by, visible
from huiyin.cases.caller import Caller
from huiyin.cases.models import Case, DutyRow, Involved
from huiyin.obligations.rules import Rules
from huiyin.people.ids import first_id

Key = tuple[str, str]
"""A duty of a procedure."""

STATES: dict[str, Q] = {
    "arose": Q(),
    "met": Q(state="done"),
    "late": Q(breach_at__isnull=False),
    "open": Q(owed=True, breach_at=None),
    "none": Q(state__in=("lapsed", "waived"), breach_at=None),
}
"""What can be asked of duties; late is late, whether or not it was done afterwards."""


@dataclass(frozen=True)
class Kept:
    """How often a duty arose, was kept, missed, is open still, or fell away."""

    arose: int = 0
    met: int = 0
    late: int = 0
    open: int = 0
    none: int = 0

    def __add__(self, other: "Kept") -> "Kept":
        """Both together."""
        return Kept(
            self.arose + other.arose,
            self.met + other.met,
            self.late + other.late,
            self.open + other.open,
            self.none + other.none,
        )

    @property
    def rate(self) -> float | None:
        """The share kept of what has come to its end; None where nothing has."""
        return self.met / (self.met + self.late) if self.met + self.late else None


def quarter(rules: Rules, now: datetime) -> tuple[date, datetime]:
    """The first day of the quarter and its first moment."""
    today = rules.local_date(now)
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return first, rules.day_start(first)


def kept_since(caller: Caller, since: datetime) -> dict[Key, Kept]:
    """Figures of every duty that arose since a moment; one query."""
    return _counted(_rows(caller, since))


LOOK_BACK = timedelta(days=62)
"""A case that began longer ago than this before a span is none of its figures of one's own work."""


def my_duties_since(caller: Caller, since: datetime) -> QuerySet[DutyRow]:
    """Duties with a limit that arose since a moment and fell to the caller, on cases he acted on."""
    cases = Involved.objects.filter(
        person=caller.actor.person, case_id__gte=first_id(since - LOOK_BACK)
    )
    return DutyRow.objects.filter(
        owed_by(caller),
        company=caller.company,
        case__in=cases.values("case"),
        opened_at__gte=since,
        due_at__isnull=False,
        benchmark=False,
    )


def mine_since(caller: Caller, since: datetime) -> dict[Key, Kept]:
    """How the caller's own duties since a moment were kept; one query."""
    return _counted(my_duties_since(caller, since))


def mine_behind(caller: Caller, since: datetime, key: Key) -> QuerySet[Case]:
    """The cases behind a figure of the caller's own."""
    rows = my_duties_since(caller, since).filter(case=OuterRef("pk"), duty=key[1])
    return visible(caller).filter(Exists(rows), procedure=key[0])


def _counted(rows: QuerySet[DutyRow]) -> dict[Key, Kept]:
    named = rows.values("case__procedure", "duty")
    counted = named.annotate(**{name: Count("id", filter=which) for name, which in STATES.items()})
    return {
        (str(procedure), str(duty)): Kept(*figures)
        for procedure, duty, *figures in counted.order_by().values_list(
            "case__procedure", "duty", *STATES
        )
    }


def cases_behind(caller: Caller, since: datetime, keys: Iterable[Key], what: str) -> QuerySet[Case]:
    """The cases behind a figure: those in which one of some duties arose and came out so."""
    which = Q(pk__in=[])
    for procedure, duty in keys:
        which |= Q(case__procedure=procedure, duty=duty)
    rows = DutyRow.objects.filter(
        which, STATES[what], case=OuterRef("pk"), opened_at__gte=since, benchmark=False
    )
    return visible(caller).filter(Exists(rows))


def paused_of(case: Case, now: datetime) -> tuple[float, float]:
    """How many seconds the clocks of a case stood still, and how many it has lasted."""
    end = min(case.closed_at or now, now)
    spans = [[datetime.fromisoformat(moment) for moment in pause] for pause in case.pauses]
    still = sum((min(b, end) - a).total_seconds() for a, b in spans if a < end)
    return still, max((end - case.opened_at).total_seconds(), 0)


@dataclass(frozen=True)
class PausedCases:
    """How many cases stood still, and how much of their time together."""

    cases: int
    share: float


def paused_since(
    caller: Caller, since: datetime, procedures: Iterable[str], *, until: datetime | None = None
) -> PausedCases:
    """Cases of some procedures whose clocks stood still after a moment, before another; one query."""
    rows = DutyRow.objects.filter(
        company=caller.company,
        case__procedure__in=list(procedures),
        case__in=visible(caller).values("id"),
        paused_until__gt=since,
    )
    if until is not None:
        rows = rows.filter(paused_from__lt=until)
    cases = Case.objects.filter(id__in=rows.values("case"))
    found = [paused_of(case, caller.now) for case in cases]
    whole = sum(of for _still, of in found)
    return PausedCases(len(found), sum(still for still, _of in found) / whole if whole else 0.0)


def _rows(caller: Caller, since: datetime) -> QuerySet[DutyRow]:
    seen = visible(caller).values("id")
    return DutyRow.objects.filter(
        company=caller.company, opened_at__gte=since, benchmark=False, case__in=seen
    )
