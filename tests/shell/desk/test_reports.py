"""Reports: drafted by the system, handed in by a person, read by whom they go to."""

import re
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction

from huiyin.cases.commands.acting import Doing, act
from huiyin.cases.models import Case, Opening
from huiyin.cases.schedules import _try as open_planned
from huiyin.cases.schedules import missing
from huiyin.channels.delivery import deliver
from huiyin.policy.pack import Pack
from huiyin.records.models import ReportCopy
from huiyin.reports.runs import covers, hand_in
from huiyin.worker import copy_reports
from tests.shell.cases.world import pack_in
from tests.shell.desk.office import PACKS, Desk, open_company

OK, NOT_FOUND = 200, 404
NEW_MONTH = "2026-02-02T09:00"


def pack_of(slug: str) -> Pack:
    return pack_in(PACKS / slug / "2026.1").pack


@pytest.fixture
def office(desk: Desk) -> Desk:
    """The stores on the first Monday of a new month: what the calendar calls for is open."""
    opened(desk, "cleaning", "collection")
    return desk


def opened(desk: Desk, *schedules: str, at: str = NEW_MONTH) -> None:
    caller = desk.world.caller("运营张", desk.at(at))
    for planned in list(missing(caller)):
        if planned.name in schedules:
            open_planned(caller, planned)


def read(desk: Desk, who: str, place: str, at: str = NEW_MONTH, language: str = "zh") -> str:
    with time_machine.travel(desk.at(at), tick=False):
        answer = desk.browser(who).get(desk.url(place), headers={"accept-language": language})
    assert answer.status_code == OK, place
    return str(answer.content.decode())


def status(desk: Desk, who: str, place: str, at: str = NEW_MONTH) -> int:
    with time_machine.travel(desk.at(at), tick=False):
        return int(desk.browser(who).get(desk.url(place)).status_code)


def case_of(desk: Desk) -> Case:
    """The case that hands in the report of January."""
    found = Opening.objects.get(schedule="cleaning", period="2026-02").case
    assert found is not None
    return found


def tidied(desk: Desk, at: str) -> Case:
    """The month's data are tidied and handed in."""
    case = case_of(desk)
    form = {"excluded": "0", "merged": "0", "formats": "已统一"}
    act(desk.world.caller("运营张", desk.at(at)), case.id, [Doing(step="tidy", form=form)])
    case.refresh_from_db()
    return case


def test_a_report_stands_there_with_its_period_its_limit_and_who_owes_it(office: Desk) -> None:
    page = read(office, "运营头", "reports/")
    assert "每月数据整理" in page
    assert "2026年1月" in page
    assert "草稿，待提交" in page


def test_whoever_makes_no_report_and_gets_none_finds_nothing(office: Desk) -> None:
    for who in ("小李", "徐店长", "财务赵", "老外"):
        assert status(office, who, "reports/") == NOT_FOUND, who
        assert status(office, who, "reports/monthly/") == NOT_FOUND, who
        assert "指标与报告" not in read(office, who, ""), who
    assert status(office, "总经理", "reports/monthly/") == NOT_FOUND  # it goes to operations only
    assert status(office, "总经理", "reports/weekly/") == OK


def test_the_draft_says_what_must_still_be_written_and_by_whom(office: Desk) -> None:
    page = read(office, "运营张", "reports/monthly/")
    assert "还要写" in page
    assert "运营部门" in page
    case = case_of(office)
    assert f"cases/{case.id}/?do=tidy" in page


def test_case_and_report_lead_to_each_other(office: Desk) -> None:
    case = case_of(office)
    page = read(office, "运营张", f"cases/{case.id}/")
    assert "本期报告草稿：每月数据整理" in page
    assert "reports/monthly/?period=2026-01" in page
    assert f"cases/{case.id}/" in read(office, "运营张", "reports/monthly/?period=2026-01")


def test_a_report_that_was_handed_in_says_by_whom_and_when(office: Desk) -> None:
    tidied(office, "2026-02-02T10:30")
    page = read(office, "运营头", "reports/monthly/", at="2026-02-03T09:00")
    assert "已提交" in page
    assert "运营张" in page
    assert "10:30" in page
    assert "编制人填写的" in page


def test_a_report_that_was_not_handed_in_in_time_is_overdue(office: Desk) -> None:
    assert "逾期未提交" in read(office, "运营头", "reports/", at="2026-03-20T09:00")


@pytest.mark.parametrize("period", ["2026-13", "x", "2031-01", "2026-Q1", "2026-1", "26-01"])
def test_a_period_that_is_none_is_not_found(office: Desk, period: str) -> None:
    assert status(office, "运营头", f"reports/monthly/?period={period}") == NOT_FOUND


def test_reports_speak_english(office: Desk) -> None:
    page = read(office, "运营头", "reports/monthly/", language="en")
    assert "January 2026" in page
    assert "Draft, to be handed in" in page


@pytest.mark.parametrize(
    ("slug", "report", "step"),
    [
        ("jubensha", "weekly", "confirm"),
        ("jubensha", "inspection", "report"),
        ("jubensha", "supervision", ""),
        ("general", "business", "business"),
        ("general", "compliance", "compliance"),
        ("cinema", "analysis", "submit"),
        ("bizcentre", "quarterly", "file"),
        ("robotics", "annual_evaluation", "submit"),
    ],
)
def test_the_step_that_hands_a_report_in_is_found_in_the_pack(
    slug: str, report: str, step: str
) -> None:
    assert hand_in(pack_of(slug), report) == step


@pytest.mark.parametrize(
    ("rhythm", "day", "due", "about"),
    [
        (
            "month",
            "2026-11-01",
            "2026-11-06",
            "2026-10",
        ),  # opened on the first, due some days later
        ("month", "2026-11-30", "2026-12-05", "2026-11"),  # opened on the last
        ("month", "2026-11-01", "2026-11-30", "2026-11"),  # opened on the first, due by the end
        ("week", "2026-11-16", "2026-11-22", "2026-W47"),
        ("quarter", "2026-12-29", "2026-12-29", "2026-Q4"),  # the last workday, held on it
        ("month", "2026-11-02", None, "2026-10"),
    ],
)
def test_a_report_is_about_the_period_that_is_over_when_it_falls_due(
    rhythm: Any, day: str, due: str | None, about: str
) -> None:
    on = datetime.fromisoformat(day).date()
    until = datetime.fromisoformat(due).date() if due else None
    assert covers(rhythm, on, until).name == about


def test_a_section_of_a_ledger_and_one_of_text_stand_in_the_report(db: None) -> None:
    desk = open_company("cinema")
    page = read(desk, "客服何", "reports/analysis/", at="2026-03-20T09:00")
    assert "整改不彻底的原因" in page
    assert "本期没有这样的记录" in page
    assert "这一期的案件还没有开出" in page


def quarter(desk: Desk) -> Case:
    """The analysis of the first quarter, opened on the first of April, handed in the next day."""
    for _number in range(2):
        desk.player.case = None
        desk.play("register")
    opened(desk, "analysis", at="2026-04-01T09:00")
    case = Opening.objects.get(schedule="analysis", period="2026-Q2").case
    assert case is not None
    form: dict[str, Any] = dict.fromkeys(
        ("trend", "shares", "spots", "on_time", "satisfaction"), "见报告"
    )
    form |= {"again": "0", "measures": [{"spot": "徐汇", "kind": "员工培训", "what": "补训前台"}]}
    caller = desk.world.caller("运营张", desk.at("2026-04-02T10:00"))
    act(caller, case.id, [Doing(step="submit", form=form)])
    while deliver(desk.at("2026-04-02T10:01")):
        pass
    return case


def test_what_was_handed_in_does_not_change_when_the_log_goes_on(desk: Desk) -> None:
    quarter(desk)
    page = "reports/quarterly/?period=2026-Q1"
    assert "不是提交时的数" in read(desk, "总经理", page, at="2026-04-02T10:01")
    assert copy_reports(desk.at("2026-04-02T10:02")) == 1
    assert copy_reports(desk.at("2026-04-02T10:03")) == 0
    desk.player.case = None
    desk.play("register")  # recorded late: it belongs to March as well
    while deliver(desk.at("2026-04-02T10:04")):
        pass
    text = read(desk, "总经理", page, at="2026-04-02T10:05")
    assert "提交时的数" in text
    assert "不是提交时的数" not in text
    assert figures(text)[0] == "2"
    assert "立案 2 件" in text
    now = read(desk, "总经理", "figures/volume/?period=2026-Q1", at="2026-04-02T10:05")
    assert figures(now)[0] == "3"


def figures(page: str) -> list[str]:
    return re.findall(r'<b class="figure-value">([^<]+)', page)


def test_a_copy_can_neither_be_changed_nor_deleted(desk: Desk) -> None:
    quarter(desk)
    copy_reports(desk.at("2026-04-02T10:02"))
    copies = ReportCopy.objects.all()
    for change in (lambda: copies.update(body="{}"), copies.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert copies.count() == 1


def test_a_copy_holds_no_personal_data(desk: Desk) -> None:
    quarter(desk)
    copy_reports(desk.at("2026-04-02T10:02"))
    body = ReportCopy.objects.get().body
    for word in ("林女士", "13812345670", "见报告", "补训前台"):
        assert word not in body
