"""The company's side of a complaint: what each person writes, from reception to the archive."""

from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.journeys.hands import Hands, fill

COUNT = count(1)
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
    """Take a complaint in at the desk of the store; returns the id of the new case."""
    page = front.open("register/")
    form = page.locator("#act-form")
    fill(form, "channel", "门店现场")
    fill(form, "received", local())
    fill(form, "brief", f"包间漏水，第 {next(COUNT)} 次说")  # each time another complaint
    form.locator("button.button--primary").first.click()
    page.wait_for_url("**/cases/*/**")
    return page.url.split("/cases/")[1].split("/")[0].split("#")[0]


def to_the_solution(case: str, front: Hands, manager: Hands, agent: Hands, **voucher: Any) -> None:
    """Register, verify, grade, review, route and solve a case that was received."""
    front.do(case, "begin", {"carrier": "电子"})
    front.do(case, "register", {**VOUCHER, "session": local(-1), **voucher})
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


def to_the_archive(case: str, agent: Hands) -> None:
    """End a case whose customer knows the result."""
    agent.do(case, "complete", {"summary": "顾客接受"})
    agent.do(case, "archive", {"contents": DOSSIER})
