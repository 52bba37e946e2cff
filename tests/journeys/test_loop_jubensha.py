"""A store: the customer says on the phone that it is not solved; it is handled again and archived."""

from playwright.sync_api import expect

from tests.journeys.conftest import OpenPage
from tests.journeys.hands import Hands, choose
from tests.journeys.site import Site
from tests.journeys.test_customer import press, received, says_nothing_internal, scan, tell
from tests.journeys.walk import PICTURE, local, to_the_archive, to_the_solution

TOLD = {"means": "电话", "content": "退场次费并致歉", "opinion": "等答复", "satisfaction": "未询问"}


def test_a_customer_who_says_not_solved_gets_a_second_round(
    open_site: OpenPage, site: Site
) -> None:
    phone = scan(open_site(phone=True), site)
    tell(phone)
    press(phone)
    case = received(phone)
    front, manager, agent = (Hands(open_site(), site, name) for name in ("lin", "gu", "duan"))
    to_the_solution(case, front, manager, agent, channel="门店扫码")
    agent.do(case, "feedback", TOLD, outcome="已告知")
    phone.goto(f"{site.url}/p/{site.slug}/case/{case}/")
    choose(phone.locator("#answer"), "outcome", "没有解决")
    phone.locator("#answer [name=comment]").fill("退的钱没有到账")
    phone.get_by_role("button", name="提交答复").click()
    expect(phone.locator("#status-line")).to_contain_text("您答复了处理方案")
    page = agent.open(f"cases/{case}/?do=complete")
    assert page.locator("#act-form[action*=complete]").count() == 0
    agent.do(case, "reconsider", {"reason": "退款原路退回失败，改用转账"}, outcome="重新处理")
    phone.reload()
    says_nothing_internal(phone)
    done = {"measures": "改用转账", "solution": "转账退费", "refunded": "388"}
    manager.do(case, "result", {**done, "finished": local()[:10], "evidence": str(PICTURE)})
    agent.do(case, "feedback", {**TOLD, "opinion": "接受"}, outcome="已告知")
    phone.reload()
    choose(phone.locator("#answer"), "outcome", "接受")
    phone.get_by_role("button", name="提交答复").click()
    expect(phone.locator("#status-line")).to_contain_text("您答复了处理方案")
    to_the_archive(case, agent)
    expect(agent.open(f"cases/{case}/").locator("main")).to_contain_text("归档")
