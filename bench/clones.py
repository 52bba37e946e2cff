"""Many cases out of few: rows of cases that were really played, copied in the database under new ids.

The copies fold like their pattern. Their hashes are those of the pattern, so `verify` would refuse
them: they are for measuring time only. Phone numbers and names are not copied under their index,
since a thousand customers do not share one phone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

KEPT = 14
"""Characters that an id keeps of its pattern's; the rest is the copy's number."""


@dataclass(frozen=True)
class Words:
    """How the two databases say the same."""

    numbers: str
    padded: str
    noise: str

    @classmethod
    def here(cls) -> "Words":
        """Those of the database at hand."""
        if connection.vendor == "sqlite":
            counting = (
                "WITH RECURSIVE numbers(n) AS (SELECT {0} UNION ALL SELECT n + 1 FROM numbers"
                " WHERE n < {1})"
            )
            return cls(counting, "printf('%012d', n)", "randomblob(32)")
        counting = "WITH numbers AS (SELECT n FROM generate_series({0}, {1}) AS n)"
        return cls(counting, "lpad(n::text, 12, '0')", "sha256((random()::text || n)::bytea)")


def copy(cases: Sequence[str], count: int, first: int = 0, *, values: bool = True) -> None:
    """Make `count` copies of each case; their numbers begin after `first`."""
    words = Words.here()
    for place, case in enumerate(cases):
        start = first + place * count
        numbers = words.numbers.format(start + 1, start + count)
        new = f"substr({{0}}, 1, {KEPT}) || {words.padded}"
        _copy(
            "cases_case",
            case,
            numbers,
            {"id": new.format("id"), "number": f"number || '-' || {words.padded}"},
        )
        _copy(
            "cases_caseevent",
            case,
            numbers,
            {
                "case_id": new.format("case_id"),
                "command": new.format("command"),
                "body": f"replace(body, case_id, {new.format('case_id')})",
            },
        )
        _copy("cases_dutyrow", case, numbers, {"case_id": new.format("case_id")})
        if values:
            changed = {"id": new.format("id"), "case_id": new.format("case_id")}
            changed |= dict.fromkeys(("blind_index", "tail_index"), words.noise)
            _copy("people_personalvalue", case, numbers, changed)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_outbox")  # as if delivered
        cursor.execute("ANALYZE")


def _copy(table: str, case: str, numbers: str, changed: dict[str, str]) -> None:
    key = "id" if table == "cases_case" else "case_id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE 1 = 0")
        names = [column[0] for column in cursor.description]
        if table in ("cases_caseevent", "cases_dutyrow"):
            names.remove("id")  # the database gives it
        taken = ", ".join(changed.get(name, f'"{name}"') for name in names)
        listed = ", ".join(f'"{name}"' for name in names)
        where = f"WHERE {key} = %s ORDER BY n" + (", seq" if "seq" in names and key != "id" else "")
        cursor.execute(
            f"INSERT INTO {table} ({listed}) {numbers} SELECT {taken} FROM {table}, numbers {where}".replace(
                "%0", "%%0"
            ),
            [case],
        )
