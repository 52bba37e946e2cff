"""A complaint at a store's desk, walked by five people from reception to the archive."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page

from tests.journeys.conftest import OpenPage
from tests.journeys.hands import Hands, fill
from tests.journeys.site import Site

SHANGHAI = ZoneInfo("Asia/Shanghai")
PICTURE = Path(__file__).parent / "picture.png"

VOUCHER = {
    "name": "林女士",
    "phone": "13812345670",
    "member": "非会员",
    "people": "1",
    "group": "非群体性投诉",
    "brief": "包间漏水，无人处理",
    "story": "三号包间空调滴水，二十分钟没有人来处理😀",
    "script": "长汀渡口",
    "about": "顾客不清楚",
    "expression": "不满",
    "demand": ["道歉", "退费"],
    "amount": "388",
    "evidence": "未提供",
    "history": "无",
    "again_of": "否",
    "mood": "不满",
    "read_back": "已当面复述核对",
    "doubt": "无疑义",
    "clear": "明确",
}
CHECKED = {
    "sources": ["消费记录"],
    "no_camera": "包间没有监控",
    "complete": "完整",
    "staff_gap": "排班表为当班 DM",
    "result": "属实",
    "finding": "保洁记录证实漏水",
}
LEVEL = {
    "reach": "仅本人",
    "severity": "一般",
    "difficulty": "一个部门即可",
    "criteria": ["单个顾客", "常规问题", "诉求明确", "影响小", "一个部门可解决"],
    "level": "一级",
    "basis": "一位顾客，门店自己能解决",
}
DOSSIER = [
    "登记凭证",
    "核实佐证",
    "分类分级认定表",
    "审核与流转单据",
    "跟踪与沟通记录",
    "结果与反馈",
]


def local(hours: float = 0) -> str:
    return (datetime.now(SHANGHAI) + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")  # noqa: TID251


def receive(front: Hands) -> str:
    """Register at the desk of the store; returns the id of the new case."""
    page = front.open("register/")
    form = page.locator("#act-form")
    fill(form, "channel", "门店现场")
    fill(form, "received", local())
    fill(form, "brief", "包间漏水")
    form.locator("button.button--primary").first.click()
    page.wait_for_url("**/cases/*/**")
    return page.url.split("/cases/")[1].split("/")[0].split("#")[0]


def test_a_store_complaint_travels_from_the_front_desk_to_the_archive(
    open_site: OpenPage, site: Site
) -> None:
    front, manager, agent = (Hands(open_site(), site, name) for name in ("lin", "gu", "duan"))
    case = receive(front)
    front.do(case, "begin", {"carrier": "电子"})
    front.do(case, "register", {**VOUCHER, "session": local(-1)})
    front.do(case, "verify", CHECKED)
    front.do(
        case,
        "classify",
        {"category": "环境相关", "cause": "其他环境原因", "cause_text": "空调滴水"},
    )
    front.do(case, "propose", LEVEL)
    manager.do(case, "grade_1", {"level": "一级", "basis": "五项都符合"})
    front.do(case, "submit")
    opinion = {
        "complete": "是",
        "language": "是",
        "verified": "是",
        "graded": "是",
        "opinion": "同意",
    }
    manager.do(case, "review", opinion, outcome="通过")
    agent.do(case, "review_cs", {"process": "是", "graded": "是"}, outcome="通过")
    order = {
        "department": "门店",
        "recipient": "顾晓岚",
        "requirement": "修好空调并答复顾客",
        "limit": local(10),
    }
    agent.do(case, "route", order)
    manager.do(case, "ack", {"checked": "够，开始处理"})
    agent.do(case, "contact", {"means": "电话", "content": "正在修，今天给您结果", "reply": "可以"})
    done = {
        "measures": "换了排水管",
        "solution": "退场次费并致歉",
        "refunded": "388",
        "finished": local()[:10],
    }
    manager.do(case, "result", {**done, "evidence": str(PICTURE)})
    told = {"means": "电话", "content": "退费并致歉", "opinion": "接受", "satisfaction": "4"}
    agent.do(case, "feedback", told, outcome="已告知")
    agent.do(case, "complete", {"summary": "顾客接受"})
    agent.do(case, "archive", {"contents": DOSSIER})
    page = agent.open(f"cases/{case}/")
    assert page.locator("text=归档").count()
    text = page.locator("main").inner_text()
    assert "13812345670" not in text
    assert "138****5670" in text


def test_what_may_not_be_done_yet_says_why_and_who(open_site: OpenPage, site: Site) -> None:
    front = Hands(open_site(), site, "lin")
    case = receive(front)
    front.do(case, "begin", {"carrier": "电子"})
    page = front.open(f"cases/{case}/")
    refused: str = page.locator("#act .refusals").inner_text()
    assert "无权" in refused or "缺" in refused or "未" in refused


def test_every_page_of_the_desk_is_free_of_accessibility_findings(
    open_site: OpenPage, site: Site
) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

    agent = Hands(open_site(quiet=False), site, "duan")
    page: Page = agent.open()
    case = page.locator('a[href*="/cases/"]').first.get_attribute("href")
    places = [
        "",
        "register/",
        "quick/",
        "cases/",
        "review/",
        "ledgers/",
        "search/?q=x",
        "policy/",
        "me/",
        "messages/",
    ]
    addresses = [site.desk(place) for place in places] + [str(case)]
    for address in addresses:
        page.goto(site.url + address)
        found = Axe().run(page)
        assert not found.violations_count, (address, found.generate_report())
