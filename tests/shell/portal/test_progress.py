"""P3: what a customer sees of the way of the case, and what the customer can do on it."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from huiyin.cases import log
from huiyin.cases.models import CaseEvent
from huiyin.channels.delivery import deliver
from huiyin.people.vault import erase_subject
from huiyin.records.models import Evidence
from tests.shell.portal.phone import Phone, file
from tests.shell.records.files import photo


@pytest.fixture(autouse=True)
def frozen(frozen: time_machine.Traveller) -> Iterator[time_machine.Traveller]:
    """Wednesday 18 March 2026, 19:00: when the complaint comes in."""
    frozen.move_to("2026-03-18T19:00:00+08:00")
    return frozen


def travel(frozen: time_machine.Traveller, moment: str) -> None:
    """Go to a moment of the store's clock."""
    frozen.move_to(datetime.fromisoformat(f"{moment}+08:00"))


def test_the_way_tells_what_is_promised_until_when_and_what_happened(
    phone: Phone, frozen: time_machine.Traveller
) -> None:
    phone.complain()
    phone.work("register")
    travel(frozen, "2026-03-18T19:30")
    words = phone.get(phone.progress).words
    assert "核实，缺什么会联系您 最迟 今天 20:20 怎么算的 剩 50分" in words
    assert "给您处理结果 告诉您最迟什么时候给您处理结果：24 小时内或 3 个工作日内" in words
    assert "登记完成 今天 19:20" in words
    assert "已开始登记 今天 19:03" in words
    assert "已收到您的投诉 您提交了文字。 今天 19:00" in words
    assert words.index("登记完成") < words.index("已开始登记")


def test_the_customer_never_sees_clauses_roles_names_of_staff_or_remarks(
    phone: Phone, frozen: time_machine.Traveller
) -> None:
    phone.complain()
    phone.work("complete")
    travel(frozen, "2026-03-19T17:00")
    text = phone.get(phone.progress).text
    for hidden in (
        "第八条",
        "8.4a",
        "徐店长",
        "客服小王",
        "小李",
        "审核",
        "专员",
        "义务",
        "同意",
        "修好空调",
    ):
        assert hidden not in text, hidden
    assert "正在修，今天给您结果" in text
    assert "退费并致歉" in text


def test_what_the_customer_was_told_at_each_turn_stands_on_the_way(
    phone: Phone, frozen: time_machine.Traveller
) -> None:
    phone.complain()
    phone.work("complete")
    travel(frozen, "2026-03-19T17:00")
    while deliver(datetime.fromisoformat("2026-03-19T17:00:00+08:00")):
        pass
    number = phone.case().number
    words = phone.get(phone.progress).words
    assert f"您的投诉已开始登记，编号 {number}。" in words
    assert f"您的投诉（{number}）有了处理方案，请您看一看，告诉我们是否接受。" in words
    assert f"您的投诉（{number}）处理完成。" in words
    assert "流转给您" not in words
    assert "退回" not in words
    phone.client.cookies["huiyin_language"] = "en"
    assert f"There is a plan for your complaint ({number})" in phone.get(phone.progress).words


def test_our_own_lateness_is_said_plainly_while_it_lasts_and_for_ever_after(
    phone: Phone, frozen: time_machine.Traveller
) -> None:
    phone.complain()
    phone.work("register")
    travel(frozen, "2026-03-18T20:30")
    words = phone.get(phone.progress).words
    assert "核实，缺什么会联系您 晚了 10分 本应在 今天 20:20 前办好。是我们慢了，正在办。" in words
    phone.work("verify", verify="2026-03-18T20:42")
    travel(frozen, "2026-03-18T21:00")
    words = phone.get(phone.progress).words
    assert "已做初步核实 晚了 22分 是我们慢了，已记录在案。 今天 20:42" in words
    assert "本应在" not in words


def test_why_tells_how_a_date_is_counted_without_a_clause(
    phone: Phone, frozen: time_machine.Traveller
) -> None:
    phone.complain()
    phone.work("grade_1")
    travel(frozen, "2026-03-18T20:30")
    page = phone.get(phone.progress)
    assert "给您处理结果 最迟 3月19日 周四 19:00 怎么算的" in page.words
    url = next(part for part in page.text.split('"') if "/why/handle" in part)
    words = phone.get(url).words
    assert "“给您处理结果”最迟 3月19日 周四 19:00，怎么算的" in words
    assert "从 今天 19:00 起计 24 小时，到 3月19日 周四 19:00 为止。" in words
    assert "10.3.1b" not in words
    other = next(i for i in url.split("/") if i.startswith("handle"))
    assert phone.get(url.replace(other, "grade_1")).status == 404


def test_more_evidence_comes_with_words_and_is_told_on_the_way(phone: Phone) -> None:
    phone.complain()
    page = phone.answer("add_evidence", note="鞋的照片", files=[file("鞋.jpg", photo())])
    assert "您补充了材料" in page.words
    assert "鞋的照片" in page.words
    assert "附 照片 1。" in page.words
    assert Evidence.objects.get().by_customer
    again = phone.answer("add_evidence", note="还有小票")
    assert "还有小票" in again.words


def test_a_form_on_the_way_says_what_is_missing_and_keeps_the_rest(phone: Phone) -> None:
    phone.complain()
    page = phone.answer("add_evidence", note="", files=[file("鞋.jpg", photo())])
    assert page.status == 422
    assert page.beside("note") == "请填写。"
    assert "鞋.jpg" in page.words
    done = phone.post(f"{phone.progress}do/add_evidence/", {**page.inputs(), "note": "鞋"})
    assert "附 照片 1。" in done.words


def test_the_answer_to_the_proposal_is_asked_with_the_proposal_above_it(
    phone: Phone, frozen: time_machine.Traveller
) -> None:
    phone.complain()
    phone.work("feedback")
    travel(frozen, "2026-03-19T16:10")
    page = phone.get(phone.progress)
    assert "我们给了答复， 等您回复 我们的答复 退费并致歉" in page.words
    assert "等您回复 没有期限" in page.words
    assert "checked" not in page.text.split('name="outcome"')[1].split("</label>")[0]
    refused = phone.answer("answer")
    assert refused.beside("outcome")
    refused = phone.answer("answer", outcome="没有解决")
    assert refused.beside("comment") == "请填写。"
    done = phone.answer("answer", outcome="没有解决", comment="退费没有到")
    assert "您答复了处理方案 您选了“没有解决”。 退费没有到" in done.words
    assert "答复您是否重新处理 最迟" in done.words


def test_after_the_answer_the_score_is_asked_and_given_once(
    phone: Phone, frozen: time_machine.Traveller
) -> None:
    phone.complain()
    phone.work("feedback")
    travel(frozen, "2026-03-19T16:10")
    page = phone.answer("answer", outcome="接受")
    assert "很不满意" in page.words
    phone.answer("rate", score="5")
    case = phone.case()
    assert case.fields["rate.score"] == "5"
    late = phone.post(f"{phone.progress}do/rate/", {**page.inputs(), "score": "1"})
    assert late.status == 409
    assert "今天 16:10 已经评分过了。" in late.words
    assert phone.case().fields["rate.score"] == "5"


def test_two_tabs_with_the_same_question_have_one_answer_and_the_second_is_told(
    phone: Phone, frozen: time_machine.Traveller
) -> None:
    phone.complain()
    phone.work("feedback")
    travel(frozen, "2026-03-19T16:10")
    one, two = (phone.get(f"{phone.progress}?do=answer").inputs() for _tab in range(2))
    url = f"{phone.progress}do/answer/"
    assert phone.post(url, {**one, "outcome": "接受"}).status == 200
    page = phone.post(url, {**two, "outcome": "没有解决", "comment": "写了很久的话"})
    assert page.status == 409
    assert "已经答复过了" in page.words
    assert "写了很久的话" in page.text
    assert "您选了“没有解决”" not in page.words


def test_the_same_press_twice_has_one_effect(phone: Phone) -> None:
    phone.complain()
    values = {**phone.get(f"{phone.progress}?do=add_evidence").inputs(), "note": "一次"}
    for _press in range(2):
        page = phone.post(f"{phone.progress}do/add_evidence/", values)
        assert page.status == 200
    acted = CaseEvent.objects.filter(case=phone.case(), kind="acted").count()
    assert acted == 2


def test_who_takes_the_complaint_back_is_told_what_that_means(phone: Phone) -> None:
    phone.complain()
    page = phone.get(f"{phone.progress}?do=withdraw")
    assert "提交以后这件投诉就结束了，不再处理，不能恢复。" in page.words
    done = phone.answer("withdraw", reason="当面解决了")
    assert "您已撤回投诉" in done.words
    assert phone.case().stage == "撤回"
    assert "撤回 " not in phone.get(phone.progress).words.split("您提交的内容")[0].split("进度")[1]


def test_what_cannot_be_done_now_is_said_without_reasons_of_the_house(phone: Phone) -> None:
    phone.complain()
    page = phone.get(f"{phone.progress}?do=answer")
    assert "现在不能答复：这件投诉的情况已经变了。" in page.words
    posted = phone.post(f"{phone.progress}do/answer/", {"once": "x", "outcome": "接受"})
    assert posted.status == 409
    assert phone.post(f"{phone.progress}do/register/", {"once": "x"}).status == 404


def test_own_words_are_shown_with_the_phone_covered(phone: Phone) -> None:
    phone.complain()
    page = phone.get(phone.progress)
    assert "138****2071" in page.words
    assert "13800172071" not in page.text
    assert "林女士" in page.words
    assert "鞋全湿了" in page.words


def test_after_erasure_the_way_remains_and_the_words_are_gone(phone: Phone) -> None:
    phone.complain(files=[file("a.jpg", photo())])
    case = phone.case()
    erase_subject(case.subject_id, company=case.company_id, at=case.changed_at)
    page = phone.get(phone.progress)
    assert page.status == 200
    assert "已收到您的投诉" in page.words
    assert "怎么回事 已销毁" in page.words
    assert "林女士" not in page.text
    answer = phone.answer("add_evidence", note="还有")
    assert answer.status == 409
    assert len(log.read(case.id)) == 3


def test_the_portal_speaks_english(phone: Phone) -> None:
    phone.get(phone.store)
    page = phone.post(f"{phone.root}language/", {"language": "en", "next": phone.store})
    assert page.status == 200
    assert "Tell us what happened" in page.words
    assert "first say" not in page.words
    page = phone.complain(story="")
    assert "Please fill this in." in page.words
    page = phone.complain()
    assert "Received" in page.words
    words = phone.get(phone.progress).words
    assert not [
        c
        for c in words.replace("林女士", "").split("What you wrote")[0]
        if "\u4e00" <= c <= "\u9fff"
    ]
