"""Tracking: who must be tracked today, what was missed, what is entered in place and reported upward."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases import log
from huiyin.cases.access import visible
from huiyin.cases.models import Case, DutyRow
from huiyin.cases.sweep import sweep
from huiyin.channels.delivery import deliver

if TYPE_CHECKING:
    from tests.shell.desk.office import Desk

Frozen = Callable[[datetime], Any]
OK, FOUND, UNPROCESSABLE = 200, 302, 422

NINE = {
    "outcome": "正常推进",
    "by_plan": "是",
    "material": "到位",
    "people": "到位",
    "technique": "到位",
    "effect": "符合预期",
    "adjust": "否",
    "told": "否",
    "answered": "客户没有疑问",
    "objection": "无异议",
    "progress": "40",
}
MAJOR = {"level": "重大投诉", "criteria": "客户群体性反馈", "grader": "经理"}
GENERAL = {"level": "一般投诉", "criteria": "小范围参数调试", "grader": "客服何"}


@pytest.fixture
def studio(db: None) -> "Desk":
    from tests.shell.desk.office import open_company  # noqa: PLC0415

    return open_company("cinema")


def rectifying(
    studio: "Desk", words: Mapping[str, str] = GENERAL, problem: str = "投影偏色"
) -> Case:
    """A complaint under rectification since Monday 2 March 2026, in the first store."""
    intake = {"channel": "电话投诉", "received": "2026-03-02T07:55", "caller": "号码未显示"}
    person = {"name": "陈先生", "phone": "13800000000", "problem": problem, "store": "一号店"}
    judged = {"outcome": "有效", "type": "影音效果不达标", "line": "售后增值服务"}
    assigned = {"cause": ["其他成因"], "department": "门店", "owner": "技工张"}
    lines: list[Mapping[str, Any]] = [
        {"at": "2026-03-02T08:00", "who": "客服何", "do": "register", "with": intake | person},
        {
            "at": "2026-03-02T08:03",
            "who": "客服何",
            "do": "judge",
            "with": judged | {"criteria": [words["criteria"]]},
        },
        {
            "at": "2026-03-02T08:05",
            "who": "客服何",
            "do": "assign",
            "with": assigned | {"conflict": "否", "outside": "无"},
        },
        {
            "at": "2026-03-02T08:10",
            "who": words["grader"],
            "do": "grade",
            "with": {"level": words["level"], "basis": "按级别情形"},
        },
    ]
    studio.player.case = None
    return studio.player.play(lines)


def track(studio: "Desk", at: str, **said: str) -> Case:
    line = {"at": at, "who": "客服何", "do": "track", "with": NINE | said}
    return studio.player.play([line])


def acts(case: Case) -> list[Mapping[str, Any]]:
    return [event.data for event in log.read(case.id) if event.kind == "acted"]


def opened(studio: "Desk", procedure: str) -> list[Case]:
    """The cases of a procedure, as the management sees them."""
    caller = studio.world.caller("经理", studio.at("2026-03-20T08:00"))
    return list(visible(caller).filter(procedure=procedure))


def elapse(studio: "Desk", until: str) -> None:
    """Let the background work run until a moment."""
    now = studio.at(until)
    while sweep(now):
        pass
    while deliver(now):
        pass


def read(studio: "Desk", frozen: Frozen, who: str, at: str, rest: str = "tracking/") -> str:
    with frozen(studio.at(at)):
        answer = studio.browser(who).get(studio.url(rest), follow=True)
    assert answer.status_code == OK
    text: str = answer.content.decode()
    return text


def test_the_desk_says_who_must_be_tracked_today_and_which_days_were_missed(
    studio: "Desk", frozen: Frozen
) -> None:
    case = rectifying(studio)
    track(studio, "2026-03-03T10:00")
    elapse(studio, "2026-03-05T08:00")
    text = read(studio, frozen, "客服何", "2026-03-05T09:00")
    assert case.number in text
    assert "今天要跟踪 1 件，已做 0 件" in text
    assert "3月3日 周二 按时" in text
    assert "3月4日 周三 漏了" in text
    assert "今天 今天该做" in text
    stores, bearers = text.partition('id="stores"')[2].split('id="bearers"')
    assert "一号店" in stores
    assert "漏 1 / 1" in stores
    assert "客服部" in bearers
    assert "漏 1 / 1" in bearers


def test_what_is_tracked_in_time_is_done_for_today(studio: "Desk", frozen: Frozen) -> None:
    rectifying(studio)
    track(studio, "2026-03-03T10:00")
    text = read(studio, frozen, "客服何", "2026-03-03T11:00")
    assert "今天要跟踪 1 件，已做 1 件" in text
    assert "今天不用，下次 3月4日 周三 24:00" in text


def test_the_questions_are_answered_in_place_with_the_earlier_answers_beside(
    studio: "Desk", frozen: Frozen
) -> None:
    case = rectifying(studio)
    track(studio, "2026-03-03T10:00")
    with frozen(studio.at("2026-03-04T09:00")):
        browser = studio.browser("客服吴")
        page = browser.get(studio.url(f"tracking/?case={case.id}")).content.decode()
        assert "措施落实" in page
        assert "效果验证" in page
        assert "客户沟通" in page
        assert page.index("以前的记录") > page.index('name="progress"')
        given = NINE | {"progress": "70", "back": "tracking", "once": "01M7MV596WYPY86KJX05DJKG01"}
        answer = browser.post(studio.url(f"cases/{case.id}/do/track/"), given)
        assert answer.status_code == FOUND
        assert "/tracking/" in answer.headers["location"]
        after = browser.get(answer.headers["location"]).content.decode()
    assert "已记录：跟踪整改，按时" in after
    assert DutyRow.objects.filter(case=case, kind="cadence", state="done").count() == 2
    last = acts(case)[-1]
    assert (last["step"], last["form"]["progress"]) == ("track", "70")


def test_an_unanswered_question_comes_back_on_the_same_page_with_what_was_typed(
    studio: "Desk", frozen: Frozen
) -> None:
    case = rectifying(studio)
    given = {k: v for k, v in NINE.items() if k != "adjust"} | {
        "back": "tracking",
        "progress": "33",
    }
    with frozen(studio.at("2026-03-03T09:00")):
        answer = studio.browser("客服何").post(studio.url(f"cases/{case.id}/do/track/"), given)
    text = answer.content.decode()
    assert answer.status_code == UNPROCESSABLE
    assert "督办阶梯" in text
    assert "“方案需要调整”未填" in text
    assert 'value="33"' in text


def test_who_may_not_track_is_told_who_can(studio: "Desk", frozen: Frozen) -> None:
    case = rectifying(studio)
    text = read(studio, frozen, "质检赵", "2026-03-03T09:00", f"tracking/?case={case.id}")
    assert "质检赵无权“跟踪整改”，须客服部" in text
    assert 'action="/c/cinema/cases' not in text


def test_an_outsider_sees_no_case_on_any_of_the_pages(studio: "Desk", frozen: Frozen) -> None:
    case = rectifying(studio)
    elapse(studio, "2026-03-06T08:00")
    with frozen(studio.at("2026-03-06T09:00")):
        outsider = studio.browser("访客")
        for place in ("tracking/", "tracking/notices/", "tracking/reports/"):
            text = outsider.get(studio.url(place)).content.decode()
            assert case.number not in text
            assert "一号店" not in text


def test_a_report_upward_is_drafted_with_figures_and_sent_by_a_person(
    studio: "Desk", frozen: Frozen
) -> None:
    case = rectifying(studio, MAJOR)
    track(studio, "2026-03-03T10:00", progress="20")
    told = {
        "at": "2026-03-03T11:00",
        "who": "客服何",
        "do": "report_up",
        "with": {"text": "已开工"},
    }
    studio.player.play([told])
    track(studio, "2026-03-04T10:00", progress="35", people="未到位", shortage="缺一名电工")
    with frozen(studio.at("2026-03-04T16:00")):
        browser = studio.browser("客服何")
        page = browser.get(studio.url("tracking/reports/")).content.decode()
        draft = page.partition("<textarea")[2].partition("</textarea>")[0]
        assert case.number in draft
        assert "进度 35%，上次上报 20%" in draft
        assert "本期跟踪整改 1 次" in draft
        assert "人员 未到位" in draft
        assert "缺一名电工" in draft
        given = {"text": "进度三成半，缺一名电工，明天到岗。", "back": "upward"}
        answer = browser.post(studio.url(f"cases/{case.id}/do/report_up/"), given)
        assert answer.status_code == FOUND
        after = browser.get(answer.headers["location"]).content.decode()
    assert "已上报 1 份" in after
    assert "已记录：向公司管理层上报跟踪情况，按时" in after
    assert acts(case)[-1]["step"] == "report_up"


def test_without_a_new_entry_the_report_is_refused_with_the_reason(
    studio: "Desk", frozen: Frozen
) -> None:
    rectifying(studio, MAJOR)
    text = read(studio, frozen, "客服何", "2026-03-03T16:00", "tracking/reports/")
    assert "本轮还没有跟踪记录" in text
    assert "<textarea" not in text


@pytest.mark.parametrize("place", ["tracking/", "tracking/notices/"])
def test_the_pages_cost_the_same_however_many_cases_there_are(
    studio: "Desk", frozen: Frozen, place: str
) -> None:
    def cost() -> int:
        with frozen(studio.at("2026-03-06T09:00")), CaptureQueriesContext(connection) as found:
            assert browser.get(studio.url(place)).status_code == OK
        return len(found)

    rectifying(studio)
    elapse(studio, "2026-03-06T08:00")
    with frozen(studio.at("2026-03-06T09:00")):
        browser = studio.browser("客服主任")
    cost()
    one = cost()
    for number in range(5):
        rectifying(studio, problem=f"投影偏色{number}")
    elapse(studio, "2026-03-06T08:00")
    assert cost() == one


def test_a_notice_goes_out_at_the_moment_of_lag_and_says_who_must_answer_until_when(
    studio: "Desk", frozen: Frozen
) -> None:
    case = rectifying(studio)
    elapse(studio, "2026-03-05T23:59:59")
    assert not opened(studio, "dunning")
    elapse(studio, "2026-03-06T00:00:01")
    (notice,) = opened(studio, "dunning")
    assert notice.number == "DB-2026-0001"
    text = read(studio, frozen, "客服何", "2026-03-06T09:00", "tracking/notices/")
    assert notice.number in text
    assert case.number in text
    assert "签收督办通知" in text
    assert "3月9日 周一 18:00" in text
    ladder = read(studio, frozen, "客服吴", "2026-03-06T09:00", f"tracking/?case={case.id}")
    ladder = ladder.partition("督办阶梯")[2]
    assert ladder.index("逾期") < ladder.index("DB-2026-0001") < ladder.index("升级督办")


def test_a_notice_is_sent_by_hand_from_the_tracking_page(studio: "Desk", frozen: Frozen) -> None:
    case = rectifying(studio)
    track(studio, "2026-03-03T10:00")
    with frozen(studio.at("2026-03-04T09:00")):
        browser = studio.browser("客服何")
        page = browser.get(studio.url(f"tracking/?case={case.id}")).content.decode()
        assert f"?case={case.id}&amp;do=dun#entry" in page
        form = browser.get(studio.url(f"tracking/?case={case.id}&do=dun")).content.decode()
        assert 'name="lag_note"' in form
        given = {"lag_note": "两天没有人到场", "back": "tracking"}
        answer = browser.post(studio.url(f"cases/{case.id}/do/dun/"), given)
        assert answer.status_code == FOUND
        notices = browser.get(studio.url("tracking/notices/")).content.decode()
        asked = studio.browser("技工张").get(studio.url("tracking/notices/")).content.decode()
    assert "DB-2026-0001" in notices
    assert "DB-2026-0001" in asked


def test_an_unanswered_notice_climbs_to_the_next_rung_at_the_close_of_business(
    studio: "Desk", frozen: Frozen
) -> None:
    case = rectifying(studio)
    elapse(studio, "2026-03-06T00:00:01")
    elapse(studio, "2026-03-09T18:00:00")
    assert not opened(studio, "escalation")
    elapse(studio, "2026-03-09T18:00:01")
    assert len(opened(studio, "escalation")) == 1
    text = read(studio, frozen, "经理", "2026-03-09T19:00", "tracking/notices/?view=late")
    assert "2 份逾期未复" not in text
    assert "1 份逾期未复" in text
    assert "3月10日 周二 18:00" in read(
        studio, frozen, "客服何", "2026-03-09T19:00", "tracking/notices/"
    )
    ladder = read(studio, frozen, "客服吴", "2026-03-09T19:00", f"tracking/?case={case.id}")
    assert "升级督办" in ladder.partition("督办阶梯")[2]


@pytest.mark.parametrize("place", ["tracking/", "tracking/notices/", "tracking/reports/"])
def test_the_pages_speak_english(studio: "Desk", frozen: Frozen, place: str) -> None:
    rectifying(studio)
    with frozen(studio.at("2026-03-03T09:00")):
        answer = studio.browser("客服何").get(studio.url(place), headers={"accept-language": "en"})
    assert answer.status_code == OK
    assert 'lang="en"' in answer.content.decode()
