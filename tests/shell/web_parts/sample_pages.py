"""Sample pages: the screens of the target pictures as contexts, for tests and for looking at them.

"Today" is Saturday 10 October 2026, 10:42, a make-up workday; companies and people are invented.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from huiyin.web import parts as p

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 10, 10, 10, 42, 12, tzinfo=ZONE)


def _menu(current: str) -> list[p.MenuGroup]:
    groups = {
        "办理": [
            ("我的待办", "checklist", None),
            ("登记投诉", "file-plus", None),
            ("案件", "folders", 37),
            ("审核", "rubber-stamp", 5),
            ("回访", "phone-call", 8),
        ],
        "监督": [
            ("跟踪与督办", "radar", 6),
            ("台账", "table", None),
            ("档案", "archive", None),
            ("逐条合规", "scale", None),
            ("看板与报告", "chart-bar", None),
        ],
        "规则": [("制度与参数", "book-2", None), ("组织与权限", "sitemap", None)],
    }
    return [
        p.MenuGroup(
            title=title,
            items=[
                p.MenuItem(
                    label=label,
                    href=f"#{icon}",
                    icon=icon,
                    count=count,
                    current=label == current,
                    late_words="2 逾期" if label == "我的待办" else "",
                    late_label="逾期 2 项",
                )
                for label, icon, count in items
            ],
        )
        for title, items in groups.items()
    ]


def desk_shell(
    current: str = "我的待办", person: str = "周敏", post: str = "客服专员"
) -> p.DeskShell:
    """The frame as in the pictures."""
    return p.DeskShell(
        company="雾港谜案馆",
        pack="制度 2026.1 版",
        companies_href="#companies",
        menu=_menu(current),
        places=[
            p.MenuItem(label="待办", href="#a", icon="checklist", current=True),
            p.MenuItem(label="案件", href="#b", icon="folders"),
            p.MenuItem(label="登记", href="#c", icon="plus"),
            p.MenuItem(label="消息", href="#d", icon="bell", count=3),
            p.MenuItem(label="我", href="#e", icon="user"),
        ],
        today=p.Today(words="10月10日 周六", short="10月10日", mark="班", mark_words="调休上班"),
        now=NOW,
        clock="10:42",
        person=p.Person(name=person, post=post),
        search_example="凭证编号、查询码、剧本、完整手机号",
        languages=[
            p.Language(code="zh-hans", short="中文", tag="zh-CN", current=True),
            p.Language(code="en", short="EN", tag="en"),
        ],
        messages_count=3,
        seal=["日志已封存 10:00", "校验无误"],
    )


PAGES: dict = {}
