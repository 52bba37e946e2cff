"""Sample pages: the screens of the target pictures as contexts, for tests and for looking at them.

"Today" is Saturday 10 October 2026, 10:42, a make-up workday; companies and people are invented.
"""

from collections.abc import Callable
from typing import Any

from huiyin.web import parts as p
from tests.shell.web_parts import sample_desk, sample_portal
from tests.shell.web_parts.sample_case import case_page
from tests.shell.web_parts.sample_duties import NOW, my_duties


def _menu(current: str) -> list[p.MenuGroup]:
    groups: dict[str, list[tuple[str, str, int | None]]] = {
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


def desk(template: str, current: str, page: object, **more: str) -> tuple[str, dict[str, Any]]:
    """A desk page with its frame."""
    return template, {"shell": desk_shell(current), "page": page, **more}


CONFLICT = p.Conflict(title="方黎 12 秒前已审核通过。", words="您的意见没有提交，文字还在下面。")


def portal(template: str, page: object, store: str = "徐汇滨江店") -> tuple[str, dict[str, Any]]:
    """A portal page with its frame."""
    return template, {"shell": sample_portal.portal_shell(store), "page": page}


PAGES: dict[str, Callable[[], tuple[str, dict[str, Any]]]] = {
    "my-duties": lambda: desk("web/my_duties.html", "我的待办", my_duties()),
    "case": lambda: desk("web/case.html", "案件", case_page()),
    "why-due": lambda: desk("web/why_due.html", "案件", sample_desk.why_due()),
    "why-minutes": lambda: desk("web/why_due.html", "案件", sample_desk.why_due_in_minutes()),
    "register": lambda: desk(
        "web/register.html", "登记投诉", sample_desk.register(), quick_href="#quick"
    ),
    "review": lambda: desk("web/review.html", "审核", sample_desk.review()),
    "ledger": lambda: desk("web/list.html", "台账", sample_desk.ledger()),
    "search": lambda: desk("web/search.html", "", sample_desk.search()),
    "companies": lambda: desk("web/companies.html", "", sample_desk.companies()),
    "messages": lambda: desk("web/messages.html", "", sample_desk.messages()),
    "me": lambda: ("web/me.html", {"shell": desk_shell(""), "account": []}),
    "quick-register": lambda: desk("web/quick_register.html", "", sample_portal.quick()),
    "complain": lambda: portal("web/portal/complain.html", sample_portal.complain()),
    "receipt": lambda: portal("web/portal/receipt.html", sample_portal.receipt()),
    "progress": lambda: portal(
        "web/portal/progress.html", sample_portal.progress(), "XH-2026-0425"
    ),
    "look": lambda: portal("web/portal/look.html", sample_portal.look()),
    "voucher": lambda: ("web/paper.html", {"page": sample_portal.voucher()}),
    "error-400": lambda: ("400.html", {}),
    "error-403": lambda: ("403.html", {}),
    "error-404": lambda: ("404.html", {}),
    "error-409": lambda: (
        "web/errors/409.html",
        {"conflict": CONFLICT, "kept": [("意见", "同意")]},
    ),
    "error-500": lambda: ("web/errors/500.html", {"reference": "E-7F31C2"}),
}
