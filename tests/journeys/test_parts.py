"""The parts in a real browser: accessible at every width, alive with scripts, whole without them."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from playwright.sync_api import FilePayload, Page, expect

from huiyin.web.catalogue import samples
from tests.journeys.conftest import OpenPage
from tests.shell.web_parts.sample_duties import NOW
from tests.shell.web_parts.sample_pages import PAGES, desk_shell

ON_THE_DOT = "2026-10-10T10:42:12+08:00"


@login_not_required
def sample(request: HttpRequest, name: str) -> HttpResponse:
    template, context = PAGES[name]()
    return render(request, template, context)


@login_not_required
def catalogue(request: HttpRequest) -> HttpResponse:
    context = {"shell": desk_shell(""), "samples": samples(NOW)}
    return render(request, "web/catalogue.html", context)


@login_not_required
def echo(request: HttpRequest) -> HttpResponse:
    """Answer a post after a while, counting how often it came."""
    request.session["posts"] = request.session.get("posts", 0) + 1
    return HttpResponse(f"<title>n</title><h1>{request.session['posts']}</h1>")


urlpatterns = [
    path("sample/<name>/", sample),
    path("catalogue/", catalogue),
    path("echo/", echo),
    path("", include("huiyin.people.urls")),
]

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db(transaction=True)]


def at(page: Page, name: str) -> Page:
    """Open a sample page while it is 10:42:12 in the company."""
    page.clock.install(time=ON_THE_DOT)
    page.goto(f"/sample/{name}/" if name != "catalogue" else "/catalogue/")
    return page


def findings(page: Page) -> list[str]:
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}"
        for one in Axe().run(page).response["violations"]
    ]


@pytest.mark.parametrize("name", [*sorted(PAGES), "catalogue"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(open_page: OpenPage, name: str) -> None:
    page = at(open_page(), name)
    for width in (1440, 1100, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        if width in (1440, 390):
            assert not findings(page), width


def stopped(page: Page, before: str, moment: str) -> Page:
    """Open the sample duties with the browser's clock standing at a moment: no machine is slow."""
    page.clock.install(time=before)
    page.clock.pause_at(moment)
    page.goto("/sample/my-duties/")
    return page


def test_a_countdown_ticks_by_the_server_clock(desk: Page) -> None:
    stopped(desk, "2026-10-10T09:00:00+08:00", ON_THE_DOT)
    left = desk.locator("#duty-3 [data-countdown]")
    expect(left).to_have_text("剩 5分48秒")
    desk.clock.run_for(10_000)
    expect(left).to_have_text("剩 5分38秒")
    expect(desk.locator("#duty-1 [data-countdown]")).to_have_text("已迟 2小时14分")


def test_a_wrong_browser_clock_changes_nothing(desk: Page) -> None:
    stopped(desk, "2026-10-12T02:00:00+08:00", "2026-10-12T03:00:00+08:00")
    expect(desk.locator("#duty-3 [data-countdown]")).to_have_text("剩 5分48秒")


def test_a_clause_opens_what_it_demands(desk: Page) -> None:
    at(desk, "case")
    chip = desk.locator("#owed .clause").first
    demand = desk.locator("#owed .clause-card").first
    expect(demand).to_be_hidden()
    chip.focus()
    desk.keyboard.press("Shift+Tab")
    desk.keyboard.press("Tab")
    expect(demand).to_be_visible()
    desk.keyboard.press("Escape")
    expect(demand).to_be_hidden()


def test_a_second_press_is_not_sent(desk: Page) -> None:
    at(desk, "complain")
    desk.locator("#complain-form").evaluate("form => { form.action = '/echo/'; }")
    sent: list[str] = []
    desk.on(
        "request", lambda request: sent.append(request.url) if "/echo/" in request.url else None
    )
    desk.locator("[data-submit]").evaluate("button => { button.click(); button.click(); }")
    desk.wait_for_url("**/echo/")
    assert len(sent) == 1


def test_what_depends_on_an_answer_appears_with_it(phone: Page) -> None:
    at(phone, "complain")
    refund = phone.get_by_label("退多少")
    expect(refund).to_be_visible()
    phone.get_by_label("退费", exact=True).uncheck()
    expect(refund).to_be_hidden()


def test_the_characters_used_are_counted(phone: Page) -> None:
    at(phone, "complain")
    phone.get_by_label("怎么回事").fill("十个字的一句话而已。")
    expect(phone.locator("[data-count-for=f-story]")).to_have_text("10/3000")


def test_an_error_summary_leads_into_the_field(phone: Page) -> None:
    at(phone, "complain")
    phone.locator(".problems-brief a").click()
    expect(phone.locator("#f-phone")).to_be_focused()


def test_a_shown_value_covers_itself_after_two_minutes(desk: Page) -> None:
    at(desk, "catalogue")
    shown = desk.locator("[data-masked] .masked-value")
    expect(shown).to_have_text("138 0000 2071")
    desk.clock.run_for(121_000)
    expect(shown).to_have_text("138****2071")


def test_copying_a_shown_value_gives_the_covered_one(desk: Page) -> None:
    at(desk, "catalogue")
    copied = desk.locator(".masked[data-masked]").evaluate(
        """box => {
            getSelection().selectAllChildren(box.parentElement);
            const data = new DataTransfer();
            const event = new ClipboardEvent("copy", {clipboardData: data, bubbles: true});
            box.dispatchEvent(event);
            return data.getData("text/plain");
        }"""
    )
    assert "138****2071" in copied
    assert "0000" not in copied


def test_a_phone_shows_the_present_stage_and_the_rest_on_demand(phone: Page) -> None:
    at(phone, "case")
    expect(phone.get_by_text("第 7 / 10")).to_be_visible()
    expect(phone.locator(".stage", has_text="登记")).to_be_hidden()
    phone.get_by_text("全部环节").click()
    expect(phone.locator(".stage", has_text="登记")).to_be_visible()


def test_a_photo_is_seen_before_it_is_sent_and_can_be_taken_out(phone: Page) -> None:
    at(phone, "complain")
    picture = FilePayload(name="水.png", mimeType="image/png", buffer=b"\x89PNG")
    phone.locator("#f-photos").set_input_files(picture)
    expect(phone.get_by_text("水.png")).to_be_visible()
    phone.get_by_role("button", name="移除 水.png").click()
    expect(phone.get_by_text("水.png")).to_be_hidden()
    assert phone.locator("#f-photos").evaluate("field => field.files.length") == 0


def test_letters_move_along_the_rows_but_not_while_somebody_types(desk: Page) -> None:
    at(desk, "my-duties")
    desk.keyboard.press("j")
    expect(desk.locator("#duty-4 .button")).to_be_focused()
    desk.keyboard.press("/")
    expect(desk.locator("#search")).to_be_focused()
    desk.keyboard.type("jk/n")
    expect(desk.locator("#search")).to_have_value("jk/n")


def test_an_unreachable_network_is_told_and_nothing_is_sent(open_page: OpenPage) -> None:
    phone = at(open_page(phone=True, quiet=False), "quick-register")
    phone.context.set_offline(True)
    expect(phone.get_by_text("网络断了，照样能登记。")).to_be_visible()
    phone.get_by_role("button", name="启动登记（停表）").click()
    expect(phone.locator("#alert")).to_contain_text("填的内容存在本机")
    expect(phone.get_by_label("一句话：怎么了")).to_have_value("3 号包间空调不制冷，顾客要求换房间")
    phone.context.set_offline(False)
    expect(phone.locator("#alert")).to_be_empty()


@pytest.mark.parametrize(
    "name", ["my-duties", "case", "register", "complain", "progress", "why-due"]
)
def test_without_scripts_everything_is_there(open_page: OpenPage, name: str) -> None:
    page = open_page(scripts=False)
    page.goto(f"/sample/{name}/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    controls = page.locator("main :is(input, textarea, select):not([type=hidden], [type=file])")
    folded = page.locator(".stepper-more input, .alternative-fields *")
    unseen = controls.evaluate_all(
        "(all, folded) => all.filter(e => !e.checkVisibility()).map(e => e.name)"
    )
    assert set(unseen) <= set(folded.evaluate_all("all => all.map(e => e.name)"))


def test_paper_fits_one_page(desk: Page) -> None:
    at(desk, "voucher")
    desk.emulate_media(media="print")
    expect(desk.locator(".paper-tools")).to_be_hidden()
    assert desk.locator(".paper").bounding_box()["width"] <= 1440  # type: ignore[index]
