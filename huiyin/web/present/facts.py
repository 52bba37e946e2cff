"""The facts of a case: what its forms say, covered where personal, with who may uncover."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.cases.access import Sight
from huiyin.cases.models import Case
from huiyin.cases.personal import revealed
from huiyin.obligations.model import CaseState
from huiyin.policy.forms import FormField
from huiyin.web.pages import FactLine
from huiyin.web.parts import Masked
from huiyin.web.present.cases import covered
from huiyin.web.present.speaker import Speaker


@dataclass(frozen=True)
class Facts:
    """Lines, and how many values are covered."""

    lines: list[FactLine]
    masked_words: str


def facts_of(
    speaker: Speaker,
    case: Case,
    state: CaseState,
    texts: Mapping[str, str | None],
    unmask: str,
    sight: Sight,
    changed: Collection[str] = (),
) -> Facts:
    """Every field that was filled in, in the order of the pack; the latest value of each.

    `changed` names the fields (`step.field`) to be marked as written anew.
    """
    lines = []
    hidden = 0
    for step, spec in speaker.pack.procedures[case.procedure].steps.items():
        for name, field in spec.form.items():
            path = f"{step}.{name}"
            if path not in state.fields:
                continue
            line = line_of(speaker, field, path, revealed(state.fields[path], texts), unmask, sight)
            hidden += isinstance(line.value, Masked)
            section = speaker.word(spec.label)
            lines.append(replace(line, section=section, changed=path in changed))
    words = (
        ngettext("%(count)s 处已遮盖", "%(count)s 处已遮盖", hidden) % {"count": hidden}
        if hidden
        else ""
    )
    return Facts(lines, words)


def line_of(
    speaker: Speaker, field: FormField, path: str, value: Any, unmask: str, sight: Sight
) -> FactLine:
    """One field of a case as a line, covered where it must be."""
    label = speaker.word(field.label)
    if field.kind == "table":
        return FactLine(label=label, words=_table(speaker, field, value))
    if value is None:
        return FactLine(label=label, words=_("已销毁"))
    if isinstance(value, str) and value in field.or_mark:
        return FactLine(label=label, words=speaker.word(value))
    shown = covered(speaker, field, value)
    if field.free_text and shown != str(value).strip() and sight.unmask:
        return FactLine(
            label=label,
            value=Masked(
                masked=shown,
                label=label,
                show=f"{unmask}?what={path}",
                ident=path.replace(".", "-"),
            ),
        )
    return FactLine(label=label, words=shown)


def _table(speaker: Speaker, field: FormField, value: Any) -> str:
    """The rows of a table, each with its cells in the order of the pack."""
    rows = []
    for row in value if isinstance(value, list) else []:
        order = [*field.columns, *(column for column in row if column not in field.columns)]
        cells = [covered(speaker, field.columns.get(c), row[c]) for c in order if c in row]
        rows.append(" · ".join(cell for cell in cells if cell))
    return ("；" if speaker.lang == "zh" else "; ").join(rows)
