"""Parts of forms: one class for every kind of field that a pack can ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from huiyin.web.parts.case import Action, Clause, MarkedText, Span

KINDS = (
    "text",
    "longtext",
    "number",
    "money",
    "moment",
    "date",
    "choice",
    "multi",
    "check",
    "scale",
    "person",
    "people",
    "unit",
    "table",
    "file",
    "phone",
    "mail",
    "password",
    "code",
    "shown",
    "given",
)
"""Kinds of field; ``shown`` is a value that the system records and nobody types;
``given`` one that goes back with the form as it stands."""

BUTTONS_UP_TO = 6
SELECT_UP_TO = 20


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One value that can be chosen.

    ``words`` is a second line for large answers; ``bad`` tints a chosen answer that stands in the
    way (否).
    """

    value: str
    label: str
    chosen: bool = False
    icon: str = ""
    words: str = ""
    bad: bool = False


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A word that may stand for the value (顾客拒绝提供), drawn as a box to tick."""

    name: str
    value: str
    label: str
    hint: str = ""
    chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class Caution:
    """Something that warns without blocking: vague words, with the clause and a way out.

    ``excerpt`` repeats the sentence with the words marked (``Span.kind`` "vague").
    """

    words: str
    clauses: Sequence[Clause] = ()
    action: Action | None = None
    excerpt: Sequence[Span] = ()

    @property
    def as_text(self) -> MarkedText:
        """The excerpt as a part."""
        return MarkedText(spans=self.excerpt)


@dataclass(frozen=True, kw_only=True)
class FileItem:
    """A file that was given.

    ``words``: size and scan ("412 KB · 已扫描"); ``percent`` while it is still arriving; ``kind``:
    photo, video, receipt or document, which picks the icon; ``original``: the file as it was given
    where ``href`` shows it in another format.
    """

    name: str
    words: str = ""
    kind: str = "document"
    percent: int | None = None
    remove: str = ""
    href: str = ""
    original: str = ""
    thumb: str = ""

    @property
    def icon(self) -> str:
        """Icon of the kind."""
        icons = {"photo": "photo", "video": "video", "receipt": "receipt", "table": "table"}
        return icons.get(self.kind, "file-certificate")


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """One row of a table field: its cells in the order of the columns, each a field of its own."""

    cells: Sequence["Field"]
    index: int
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a form, drawn by its ``kind`` (one of ``KINDS``).

    ``value`` is text as the control wants it (moments "2026-10-10T09:02", dates "2026-10-10").
    ``hint`` stands beside the label, ``help`` below the control, ``error`` below it in red;
    ``example`` is the placeholder. ``marks``: values that may stand instead. ``choices`` are drawn
    as buttons up to six, as a select up to twenty, as a search field beyond. ``columns`` and
    ``rows`` make a table, whose buttons post ``add`` and ``remove`` back to the same form.
    ``width``: "", "half", "third" or "narrow" of the row at the desk. ``clauses``: where the
    question comes from. ``when``: shown only while one of these fields has this value (shown always
    without scripts). ``look``: another drawing of a table, "whys" or "checks". ``limit``: most
    characters; ``count`` shows how many are used.
    ``accept`` and ``sizes``: the endings and sizes of files that are taken.
    """

    template: ClassVar[str] = "web/parts/field.html"
    kind: str
    name: str
    label: str
    value: str = ""
    values: Sequence[str] = ()
    required: bool = False
    hint: str = ""
    help: str = ""
    error: str = ""
    example: str = ""
    unit: str = ""
    warning: Caution | None = None
    marks: Sequence[Mark] = ()
    choices: Sequence[Choice] = ()
    columns: Sequence[str] = ()
    rows: Sequence[TableRow] = ()
    files: Sequence[FileItem] = ()
    accept: str = ""
    sizes: str = ""
    min: str = ""
    max: str = ""
    step: str = ""
    limit: int | None = None
    count: bool = False
    lines: int = 3
    width: str = ""
    locked: bool = False
    autocomplete: str = ""
    icon: str = ""
    clauses: Sequence[Clause] = ()
    ends: tuple[str, str] = ("", "")
    hidden_label: bool = False
    prefix: str = "f"
    reveal: bool = False
    when: Sequence[tuple[str, str]] = ()
    look: str = ""

    @property
    def ident(self) -> str:
        """Element id of the control; errors link to it."""
        return f"{self.prefix}-{self.name}".replace(".", "-")

    @property
    def control(self) -> str:
        """Name of the template that draws the control itself."""
        return f"web/parts/fields/{self._control_name()}.html"

    def _control_name(self) -> str:
        if self.look:
            return self.look
        if self.kind in ("choice", "person", "unit"):
            if self.kind == "choice" and len(self.choices) <= BUTTONS_UP_TO:
                return "choice_buttons"
            return "choice_select" if len(self.choices) <= SELECT_UP_TO else "choice_search"
        if self.kind in ("multi", "people"):
            return "multi"
        if self.kind in ("phone", "mail", "code", "text"):
            return "text"
        return self.kind

    @property
    def short(self) -> bool:
        """Whether half a row is room enough."""
        return self._control_name() in (
            *("text", "number", "money", "date", "moment"),
            *("choice_select", "choice_search"),
        )

    @property
    def grouped(self) -> bool:
        """Whether several controls stand under one label, so that it has to be a legend."""
        return self._control_name() in (
            "choice_buttons",
            "multi",
            "scale",
            "table",
            "whys",
            "checks",
        )

    @property
    def described_by(self) -> str:
        """Ids of what explains the control, for ``aria-describedby``."""
        said = {"hint": self.hint, "help": self.help, "warning": self.warning, "error": self.error}
        return " ".join(f"{self.ident}-{name}" for name, words in said.items() if words)

    @property
    def shown_when(self) -> str:
        """The condition as the script reads it: "name=value|name=value"."""
        return "|".join(f"{name}={value}" for name, value in self.when)

    @property
    def input_type(self) -> str:
        """The ``type`` of a one-line control."""
        return {"phone": "tel", "mail": "email"}.get(self.kind, "text")

    @property
    def input_mode(self) -> str:
        """The keyboard that a phone should offer."""
        modes = {"phone": "tel", "number": "decimal", "money": "decimal", "code": "text"}
        return modes.get(self.kind, "")

    @property
    def used(self) -> int:
        """Characters in the value now."""
        return len(self.value)

    @property
    def chosen_words(self) -> str:
        """Label of the chosen choice, for a search field that shows words, not keys."""
        chosen = [choice.label for choice in self.choices if choice.chosen]
        return chosen[0] if chosen else self.value


@dataclass(frozen=True, kw_only=True)
class Section:
    """Fields that belong together, with a numbered heading at the left on the desk.

    ``rows``: fields that stand side by side are in one inner list. ``refer``: the words to the
    right of the marks ("联系方式加密保存…").
    """

    template: ClassVar[str] = "web/parts/section.html"
    title: str
    rows: Sequence[Sequence[Field]]
    words: str = ""
    ident: str = "section"
