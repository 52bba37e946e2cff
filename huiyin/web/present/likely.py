"""Likely cases in words: what they are about, which facts agree, how alike the texts are."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _

from huiyin.cases.commands.linking import DISTINCT
from huiyin.cases.likeness import Found, Likely
from huiyin.policy.procedures import Procedure, Relation
from huiyin.web.pages import Duplicate
from huiyin.web.parts import Action, Choice
from huiyin.web.present import cases as shown
from huiyin.web.present.speaker import Speaker

TEN = 10


def duplicates(
    speaker: Speaker,
    found: Found,
    href: Callable[[str], str],
    *,
    actions: Callable[[Likely], Sequence[Action]] = lambda _one: (),
    chosen: Mapping[str, str] | None = None,
) -> list[Duplicate]:
    """The likely cases as parts; with `chosen` each is asked about inside the form at hand."""
    texts = shown.texts_of(speaker, [one.case for one in found.cases])
    return [
        Duplicate(
            number=shown.number(speaker, one.case),
            href=href(one.case.id),
            when=speaker.short(one.case.opened_at),
            what=shown.title(speaker, one.case, texts),
            same=why(speaker, one),
            actions=actions(one),
            name=field_of(one.case.id),
            choices=() if chosen is None else _choices(speaker, one, chosen),
        )
        for one in found.cases
    ]


def field_of(case: str) -> str:
    """The name under which a form says what is decided about a likely case."""
    return f"like.{case}"


def _choices(speaker: Speaker, one: Likely, chosen: Mapping[str, str]) -> list[Choice]:
    spec = speaker.pack.procedures[one.case.procedure]
    now = chosen.get(one.case.id, "")
    names = [*spec.links, DISTINCT]
    return [Choice(value=n, label=relation_words(speaker, spec, n), chosen=n == now) for n in names]


def relation_words(speaker: Speaker, spec: Procedure, name: str) -> str:
    """What is done with a relation: join, relate or tell apart, with the pack's own word."""
    if name == DISTINCT:
        return _("不是同一件")
    words = {"relation": speaker.word(name)}
    joins = spec.links.get(name, Relation()).joins
    return (_("并入：%(relation)s") if joins else _("关联：%(relation)s")) % words


def why(speaker: Speaker, one: Likely) -> str:
    """Why a case may be the same: what is equal, how alike the texts are."""
    equal = []
    if one.values - {"name"}:
        equal.append(_("联系方式"))
    elif one.values:
        equal.append(_("姓名"))
    if one.unit:
        equal.append(speaker.unit(one.case.unit))
    for path in one.facts:
        spec = shown.field_spec(speaker, one.case.procedure, path)
        if spec is not None:
            equal.append(speaker.word(spec.label))
    between = "、" if speaker.lang == "zh" else ", "
    said = [_("相同：%(what)s") % {"what": between.join(dict.fromkeys(equal))}] if equal else []
    if one.text:
        tens = max(TEN, round(one.text * TEN) * TEN)
        said.append(_("文字约 %(share)s 相似") % {"share": f"{tens}%"})
    return ("；" if speaker.lang == "zh" else "; ").join(said)


def hidden_words(found: Found) -> str:
    """How many likely cases the reader may not see."""
    if not found.hidden:
        return ""
    return _("另有 %(count)s 件不在您的权限内，可以请看得到的同事核对。") % {"count": found.hidden}
