"""A case that waits, is given longer or is joined with another: every page of it accessible and narrow."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from huiyin import clock
from huiyin.policy.load import parse
from tests.journeys.conftest import OpenPage
from tests.journeys.hands import PICTURE, fill
from tests.journeys.test_every_page import findings, too_wide
from tests.journeys.town import PASSWORD, signed_in
from tests.shell.cases.world import Player, World, build

pytestmark = pytest.mark.usefixtures("town")

PACK = """
pack: waits
version: '2026.1'
title: 等一等
counting: {day: {day_zero: excluded, end: midnight}, workday: {day_zero: excluded, end: midnight}}
roles: {clerk: {label: 办事员}, head: {label: 负责人}}
clauses: {r1: {cite: 第一条, text: 等顾客材料时计时暂停；办不完的先申请延期。}}
procedures:
  job:
    label: 投诉
    main: true
    stages: [办理, 办结]
    links: {重复登记: {kind: duplicate}}
    steps:
      open: {label: 登记, by: clerk, to: 办理}
      ask:
        label: 申请延期
        by: clerk
        in: [办理]
        may: true
        form:
          until: {label: 延到, type: moment}
          why: {label: 理由}
      finish: {label: 办完, by: clerk, in: [办理], to: 办结}
    pausing: {reasons: [等顾客材料, 顾客外出], duties: [finish], most: 10 days, consent: true, by: head, clause: r1}
    approvals:
      longer: {label: 延期审批, of: ask, signers: [{by: head, clause: r1}]}
    duties:
      finish:
        label: 五天办完
        clause: r1
        after: open
        due: {within: 5 days}
        done_by: finish
        extension: {ask: ask, grant: approved longer, new: ask.until, most: 7 days, times: '2', clause: r1}
"""
UNITS: dict[str, Any] = {"总部": {}}
PEOPLE = {
    "小办": {"unit": "总部", "roles": ["clerk"]},
    "老负": {"unit": "总部", "roles": ["clerk", "head"]},
}


def waits() -> tuple[World, str, str]:
    """The company with two open complaints."""
    world = build(parse({"pack.yaml": PACK}), UNITS, PEOPLE)
    cases = []
    for hours in (3, 2):
        player = Player(world, "job")
        at = f"{clock.now() + timedelta(hours=8 - hours):%Y-%m-%dT%H:%M}"
        player.play([{"at": at, "who": "小办", "do": "open"}])
        assert player.case is not None
        cases.append(player.case.id)
    return world, cases[0], cases[1]


def soon(days: int) -> str:
    """A moment as a form takes it."""
    return f"{clock.now() + timedelta(days=days, hours=8):%Y-%m-%dT%H:%M}"


class Looked:
    """One person's browser; whatever page is shown is looked at, and what is wrong kept."""

    def __init__(self, page: Page, world: World) -> None:
        self.page, self.root, self.wrong = page, f"/c/{world.company.slug}/", list[object]()

    def at(self, place: str) -> Page:
        self.page.goto(self.root + place)
        return self.look()

    def look(self) -> Page:
        where = self.page.url
        self.wrong += [(where, one) for one in findings(self.page)]
        self.wrong += [where] if too_wide(self.page) else []
        return self.page

    def press(self, form: str = "main form.confirm") -> Page:
        """Hand in the form of the page."""
        self.page.locator(f"{form} button.button--primary").first.click()
        self.page.wait_for_load_state()
        return self.look()


@pytest.mark.parametrize("on_a_phone", [True, False])
def test_a_pause_from_its_form_to_its_end(
    open_page: OpenPage, live_server: LiveServer, *, on_a_phone: bool
) -> None:
    world, case, _other = waits()
    head = Looked(
        signed_in(open_page, world, live_server, "老负", phone=on_a_phone, quiet=False), world
    )
    form = head.at(f"cases/{case}/pause/").locator("main form.confirm")
    fill(form, "reason", "等顾客材料")
    fill(form, "until", soon(60))
    expect(head.press().locator("main")).to_contain_text("恢复不能晚于")
    form = head.page.locator("main form.confirm")
    fill(form, "until", soon(2))
    form.locator("input[type=file]").set_input_files(PICTURE)
    expect(head.press().locator("main")).to_contain_text("已暂停")
    head.at("")
    head.at(f"cases/{case}/pause/")
    head.press()
    expect(head.page.locator("a[href$='/pause/']").first).to_contain_text("暂停计时")
    assert not head.wrong, head.wrong


@pytest.mark.parametrize("on_a_phone", [True, False])
def test_more_time_is_asked_for_signed_and_both_dates_stay(
    open_page: OpenPage, live_server: LiveServer, *, on_a_phone: bool
) -> None:
    world, case, _other = waits()
    clerk, head = (
        Looked(signed_in(open_page, world, live_server, name, phone=on_a_phone, quiet=False), world)
        for name in ("小办", "老负")
    )
    form = clerk.at(f"cases/{case}/?do=ask").locator("#act-form")
    fill(form, "until", soon(7))
    fill(form, "why", "等厂家寄件")
    form.locator("button.button--primary").first.click()
    expect(clerk.page.locator("#act [role=status]").first).to_be_visible()
    clerk.look()
    head.at("review/")
    form = head.at(f"cases/{case}/?do=sign:longer").locator("#act-form")
    form.locator("input[name=password]").fill(PASSWORD)
    form.locator("button.button--primary").first.click()
    expect(head.page.locator("#act [role=status]").first).to_be_visible()
    head.look()
    expect(clerk.at(f"cases/{case}/").locator("main")).to_contain_text("原定")
    clerk.page.locator("main a[href*='/why/']").first.click()
    clerk.page.wait_for_load_state()
    clerk.look()
    assert not clerk.wrong + head.wrong, clerk.wrong + head.wrong


@pytest.mark.parametrize("on_a_phone", [True, False])
def test_two_cases_are_joined_and_taken_apart(
    open_page: OpenPage, live_server: LiveServer, *, on_a_phone: bool
) -> None:
    world, case, other = waits()
    clerk = Looked(
        signed_in(open_page, world, live_server, "小办", phone=on_a_phone, quiet=False), world
    )
    clerk.at(f"cases/{case}/join/{other}/?as=重复登记")
    clerk.press()
    expect(clerk.at(f"cases/{other}/").locator("main")).to_contain_text("时限各自照走")
    clerk.at(f"cases/{case}/")
    clerk.at(f"cases/{case}/separate/{other}/")
    fill(clerk.page.locator("main form.confirm"), "reason", "是两件事")
    clerk.press()
    assert "时限各自照走" not in clerk.at(f"cases/{other}/").locator("main").inner_text()
    assert not clerk.wrong, clerk.wrong
