"""Two people at one step, and a page that was left open too long: one effect, nothing lost."""

from playwright.sync_api import expect

from tests.journeys.conftest import OpenPage
from tests.journeys.hands import Hands, fill
from tests.journeys.site import Site
from tests.journeys.walk import CHECKED, VOUCHER, local, receive


def test_the_slower_of_two_is_told_who_was_faster_and_keeps_the_text(
    open_site: OpenPage, site: Site
) -> None:
    front, manager = (Hands(open_site(), site, name) for name in ("lin", "gu"))
    case = receive(front)
    front.do(case, "begin", {"carrier": "电子"})
    front.do(case, "register", {**VOUCHER, "session": local(-1)})
    slow = manager.open(f"cases/{case}/?do=verify").locator("#act-form")
    for name, value in CHECKED.items():
        fill(slow, name, value)
    fill(slow, "finding", "店长看过监控，确有漏水")
    front.do(case, "verify", CHECKED)
    if slow.locator("input[name=password]").count():
        slow.locator("input[name=password]").fill(site.password)
    slow.locator("button.button--primary").first.click()
    conflict = manager.page.locator("#act .conflict")
    expect(conflict).to_contain_text("林可")
    expect(conflict).to_contain_text("没有提交")
    expect(manager.page.locator("#act-form [name=finding]")).to_have_value("店长看过监控，确有漏水")
    said = manager.open(f"cases/{case}/").locator("main").inner_text()
    assert "店长看过监控" not in said


def test_a_complaint_is_taken_in_and_begun_without_scripts(open_site: OpenPage, site: Site) -> None:
    front = Hands(open_site(scripts=False), site, "lin")
    case = receive(front)
    page = front.open(f"cases/{case}/?do=begin")
    form = page.locator("#act-form")
    form.locator("input[name=carrier][value=电子]").check(force=True)
    form.locator("button.button--primary").first.click()
    expect(page.locator("main")).to_contain_text("签发文书")
    page = front.open(f"cases/{case}/?do=register")
    page.locator("#act-form [name=story]").fill("没有脚本也能写")
    page.locator("#act-form button.button--primary").first.click()
    expect(page.locator("#act-form [aria-invalid=true]").first).to_be_visible()
    expect(page.locator("#act-form [name=story]")).to_have_value("没有脚本也能写")
    duties = front.open()
    expect(duties.get_by_role("heading", level=1)).to_be_visible()
    rest = duties.locator('a[href$="?when=later"]')
    if not duties.locator(f'a[href*="{case}"]').count():
        rest.last.click()  # a front desk with much to do has the later ones folded away
    expect(duties.locator(f'a[href*="{case}"]').first).to_be_visible()


def test_a_customer_complains_and_looks_without_scripts(open_site: OpenPage, site: Site) -> None:
    phone = open_site(phone=True, scripts=False)
    phone.goto(f"{site.url}/p/{site.slug}/s/XH/")
    phone.get_by_label("怎么回事").fill("没有脚本的手机")
    phone.locator("[name=demand][value=道歉]").check(force=True)
    phone.locator("[name=phone]").fill("13800172071")
    phone.get_by_role("button", name="提交投诉").click()
    code = phone.locator("#code").inner_text()
    phone.goto(f"{site.url}/p/{site.slug}/look/")
    phone.get_by_label("查询码").fill(code)
    phone.get_by_role("button", name="看进度").click()
    expect(phone.locator(".way")).to_contain_text("已收到您的投诉")
