"""How English says where a Chinese regulation stands: 第十七条(一)2 is Article 17(1)2."""

import re
from collections.abc import Mapping

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_NUMBER = "[零一二三四五六七八九十百]+"
_ARTICLE = re.compile(f"第({_NUMBER}|[0-9]+)条")
_PART = re.compile(f"^({_NUMBER})、")
_ITEM = re.compile(f" *第({_NUMBER}|[0-9]+)项")
_PARAGRAPH = re.compile(f"第({_NUMBER}|[0-9]+)段")
_BRACKETS = re.compile("[(（]([^()（）]+)[)）]")
_PLACES = (("引言", "Preamble"), (" 例", " example"), ("、", ", "))
_CHINESE = re.compile("[\u3400-\u9fff]+")


def number_of(written: str) -> int:
    """The number that Chinese characters write, up to 999; digits are taken as they are."""
    if written.isdigit() and written.isascii():
        return int(written)
    hundreds, found, rest = written.rpartition("百")
    total = 100 * (_DIGITS[hundreds] if hundreds else 1) if found else 0
    tens, found, ones = rest.rpartition("十")
    total += 10 * (_DIGITS[tens] if tens.strip("零") else 1) if found else 0
    return total + (_DIGITS[ones[-1]] if ones else 0)


def in_english(cite: str, words: Mapping[str, str]) -> str:
    """The place in English; a word that is no article, part or item is taken from the pack's words."""
    said = _CHINESE.sub(lambda found: words.get(found[0], found[0]), _numbered(cite))
    return said.replace("( ", "(").strip()


def words_of(cite: str) -> list[str]:
    """The words of a place that only the pack can say in English."""
    return _CHINESE.findall(_numbered(cite))


def _numbered(cite: str) -> str:
    said = _ARTICLE.sub(lambda found: f"Article {number_of(found[1])}", cite)
    said = _PART.sub(lambda found: f"Part {number_of(found[1])} ", said)
    said = _ITEM.sub(lambda found: f"({number_of(found[1])})", said)
    said = _PARAGRAPH.sub(lambda found: f"para. {number_of(found[1])}", said)
    for word, english in _PLACES:
        said = said.replace(word, english)
    return _BRACKETS.sub(_bracket, said)


def _bracket(found: re.Match[str]) -> str:
    inner = found[1]
    if re.fullmatch(f"{_NUMBER}|[0-9]+", inner):
        return f"({number_of(inner)})"
    return f" ({inner})"
