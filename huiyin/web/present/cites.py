"""How English says where a Chinese regulation stands: 第十七条(一)2 is Article 17(1)2."""

import re

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_NUMBER = "[零一二三四五六七八九十百]+"
_ARTICLE = re.compile(f"第({_NUMBER}|[0-9]+)条")
_PART = re.compile(f"^({_NUMBER})、")
_PLACES = (("引言", "Preamble"), (" 例", " example"))


def number_of(written: str) -> int:
    """The number that Chinese characters write, up to 999; digits are taken as they are."""
    if written.isdigit() and written.isascii():
        return int(written)
    hundreds, found, rest = written.rpartition("百")
    total = 100 * (_DIGITS[hundreds] if hundreds else 1) if found else 0
    tens, found, ones = rest.rpartition("十")
    total += 10 * (_DIGITS[tens] if tens.strip("零") else 1) if found else 0
    return total + (_DIGITS[ones[-1]] if ones else 0)


def in_english(cite: str) -> str:
    """The place in English; what is not an article, a part or a paragraph stays as it is."""
    said = _ARTICLE.sub(lambda found: f"Article {number_of(found[1])}", cite)
    said = _PART.sub(lambda found: f"Part {number_of(found[1])} ", said)
    said = re.sub(f"[(（]({_NUMBER})[)）]", lambda found: f"({number_of(found[1])})", said)
    for word, english in _PLACES:
        said = said.replace(word, english)
    return said
