"""The deadline sweep: receipts for what has come due. Any number of workers may run it.

Cases are found by `next_due_at` on a partial index; each is locked, folded and judged again, so two
workers never receipt the same breach twice. When nothing is due it costs one query.
"""

from collections import defaultdict
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Min

from huiyin.cases import log, projection
from huiyin.cases.caller import system
from huiyin.cases.models import Case
from huiyin.cases.standin import stand_in
from huiyin.eventlog.envelope import Event
from huiyin.obligations.draft import Draft
from huiyin.obligations.fold import Fold
from huiyin.people.ids import new_id
from huiyin.people.models import Company
from huiyin.writegate import gate

BATCH = 200


def sweep(now: datetime, *, batch: int = BATCH) -> int:
    """Judge one batch of due cases; returns how many. Call again until it returns 0."""
    if not Case.objects.filter(next_due_at__lt=now).exists():
        return 0
    with gate(), transaction.atomic():
        return _batch(now, batch)


def next_due() -> datetime | None:
    """When the next case comes due; None while nothing is owed anywhere. One look into the index."""
    due: datetime | None = Case.objects.filter(next_due_at__isnull=False).aggregate(
        due=Min("next_due_at")
    )["due"]
    return due


def _batch(now: datetime, batch: int) -> int:
    skip = connection.features.has_select_for_update_skip_locked
    rows = (
        Case.objects.select_for_update(of=("self",), skip_locked=skip)
        if skip
        else Case.objects.select_for_update()
    )
    due = list(
        rows.filter(next_due_at__lt=now)
        .select_related("company", "pack")
        .defer("pack__sources")  # the text of a whole pack; parsed once a process
        .order_by("next_due_at", "id")[:batch]
    )
    logs = log.read_many([case.id for case in due])
    by_company: dict[Company, list[Case]] = defaultdict(list)
    for case in due:
        by_company[case.company].append(case)
    for company, cases in by_company.items():
        _judge(company, cases, logs, now)
    return len(due)


def _judge(
    company: Company, cases: list[Case], logs: dict[str, list[Event]], now: datetime
) -> None:
    caller = system(company, now)
    events, duties = [], []
    for case in cases:
        rules = caller.book.of(case.pack.version)
        fold = Fold(rules, caller.book.by_name).run(logs[case.id])
        before = projection.snapshot(fold.state)
        fold.advance(now)
        draft = Draft(fold, case.id, new_id(now), now, caller.directory)
        assessment = draft.finish()
        projection.apply_state(case, assessment)
        rows = log.rows_for(case, draft.events)
        for position, row in enumerate(rows):
            row.position = position
        case.changed_at = now if rows else case.changed_at
        events += rows
        stands = stand_in(rules, fold.state, caller.directory, now)
        duties += projection.changed_rows(case, before, fold.state.instances.values(), stands)
    log.store(events)
    projection.write(duties)
    Case.objects.bulk_update(cases, ["seq", "head", "next_due_at", "changed_at"])
