"""Parts that join fields into a form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from huiyin.web.parts.answers import Conflict, DraftState, ErrorSummary, Notice, Refusal
from huiyin.web.parts.case import Action, Clause
from huiyin.web.parts.fields import Choice, Field, Section
from huiyin.web.parts.script import ReplyParts, ScriptPage


@dataclass(frozen=True, kw_only=True)
class FieldRow:
    """Fields side by side; on a phone one below the other unless ``narrow``."""

    template: ClassVar[str] = "web/parts/field_row.html"
    fields: Sequence[Field]
    narrow: bool = False


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """One way to answer, with the fields that belong to it."""

    choice: Choice
    fields: Sequence[Field] = ()


@dataclass(frozen=True, kw_only=True)
class Alternatives:
    """One question with several ways to answer, each with fields of its own (怎么找您)."""

    template: ClassVar[str] = "web/parts/alternatives.html"
    name: str
    label: str
    options: Sequence[Alternative]
    required: bool = False
    hint: str = ""
    error: str = ""

    @property
    def ident(self) -> str:
        """Element id of the first choice; errors link to it."""
        return f"f-{self.name}"


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """Questions with their answer at the right (审核重点), under the clause that asks them."""

    template: ClassVar[str] = "web/parts/checklist.html"
    title: str
    fields: Sequence[Field]
    clause: Clause | None = None


@dataclass(frozen=True, kw_only=True)
class Checklists:
    """Checklists side by side; one below the other where there is no room."""

    template: ClassVar[str] = "web/parts/checklists.html"
    lists: Sequence[Checklist]


@dataclass(frozen=True, kw_only=True)
class StepForm:
    """A form with all that stands around its fields.

    ``action``: where it posts; ``once``: its one-time key; ``draft_action``: where drafts are saved
    (no draft without it), with ``draft`` for their state. ``body``: fields, rows of fields,
    sections, alternatives, notices, in order. ``submit``: the verb on the button, ``keep``: a second
    button that only saves; ``others``: further buttons. ``note``: what saving will do. ``answer``
    stands above the fields: a refusal, a conflict. ``signs`` says whose signature it is and is not
    empty where the form signs; the password then is one of the fields.
    """

    template: ClassVar[str] = "web/parts/step_form.html"
    action: str
    submit: str
    body: Sequence[
        Field
        | FieldRow
        | Section
        | Alternatives
        | Checklist
        | Checklists
        | Notice
        | ScriptPage
        | ReplyParts
    ]
    once: str = ""
    ident: str = "act-form"
    draft: DraftState | None = None
    draft_action: str = ""
    problems: ErrorSummary | None = None
    answer: Refusal | Conflict | Notice | None = None
    note: str = ""
    signs: str = ""
    submit_refused: str = ""
    submit_name: str = ""
    submit_value: str = ""
    keep: str = ""
    others: Sequence[Action] = ()
    files: bool = False
    target: str = ""
    hidden: Sequence[tuple[str, str]] = ()
    shortcut: bool = False
    foot: bool = False
