"""The hourly company seal, and the check of everything: chains, seals, numbers, receipts, rows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import F, Max, Window

from huiyin.cases import log, marks, metrics, projection
from huiyin.cases.caller import system
from huiyin.cases.models import Case, CaseEvent, CompanySeal, DutyRow, Series
from huiyin.eventlog.chain import Sealed
from huiyin.eventlog.chain import verify as verify_chain
from huiyin.eventlog.envelope import Event
from huiyin.eventlog.kinds import Kind
from huiyin.eventlog.merkle import company_genesis, seal_company
from huiyin.obligations.assess import conclude
from huiyin.obligations.fold import Fold
from huiyin.people.models import Company
from huiyin.policies.models import Revision
from huiyin.policies.revising import broken
from huiyin.writegate import gate

PATIENCE = "2s"
"""How long a seal waits for commands that are still writing events; later ones wait behind it."""

EVERY = timedelta(hours=1)

TOLD = ("state", "owed", "due_at", "closed_at", "breach_limit", "breach_at", "bearer_roles")
"""What a stored duty says that nobody may say otherwise."""


class StillWriting(Exception):
    """A command has been writing events for too long; the seal is for the next look."""


def settled() -> int:
    """The highest event id up to which nothing can commit any more. Raises `StillWriting`.

    An id is given when an event is written and seen when its command commits, so a lower one may
    appear after a higher one. Whoever writes events holds the table's lock to the end of his
    transaction; to be let in beside nobody means that every id given so far is seen or will never be.
    SQLite lets in one writer at a time.
    """
    with gate(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
                try:
                    cursor.execute("LOCK TABLE cases_caseevent IN SHARE MODE")
                except OperationalError as error:
                    raise StillWriting from error
        return CaseEvent.objects.aggregate(last=Max("id"))["last"] or 0


def heads(company: Company, upto: int) -> dict[str, str]:
    """The chain head of each case among the events up to an id; one query."""
    rows = CaseEvent.objects.filter(company=company, id__lte=upto)
    last = Window(Max("seq"), partition_by=F("case_id"))
    return dict(rows.annotate(last=last).filter(seq=F("last")).values_list("case_id", "hash"))


def seal_due(now: datetime) -> int:
    """Seal every company whose last seal is an hour old; of several workers one does it."""
    due = [company for company in Company.objects.order_by("id") if _is_due(company, now)]
    if not due:
        return 0
    upto = settled()
    made = [_seal(company, now, upto, lambda last: _old(last, now)) for company in due]
    return len([seal for seal in made if seal is not None])


def _is_due(company: Company, now: datetime) -> bool:
    return _old(_last(company), now)


def _old(last: CompanySeal | None, now: datetime) -> bool:
    return last is None or last.sealed_at <= now - EVERY


def _last(company: Company) -> CompanySeal | None:
    return CompanySeal.objects.filter(company=company).order_by("-number").first()


def seal(company: Company, now: datetime) -> CompanySeal:
    """Seal everything committed, chained to the company's last seal. Raises `StillWriting`."""
    upto = settled()
    made = _seal(company, now, upto, lambda last: last is None or last.upto <= upto)
    return made or seal(company, now)  # none: somebody sealed further meanwhile


def _seal(
    company: Company, now: datetime, upto: int, wanted: Callable[[CompanySeal | None], bool]
) -> CompanySeal | None:
    """Keep a seal if, once nobody else seals, it is still wanted."""
    found = heads(company, upto)  # the log below is settled, so this need not be in the transaction
    with gate(), transaction.atomic():
        Company.objects.select_for_update(no_key=True).get(id=company.id)
        last = _last(company)
        if not wanted(last):
            return None
        previous = last.hash if last else company_genesis(company.id)
        made = seal_company(previous, now, upto, found, {})
        return CompanySeal.objects.create(
            company=company,
            number=last.number + 1 if last else 1,
            sealed_at=now,
            upto=upto,
            root=made.root,
            previous=made.previous,
            hash=made.hash,
            cases=len(found),
        )


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something that does not agree with the log, and where."""

    what: str
    where: str
    detail: str


def verify(company: Company, now: datetime, tally: Counter[str] | None = None) -> Iterator[Fault]:
    """Check chains, seals, numbers, receipts and rows of a company; yields what is wrong.

    Each case is locked while it is looked at, so that people may go on working meanwhile. `tally`
    counts what was looked at. Rows of a case that was just moved to other rules, and waits for the
    sweep to judge it by them, are counted as such and not compared.
    """
    counts = Counter[str]() if tally is None else tally
    yield from _seals(company, counts)
    yield from _revisions(company, counts)
    numbers: dict[str, list[str]] = defaultdict(list)
    ids = Case.objects.filter(company=company).order_by("id").values_list("id", flat=True)
    for case_id in ids.iterator():
        yield from _case(company, case_id, now, numbers, counts)
    yield from _numbers(company, numbers)


def _revisions(company: Company, counts: Counter[str]) -> Iterator[Fault]:
    """The record of each change of the regulation: who drafted, submitted, signed what."""
    for revision in Revision.objects.filter(company=company).order_by("number"):
        counts["revisions"] += 1
        for seq in broken(revision):
            where = f"{revision.number}#{seq}"
            yield Fault(what="revision", where=where, detail="修订的记录接不上或被改过")


def _case(
    company: Company,
    case_id: str,
    now: datetime,
    numbers: dict[str, list[str]],
    counts: Counter[str],
) -> list[Fault]:
    """Check one case as it stands at one instant, and take down the numbers it was given."""
    with gate(), transaction.atomic():
        case = Case.objects.select_for_update().get(id=case_id)
        chain = log.sealed(case_id)
        events = [link.event for link in chain]
        found = list(_chain(case, chain))
        found += () if case.unjudged else _rows(case, events, company, now)
    counts["cases"] += 1
    counts["unjudged"] += case.unjudged
    counts["events"] += len(events)
    for event in events:
        if event.kind == Kind.ISSUED and event.data.get("series"):
            numbers[event.data["series"]].append(event.data["number"])
            counts["papers"] += 1
    return found


def _chain(case: Case, chain: list[Sealed]) -> Iterator[Fault]:
    for finding in verify_chain(chain):
        yield Fault(
            what=str(finding.fault), where=f"{case.id}#{finding.seq}", detail=finding.detail
        )
    if chain and chain[-1].hash != case.head:
        yield Fault(what="head", where=case.id, detail="案件记下的末端与日志不符")


def _rows(case: Case, events: list[Event], company: Company, now: datetime) -> Iterator[Fault]:
    """The stored rows must be what the fold says, and every breach that is due must have its receipt."""
    book = system(company, now).book
    if not events:
        yield Fault(what="empty", where=case.id, detail="案件没有日志")
        return
    fold = Fold(book.of_edition(case.edition), book.by_name).run(events)
    wanted = {i.id: _said(projection.values(i)) for i in fold.state.instances.values()}
    rows = DutyRow.objects.filter(case=case).values("instance", *TOLD)
    stored = {row["instance"]: _said(row) for row in rows}
    for instance in sorted(wanted.keys() | stored.keys()):
        if wanted.get(instance) != stored.get(instance):
            detail = f"应为 {wanted.get(instance)}，实为 {stored.get(instance)}"
            yield Fault(what="row", where=f"{case.id} {instance}", detail=detail)
    number = projection.number_of(fold.state, fold.compiled.spec.number)
    told = (case.stage or None, case.level or None, case.number, case.edition, case.lead_id)
    state = fold.state
    wanted_row = (state.stage, state.level, number, fold.rules.edition, state.lead)
    if (*told, case.late) != (*wanted_row, projection.was_late(state)):
        yield Fault(what="case", where=case.id, detail="编号、阶段、级别、版次或主件与日志不符")
    assessment = conclude(fold, events[-1].recorded)
    for owing in assessment.unreceipted:
        yield Fault(what="receipt", where=f"{case.id} {owing.id}", detail="逾期没有回执")


def _said(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in TOLD)


def _seals(company: Company, counts: Counter[str]) -> Iterator[Fault]:
    """Make every seal again from the log, in one pass over it; each must be what was kept."""
    previous = company_genesis(company.id)
    rows = CaseEvent.objects.filter(company=company).order_by("id")
    events = rows.values_list("id", "case_id", "hash").iterator()
    coming = next(events, None)
    found: dict[str, str] = {}
    for kept in CompanySeal.objects.filter(company=company).order_by("number"):
        while coming is not None and coming[0] <= kept.upto:
            _, case, found[case] = coming
            coming = next(events, None)
        made = seal_company(previous, kept.sealed_at, kept.upto, found, {})
        if (made.root, made.hash) != (kept.root, kept.hash):
            yield Fault(
                what="seal",
                where=str(kept.number),
                detail=f"封存 {kept.sealed_at} 以后，有案件的日志被删改",
            )
        previous = kept.hash
        counts["seals"] += 1


def _numbers(company: Company, numbers: dict[str, list[str]]) -> Iterator[Fault]:
    """Each series must be 1, 2, 3 … without a gap or a number twice."""
    last = dict(Series.objects.filter(company=company).values_list("key", "last"))
    for series in sorted(last.keys() | numbers.keys()):
        taken = numbers.get(series, [])
        if len(set(taken)) != len(taken):
            yield Fault(what="number", where=series, detail="同一号码用了两次")
        if len(taken) != last.get(series, 0):
            yield Fault(
                what="number",
                where=series,
                detail=f"取号 {last.get(series, 0)} 个，文书 {len(taken)} 份",
            )


def rebuild(company: Company, now: datetime) -> int:
    """Drop and rebuild the rows of every case of a company from its log; returns how many."""
    ids = list(Case.objects.filter(company=company).order_by("id").values_list("id", flat=True))
    for case_id in ids:
        _rebuild(company, case_id, now)
    return len(ids)


def _rebuild(company: Company, case_id: str, now: datetime) -> None:
    book = system(company, now).book
    with gate(), transaction.atomic():
        case = Case.objects.select_for_update().get(id=case_id)
        events = log.read(case_id)
        fold = Fold(book.of_edition(case.edition), book.by_name).run(events)
        assessment = conclude(fold, events[-1].recorded)
        stands = dict(DutyRow.objects.filter(case=case).values_list("instance", "bearer_person"))
        case.number = projection.number_of(fold.state, fold.compiled.spec.number)
        case.edition, case.unjudged = fold.rules.edition, False
        case.pack_id = book.by_number[case.edition].pack_id
        projection.apply_state(case, assessment)
        DutyRow.objects.filter(case=case).delete()
        kept = _kept(stands)
        projection.write(projection.changed_rows(case, {}, fold.state.instances.values(), kept))
        case.save()
        projection.write_named(case, fold.compiled)
        marks.keep(case, marks.of_case(case, fold.rules))
        metrics.keep(case, metrics.of_state(case.company_id, fold.rules, fold.state))


def _kept(stands: dict[str, str]) -> projection.StandIn:
    """Who stands in follows from people, not from the log, so a rebuild keeps what was found then."""
    return lambda instance: stands.get(instance.id, "")
