"""Parts of a call on a customer: a page of the script, what follows, the record beside the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from huiyin.web.parts.answers import Notice
from huiyin.web.parts.case import Clause
from huiyin.web.parts.fields import Field


@dataclass(frozen=True, kw_only=True)
class ScriptPage:
    """One page of a script: what is said, what is asked. All stand open where no script runs."""

    template: ClassVar[str] = "web/parts/script_page.html"
    title: str
    number: int
    of: int
    says: str = ""
    body: Sequence[Field | Notice] = ()
    clauses: Sequence[Clause] = ()


@dataclass(frozen=True, kw_only=True)
class Consequence:
    """What an outcome leads to; shown alone once that outcome is chosen."""

    template: ClassVar[str] = "web/parts/consequence.html"
    outcome: str
    label: str
    words: str
    strong: str = ""
    clauses: Sequence[Clause] = ()


@dataclass(frozen=True, kw_only=True)
class ReplyPart:
    """One thing that a reply must say."""

    label: str
    said: bool
    clauses: Sequence[Clause] = ()


@dataclass(frozen=True, kw_only=True)
class ReplyParts:
    """What a reply must say, each thing said or missing."""

    template: ClassVar[str] = "web/parts/reply_parts.html"
    parts: Sequence[ReplyPart]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One question: what was recorded beside what the customer answered himself."""

    label: str
    recorded: str
    answered: str
    differs: bool = False


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The record beside the customer's own answer; `differ` says how many lines do not agree."""

    template: ClassVar[str] = "web/parts/comparison.html"
    title: str
    lines: Sequence[Compared]
    differ: str = ""
    note: str = ""
