"""What happened stays: breaches survive everything that comes after, and tampering is found."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import connection

from huiyin.cases.models import Case, DutyRow, Series
from huiyin.cases.sealing import rebuild, seal, verify
from huiyin.cases.sweep import sweep
from huiyin.policies.commands import set_parameters
from tests.shell.access.files import Office

LATER = "2026-03-21T10:00"


def unguarded(office: Office, statement: str, *values: str | int) -> None:
    """Change the database as somebody with its password can, past its triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in ("cases_caseevent", "cases_companyseal"):
                for verb in ("UPDATE", "DELETE"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in ("cases_caseevent", "cases_companyseal"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
        cursor.execute(statement, values)


def faults(office: Office) -> set[str]:
    return {fault.what for fault in verify(office.world.company, office.at(LATER))}


def breaches(cases: Iterable[Case]) -> set[tuple[str, str, object, object]]:
    rows = DutyRow.objects.filter(case__in=list(cases), breach_at__isnull=False)
    return set(rows.values_list("case_id", "instance", "breach_limit", "breach_at"))


def test_a_breach_survives_late_work_rebuilding_and_new_parameters(office: Office) -> None:
    case = office.cases["xuhui"]
    sweep(office.at("2026-03-19T10:00"))
    late = breaches([case])
    assert late
    check = next(line for line in office.desk.lines if line.get("do") == "verify")
    office.act("小李", "2026-03-19T11:00", case, "verify", check["with"])
    cause = next(line for line in office.desk.lines if line.get("do") == "classify")
    office.act("小李", "2026-03-19T11:05", case, "classify", cause["with"])
    level = next(line for line in office.desk.lines if line.get("do") == "propose")
    office.act("小李", "2026-03-19T11:10", case, "propose", level["with"])
    graded = {"level": "一级", "basis": "五项都符合"}
    office.act("徐店长", "2026-03-19T11:20", case, "grade_1", graded)
    assert late <= breaches([case])
    moment = office.at("2026-03-19T12:00")
    set_parameters(
        office.world.company,
        office.world.pack.pack,
        {"grade_limit": "48", "ack_limit": "96"},
        effective=moment.date(),
        by="system",
        at=moment,
    )
    office.world.company.refresh_from_db()
    sweep(office.at("2026-03-19T13:00"))
    assert late <= breaches([case])
    before = breaches(office.cases.values())
    rebuild(office.world.company, office.at("2026-03-19T13:00"))
    assert breaches(office.cases.values()) == before
    assert faults(office) == set()


def test_each_breach_has_exactly_one_receipt_however_often_one_looks(office: Office) -> None:
    for hour in (9, 9, 10, 11):
        sweep(office.at(f"2026-03-19T{hour:02}:00"))
    for case in office.cases.values():
        told = [e.body for e in case.events.filter(kind="breached")]
        assert len(told) == DutyRow.objects.filter(case=case, breach_at__isnull=False).count()


def test_an_untouched_company_has_no_faults(office: Office) -> None:
    seal(office.world.company, office.at())
    assert faults(office) == set()


def test_a_changed_event_is_found(office: Office) -> None:
    case = office.cases["xuhui"]
    seal(office.world.company, office.at())
    statement = "UPDATE cases_caseevent SET body = replace(body, %s, %s) WHERE case_id = %s"
    unguarded(office, statement, "2026-03-18T11:03", "2026-03-18T11:01", case.id)
    assert faults(office)


def test_a_removed_event_is_found(office: Office) -> None:
    case = office.cases["jingan"]
    seal(office.world.company, office.at())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_outbox")
    statement = "DELETE FROM cases_caseevent WHERE case_id = %s AND seq = %s"
    unguarded(office, statement, case.id, case.seq)
    assert {"seal", "head"} <= faults(office)


def test_a_changed_seal_is_found(office: Office) -> None:
    seal(office.world.company, office.at())
    seal(office.world.company, office.at() + timedelta(hours=1))
    unguarded(office, "UPDATE cases_companyseal SET root = %s WHERE number = 1", "0" * 64)
    assert "seal" in faults(office)


def test_a_duty_row_made_to_look_in_time_is_found_and_rebuilt(office: Office) -> None:
    sweep(office.at("2026-03-19T10:00"))
    row = DutyRow.objects.filter(breach_at__isnull=False).first()
    assert row is not None
    DutyRow.objects.filter(pk=row.pk).update(breach_at=None, breach_limit=None)
    assert "row" in faults(office)
    rebuild(office.world.company, office.at(LATER))
    assert faults(office) == set()


def test_a_changed_number_or_counter_is_found(office: Office) -> None:
    case = office.cases["xuhui"]
    number = case.number
    Case._base_manager.filter(id=case.id).update(number="徐汇店-电子-2026-9999")
    assert "case" in faults(office)
    Case._base_manager.filter(id=case.id).update(number=number)
    series = Series.objects.filter(last__gt=0).first()
    assert series is not None
    Series.objects.filter(pk=series.pk).update(last=series.last + 1)
    assert "number" in faults(office)


def test_after_a_void_the_case_bears_the_number_of_the_paper_that_holds(office: Office) -> None:
    case = office.cases["xuhui"]
    first = case.number
    case = office.act("小李", "2026-03-18T19:30", case, "spoil", {"reason": "写坏"})
    assert case.number == first
    case = office.act("小李", "2026-03-18T19:31", case, "reissue", {"replaces": first})
    assert case.number != first
    rebuild(office.world.company, office.at())
    assert Case._base_manager.get(id=case.id).number == case.number
    assert faults(office) == set()
