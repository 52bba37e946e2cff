"""What stands around every page: menu, bar on top, foot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.web.parts.case import Person


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    """A place of the desk.

    ``count`` is quiet, ``late_words`` ("2 逾期") is red; ``late_label`` says it in full for readers
    of screens.
    """

    label: str
    href: str
    icon: str
    current: bool = False
    count: int | None = None
    late_words: str = ""
    late_label: str = ""


@dataclass(frozen=True, kw_only=True)
class MenuGroup:
    """Places under one heading (办理, 监督, 规则)."""

    title: str
    items: Sequence[MenuItem]


@dataclass(frozen=True, kw_only=True)
class Today:
    """The company's day: ``words`` in full ("10月10日 周六"), ``short`` for a phone.

    ``mark`` (班 or 休) with ``mark_words`` (调休上班) when it is not what the weekday suggests.
    """

    words: str
    short: str
    mark: str = ""
    mark_words: str = ""


@dataclass(frozen=True, kw_only=True)
class Language:
    """A language that the reader may choose; ``short`` is the word in the bar."""

    code: str
    short: str
    tag: str
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class DeskShell:
    """The frame of a desk page, filled once a request.

    ``now``: the server's moment in the company's zone, by which scripts correct their clocks.
    ``clock``: the same in words ("10:42"). ``places``: the five of a phone's lower edge.
    ``seal``: lines about the sealed log. ``idle_minutes``: how long until the session ends, for
    the warning two minutes before. ``keys``: whether single letters act (WCAG 2.1.4).
    """

    company: str
    pack: str
    menu: Sequence[MenuGroup]
    places: Sequence[MenuItem]
    today: Today
    now: datetime
    clock: str
    person: Person
    companies_href: str = ""
    home_href: str = "/"
    search_href: str = "/search/"
    search_value: str = ""
    search_example: str = ""
    register_href: str = ""
    messages_href: str = "/messages/"
    messages_count: int = 0
    me_href: str = "/me/"
    sign_out_href: str = "/sign-out/"
    languages: Sequence[Language] = ()
    language_action: str = "/language/"
    here: str = "/"
    seal: Sequence[str] = ()
    seal_href: str = ""
    logo: str = ""
    idle_minutes: int = 20
    keys: bool = True


@dataclass(frozen=True, kw_only=True)
class PortalShell:
    """The frame of a customer's page: the company first.

    ``store`` or number beneath its name; ``links``: at most two words at the right
    ("换门店", "退出查看").
    """

    company: str
    store: str = ""
    links: Sequence[tuple[str, str]] = ()
    languages: Sequence[Language] = ()
    language_action: str = "/language/"
    here: str = "/"
    now: datetime | None = None
    logo: str = ""
    privacy_href: str = ""
