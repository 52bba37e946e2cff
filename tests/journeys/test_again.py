"""Back, twice, half-written, by keyboard, without scripts: one effect each, and nothing lost."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.hands import Hands, choose, fill
from tests.journeys.site import Site
from tests.journeys.walk import CHECKED, VOUCHER, local, receive


def button(form: Locator) -> Locator:
    return form.locator("button.button--primary:not([data-enter])").first


def entries(page: Page) -> int:
    """How many entries the history of the case has."""
    return int(page.locator("#happened li").count())


def test_back_after_a_registration_and_pressing_again_asks_before_it_opens_another(
    open_site: OpenPage, site: Site
) -> None:
    front = Hands(open_site(), site, "lin")
    case = receive(front)
    page = front.page
    page.go_back()
    form = page.locator("#act-form")
    button(form).wait_for()
    if form.locator("[name=brief]").input_value():  # the browser kept what was typed
        button(form).click()
        shown = page.locator(f'main a[href*="{case}"]')
        shown.first.wait_for()  # the case itself, or the way to it


def test_back_after_a_step_and_pressing_again_records_nothing_more(
    open_site: OpenPage, site: Site
) -> None:
    front = Hands(open_site(scripts=False), site, "lin")
    case = receive(front)
    page = front.open(f"cases/{case}/?do=begin")
    choose(page.locator("#act-form"), "carrier", "电子")
    button(page.locator("#act-form")).click()
    page.wait_for_url("**done=begin**")
    recorded = entries(page)
    page.go_back()
    choose(page.locator("#act-form"), "carrier", "电子")
    button(page.locator("#act-form")).click()
    page.wait_for_url(f"**/cases/{case}/**")
    assert entries(front.open(f"cases/{case}/")) == recorded


def test_a_double_press_has_one_effect(open_site: OpenPage, site: Site) -> None:
    front = Hands(open_site(), site, "lin")
    page = front.open("register/")
    form = page.locator("#act-form")
    fill(form, "channel", "门店现场")
    fill(form, "received", local())
    fill(form, "brief", "按了两下的投诉")
    button(form).dblclick()
    page.wait_for_url("**/cases/*/**")
    found = front.open("cases/").locator("main").inner_html()
    ids = dict.fromkeys(re.findall(r"/cases/([0-9A-Z]{26})/", found))
    told = [front.open(f"cases/{case}/").locator("main").inner_text() for case in list(ids)[:3]]
    assert sum("按了两下的投诉" in text for text in told) == 1


def test_what_was_half_written_comes_back_after_leaving(open_site: OpenPage, site: Site) -> None:
    front = Hands(open_site(), site, "lin")
    case = receive(front)
    front.do(case, "begin", {"carrier": "电子"})
    page = front.open(f"cases/{case}/?do=register")
    fill(page.locator("#act-form"), "story", "写到一半就被叫走了😀")
    with page.expect_response(lambda r: "/drafts/" in r.url):
        page.locator("#act-form [name=quoted]").fill("顾客说了一句")
    page = front.open(f"cases/{case}/?do=register")
    expect(page.locator("#act .form-answer")).to_contain_text("已恢复您")
    expect(page.locator("#act-form [name=story]")).to_have_value("写到一半就被叫走了😀")
    page.get_by_role("link", name="重新写").click()
    expect(page.locator("#act-form [name=story]")).to_have_value("")


def test_enter_in_a_form_with_a_table_hands_it_in_and_removes_no_row(
    open_site: OpenPage, site: Site
) -> None:
    front = Hands(open_site(), site, "lin")
    case = receive(front)
    front.do(case, "begin", {"carrier": "电子"})
    page = front.open(f"cases/{case}/?do=register")
    form = page.locator("#act-form")
    fill(form, "people", "2")
    form.locator('button[name=add][value="people_list"]').first.click()
    cell = page.locator('#act-form [name="people_list.0.name"]')
    cell.fill("陈女士")
    with page.expect_response(lambda r: "/do/register/" in r.url):
        cell.press("Enter")
    expect(page.locator("#act-form [aria-invalid=true]").first).to_be_visible()
    expect(page.locator('#act-form [name="people_list.0.name"]')).to_have_value("陈女士")


def test_a_registration_is_filled_in_and_signed_without_scripts(
    open_site: OpenPage, site: Site
) -> None:
    front = Hands(open_site(scripts=False), site, "lin")
    case = receive(front)
    page = front.open(f"cases/{case}/?do=begin")
    choose(page.locator("#act-form"), "carrier", "电子")
    button(page.locator("#act-form")).click()
    page.wait_for_url("**done=begin**")
    signed(front, case, "register", {**VOUCHER, "session": local(-1)})
    signed(front, case, "verify", CHECKED)
    text = front.open(f"cases/{case}/").locator("main").inner_text()
    assert "填写凭证并签字" in text
    assert "138****5670" in text
    for place in ("", "cases/", "review/", "ledgers/", "policy/", "messages/", "me/"):
        expect(front.open(place).get_by_role("heading", level=1).first).to_be_visible()


def signed(hands: Hands, case: str, step: str, form: dict[str, object]) -> None:
    """Do a step without scripts, signing where it asks for that."""
    page = hands.open(f"cases/{case}/?do={step}")
    act = page.locator("#act-form")
    for name, value in form.items():
        fill(act, name, value)
    if act.locator("input[name=password]").count():
        act.locator("input[name=password]").fill(hands.site.password)
    button(act).click()
    page.wait_for_url(f"**done={step}**")
