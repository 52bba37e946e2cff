"""What the customer wrote at the portal is not asked again at the desk, and not uncovered either."""

from collections.abc import Callable, Mapping
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from huiyin.cases import log
from huiyin.cases.caller import customer
from huiyin.cases.commands.acting import Doing, open_case
from huiyin.cases.models import Case
from huiyin.cases.personal import open_all, revealed
from tests.shell.desk.office import PASSWORD, Desk

Frozen = Callable[[datetime], Any]
FOUND, UNPROCESSABLE = 302, 422
NOON = "2026-03-18T12:00"
PHONE = "13800172071"
STORY = "包间一直滴水，鞋全湿了。"
COMPLAINT = {
    "story": STORY,
    "session": "2026-03-17T19:30",
    "script": "长汀渡口",
    "demand": ["道歉", "退费"],
    "amount": "388",
    "name": "林女士",
    "phone": PHONE,
    "member": "非会员",
    "people": "2",
    "people_list": [{"name": "林女士", "phone": PHONE}, {"name": "陈先生", "note": "诉求相同"}],
}


def complained(desk: Desk, **more: Any) -> Case:
    """A complaint that came by the QR code, its registration begun."""
    at = desk.at(NOON)
    unit = desk.world.units["徐汇店"]
    form = {key: value for key, value in (COMPLAINT | more).items() if value is not None}
    case = open_case(
        customer(desk.world.company, at),
        "complaint",
        [Doing(step="complain", form=form)],
        unit=unit,
    )
    desk.player.case = case
    begin = {"at": "2026-03-18T12:02", "who": "小李", "do": "begin", "with": {"carrier": "电子"}}
    return desk.player.play([begin])


class Form(HTMLParser):
    """Reads what a page's form would send if nothing was touched."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.select = self.textarea = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.select = given.get("name", "") if tag == "select" else self.select
        self.textarea = given.get("name", "") if tag == "textarea" else ""
        kind = given.get("type", "")
        chosen = kind not in ("radio", "checkbox") or "checked" in given
        if tag == "input" and given.get("name") and kind not in ("file", "hidden") and chosen:
            self.sent.setdefault(given["name"], []).append(given.get("value", ""))
        if tag == "option" and "selected" in given:
            self.sent[self.select] = [given.get("value", "")]

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.sent[self.textarea] = [data]
            self.textarea = ""


def posted(text: str) -> dict[str, Any]:
    """What the form of the page would send if nothing was touched."""
    return dict(Form(text).sent)


def form_of(desk: Desk, frozen: Frozen, case: Case, who: str = "小李") -> str:
    with frozen(desk.at("2026-03-18T12:10")):
        answer = desk.browser(who).get(desk.url(f"cases/{case.id}/?do=register"))
    return answer.content.decode()


def test_the_form_already_holds_channel_time_script_demand_and_people(
    desk: Desk, frozen: Frozen
) -> None:
    held = posted(form_of(desk, frozen, complained(desk)))
    assert held["channel"] == ["门店扫码"]
    assert held["session"] == ["2026-03-17T19:30"]
    assert held["script"] == ["长汀渡口"]
    assert held["demand"] == ["道歉", "退费"]
    assert held["amount"] == ["388"]
    assert held["mark.member"] == ["非会员"]
    assert held["people"] == ["2"]
    assert held["people_list.1.note"] == ["诉求相同"]


def test_name_and_phone_are_offered_covered(desk: Desk, frozen: Frozen) -> None:
    text = form_of(desk, frozen, complained(desk))
    held = posted(text)
    assert PHONE not in text
    assert "林女士" not in text
    assert "沿用 138****2071" in text
    assert held["phone"] == [""]
    assert held["mark.phone"] == ["=complain.phone"]
    assert held["mark.people_list.0.phone"] == ["=complain.people_list.0.phone"]


def registered(desk: Desk, case: Case) -> Mapping[str, Any]:
    """What the log says was registered, its texts opened."""
    form = next(e.data["form"] for e in log.read(case.id) if e.data.get("step") == "register")
    return dict(revealed(form, open_all(case.company_id, form)))


FILLED = {
    "group": "群体性投诉",
    "lead": "林女士",
    "brief": "包间漏水，无人处理",
    "mark.about": "顾客不清楚",
    "expression": "不满",
    "evidence": "未提供",
    "history": "无",
    "again_of": "否",
    "mood": "不满",
    "doubt": "无疑义",
    "clear": "明确",
    "password": PASSWORD,
}


def test_what_is_taken_over_is_registered_as_the_customer_wrote_it(
    desk: Desk, frozen: Frozen
) -> None:
    case = complained(desk)
    text = form_of(desk, frozen, case)
    held = {**posted(text), **FILLED, "story": STORY, "quoted": STORY, "once": "sign-1"}
    with frozen(desk.at("2026-03-18T12:12")):
        answer = desk.browser("小李").post(desk.url(f"cases/{case.id}/do/register/"), held)
    assert answer.status_code == FOUND, answer.content.decode()
    form = registered(desk, case)
    assert (form["name"], form["phone"]) == ("林女士", PHONE)
    assert [row["name"] for row in form["people_list"]] == ["林女士", "陈先生"]
    assert PHONE not in str([event.data for event in log.read(case.id)])


def test_what_the_receiver_writes_anew_wins_over_what_was_offered(
    desk: Desk, frozen: Frozen
) -> None:
    case = complained(desk)
    held = {**posted(form_of(desk, frozen, case)), **FILLED, "phone": "13911112222"}
    with frozen(desk.at("2026-03-18T12:12")):
        desk.browser("小李").post(
            desk.url(f"cases/{case.id}/do/register/"),
            {**held, "story": STORY, "quoted": STORY, "once": "sign-1"},
        )
    assert registered(desk, case)["phone"] == "13911112222"


def test_a_refused_form_still_offers_what_was_taken_over(desk: Desk, frozen: Frozen) -> None:
    case = complained(desk)
    held = posted(form_of(desk, frozen, case))
    with frozen(desk.at("2026-03-18T12:12")):
        answer = desk.browser("小李").post(desk.url(f"cases/{case.id}/do/register/"), held)
    again = posted(answer.content.decode())
    assert answer.status_code == UNPROCESSABLE
    assert PHONE not in answer.content.decode()
    assert again["mark.phone"] == ["=complain.phone"]


def test_nobody_takes_over_what_the_form_is_not_offered(desk: Desk, frozen: Frozen) -> None:
    case = complained(desk)
    held = {**posted(form_of(desk, frozen, case)), **FILLED, "story": STORY, "quoted": STORY}
    forged = {**held, "mark.calming": "=complain.phone", "once": "sign-1"}
    with frozen(desk.at("2026-03-18T12:12")):
        desk.browser("小李").post(desk.url(f"cases/{case.id}/do/register/"), forged)
    assert registered(desk, case).get("calming") != PHONE
