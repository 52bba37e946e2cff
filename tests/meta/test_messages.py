"""Everything a user reads exists in Chinese and in English."""

import re

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from tools import messages

_FILLED = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def english() -> list[Message]:
    with messages.ENGLISH.open("rb") as file:
        return [message for message in read_po(file, locale="en") if message.id]


def first(words: str | tuple[str, ...] | list[str]) -> str:
    return words if isinstance(words, str) else words[0]


def test_every_sentence_has_its_english() -> None:
    _, missing = messages.updated()
    assert not missing, f"python3 run.py messages, then translate: {missing}"


def test_the_catalogue_has_no_sentence_that_nobody_uses() -> None:
    used = {(first(m.id), m.context) for m in messages.collected() if m.id}
    unused = [first(m.id) for m in english() if (first(m.id), m.context) not in used]
    assert not unused, f"python3 run.py messages: {unused}"


def test_a_translation_fills_in_the_same_values() -> None:
    wrong = [
        first(message.id)
        for message in english()
        for words in translations(message)
        if words and set(_FILLED.findall(words)) != set(_FILLED.findall(first(message.id)))
    ]
    assert not wrong


def translations(message: Message) -> list[str]:
    """One for a sentence, two for a sentence with a number in it."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def test_the_sentences_in_the_sources_are_chinese_and_their_english_is_not() -> None:
    latin = [first(m.id) for m in english() if re.search(r"[A-Za-z]{4}", without_marks(m.id))]
    latin = [words for words in latin if not _CHINESE.search(words)]
    assert not latin, f"the key of a sentence is its Chinese: {latin}"
    chinese = [first(m.id) for m in english() if any(map(_CHINESE.search, translations(m)))]
    assert not chinese


def without_marks(words: str | tuple[str, ...] | list[str]) -> str:
    return _FILLED.sub("", first(words))
