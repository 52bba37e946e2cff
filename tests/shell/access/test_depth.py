"""How deep somebody looks: covered, uncovered for a reason, through a reading that was allowed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from huiyin.cases import log
from huiyin.cases.access import Sight, access_case
from tests.shell.access.files import Office

Frozen = Callable[[datetime], Any]
OK, FORBIDDEN, NOT_FOUND = 200, 403, 404
PHONE = "13812345670"


def sight(office: Office, who: str, name: str) -> Sight:
    return access_case(office.world.caller(who, office.at()), office.cases[name].id)[1]


def test_everybody_sees_covered_data_and_the_purposes_are_those_of_the_pack(office: Office) -> None:
    receiver, operations = sight(office, "小李", "xuhui"), sight(office, "运营张", "xuhui")
    assert receiver == Sight(depth="masked", unmask=True, purposes=("投诉处理",))
    assert operations == Sight(depth="masked", unmask=False)
    assert sight(office, "审计员", "xuhui").purposes == ("合规检查", "责任追溯")


def test_no_page_of_a_case_shows_a_phone_or_a_name_in_full(office: Office, frozen: Frozen) -> None:
    case = office.cases["xuhui"]
    with frozen(office.at()):
        for who in ("小李", "运营张", "审计员", "总经理"):
            for verb, address in office.addresses(case):
                text = getattr(office.browser(who), verb)(address).content.decode()
                assert PHONE not in text, (who, address)
                assert "林女士" not in text, (who, address)


def test_uncovering_takes_a_reason_of_the_pack_and_is_itself_recorded(
    office: Office, frozen: Frozen
) -> None:
    case = office.cases["xuhui"]
    address = office.desk.url(f"cases/{case.id}/unmask/?what=register.phone")
    before = len(log.read(case.id))
    with frozen(office.at()):
        browser = office.browser("小李")
        assert PHONE not in browser.post(address, {"reason": "好奇"}).content.decode()
        assert PHONE not in browser.post(address).content.decode()
        assert len(log.read(case.id)) == before
        assert PHONE in browser.post(address, {"reason": "投诉处理"}).content.decode()
    last = [event for event in log.read(case.id) if event.kind == "unmasked"][-1]
    assert last.data["what"] == "register.phone"
    assert last.actor.person == office.world.persons["小李"]
    with frozen(office.at()):
        told = office.browser("审计员").get(office.desk.url("ledgers/access_log/")).content.decode()
    assert "投诉处理" in told
    assert "小李" in told


def test_who_has_no_right_to_uncover_does_not_and_nothing_is_recorded(
    office: Office, frozen: Frozen
) -> None:
    case = office.cases["xuhui"]
    address = office.desk.url(f"cases/{case.id}/unmask/?what=register.phone")
    before = len(log.read(case.id))
    with frozen(office.at()):
        answer = office.browser("运营张").post(address, {"reason": "投诉处理"})
    assert answer.status_code == FORBIDDEN
    assert PHONE not in answer.content.decode()
    assert len(log.read(case.id)) == before


def test_audit_reads_an_archived_complaint_only_while_its_reading_is_registered(
    office: Office, frozen: Frozen
) -> None:
    case = office.cases["archived"]
    page = office.desk.url(f"cases/{case.id}/")
    with frozen(office.at()):
        assert office.browser("审计员").get(page).status_code == NOT_FOUND
    form = {"purpose": "合规检查", "files": [case.number], "until": "2026-03-20T18:00"}
    office.open("审计员", "2026-03-20T10:01", "direct_reading", "read", form)
    with frozen(office.at("2026-03-20T10:05")):
        assert office.browser("审计员").get(page).status_code == OK
        assert office.browser("审计二").get(page).status_code == NOT_FOUND
        assert case.id in office.browser("审计员").get(office.desk.url("cases/")).content.decode()


def test_an_employee_who_asked_to_read_an_archive_waits_for_the_approval(
    office: Office, frozen: Frozen
) -> None:
    case = office.cases["archived"]
    form = {
        "purpose": "服务优化",
        "detail": "看漏水怎么处理的",
        "files": [case.number],
        "top_level": "一级",
        "carrier": "电子",
        "until": "2026-03-25T18:00",
        "promise": "承诺",
    }
    asked = office.open("财务赵", "2026-03-20T10:01", "reading", "apply", form)
    with frozen(office.at("2026-03-20T10:05")):
        browser = office.browser("财务赵")
        assert browser.get(office.desk.url(f"cases/{asked.id}/")).status_code == OK
        assert browser.get(office.desk.url(f"cases/{case.id}/")).status_code == NOT_FOUND


def test_who_must_handle_a_complaint_of_another_department_may_open_it(
    office: Office, frozen: Frozen
) -> None:
    case = office.play("to_finance", "review_cs")
    form = {
        "department": "财务部门",
        "recipient": "财务赵",
        "requirement": "核对退款",
        "limit": "2026-03-19T18:00",
    }
    page = office.desk.url(f"cases/{case.id}/")
    with frozen(office.at("2026-03-18T21:01")):
        assert office.browser("财务赵").get(page).status_code == NOT_FOUND
    office.act("客服小王", "2026-03-18T21:05", case, "route", form)
    with frozen(office.at("2026-03-18T21:10")):
        assert office.browser("财务赵").get(page).status_code == OK
        assert office.browser("采购钱").get(page).status_code == NOT_FOUND
