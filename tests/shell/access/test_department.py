"""One department holds every complaint; others see what they take part in, and every look is told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from huiyin.cases import log
from huiyin.cases.access import visible
from huiyin.cases.episodes import look
from tests.shell.access.department import PHONE, Department
from tests.shell.worker.rounds import deliver_all

Frozen = Callable[[datetime], Any]
OK, FORBIDDEN, NOT_FOUND = 200, 403, 404
INSIDE = ("专员王", "主管乙", "总监")
OUTSIDE = ("销售员", "市场员", "财务员", "过路人")


@pytest.mark.proves("general", "1.1.i")
def test_a_department_that_takes_part_sees_that_case_and_no_other(
    department: Department, frozen: Frozen
) -> None:
    shared, other = department.shared(), department.complaint(who="专员王")
    with frozen(department.at()):
        browser = department.browser("技术员")
        page = browser.get(department.page(shared))
        assert page.status_code == OK
        told = page.content.decode()
        assert "换主板" in told
        assert "跨部门协调审批" in told
        assert browser.get(department.page(other)).status_code == NOT_FOUND
        listed = browser.get(department.desk.url("cases/")).content.decode()
    assert shared.id in listed
    assert other.id not in listed


@pytest.mark.proves("general", "3.2.c", "6.1.c")
def test_the_whole_department_reads_a_colleague_s_case_and_nobody_outside_it(
    department: Department, frozen: Frozen
) -> None:
    case = department.complaint()
    with frozen(department.at()):
        for who in INSIDE:
            assert department.browser(who).get(department.page(case)).status_code == OK, who
        for who in OUTSIDE:
            browser = department.browser(who)
            assert browser.get(department.page(case)).status_code == NOT_FOUND, who
            for rest in ("papers/1/", "unmask/?what=receive.phone", "do/respond/"):
                address = f"{department.page(case)}{rest}"
                assert browser.post(address).status_code == NOT_FOUND, (who, rest)


@pytest.mark.proves("general", "3.2.e", "6.1.b")
def test_the_director_reads_in_full_who_did_not_handle_it_does_not_and_every_look_is_told(
    department: Department, frozen: Frozen
) -> None:
    case = department.complaint()
    address = f"{department.page(case)}unmask/?what=receive.phone"
    before = len(log.read(case.id))
    with frozen(department.at()):
        for who in ("专员王", "专员李", "总监"):
            assert PHONE not in department.browser(who).get(department.page(case)).content.decode()
        stranger = department.browser("专员王").post(address, {"reason": "联系客户"})
        assert stranger.status_code == FORBIDDEN
        assert PHONE not in stranger.content.decode()
        assert len(log.read(case.id)) == before
        for who, reason in (("专员李", "联系客户"), ("总监", "监督")):
            answer = department.browser(who).post(address, {"reason": reason})
            assert PHONE in answer.content.decode(), who
        looks = [event.actor.person for event in log.read(case.id) if event.kind == "unmasked"]
        assert looks == [department.world.persons[who] for who in ("专员李", "总监")]
        told = department.browser("总监").get(department.desk.url("ledgers/access_log/"))
        for said in ("专员李", "联系客户", "监督"):
            assert said in told.content.decode()
        place = department.desk.url("ledgers/access_log/")
        hidden = department.browser("专员李").get(place, follow=True)
    assert "查看完整信息的记录" not in hidden.content.decode()


@pytest.mark.proves("general", "0.m")
def test_the_fifth_complaint_about_one_product_and_cause_points_at_the_weak_spot_by_itself(
    department: Department,
) -> None:
    kind = {"category": "产品问题", "cause": "产品故障", "product": "甲型"}
    now = department.at("2026-03-06T09:00")

    def found() -> list[str]:
        deliver_all(now)
        while look(now):
            pass
        rows = visible(department.world.caller("总监", now)).filter(procedure="improvement")
        return [row.id for row in rows]

    cases = [department.complaint(**kind) for _ in range(4)]
    department.complaint(**kind | {"product": "乙型"})
    assert found() == []
    cases.append(department.complaint(**kind))
    (weak,) = found()
    opened = log.read(weak)[0]
    assert sorted(opened.data["because"]["cases"]) == sorted(case.id for case in cases)
    assert opened.recorded - cases[-1].opened_at < timedelta(days=1)
