"""What a regulation rests on, and for a clause: who judges it, what the product holds, where it breaks off."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from huiyin.policy.guarantees import GUARANTEES
from huiyin.policy.pack import Pack
from huiyin.web.parts import Notice
from huiyin.web.present.speaker import Speaker


def basis(speaker: Speaker) -> str:
    """For whom the regulation is meant, its laws, when it was last looked through, where it breaks off."""
    pack = speaker.pack
    laws = [speaker.word(law) for law in pack.basis.laws]
    parts = [
        _("适用于：%(kind)s") % {"kind": speaker.word(pack.company_kind)}
        if pack.company_kind
        else "",
        _("依据：%(laws)s") % {"laws": _("、").join(laws)} if laws else "",
        _("最近复核：%(day)s") % {"day": pack.reviewed_on} if pack.reviewed_on else "",
        speaker.word(pack.basis.truncated),
    ]
    return " · ".join(part for part in parts if part)


def remarks(speaker: Speaker, ident: str) -> list[Notice]:
    """What is to be known of a clause beside what carries it."""
    return [Notice(words=words, icon=icon) for words, icon in _remarks(speaker, ident)]


def _remarks(speaker: Speaker, ident: str) -> Iterator[tuple[str, str]]:
    pack = speaker.pack
    if pack.clauses[ident].cut:
        yield _("原文在这一条中断，缺的部分由公司增补。"), "info-circle"
    for one in pack.judgements.values():
        if ident in one.clause:
            acts = _("、").join(dict.fromkeys(act_label(pack, speaker, act) for act in one.stands))
            said = {"why": speaker.word(one.why), "acts": acts}
            yield _("由人判断：%(why)s。以这些记录为凭：%(acts)s。") % said, "users"
    for held in pack.platform.values():
        if ident in held.clause:
            words = GUARANTEES[held.guarantee][speaker.lang == "en"]
            yield _("由系统保证：%(words)s。") % {"words": words}, "shield-lock"


def act_label(pack: Pack, speaker: Speaker, act: str) -> str:
    """What the recorded act is called that stands for a judgement; its own name when nothing is."""
    head, _dot, rest = act.partition(".")
    for part in (pack.procedures, pack.attestations, pack.credentials, pack.ledgers, pack.reports):
        found = part.get(act)
        if found is not None:
            return speaker.word(found.label)
    for name, spec in pack.procedures.items():
        if head == name:
            inner = spec.steps.get(rest) or spec.approvals.get(rest)
            if inner is not None:
                return speaker.word(inner.label)
        step = spec.steps.get(head)
        if step is not None:
            field = step.form.get(rest)
            return speaker.word(field.label if field is not None else step.label)
    return act
