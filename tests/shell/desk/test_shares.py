"""My work this month: what fell to me and came to its end, in bars that lead to their cases."""

import re
from html import unescape

import time_machine

from tests.shell.desk.office import Desk


def card(desk: Desk, name: str, at: str) -> tuple[str, list[str]]:
    """The words of the card beside my duties, and where its bars lead."""
    with time_machine.travel(desk.at(at), tick=False):
        page = desk.browser(name).get(desk.url()).content.decode()
    found = re.search(r"本月我的办理.*?</section>", page, re.DOTALL)
    text = unescape(found.group()) if found else ""
    return text, re.findall(r'href="([^"]*mine=[^"]*)"', text)


def test_my_share_counts_what_i_did_in_time_and_leads_to_the_case(desk: Desk) -> None:
    case = desk.play("archive")
    text, links = card(desk, "小李", "2026-03-20T10:00")
    assert "3月1日至今" in text
    assert "1 / 1" in text
    with time_machine.travel(desk.at("2026-03-20T10:01"), tick=False):
        behind = desk.browser("小李").get(links[0]).content.decode()
    assert case.number in behind


def test_who_did_nothing_this_month_has_no_card(desk: Desk) -> None:
    desk.play("archive")
    assert card(desk, "静前台", "2026-03-20T10:00") == ("", [])
    assert card(desk, "小李", "2026-04-02T10:00")[1] == []
