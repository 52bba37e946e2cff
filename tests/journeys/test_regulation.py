"""A change of the regulation, from the form of the administrator to the first case under it."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from huiyin import clock, packjobs
from tests.journeys.conftest import OpenPage
from tests.journeys.test_every_page import findings, too_wide
from tests.journeys.town import PASSWORD, signed_in
from tests.shell.policies.house import complain, fresh, open_house

pytestmark = pytest.mark.usefixtures("town")
PLACES = ("", "clauses/a1/", "revisions/", "revisions/new/", "revisions/1/", "tools/", "running/")


def sign(page: Page) -> None:
    """Agree to what is submitted."""
    page.goto("/c/small/policy/revisions/1/")
    page.check("#sign-form input[value=approve]", force=True)
    page.fill("#sign-form input[type=password]", PASSWORD)
    page.locator("#sign-form button.button--primary").click()
    page.wait_for_load_state()


def test_a_value_is_changed_tried_approved_and_counts_for_new_cases_only(
    open_page: OpenPage, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    world = open_house(tests=True)
    local = now + timedelta(hours=8)
    old = complain(world, f"{local - timedelta(days=3):%Y-%m-%dT%H:%M}")
    tomorrow = local + timedelta(days=1)
    owner = signed_in(open_page, world, live_server, "主管")
    owner.goto("/c/small/policy/revisions/")
    owner.click("main a:has-text('起草修订')")
    owner.click("main button:has-text('起草')")
    owner.fill("[name=value-finish_days]", "2")
    owner.fill("[name=effective_on]", f"{tomorrow:%Y-%m-%d}")
    owner.click("main button[value=try]")
    owner.wait_for_load_state()
    assert owner.locator("main button[value=submit]").count() == 0, "not before it is checked"
    packjobs.run_waiting(clock.now)
    owner.goto("/c/small/policy/revisions/1/")
    text = owner.locator("main").inner_text()
    assert "收紧" in text
    assert "5 天 → 2 天" in text
    assert "1 个场景成立，0 个不成立" in text
    assert "用公司最近 1 件重算" in text
    assert findings(owner) == []
    owner.click("main button[value=submit]")
    owner.wait_for_load_state()
    for name in ("会签", "老板"):
        sign(signed_in(open_page, world, live_server, name))
    owner.goto("/c/small/policy/")
    assert "第 2 版次（2026.1）已批准" in owner.locator("main").inner_text()
    later = now + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    new = complain(fresh(world), f"{tomorrow:%Y-%m-%dT23:00}")
    old.refresh_from_db()
    assert (old.edition, new.edition) == (1, 2)


@pytest.mark.parametrize("on_a_phone", [True, False])
def test_the_pages_of_the_regulation_are_accessible_and_narrow(
    open_page: OpenPage, live_server: LiveServer, *, on_a_phone: bool
) -> None:
    world = open_house(tests=True)
    page = signed_in(open_page, world, live_server, "主管", phone=on_a_phone)
    page.goto("/c/small/policy/revisions/new/")
    page.click("main button:has-text('起草')")
    page.wait_for_load_state()
    packjobs.run_waiting(clock.now)
    wrong: list[object] = []
    for place in PLACES:
        page.goto(f"/c/small/policy/{place}")
        wrong += [(place, one) for one in findings(page)]
        wrong += [place] if too_wide(page) else []
    assert not wrong, wrong
