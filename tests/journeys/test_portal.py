"""The portal on a phone in a real browser: reachable, accessible, whole with and without scripts."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.site import Site
from tests.shell.records.files import photo, video

PHOTO: FilePayload = {"name": "地面积水.jpg", "mimeType": "image/jpeg", "buffer": photo()}
VIDEO: FilePayload = {"name": "包间.mp4", "mimeType": "video/mp4", "buffer": video()}
FAKE: FilePayload = {"name": "假的.jpg", "mimeType": "image/jpeg", "buffer": b"<html>"}


def findings(page: Page) -> list[str]:
    """What axe finds wrong."""
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in Axe().run(page).response["violations"]
    ]


def fits(page: Page) -> bool:
    """Whether nothing sticks out at the side."""
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )


def sound(page: Page, name: str) -> None:
    """The page is accessible and fits; PICTURES names a folder for a picture of it."""
    assert findings(page) == []
    assert fits(page)
    folder = os.environ.get("PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def enter(page: Page, site: Site) -> None:
    """Choose the first store, as a customer without a QR code does."""
    page.goto(f"/p/{site.slug}/")
    page.locator("a.store").first.click()


def tell(page: Page) -> None:
    """Fill in the complaint as an angry customer in a store does."""
    page.get_by_label("怎么回事").fill("昨晚 7 点半的场，包间地上有水，鞋全湿了😡")
    page.get_by_label("什么时候").fill("2026-01-09T19:30")
    page.locator("label.option", has_text="道歉").click()
    page.locator("label.option", has_text="退费").click()
    page.locator("[name=amount]").fill("198")
    page.locator("[name=name]").fill("林女士")


def test_a_customer_complains_corrects_one_digit_and_looks_it_up_by_the_code(
    open_site: OpenPage, site: Site
) -> None:
    phone = open_site(phone=True)
    enter(phone, site)
    sound(phone, "P1-empty")
    tell(phone)
    phone.locator("input[type=file]").set_input_files([PHOTO, VIDEO])
    phone.locator("[name=phone]").fill("1380017207")
    phone.get_by_role("button", name="再加一人").click()
    phone.locator("[name='people_list.0.name']").fill("陈女士")
    phone.get_by_role("button", name="提交投诉").click()
    expect(phone.locator("#f-phone-error")).to_contain_text("少 1 位：现有 10 位，手机号是 11 位。")
    expect(phone.locator(".files")).to_contain_text("地面积水.jpg")
    sound(phone, "P1-complain")
    phone.get_by_role("link", name="手机号").click()
    expect(phone.locator("[name=phone]")).to_be_focused()
    phone.locator("[name=phone]").fill("13800172071")
    phone.locator("[name=phone]").press("Enter")
    expect(phone.get_by_role("heading", name="收到了，林女士")).to_be_visible()
    sound(phone, "P2-receipt")
    code = phone.locator("#code").inner_text()
    other = open_site(phone=True)
    other.goto(f"/p/{site.slug}/look/")
    other.get_by_label("查询码").fill(code.lower().replace("-", " "))
    other.get_by_role("button", name="看进度").click()
    expect(other.get_by_role("heading", name="已收到您的投诉")).to_be_visible()
    expect(other.locator(".way")).to_contain_text("照片 1、视频 1")
    sound(other, "P3-progress")


def test_a_customer_adds_evidence_and_takes_the_complaint_back(
    open_site: OpenPage, site: Site
) -> None:
    phone = open_site(phone=True)
    enter(phone, site)
    tell(phone)
    phone.locator("[name=phone]").fill("13800172071")
    phone.get_by_role("button", name="提交投诉").click()
    phone.get_by_role("link", name="补充材料").click()
    phone.get_by_label("补充说明").fill("鞋的照片")
    phone.locator("input[type=file]").set_input_files(FAKE)
    phone.get_by_role("button", name="提交补充材料").click()
    expect(phone.locator("#f-files-error")).to_contain_text("内容不是 JPG")
    expect(phone.get_by_label("补充说明")).to_have_value("鞋的照片")
    sound(phone, "P3-fault")
    phone.locator("input[type=file]").set_input_files(PHOTO)
    phone.get_by_role("button", name="提交补充材料").click()
    expect(phone.locator(".way")).to_contain_text("附 照片 1。")
    phone.locator("a.why").first.click()
    sound(phone, "P3-why")
    phone.get_by_role("link", name="回到进度").click()
    phone.get_by_role("link", name="撤回").click()
    expect(phone.locator("main")).to_contain_text("不能恢复")
    phone.get_by_role("button", name="提交撤回").click()
    expect(phone.get_by_role("heading", name="您已撤回投诉")).to_be_visible()
    sound(phone, "P3-ended")


def test_what_was_typed_is_still_there_when_the_page_is_opened_again(
    open_site: OpenPage, site: Site
) -> None:
    phone = open_site(phone=True)
    enter(phone, site)
    story = phone.get_by_label("怎么回事")
    with phone.expect_response(lambda answer: "/draft/" in answer.url):
        story.fill("写到一半，手机没电了")
    phone.reload()
    expect(story).to_have_value("写到一半，手机没电了")
    sound(phone, "P1-restored")
    phone.get_by_role("link", name="重新写").click()
    expect(story).to_have_value("")


def test_the_portal_works_without_scripts_and_in_english(open_site: OpenPage, site: Site) -> None:
    page = open_site(phone=True, scripts=False, language="en-GB")
    enter(page, site)
    expect(page.get_by_role("heading", name="Tell us what happened")).to_be_visible()
    page.get_by_label("What happened").fill("Water on the floor")
    page.locator("label.option").first.click()
    page.get_by_text("No Mobile number").click()
    page.get_by_role("button", name="Complain").click()
    expect(page.locator("#f-other_way-error")).to_be_visible()
    page.locator("[name=other_way]").fill("@fog in the group")
    page.locator("input[type=file]").set_input_files(PHOTO)
    page.get_by_role("button", name="Complain").click()
    expect(page.get_by_role("heading", name="Received")).to_be_visible()
    page.get_by_role("link", name="See progress now").click()
    expect(page.locator(".way")).to_contain_text("photos 1")


@pytest.mark.parametrize("place", ["", "look/", "privacy/", "s/nowhere/"])
def test_the_small_pages_are_accessible(open_site: OpenPage, site: Site, place: str) -> None:
    phone = open_site(phone=True)
    phone.goto(f"/p/{site.slug}/{place}")
    sound(phone, f"P-{place.strip('/') or 'stores'}".replace("/", "-"))
