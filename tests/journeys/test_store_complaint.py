"""A complaint at a store's desk, walked by three people from reception to the archive."""

from tests.journeys.conftest import OpenPage
from tests.journeys.hands import Hands
from tests.journeys.site import Site
from tests.journeys.walk import receive, to_the_archive, to_the_solution


def test_a_store_complaint_travels_from_the_front_desk_to_the_archive(
    open_site: OpenPage, site: Site
) -> None:
    front, manager, agent = (Hands(open_site(), site, name) for name in ("lin", "gu", "duan"))
    case = receive(front)
    to_the_solution(case, front, manager, agent)
    told = {"means": "电话", "content": "退费并致歉", "opinion": "接受", "satisfaction": "4"}
    agent.do(case, "feedback", told, outcome="已告知")
    to_the_archive(case, agent)
    page = agent.open(f"cases/{case}/")
    assert page.locator("text=归档").count()
    text = page.locator("main").inner_text()
    assert "13812345670" not in text
    assert "138****5670" in text


def test_what_may_not_be_done_yet_says_why_and_who(open_site: OpenPage, site: Site) -> None:
    front = Hands(open_site(), site, "lin")
    case = receive(front)
    front.do(case, "begin", {"carrier": "电子"})
    page = front.open(f"cases/{case}/")
    refused: str = page.locator("#act .refusals").inner_text()
    assert "无权" in refused or "缺" in refused or "未" in refused
