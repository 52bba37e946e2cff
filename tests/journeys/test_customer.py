"""A customer with a phone, in the store: from the QR code to the score; and whatever goes wrong."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.hands import Hands, choose
from tests.journeys.site import Site
from tests.journeys.walk import to_the_archive, to_the_solution
from tests.shell.records.files import photo

STORE = "XH"
FAKE: FilePayload = {"name": "假的.jpg", "mimeType": "image/jpeg", "buffer": b"<html>"}
PHOTO: FilePayload = {"name": "滴水.jpg", "mimeType": "image/jpeg", "buffer": photo()}
INTERNAL = re.compile(
    r"第[一二三四五六七八九十]+条|条款|店长|前台|客服专员|营运|运营部|一级|二级|三级|审核|认定|流转单|顾晓岚|段小满|林可"
)


def scan(page: Page, site: Site) -> Page:
    """Read the QR code of the store."""
    page.goto(f"{site.url}/p/{site.slug}/s/{STORE}/")
    return page


def tell(page: Page, story: str = "三号包间空调滴水，没有人来处理") -> None:
    """Say the least that can be complained with; how to be reached is refused for another way."""
    page.get_by_label("怎么回事").fill(story)
    choose(page.locator("form.portal-form"), "demand", "道歉")
    page.get_by_text("不留手机号").click()
    page.locator("[name=other_way]").fill("社群里的 @雾中人")


def press(page: Page) -> None:
    page.get_by_role("button", name="提交投诉").click()


def says_nothing_internal(page: Page) -> None:
    """A customer sees no clause, no role, no name of the staff."""
    found = INTERNAL.search(page.locator("body").inner_text())
    assert found is None, (page.url, found)


def received(page: Page) -> str:
    """Wait for the receipt; returns the id of the case."""
    page.wait_for_url("**/received/*/")
    return page.url.rstrip("/").rsplit("/", 1)[1]


def cases_of(agent: Hands, story: str) -> int:
    """How many cases the desk finds with these words."""
    page = agent.open(f"search/?q={story}")
    ids = re.findall(r"/cases/([0-9A-Z]{26})/", page.locator("main").inner_html())
    return len(set(ids))


def test_a_complaint_from_a_phone_reaches_the_archive_and_its_customer_follows(
    open_site: OpenPage, site: Site
) -> None:
    phone = scan(open_site(phone=True), site)
    says_nothing_internal(phone)
    tell(phone)
    phone.locator("input[type=file]").set_input_files([PHOTO])
    press(phone)
    case = received(phone)
    says_nothing_internal(phone)
    code = phone.locator("#code").inner_text()
    front, manager, agent = (Hands(open_site(), site, name) for name in ("lin", "gu", "duan"))
    to_the_solution(case, front, manager, agent, channel="门店扫码")

    other = open_site(phone=True)
    other.goto(f"{site.url}/p/{site.slug}/look/")
    other.get_by_label("查询码").fill(code.lower())
    other.get_by_role("button", name="看进度").click()
    other.wait_for_url("**/case/*/")
    expect(other.locator(".way")).to_contain_text("我们与您联系了")
    expect(other.locator(".way")).to_contain_text("照片 1")
    says_nothing_internal(other)
    told = {
        "means": "电话",
        "content": "退场次费并致歉",
        "opinion": "等答复",
        "satisfaction": "未询问",
    }
    agent.do(case, "feedback", told, outcome="已告知")
    other.reload()
    expect(other.get_by_role("heading", name="我们给了答复")).to_be_visible()
    expect(other.locator(".proposal")).to_contain_text("退场次费并致歉")
    says_nothing_internal(other)
    choose(other.locator("#answer"), "outcome", "接受")
    other.get_by_role("button", name="提交答复").click()
    expect(other.locator("#status-line")).to_contain_text("您答复了处理方案")
    choose(other.locator("#answer"), "score", "5")
    other.get_by_role("button", name="提交评分").click()
    expect(other.locator("#status-line")).to_contain_text("您评了分")
    says_nothing_internal(other)
    to_the_archive(case, agent)
    expect(agent.open(f"cases/{case}/").locator("main")).to_contain_text("归档")
    other.goto(f"{site.url}/p/{site.slug}/case/{case}/")
    expect(other.get_by_role("heading", level=1)).to_contain_text("处理完成")
    says_nothing_internal(other)


def test_what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost(
    open_site: OpenPage, site: Site
) -> None:
    phone = scan(open_site(phone=True), site)
    press(phone)
    for name in ("story", "demand", "phone"):
        expect(phone.locator(f"#f-{name}-error")).to_be_visible()
    tell(phone, "包间漏水😀😡👨‍👩‍👧")
    phone.locator("[name=script]").fill("长汀渡口")
    phone.locator("[name=other_way]").fill("")
    phone.locator("input[type=file]").set_input_files([FAKE])
    press(phone)
    expect(phone.locator("#f-files-error")).to_contain_text("内容不是 JPG")
    expect(phone.locator("#f-other_way-error")).to_be_visible()
    expect(phone.get_by_label("怎么回事")).to_have_value("包间漏水😀😡👨‍👩‍👧")
    expect(phone.locator("[name=script]")).to_have_value("长汀渡口")
    expect(phone.locator("[name=demand][value=道歉]")).to_be_checked()
    phone.locator("[name=other_way]").fill("社群里的 @雾中人")
    press(phone)
    received(phone)


@pytest.mark.parametrize("length", [10_000, 10_001])
def test_a_story_of_ten_thousand_characters_is_taken_and_a_longer_one_is_kept(
    open_site: OpenPage, site: Site, length: int
) -> None:
    phone = scan(open_site(phone=True), site)
    tell(phone)
    story = phone.get_by_label("怎么回事")
    story.evaluate("e => e.removeAttribute('maxlength')")
    story.fill("雾" * length)
    press(phone)
    if length == 10_000:
        received(phone)
        return
    expect(phone.locator("#f-story-error")).to_contain_text("10001")
    expect(phone.get_by_label("怎么回事")).to_have_value("雾" * length)


def test_two_presses_and_the_same_form_sent_again_make_one_complaint(
    open_site: OpenPage, site: Site
) -> None:
    phone = scan(open_site(phone=True), site)
    tell(phone)
    form = phone.locator("form.portal-form")
    sent = form.evaluate("f => [...new FormData(f)].filter(([, v]) => typeof v === 'string')")
    phone.locator("button[data-submit]").dblclick()
    first = received(phone)
    # The same form once more from beneath the page, as a phone does that lost the answer.
    again = phone.request.post(f"{site.url}/p/{site.slug}/s/{STORE}/", form=dict(sent))
    assert again.url.rstrip("/").endswith(first)


def test_a_file_that_is_too_large_is_said_before_a_byte_of_it_is_sent(
    open_site: OpenPage, site: Site, tmp_path: Path
) -> None:
    video = tmp_path / "现场.mp4"
    with video.open("wb") as file:
        file.truncate(500 * 1024 * 1024)
    phone = scan(open_site(phone=True), site)
    tell(phone)
    sent: list[str] = []
    phone.on("request", lambda request: sent.append(request.method))
    phone.locator("input[type=file]").set_input_files([PHOTO])
    phone.locator("input[type=file]").set_input_files([video])
    expect(phone.get_by_text("“现场.mp4”超过 200 MB，没有加入").first).to_be_visible()
    assert "POST" not in sent
    press(phone)
    first = received(phone)
    phone.go_back()
    expect(phone.get_by_label("怎么回事")).to_be_visible()
    if phone.get_by_label("怎么回事").input_value():
        press(phone)
        assert received(phone) == first
