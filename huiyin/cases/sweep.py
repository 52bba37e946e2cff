"""The deadline sweep: receipts for what has come due. Any number of workers may run it.

Cases are found by `next_due_at` on a partial index; each is locked, folded and judged again, so two
workers never receipt the same breach twice. When nothing is due it costs one query.
"""

import logging
import secrets
from collections import defaultdict
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Min

from huiyin.cases import log, projection
from huiyin.cases.caller import Caller, system
from huiyin.cases.models import Case
from huiyin.cases.standin import stand_in
from huiyin.eventlog.envelope import Event
from huiyin.obligations.draft import Draft
from huiyin.obligations.fold import Fold
from huiyin.people.ids import new_id
from huiyin.people.models import Company
from huiyin.rows import Row, update_many
from huiyin.writegate import gate

BATCH = 500
LOGS = 50
"""Logs that are read at once: more of them would only fill the memory while they wait."""

MOVED = ("id", "seq", "head", "next_due_at", "changed_at", "unjudged", "late")
PUT_OFF = timedelta(hours=1)
LOST = (OperationalError, InterfaceError)
"""The database is not to be had; no case is at fault."""


class StillDue(Exception):
    """A case was judged and is due at the same moment again, which would never end."""


_log = logging.getLogger(__name__)


def sweep(now: datetime, *, batch: int = BATCH) -> int:
    """Judge one batch of due cases; returns how many. Call again until it returns 0.

    A case that cannot be judged is put off for an hour, loudly, and does not stop the others.
    """
    if not Case.objects.filter(next_due_at__lt=now).exists():
        return 0
    try:
        with gate(), transaction.atomic():
            return _batch(_due(now, batch), now)
    except LOST:
        raise
    except Exception:  # found and told below, case by case
        return _one_by_one(now, batch)


def _one_by_one(now: datetime, batch: int) -> int:
    """Judge due cases each for itself, because one of them spoils the batch."""
    rows = Case.objects.filter(next_due_at__lt=now).order_by("next_due_at", "id")
    due = list(rows.values_list("id", "next_due_at")[:batch])
    return sum(_one(now, case_id, moment) for case_id, moment in due if moment is not None)


def _one(now: datetime, case_id: str, due: datetime) -> int:
    try:
        with gate(), transaction.atomic():
            return int(_batch(_due(now, 1, case_id), now))
    except LOST:
        raise
    except Exception:  # whatever it is, the other cases go on
        reference = f"E-{secrets.token_hex(3).upper()}"
        facts = {"reference": reference, "case": case_id, "due": due}
        _log.exception("a case cannot be judged; put off for an hour", extra=facts)
    with gate():
        found = Case.objects.filter(id=case_id, next_due_at=due)
        return int(found.update(next_due_at=now + PUT_OFF))


def next_due() -> datetime | None:
    """When the next case comes due; None while nothing is owed anywhere. One look into the index."""
    due: datetime | None = Case.objects.filter(next_due_at__isnull=False).aggregate(
        due=Min("next_due_at")
    )["due"]
    return due


def _due(now: datetime, batch: int, only: str | None = None) -> list[Case]:
    """Lock cases that are due; those that somebody else holds are left to him."""
    skip = connection.features.has_select_for_update_skip_locked
    rows = (
        Case.objects.select_for_update(of=("self",), skip_locked=skip)
        if skip
        else Case.objects.select_for_update()
    )
    rows = rows.only("company_id", "edition", *MOVED)
    rows = rows.filter(next_due_at__lt=now, **({"id": only} if only else {}))
    return list(rows.order_by("next_due_at", "id")[:batch])


def _batch(due: list[Case], now: datetime) -> int:
    by_company: dict[str, list[Case]] = defaultdict(list)
    for case in due:
        by_company[case.company_id].append(case)
    for company in Company.objects.in_bulk(by_company).values():
        judge(company, by_company[company.id], now)
    return len(due)


def judge(company: Company, cases: list[Case], now: datetime) -> None:
    """Judge due cases of one company; what follows for all of them is written together."""
    caller = system(company, now)
    events: list[Row] = []
    duties: list[Row] = []
    for first in range(0, len(cases), LOGS):
        some = cases[first : first + LOGS]
        logs = log.read_many([case.id for case in some])
        for case in some:
            found = _judged(caller, case, logs.pop(case.id), now)
            events += found[0]
            duties += found[1]
    log.store(events)
    projection.write(duties)
    update_many(Case, [{name: getattr(case, name) for name in MOVED} for case in cases])


def _judged(
    caller: Caller, case: Case, events: list[Event], now: datetime
) -> tuple[list[Row], list[Row]]:
    """Judge one case: the rows of its receipts and of the duties that changed."""
    rules = caller.book.of_edition(case.edition)
    fold = Fold(rules, caller.book.by_name).run(events)
    before = {} if case.unjudged else projection.snapshot(fold.state)
    fold.advance(now)
    draft = Draft(fold, case.id, new_id(now), now, caller.directory)
    assessment = draft.finish()
    if assessment.next_due_at is not None and assessment.next_due_at < now:
        raise StillDue(case.id)
    case.unjudged = False
    case.late = projection.was_late(fold.state)
    case.next_due_at = assessment.next_due_at  # time alone moves nothing else of a case
    receipts = log.rows_for(case, draft.events)
    case.changed_at = now if receipts else case.changed_at
    stands = stand_in(rules, fold.state, caller.directory, now)
    changed = projection.changed_rows(case, before, fold.state.instances.values(), stands)
    return receipts, changed
