"""Forms: typed fields with the checks that a clause asks for."""

from typing import Literal, Self

from pydantic import Field, model_validator

from huiyin.policy.base import Flag, Item, Model, Words
from huiyin.policy.conditions import ALWAYS, When

FieldType = Literal[
    "text",
    "longtext",
    "number",
    "money",
    "moment",
    "date",
    "choice",
    "multi",
    "person",
    "people",
    "unit",
    "table",
    "file",
]
"""Kinds of value. `text` and `longtext` are free text, so their values never enter the log."""

LISTS = ("channels", "levels", "categories", "causes", "criteria", "units", "stages", "flags")
"""Lists of the pack that `of` may name instead of writing choices out."""


class Rows(Model):
    """Rows that a standard brings: the newest case of `procedure` in `stage` that applies.

    `table` is the field of that case with the rows, copied by the columns that both tables have;
    `same` pairs a field of that case with one of this case (which standard is meant); `starts` is
    the day from which it holds; `version` names it, and is offered for the field `into`.
    """

    procedure: str
    stage: str
    table: str
    same: dict[str, str] = Field(default_factory=dict)
    starts: str | None = None
    version: str | None = None
    into: str | None = None


class Bar(Model):
    """An outcome that a table bars while one of its rows has this value in this column."""

    outcome: str
    column: str
    value: str


class FormField(Item):
    """One thing to fill in.

    `or_mark` are words that stand for a value that could not be had (顾客拒绝提供); `personal` values
    are masked; `capped_by` names the duty whose limit this moment may not pass; `rows_equal` the
    number field that a table's rows must equal; `level_of` the fields whose ticks imply the lowest
    level allowed; `cause_of` the category field that a cause must belong to; `impartial` people are
    none whom the case is about; `avoid_words` refuse vague words; `plain`
    is a short text that never holds personal data (a product's name), so it may stand in the log.
    `excused_by` names the field of the same form whose words lift `agrees_with` and `not_below_last`.
    `routed_by` names the category field whose `route` lists the units that may be chosen; `beyond`
    the duty whose limit this moment must lie after; `distinct` the column in which no two rows may
    agree; `prefill` the fields of earlier steps whose value a page offers, the first known one.
    `told` is what the customer was told: the progress page shows it to the customer as it stands.
    `look` draws a table as a chain of whys (each row asks why of the one above) or as checks (each
    row one item with its answer); `rows_from` brings the rows of checks from a standard, `bars` an
    outcome. `beside` names the file field of the form whose pictures stand left of this one's.
    `group` is the heading of a checklist: fields that name the same one stand together, answers at
    the right. `drafted_from` names the step whose entries since the last time this form was handed
    in are summed up as the draft of this text, which a person edits and sends.
    """

    type: FieldType | None = None
    of: Words | None = None
    allowed: Words = ()
    required: Flag = False
    required_if: When = ALWAYS
    or_mark: Words = ()
    personal: Flag = False
    mask: Literal["name", "phone", "mail", "text", "id"] | None = None
    hint: str = ""
    min: str | None = None
    max: str | None = None
    not_future: Flag = False
    not_before: str | None = None
    not_after: str | None = None
    capped_by: str | None = None
    rows_equal: str | None = None
    columns: dict[str, "FormField"] = Field(default_factory=dict)
    avoid_words: Words = ()
    agrees_with: str | None = None
    not_below_last: Flag = False
    excused_by: str | None = None
    level_of: Words = ()
    cause_of: str | None = None
    routed_by: str | None = None
    beyond: str | None = None
    distinct: str | None = None
    prefill: Words = ()
    impartial: Flag = False
    filled_from: str | None = None
    plain: Flag = False
    told: Flag = False
    group: str = ""
    look: Literal["whys", "checks"] | None = None
    rows_from: Rows | None = None
    bars: Bar | None = None
    beside: str | None = None
    drafted_from: str | None = None

    @model_validator(mode="after")
    def _typed(self) -> Self:
        if (
            self.type == "table"
            and not self.columns
            and self.filled_from is None
            and self.rows_equal is None
        ):
            object.__setattr__(self, "columns", {})
        return self

    @property
    def kind(self) -> str:
        """The type, `choice` when a list is given and no type."""
        return self.type or ("choice" if self.of else "text")

    @property
    def free_text(self) -> bool:
        """Whether a value may hold personal data and so is stored outside the log."""
        return self.personal or (
            self.kind in ("text", "longtext") and not (self.allowed or self.plain)
        )


class Overlay(Item):
    """Fields that the company adds to the form of `procedure.step`; what the form demands stays."""

    step: str
    fields: dict[str, FormField]
