"""Query codes: read as people write them, told apart only by their hash, not to be guessed."""

from datetime import timedelta

import pytest
import time_machine
from pytest_django import Settings

from huiyin.cases import codes
from huiyin.people.commands.companies import create_company
from tests.shell.cases.world import LONG_AGO
from tests.shell.portal.phone import Phone, cases


def look(phone: Phone, code: str) -> tuple[int, str]:
    """Ask for a case by a code."""
    phone.get(f"{phone.root}look/")
    page = phone.post(f"{phone.root}look/", {"code": code})
    return page.status, page.words


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("7Q2M-94KD-HX", "7Q2M-94KD-HX"),
        (" 7q2m 94kd hx ", "7Q2M-94KD-HX"),
        ("７Ｑ２Ｍ－９４ＫＤ－ＨＸ", "7Q2M-94KD-HX"),
        ("OQIL-94KD-HX", "0Q11-94KD-HX"),
        ("7Q2M-94KD-H", None),
        ("7Q2M-94KD-HU", None),
        ("", None),
    ],
)
def test_a_code_is_read_as_people_write_it(typed: str, read: str | None) -> None:
    assert codes.read(typed) == read


def test_codes_are_of_letters_that_nobody_misreads_and_differ() -> None:
    made = {codes.code_of(f"form {n}") for n in range(2000)}
    assert len(made) == 2000
    assert all(codes.read(code) == code for code in made)
    assert not set("".join(made)) & set("ILOU")


@pytest.mark.django_db
def test_the_same_code_has_another_hash_in_another_company() -> None:
    one = create_company(slug="one", name="一", at=LONG_AGO)
    two = create_company(slug="two", name="二", at=LONG_AGO)
    code = "7Q2M-94KD-HX"
    assert codes.hash_of(one.id, code) != codes.hash_of(two.id, code)
    assert codes.fits(one.id, code, codes.hash_of(one.id, code))
    assert not codes.fits(one.id, code, "")


def test_with_the_code_anybody_sees_the_progress_and_without_it_nobody(phone: Phone) -> None:
    code = phone.complain().code
    stranger = Phone(phone.world)
    url = f"{phone.root}case/{phone.case().id}/"
    assert "查询码" in stranger.get(url).words
    status, words = look(stranger, code.lower().replace("-", " "))
    assert status == 200
    assert "已收到您的投诉" in words
    assert "已收到您的投诉" in stranger.get(url).words
    stranger.get(f"{url}leave/")
    assert "已收到您的投诉" not in stranger.get(url).words


def test_the_link_of_the_receipt_opens_the_case_and_takes_the_code_out_of_the_address(
    phone: Phone,
) -> None:
    receipt = phone.complain()
    assert "查进度的二维码" in receipt.text
    stranger = Phone(phone.world)
    page = stranger.get(f"{phone.root}q/{receipt.code}/")
    assert page.url == f"{phone.root}case/{phone.case().id}/"
    assert receipt.code not in page.text


def test_guessing_is_stopped_after_ten_wrong_codes_also_for_the_right_one(
    phone: Phone, frozen: time_machine.Traveller
) -> None:
    code = phone.complain().code
    stranger = Phone(phone.world)
    for number in range(10):
        status, words = look(stranger, codes.code_of(str(number)))
        assert status == 422
        assert "没有找到。请核对查询码，不分大小写。" in words
    status, words = look(stranger, code)
    assert status == 429
    assert "试得太多了，请 11 分钟后再试。" in words
    assert Phone(phone.world).get(f"{phone.root}q/{code}/").status == 429
    frozen.shift(timedelta(minutes=11))
    assert look(stranger, code)[0] == 200


def test_what_cannot_be_a_code_is_said_to_be_none_and_counts_for_nothing(phone: Phone) -> None:
    for _ in range(12):
        status, words = look(phone, "我的投诉")
        assert status == 422
        assert "查询码是 10 个字母和数字" in words
    assert look(phone, "")[1].count("请填写") == 1


def test_the_code_of_a_case_of_one_company_opens_nothing_at_another(phone: Phone) -> None:
    code = phone.complain().code
    other = create_company(slug="other", name="别家", at=LONG_AGO)
    stranger = Phone(phone.world)
    assert stranger.get(f"/p/{other.slug}/q/{code}/").status in (404, 422)
    assert cases().count() == 1


def test_a_forged_memory_of_a_device_is_not_believed(phone: Phone) -> None:
    phone.complain()
    stranger = Phone(phone.world)
    stranger.client.cookies["huiyin_portal"] = "eyJkIjoieCJ9:forged:signature"
    url = f"{phone.root}case/{phone.case().id}/"
    assert "已收到您的投诉" not in stranger.get(url).words


@pytest.mark.parametrize("trusted", [[], ["10.0.0.5"]])
def test_behind_a_named_proxy_each_visitor_has_tries_of_its_own(
    phone: Phone, settings: Settings, monkeypatch: pytest.MonkeyPatch, trusted: list[str]
) -> None:
    monkeypatch.setattr("huiyin.web.portal.look.MOST", 2)
    settings.TRUSTED_PROXIES = trusted
    guesser, customer = (
        Phone(phone.world, REMOTE_ADDR="10.0.0.5", HTTP_X_FORWARDED_FOR=address)
        for address in ("198.51.100.7", "198.51.100.8")
    )
    tried = [look(guesser, "AAAA-AAAA-AA")[0] for _ in range(3)]
    assert tried == [422, 422, 429]
    assert look(customer, "AAAA-AAAA-AA")[0] == (422 if trusted else 429)
