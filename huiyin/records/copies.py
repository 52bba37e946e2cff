"""Copies of reports: the figures as they were when somebody handed the report in, kept for good."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from huiyin.cases.models import Case
from huiyin.eventlog.canonical import canonical_json
from huiyin.records.models import ReportCopy
from huiyin.writegate import gate


@dataclass(frozen=True)
class Copy:
    """What was kept of a report, when it was counted, and whether it is still what was kept."""

    body: Mapping[str, Any]
    counted_at: datetime
    hash: str
    whole: bool


def keep(
    case: Case, report: str, seq: int, period: str, body: Mapping[str, Any], at: datetime
) -> None:
    """Keep the figures of a report that an event handed in; the same once more is nothing new."""
    text = canonical_json(body).decode()
    with gate():
        ReportCopy.objects.get_or_create(
            case=case,
            report=report,
            seq=seq,
            defaults={
                "company_id": case.company_id,
                "period": period,
                "counted_at": at,
                "body": text,
                "hash": sha256(text.encode()).hexdigest(),
            },
        )


def kept(case: Case, report: str, seq: int) -> Copy | None:
    """What was kept when an event of a case handed a report in."""
    row = ReportCopy.objects.filter(case=case, report=report, seq=seq).first()
    if row is None:
        return None
    whole = sha256(row.body.encode()).hexdigest() == row.hash
    return Copy(json.loads(row.body), row.counted_at, row.hash, whole)


def known(cases: Iterable[str]) -> frozenset[tuple[str, str, int]]:
    """Case, report and event of every copy that some cases have; one query."""
    rows = ReportCopy.objects.filter(case__in=list(cases))
    return frozenset(rows.values_list("case_id", "report", "seq"))
