"""Lists by index: my duties, what others owe me, cases page by page. Cost does not grow with cases."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from huiyin.cases.access import may_find, units_of, visible
from huiyin.cases.caller import Caller
from huiyin.cases.models import Case, DutyRow
from huiyin.policy.pack import Pack
from huiyin.policy.procedures import Cadence, Duty
from huiyin.policy.who import Whos

MOST = 200
PAGE = 50


def role_keys(pack: Pack) -> frozenset[tuple[str, ...]]:
    """Every combination of roles that owes something together in a pack."""
    found: set[tuple[str, ...]] = set()
    for spec in pack.procedures.values():
        owing: list[Duty | Cadence] = [*spec.duties.values(), *spec.cadences.values()]
        for item in owing:
            steps = [
                spec.steps[key.partition(":")[0]]
                for key in item.done_by
                if key.partition(":")[0] in spec.steps
            ]
            found.add(_roles(item.bearer or (steps[0].by if steps else ())))
        for approval in spec.approvals.values():
            found |= {_roles(signer.by) for signer in approval.signers}
    return frozenset(found)


def _roles(whos: Whos) -> tuple[str, ...]:
    return tuple(who.role for who in whos if who.role is not None)


def mine(caller: Caller) -> QuerySet[DutyRow]:
    """What the caller owes: by post (also for whom he deputises) or by name; soonest first."""
    rules = caller.book.current(caller.now)
    me = (caller.actor.person, *caller.people.deputised_by(caller.actor.person))
    owed = Q(bearer_person__in=me)
    for key in role_keys(rules.pack):
        held = set(key) & set(caller.actor.roles)
        if held:
            scope = set().union(*(units_of(caller, role) for role in held))
            owed |= Q(bearer_person="", bearer_roles="+".join(key)) & (
                Q(bearer_unit="") | Q(bearer_unit__in=scope)
            )
    rows = DutyRow.objects.filter(Q(company=caller.company, owed=True) & owed)
    return rows.select_related("case", "case__pack")


@dataclass(frozen=True)
class Owed:
    """My duties, those with a moment in order and then those without, and how many in all."""

    rows: list[DutyRow]
    total: int
    late: int
    soon: int
    today: int


def my_duties(caller: Caller, soon: datetime, tonight: datetime, *, most: int = MOST) -> Owed:
    """The caller's duties; two queries."""
    rows = mine(caller)
    counts = rows.aggregate(
        total=Count("id"),
        late=Count("id", filter=Q(due_at__lt=caller.now)),
        soon=Count("id", filter=Q(due_at__gte=caller.now, due_at__lte=soon)),
        today=Count("id", filter=Q(due_at__gt=soon, due_at__lte=tonight)),
    )
    found = [row for row in rows.order_by("due_at", "id")[:most] if may_find(row.case, caller)]
    dated = [row for row in found if row.due_at is not None]
    return Owed(rows=dated + [row for row in found if row.due_at is None], **counts)


def waiting_for(caller: Caller, *, most: int = 6) -> list[DutyRow]:
    """What others owe on cases that the caller opened or last acted on; for "waiting for others"."""
    ids = list(
        visible(caller).filter(closed_at=None).order_by("-id").values_list("id", flat=True)[:PAGE]
    )
    owed = DutyRow.objects.filter(case_id__in=ids, owed=True, due_at__isnull=False).exclude(
        id__in=mine(caller).values("id")
    )
    return list(owed.select_related("case", "case__pack").order_by("due_at", "id")[:most])


@dataclass(frozen=True)
class Page:
    """One page of cases by key: newest first, with the keys of the pages around it."""

    cases: list[Case]
    newer: str = ""
    older: str = ""


def page_of(rows: QuerySet[Case], *, before: str = "", after: str = "", size: int = PAGE) -> Page:
    """A page of cases: those older than `before`, or newer than `after`, or the newest."""
    if after:
        found = list(rows.filter(id__gt=after).order_by("id")[: size + 1])
        more, found = len(found) > size, found[:size][::-1]
        return Page(
            found, newer=found[0].id if more and found else "", older=found[-1].id if found else ""
        )
    found = list((rows.filter(id__lt=before) if before else rows).order_by("-id")[: size + 1])
    more, found = len(found) > size, found[:size]
    newer = found[0].id if before and found else ""
    return Page(found, newer=newer, older=found[-1].id if more and found else "")
