"""Masks: enough to recognise a customer by, not enough to reach one."""

import pytest

from huiyin.people.masks import BAR, Hidden, mask, mask_text
from huiyin.people.vault import ValueKind

K = ValueKind


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (K.NAME, "林远舟", "林*舟"),
        (K.NAME, "林舟", "林*"),
        (K.NAME, "欧阳娜娜", "欧**娜"),
        (K.NAME, "林", "*"),
        (K.PHONE, "13800112071", "138****2071"),
        (K.PHONE, "+86 138 0011 2071", "138****2071"),
        (K.PHONE, "021-62501234", "021****1234"),
        (K.PHONE, "62501234", "******34"),
        (K.PHONE, "110", "****"),
        (K.MAIL, "lin.zhou@example.com", "l***@example.com"),
        (K.MAIL, "not a mail", "***"),
        (K.ID_NUMBER, "310101199001011234", "31**************34"),
        (K.ID_NUMBER, "1234", "****"),
        (K.ACCOUNT, "6222021001112345678", "62***************78"),
        (K.ADDRESS, "上海市静安区南京西路一千号三楼", "上海市静安****"),
        (K.TEXT, "请打13800112071", f"请打{BAR}"),
        (K.NAME, "  ", ""),
    ],
)
def test_a_value_is_shown_masked(kind: ValueKind, value: str, shown: str) -> None:
    assert mask(kind, value) == shown


def test_every_kind_of_value_has_a_mask_that_hides_something() -> None:
    for kind in ValueKind:
        assert mask(kind, "13800112071") != "13800112071"


def test_a_free_text_says_what_each_bar_hides() -> None:
    masked = mask_text(
        "我是林舟，电话 138-0011-2071，证件310101199001011234，"
        "邮箱 lin@example.com，座机(021)62501234，卡号 6222 0210 0111 2345 678。"
    )
    assert masked.text == f"我是林舟，电话 {BAR}，证件{BAR}，邮箱 {BAR}，座机{BAR}，卡号 {BAR}。"
    assert masked.hidden == (
        Hidden.PHONE,
        Hidden.ID_NUMBER,
        Hidden.MAIL,
        Hidden.PHONE,
        Hidden.ACCOUNT,
    )


@pytest.mark.parametrize(
    "text",
    [
        "2026年3月2日 20:30 第3场，6人，退费 1280.00 元",
        "凭证 A-2026-000123，订单 20260302203000",
        "等了 45 分钟，20260302 那天",
    ],
)
def test_dates_amounts_and_voucher_numbers_stay_readable(text: str) -> None:
    assert mask_text(text).text == text
    assert mask_text(text).hidden == ()
