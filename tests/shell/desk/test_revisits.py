"""The revisit desk: who calls whom, what a try leaves behind, what the customer says himself."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.cases import log
from huiyin.cases.calls import calls_of
from huiyin.cases.commands.acting import Doing, act
from huiyin.cases.links import sent, token_of
from huiyin.cases.models import Case
from huiyin.channels.delivery import deliver
from tests.shell.desk.office import PACK, PASSWORD, Desk, open_desk

Frozen = Callable[[datetime], Any]
OK, FOUND, FORBIDDEN, UNPROCESSABLE = 200, 302, 403, 422
CINEMA = PACK.parents[1] / "cinema" / "2026.1"
MORNING = "2026-03-05T09:30"
TALKED = {
    "outcome": "客户认可",
    "way": "电话",
    "reached": "是",
    "script": "v1",
    "steps": [
        "说明身份和来意",
        "核对整改内容",
        "询问整改效果",
        "听取意见",
        "请客户评分",
        "说明后续安排",
    ],
    "works": "有效果",
    "feedback": "这回不偏了",
    "score": "5",
    "tags": ["无需改进"],
    "password": PASSWORD,
    "back": "revisits",
}
MISSED = {"outcome": "未联系到", "reached": "否", "way": "电话", "back": "revisits"}


@pytest.fixture
def office(db: None) -> Desk:
    return open_desk(CINEMA, "10_own_answer")


def words(answer: Any) -> str:
    """What a page says, without marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def seen(office: Desk, case: Case, browser: Client) -> Mapping[str, str]:
    """The hidden facts that a form carries, as the page holds them now."""
    text = browser.get(office.url(f"revisits/?case={case.id}&step=revisit")).content.decode()
    return dict(re.findall(r'type="hidden" name="(seen|round)" value="(\d+)"', text))


def do(office: Desk, case: Case, browser: Client, step: str = "revisit", **form: Any) -> Any:
    return browser.post(office.url(f"cases/{case.id}/do/{step}/"), form)


def test_a_customer_whose_matter_was_accepted_waits_on_the_list_with_script_and_consequences(
    office: Desk, frozen: Frozen
) -> None:
    case = office.play("accept")
    with frozen(office.at(MORNING)):
        text = words(office.browser("客服何").get(office.url("revisits/")))
    assert case.number in text
    assert "今天应回访 0 位，共 1 位在等" in text
    assert "您反映的是：投影偏色。我们已经完成整改：已校色。" in text
    assert "陈*生您好" in text
    assert "保存后会发生" in text
    assert "这是第 2 轮" in text
    assert "协调责任部门制定二次整改方案" in text


def test_who_put_it_right_never_calls_on_the_customer(office: Desk, frozen: Frozen) -> None:
    case = office.play("accept")
    browser = office.browser("技工张")
    with frozen(office.at(MORNING)):
        listed = words(browser.get(office.url("revisits/")))
        opened = words(browser.get(office.url(f"revisits/?case={case.id}&step=revisit")))
        refused = do(office, case, browser, **TALKED)
    assert case.number not in listed
    assert (
        "“结果回访”应由他人办理，技工张已办过“提交整改方案、完成一项整改措施、报告整改完成”"
        in opened
    )
    assert "保存回访" not in opened
    assert refused.status_code == FORBIDDEN


def test_an_outsider_finds_no_customer_here(office: Desk, frozen: Frozen) -> None:
    case = office.play("accept")
    with frozen(office.at(MORNING)):
        answer = office.browser("访客").get(office.url("revisits/"))
        other = office.browser("店员郑").get(office.url(f"revisits/?case={case.id}&step=revisit"))
    assert case.number not in answer.content.decode()
    assert case.number not in other.content.decode()


def test_a_try_that_reached_nobody_is_a_row_with_the_next_moment_and_no_signature(
    office: Desk, frozen: Frozen
) -> None:
    case = office.play("accept")
    browser = office.browser("客服何")
    with frozen(office.at(MORNING)):
        done = do(office, case, browser, **MISSED, next_try="2026-03-05T15:00")
        text = words(browser.get(done.headers["Location"]))
    assert done.status_code == FOUND
    case.refresh_from_db()
    assert case.stage == "回访"
    spec = office.world.pack.procedures["complaint"]
    tries = calls_of(spec, "revisit", log.read(case.id)).tries
    assert [(one.reached, one.next) for one in tries] == [(False, "2026-03-05T15:00")]
    assert "约 今天 15:00" in text
    assert "1 次没有联系上" in text
    assert "满 3 次以后可以“公司管理层决定特殊结束”，不算满意" in text


def test_a_try_without_the_next_moment_comes_back_with_what_was_typed(
    office: Desk, frozen: Frozen
) -> None:
    case = office.play("accept")
    with frozen(office.at(MORNING)):
        answer = do(office, case, office.browser("客服何"), **MISSED)
    assert answer.status_code == UNPROCESSABLE
    assert "“下次联系时间”未填" in words(answer)
    assert '<details class="card-body call-tried" open' in answer.content.decode()


def test_a_talk_is_saved_signed_and_leads_back_to_the_list(office: Desk, frozen: Frozen) -> None:
    case = office.play("accept")
    browser = office.browser("客服何")
    with frozen(office.at(MORNING)):
        unsigned = do(office, case, browser, **{**TALKED, "password": "x"})
        done = do(office, case, browser, **TALKED)
        text = words(browser.get(done.headers["Location"]))
    assert unsigned.status_code == UNPROCESSABLE
    assert "密码不对" in words(unsigned)
    assert "已记录：结果回访，按时" in text
    case.refresh_from_db()
    assert case.stage == "客户认可"


def test_a_low_score_wants_its_reason(office: Desk, frozen: Frozen) -> None:
    case = office.play("accept")
    with frozen(office.at(MORNING)):
        answer = do(office, case, office.browser("客服何"), **{**TALKED, "score": "2"})
    assert answer.status_code == UNPROCESSABLE
    assert "“评分低的原因”未填" in words(answer)
    assert "这回不偏了" in words(answer)


def test_a_record_of_an_earlier_round_is_refused_and_nothing_typed_is_lost(
    office: Desk, frozen: Frozen
) -> None:
    case = office.play("accept")
    browser, world = office.browser("客服何"), office.world
    with frozen(office.at(MORNING)):
        held = seen(office, case, browser)
    at = office.at("2026-03-05T10:00")
    act(world.caller("customer", at), case.id, [Doing(step="not_solved", form={"text": "还偏"})])
    second_round(office, case)
    with frozen(office.at("2026-03-09T10:00")):
        answer = do(office, case, office.browser("客服吴"), **TALKED, **held)
    assert answer.status_code == FORBIDDEN
    assert "“结果回访”是第 1 轮的，现在是第 2 轮，请按现在的情况重新办理" in words(answer)
    assert "这回不偏了" in words(answer)
    case.refresh_from_db()
    assert case.stage == "回访"


def second_round(office: Desk, case: Case) -> None:
    """Plan, approve, do and accept the second putting right."""
    measure = {"no": "1", "what": "换光机", "person": "技工张", "executor": "内部"}
    plan = {
        "outcome": "二次整改",
        "analysis": "光机老化",
        "measures": [{**measure, "due": "2026-03-06T12:00"}],
        "materials": "光机",
        "people": "张",
        "technique": "不需要",
        "resources": "不需要",
        "contains": ["均不涉及"],
        "new_limit": "2026-03-06T18:00",
    }
    tracked = office.lines[[line.get("do") for line in office.lines].index("track")]["with"]
    office.player.case = case
    office.player.play(
        [
            {"at": "2026-03-05T11:00", "who": "技工张", "do": "plan", "with": plan},
            {
                "at": "2026-03-05T12:00",
                "who": "客服吴",
                "sign": "plan",
                "with": {"decision": "同意"},
            },
            {
                "at": "2026-03-05T13:00",
                "who": "质检赵",
                "sign": "plan",
                "with": {"decision": "同意"},
            },
            {"at": "2026-03-05T14:00", "who": "经理", "sign": "plan", "with": {"decision": "同意"}},
            {"at": "2026-03-05T15:00", "who": "技工张", "do": "begin"},
            {"at": "2026-03-05T15:30", "who": "客服吴", "do": "track", "with": tracked},
            {
                "at": "2026-03-06T11:00",
                "who": "技工张",
                "do": "measure_done",
                "with": {"row": "1", "done_at": "2026-03-06T10:00", "present": "张", "proof": "x"},
            },
            {
                "at": "2026-03-06T12:00",
                "who": "技工张",
                "do": "done",
                "with": {"summary": "换光机", "finished": "2026-03-06T11:00", "proof": "报告"},
            },
            {
                "at": "2026-03-06T16:00",
                "who": "质检赵",
                "do": "accept",
                "with": {"outcome": "合格", "way": "现场核查", "checked": "合格", "standard": "v1"},
            },
        ]
    )


def test_the_second_round_is_counted_where_everybody_sees_it(office: Desk, frozen: Frozen) -> None:
    case = office.play("accept")
    at = office.at("2026-03-05T10:00")
    act(
        office.world.caller("customer", at),
        case.id,
        [Doing(step="not_solved", form={"text": "还偏"})],
    )
    second_round(office, case)
    with frozen(office.at("2026-03-09T10:00")):
        text = words(office.browser("客服何").get(office.url("revisits/")))
    assert "第 2 轮" in text
    assert "现在是第 2 轮" in text


def test_a_link_opens_the_case_for_whoever_holds_it_until_a_newer_one_is_sent(
    office: Desk, frozen: Frozen
) -> None:
    case = office.play("accept")
    browser, phone = office.browser("客服何"), Client()
    with frozen(office.at(MORNING)):
        do(office, case, browser, "send_link", back="revisits", back_step="revisit")
        event = sent(log.read(case.id), ["send_link"])
        assert event is not None
        page = browser.get(office.url(f"revisits/?case={case.id}&step=revisit"))
        first = f"/p/cinema/link/{token_of(case, event.seq)}/"
        assert first in page.content.decode()
        opened = phone.get(first, follow=True)
        assert "整改以后的效果" in words(opened)
        assert "品质部" not in words(opened)
        do(office, case, browser, "send_link", back="revisits", back_step="revisit")
        assert "没有找到" in words(Client().get(first))
        assert phone.get(first[:-2] + "x/").status_code != OK


def test_what_the_customer_answered_stands_beside_the_record_and_differences_are_flagged(
    office: Desk, frozen: Frozen
) -> None:
    case = office.play("own_answer")
    browser = office.browser("客服何")
    with frozen(office.at("2026-03-06T09:00")):
        before = words(browser.get(office.url("revisits/")))
        refused = do(office, case, browser, **TALKED)
        do(office, case, browser, **TALKED, score_why="上门再校后改评")
        after = words(browser.get(office.url(f"revisits/?case={case.id}&step=revisit")))
    assert "顾客已自己回答，请核对" in before
    assert refused.status_code == UNPROCESSABLE
    assert "“整改效果”与“整改效果怎么样”不一致" in words(refused)
    assert "2 处不一致" in after


def test_the_desk_costs_the_same_however_many_wait(office: Desk, frozen: Frozen) -> None:
    browser = office.browser("客服何")
    office.play("accept")
    one = _queries(office, frozen, browser)
    for _ in range(3):
        office.player.case = None
        office.play("accept")
    assert _queries(office, frozen, browser) == one


def _queries(office: Desk, frozen: Frozen, browser: Client) -> int:
    with frozen(office.at(MORNING)):
        browser.get(office.url("revisits/"))  # what is kept in memory is read once
        with CaptureQueriesContext(connection) as seen_queries:
            assert browser.get(office.url("revisits/")).status_code == OK
    return len(seen_queries)


def test_a_link_that_reaches_nobody_is_asked_in_the_call_which_settles_it(
    office: Desk, frozen: Frozen
) -> None:
    case = office.play("accept")

    def to_tell(moment: str) -> str:
        with frozen(office.at(moment)):
            while deliver(office.at(moment)):
                pass
            return str(office.browser("客服何").get(office.url("tell/")).content.decode())

    with frozen(office.at(MORNING)):
        browser = office.browser("客服何")
        do(office, case, browser, "send_link", back="revisits", back_step="revisit")
    page = to_tell("2026-03-05T09:40")
    assert "请告诉我们效果怎么样" in page
    assert f"revisits/?case={case.id}&amp;step=revisit" in page
    assert "链接到不了顾客手里" in page
    with frozen(office.at("2026-03-05T09:45")):
        do(office, case, office.browser("客服何"), **MISSED, next_try="2026-03-05T15:00")
    assert "请告诉我们效果怎么样" in to_tell("2026-03-05T09:50"), "nobody was reached"
    with frozen(office.at("2026-03-05T09:55")):
        do(office, case, office.browser("客服何"), **TALKED)
    assert "请告诉我们效果怎么样" not in to_tell("2026-03-05T10:00")


def test_a_customer_who_answered_the_link_need_not_be_called_about_it(
    office: Desk, frozen: Frozen
) -> None:
    case = office.play("accept")
    browser = office.browser("客服何")
    with frozen(office.at(MORNING)):
        do(office, case, browser, "send_link", back="revisits", back_step="revisit")
        form = {"works": "有效果", "score": "5"}
        customer = office.world.caller("customer", office.at("2026-03-05T09:35"))
        act(customer, case.id, [Doing(step="own_answer", form=form)])
        while deliver(office.at("2026-03-05T09:40")):
            pass
        page = browser.get(office.url("tell/")).content.decode()
    assert "请告诉我们效果怎么样" not in page
