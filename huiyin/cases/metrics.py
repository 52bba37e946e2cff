"""What cases contribute to metrics, kept after they are written so that figures are added up by the database.

Delivery, which walks every event, makes the rows of the case it has in hand; `rebuild` makes the
same. They are replaced whole, and only when nothing was recorded on the case meanwhile: whoever
delivers that makes them anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from huiyin.cases.models import Case, MetricEntry
from huiyin.obligations.contributing import entries
from huiyin.obligations.metrics import REFERENCE, Entry
from huiyin.obligations.model import CaseState
from huiyin.obligations.rules import Rules
from huiyin.people.vault import likenesses
from huiyin.policy.metrics import DIMS_AT_MOST
from huiyin.rows import Row, insert

COLUMNS = ("first", "second", "third")
LONGEST = 200
KEYS = ("case_id", "metric", "place")
CHANGING = ("at", *COLUMNS, "value", "of", "apart", "paused")


def of_state(company: str, rules: Rules, state: CaseState) -> tuple[Entry, ...]:
    """What a case contributes as it stands, texts kept elsewhere as keyed hashes; at most one query."""
    found = entries(rules, state)
    refs = [
        key.removeprefix(REFERENCE) for e in found for key in e.keys if key.startswith(REFERENCE)
    ]
    if not refs:
        return found
    alike = likenesses(refs, company=company)
    return tuple(
        replace(entry, keys=tuple(_hashed(key, alike) for key in entry.keys)) for entry in found
    )


def _hashed(key: str, alike: Mapping[str, str]) -> str:
    ref = key.removeprefix(REFERENCE)
    return key if ref == key else REFERENCE + alike.get(ref, ref)


def keep(case: Case, found: Sequence[Entry]) -> None:
    """Put what a case contributes in the place of what it contributed before; three statements."""
    rows = [_row(case, entry) for entry in found]
    stored = MetricEntry.objects.filter(case=case)
    made = {(row["metric"], row["place"]) for row in rows}
    gone = [
        pk for pk, *place in stored.values_list("pk", "metric", "place") if tuple(place) not in made
    ]
    if gone:
        stored.filter(pk__in=gone).delete()
    insert(MetricEntry, rows, keys=KEYS, changing=CHANGING)


def keep_many(found: Sequence[tuple[Case, int, Sequence[Entry]]]) -> None:
    """Keep what some cases contribute as of their events up to a seq.

    Not where a later event is on its way to delivery. The lock orders those who deliver at once.
    """
    ids = [case.id for case, _seq, _entries in found]
    rows = Case.objects.select_for_update().filter(id__in=ids).order_by("id")
    now = dict(rows.values_list("id", "seq"))
    for case, seq, made in found:
        if now.get(case.id) == seq:
            keep(case, made)


def _row(case: Case, entry: Entry) -> Row:
    keys = [key[:LONGEST] for key in entry.keys] + [""] * (DIMS_AT_MOST - len(entry.keys))
    return {
        "company_id": case.company_id,
        "case_id": case.id,
        "metric": entry.metric,
        "place": entry.place,
        "at": entry.at,
        **dict(zip(COLUMNS, keys, strict=True)),
        "value": entry.value,
        "of": entry.of,
        "apart": str(entry.apart),
        "paused": entry.paused,
    }
