"""Every page of desk, portal and account: accessible, as narrow as a phone, wholly English in English."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from huiyin import demo
from tests.journeys.conftest import OpenPage
from tests.journeys.hands import Hands
from tests.journeys.site import Site
from tests.journeys.walk import receive

DESK = (
    *("", "register/", "quick/", "cases/", "review/", "ledgers/", "ledgers/flow/"),
    *("revisits/", "revisits/?view=may"),
    *("tracking/", "tracking/notices/", "tracking/reports/"),
    *("search/?q=x", "policy/", "me/", "messages/"),
)
MANAGEMENT = (
    *("figures/", "figures/?each=month&ago=1", "figures/volume/", "figures/volume/cases/"),
    *("figures/on_time/", "reports/", "reports/weekly/", "reports/quarterly/"),
)
ACCOUNT = ("/companies/", "/account/password/", "/account/second-step/", "/sign-out/")
PORTAL = ("", "s/XH/", "look/", "privacy/", "s/nowhere/")
# Names that stay what they are: the product's own, the other language's, papers by their numbers.
NAMES = re.compile(r"回音|中文|[A-Z]+-(电子|纸质)-[\d-]+")
# What people wrote: the demo's own cases, and the cases of all journeys.
DEMO = Path(demo.__file__).with_name("jubensha.yaml").read_text(encoding="utf-8").splitlines()
STORY = (
    "".join(line for line in DEMO if "brief:" in line)
    + "包间漏水，第次说按了两下的投诉三号包间空调滴水，没有人来处理包间漏水，无人处理包间漏水"
)
OTHERS = re.compile("同一页又按了一次|没有脚本的手机|雾+")
RUN = re.compile("[\u3400-\u9fff，。]+")


def left_over(words: str) -> list[str]:
    """Chinese words that are neither names nor what somebody wrote."""
    rest = OTHERS.sub("", NAMES.sub("", words))
    return [run for run in RUN.findall(rest) if run not in STORY]


def findings(page: Page) -> list[str]:
    """What axe finds wrong, with nothing fading in meanwhile: half faded words have no contrast."""
    page.emulate_media(reduced_motion="reduce")
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in Axe().run(page).response["violations"]
    ]


def too_wide(page: Page) -> bool:
    """Whether something sticks out at the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def each(page: Page, site: Site) -> Iterator[str]:
    """Open every page in turn: first as a stranger, then as a service agent with a case."""
    for address in ("/sign-in/", *(f"/p/{site.slug}/{place}" for place in PORTAL)):
        page.goto(site.url + address)
        yield address
    Hands(page, site, "fang")
    yield from visited(page, site, [site.desk(place) for place in MANAGEMENT])
    page.context.clear_cookies(name="sessionid")
    front = Hands(page, site, "lin")
    case = receive(front)
    cases = (f"cases/{case}/", f"cases/{case}/?do=begin")
    yield from visited(page, site, [*map(site.desk, (*DESK, *cases)), *ACCOUNT])


def visited(page: Page, site: Site, addresses: Iterable[str]) -> Iterator[str]:
    """Open each of some pages, all of which there must be."""
    for address in addresses:
        answer = page.goto(site.url + address)
        assert answer is not None
        assert answer.status == 200, (address, answer.status)
        yield address


@pytest.mark.parametrize("on_a_phone", [True, False])
def test_axe_finds_nothing_on_any_page_and_no_page_scrolls_sideways(
    open_site: OpenPage, site: Site, *, on_a_phone: bool
) -> None:
    page = open_site(phone=on_a_phone, quiet=False)
    found: list[object] = []
    for address in each(page, site):
        found += [(address, one) for one in findings(page)]
        for width in (390, 320) if on_a_phone else (1440, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            found += [(address, width)] if too_wide(page) else []
    assert not found, found


def test_no_chinese_word_is_left_on_english_pages(open_site: OpenPage, site: Site) -> None:
    page = open_site(language="en-GB")
    left: set[tuple[str, str]] = set()
    for address in each(page, site):
        # Clauses quote single words of the regulation, marked as such.
        page.evaluate("document.querySelectorAll('main li [lang=zh-CN]').forEach(e => e.remove())")
        left |= {(address, run) for run in left_over(page.locator("body").inner_text())}
    assert not left, sorted(left)
