"""What the page before an export needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.web.pages import Crumb, FactLine
from huiyin.web.parts import Action, Empty, Field, LedgerTable, Tag


@dataclass(frozen=True, kw_only=True)
class ExportPage:
    """Before a ledger leaves as a file: what goes, what is covered, why; and who took it before."""

    title: str
    crumbs: Sequence[Crumb]
    facts: Sequence[FactLine]
    consequences: Sequence[Tag]
    action: str
    once: str
    reason: Field
    back: Action
    table: LedgerTable | None = None
    empty: Empty | None = None
