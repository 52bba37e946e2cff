"""Every Chinese word that a user of the pack can see has its English in `words.en.yaml`."""

import re
from collections.abc import Iterator

from pydantic import BaseModel

from huiyin.policy.checks.ground import Ground
from huiyin.policy.checks.walk import Path, walk
from huiyin.policy.cites import words_of
from huiyin.policy.findings import Finding
from huiyin.policy.pack import Pack

Findings = Iterator[Finding]

CHINESE = re.compile(r"[\u3400-\u9fff]")

VISIBLE = frozenset(
    (
        *("label", "note", "says", "status", "promise", "verb", "hint", "text"),
        *("why", "or_mark", "of", "allowed", "avoid_words", "any", "all", "causes"),
        *("stages", "final", "flag", "unflag", "purpose", "checklist", "laws", "truncated"),
        *("columns", "reasons", "draft", "group", "company_kind"),
    )
)
"""Keys whose texts reach a user's eyes, as they stand."""

ADDRESSED = ("metrics",)
"""Here `of` names a part of the pack and is no list of words."""
KEYS_SEEN = ("flags", "categories", "levels", "lists", "clauses")
NAMES_SEEN = frozenset({"outcomes", "documents", "channels", "links"})
"""Maps whose keys are shown themselves."""


def check(ground: Ground) -> Findings:
    """A finding for each word without English, each clause without it, each word nobody sees."""
    pack = ground.pack
    seen = visible(pack)
    for word, path in seen.items():
        if word not in pack.words_en:
            yield ground.say("E801", path, (), word=word)
    yield from _clauses(ground)
    if not pack.title_en and CHINESE.search(pack.title):
        yield ground.say("E801", ("title",), (), word=pack.title)
    cited = {word for one in pack.clauses.values() for word in (one.cite, *words_of(one.cite))}
    for word, english in pack.words_en.items():
        if word not in seen and word not in cited and word != pack.title:
            yield ground.say("E803", ("words_en", word), (), word=word)
        if not english.strip() or CHINESE.search(english):
            yield ground.say("E804", ("words_en", word), (), word=word, english=english)


def _clauses(ground: Ground) -> Findings:
    pack = ground.pack
    for name, clause in pack.clauses.items():
        if not clause.text_en and clause.text not in pack.words_en:
            yield ground.say("E802", ("clauses", name), (name,), name=name)
        for word in words_of(clause.cite) if clause.cite not in pack.words_en else ():
            if word not in pack.words_en:
                yield ground.say("E801", ("clauses", name), (name,), word=word)


def visible(pack: Pack) -> dict[str, Path]:
    """Every Chinese word that a user can see, with the first place where it stands."""
    found: dict[str, Path] = {}
    for path, item in walk(pack):
        if path[:1] in (("clauses",), ("words_en",)):
            continue
        for word, place in _words(path, item):
            if CHINESE.search(word):
                found.setdefault(word, place)
    for name, words in pack.lists.items():
        for word in words:
            found.setdefault(word, ("lists", name))
    for name, report in pack.reports.items():
        for number, section in enumerate(report.sections):
            word = str(section.get("title", ""))
            found.setdefault(word, ("reports", name, "sections", number))
    return {word: place for word, place in found.items() if CHINESE.search(word)}


def _words(path: Path, item: BaseModel) -> Iterator[tuple[str, Path]]:
    for name, field in type(item).model_fields.items():
        key = field.alias or name
        value = getattr(item, name)
        if key in VISIBLE and not (key == "of" and path[:1] == ADDRESSED):
            for word in _texts(value):
                yield word, (*path, key)
        if key in NAMES_SEEN or (not path and key in KEYS_SEEN and key != "clauses"):
            for word in value if isinstance(value, dict) else ():
                yield str(word), (*path, key, word)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        yield from (text for text in value if isinstance(text, str))
