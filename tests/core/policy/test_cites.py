"""An English reader is told where a clause stands in words of his own."""

import pytest

from huiyin.policy.cites import in_english, words_of

WORDS = {"客服部": "Customer service", "等渠道": " (and other channels)", "范文": "Model text"}


@pytest.mark.parametrize(
    ("cite", "english"),
    [
        ("第十七条(一)2", "Article 17(1)2"),
        ("第二十一条", "Article 21"),
        ("第六条 第2项(客服部)", "Article 6(2) (Customer service)"),
        ("第十条（一）等渠道", "Article 10(1) (and other channels)"),
        ("范文（2） 第2段、第6段", "Model text(2) para. 2, para. 6"),
        ("二、(一) 例", "Part 2 (1) example"),
        ("引言", "Preamble"),
    ],
)
def test_a_place_is_said_in_english(cite: str, english: str) -> None:
    assert in_english(cite, WORDS) == english


def test_what_only_the_pack_can_say_is_asked_of_it() -> None:
    assert words_of("第六条 第2项(客服部)") == ["客服部"]
    assert words_of("第十七条(一)2") == []
