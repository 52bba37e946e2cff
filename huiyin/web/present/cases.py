"""Cases in lists: their titles, numbers and covered values, with one look into the vault for all."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from huiyin.cases.models import Case
from huiyin.cases.personal import open_all, revealed
from huiyin.people.masks import mask
from huiyin.people.vault import ValueKind
from huiyin.policy.forms import FormField
from huiyin.web.present.speaker import Speaker

KINDS = {
    "name": ValueKind.NAME,
    "phone": ValueKind.PHONE,
    "mail": ValueKind.MAIL,
    "id": ValueKind.ID_NUMBER,
}
LONGEST = 60


def field_spec(speaker: Speaker, procedure: str, path: str) -> FormField | None:
    """The field that a path of the pack names."""
    step, _dot, name = path.partition(".")
    spec = speaker.pack.procedures[procedure].steps.get(step)
    return spec.form.get(name) if spec is not None else None


def texts_of(speaker: Speaker, cases: Iterable[Case]) -> Mapping[str, str | None]:
    """The texts behind the titles of some cases; one query."""
    wanted = [case.fields.get(path) for case in cases for path in title_paths(speaker, case)]
    return open_all(speaker.caller.company.id, *wanted)


def title_paths(speaker: Speaker, case: Case) -> Sequence[str]:
    """The fields that make up a case's title."""
    spec = speaker.pack.procedures.get(case.procedure)
    return spec.title if spec is not None else ()


def title(
    speaker: Speaker, case: Case, texts: Mapping[str, str | None], longest: int = LONGEST
) -> str:
    """What a case is about, in one line, covered as free text is."""
    words: list[str] = []
    for path in title_paths(speaker, case):
        spec = field_spec(speaker, case.procedure, path)
        shown = covered(speaker, spec, revealed(case.fields.get(path), texts))
        if shown and not any(shown in said or said in shown for said in words):
            words.append(shown)
    line = ("：" if speaker.lang == "zh" else ": ").join(words) or speaker.word(
        speaker.pack.procedures[case.procedure].label
    )
    return line if len(line) <= longest else line[: longest - 1] + "…"


def covered(speaker: Speaker, spec: FormField | None, value: Any) -> str:
    """A value as a reader without special right may see it."""
    if value is None:
        return ""
    if spec is None or not spec.free_text or (isinstance(value, str) and value in spec.or_mark):
        return speaker.value(spec, value)
    return mask(KINDS.get(spec.mask or "", ValueKind.TEXT), str(value))


def number(speaker: Speaker, case: Case) -> str:
    """What a case is called: its number, words where it has none yet, its kind where it never has."""
    if case.number:
        return case.number
    spec = speaker.pack.procedures.get(case.procedure)
    return _("未取号") if spec is None or spec.number else speaker.word(spec.label)
