"""What ledgers are made of: where their rows come from, and which columns each kind of row has.

Beside the names below a row of a case may show `step`, `step.field`, `step.at`, `step.by`,
`step.outcome`, `duties.name`, `children.procedure` and `approvals.name`; a row of a person
`credentials.name`. A ledger with the column `count` has one row a group of what its rows share.
"""

from collections.abc import Iterator

from huiyin.policy.across import Ledger
from huiyin.policy.pack import Pack
from huiyin.policy.procedures import Procedure

CASE = frozenset(
    {"number", "opened", "received_at", "unit", "stage", "since", "level", "flags", "rounds"}
    | {
        "closed",
        "changed",
        "last_track",
        "waited",
        "parent",
        "lead",
        "contacts",
        "holder",
        "paused",
        "paused_share",
    }
    | {"bearer", "due", "limit", "next_due", "state"}
)
ACT = CASE | {"at", "recorded", "by", "person", "step", "outcome", "document", "reason"}
DUTY = CASE | {"duty", "clause", "done", "notes", "told", "supervision"}
PAPER = ACT | {"issued_at", "issued_by", "replaced_by"}
LOOK = frozenset(["person", "by", "unit", "number", "what", "reason", "at", "recorded"])
FILE = CASE | {"archive_number", "completed", "keep_until"}
RISK = ACT | {"kind", "source", "clause"}
PERIOD = frozenset(
    [
        "schedule",
        "period",
        "target",
        "due",
        "opened",
        "closed",
        "number",
        "stage",
        "state",
        "holder",
    ]
)
PERSON = frozenset({"person", "unit", "roles"})
GROUP = frozenset({"level", "unit", "stage", "outcome"})
FIGURE = frozenset({"count", "matters", "late"})

SOURCES = {
    "events": ACT,
    "documents": PAPER,
    "unmasked": LOOK,
    "duties": DUTY,
    "archive": FILE,
    "risks": RISK,
    "schedules": PERIOD,
    "people": PERSON,
}
"""Rows that are not the cases of one procedure, or acts on them, and the columns they have."""

STATES = ("late", "open", "done")
"""What a ledger of duties may be confined to."""

OF_A_STEP = ("at", "by", "outcome")


def grouped(ledger: Ledger) -> bool:
    """Whether a ledger counts instead of listing."""
    return "count" in ledger.columns


def procedure_of(pack: Pack, ledger: Ledger) -> str:
    """The procedure whose cases, or acts, are the rows; empty where they are something else."""
    head = ledger.rows.partition(".")[0]
    return head if head in pack.procedures else ""


def part_of(pack: Pack, ledger: Ledger) -> str:
    """The step whose acts are the rows, or `events` for all acts; empty where rows are cases."""
    return ledger.rows.partition(".")[2] if procedure_of(pack, ledger) else ""


def columns_of(pack: Pack, ledger: Ledger) -> frozenset[str]:
    """The common names that a ledger of this kind may have as columns."""
    if grouped(ledger):
        return GROUP | FIGURE
    if ledger.rows in SOURCES:
        return SOURCES[ledger.rows]
    return ACT if part_of(pack, ledger) else CASE


def unknown_columns(pack: Pack, ledger: Ledger) -> Iterator[str]:
    """Columns that no row of the ledger could ever fill."""
    named = procedure_of(pack, ledger)
    specs = [pack.procedures[named]] if named else list(pack.procedures.values())
    for column in ledger.columns:
        if column in columns_of(pack, ledger):
            continue
        if ledger.rows == "people":
            known = column.partition(".")[2] in pack.credentials
        elif ledger.rows in ("schedules", "unmasked"):
            known = False
        else:
            known = any(_of(pack, spec, column, counting=grouped(ledger)) for spec in specs)
        if not known:
            yield column


def _of(pack: Pack, spec: Procedure, column: str, *, counting: bool) -> bool:
    head, _dot, name = column.partition(".")
    if head == "duties":
        return name in spec.duties or name in spec.cadences
    if head == "children":
        return name in pack.procedures
    if head == "approvals":
        return name in spec.approvals
    step = spec.steps.get(head)
    if counting and step is not None and name in step.form and step.form[name].free_text:
        return False
    return step is not None and (not name or name in step.form or name in OF_A_STEP)
