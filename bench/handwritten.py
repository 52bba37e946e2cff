"""The transaction that a careful programmer would write by hand for the rows of one registration.

It takes the number, inserts every row that the command inserts (triggers and indexes included) and
commits. What stands in the rows was prepared before the clock starts.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from huiyin.people.ids import new_id

TABLES = (
    "people_datasubject",
    "people_personalvalue",
    "cases_case",
    "cases_caseevent",
    "cases_dutyrow",
)
COUNTER = """
INSERT INTO cases_series (company_id, key, last) VALUES ({0}, {0}, 1)
ON CONFLICT (company_id, key) DO UPDATE SET last = cases_series.last + 1 RETURNING last
"""
COUNTED = ("cases_caseevent", "cases_dutyrow")
"""Tables whose ids the database gives."""


@dataclass
class Pattern:
    """The rows of one registered case, table by table, and the ids in them that must be new."""

    company: str
    columns: dict[str, list[str]]
    rows: dict[str, list[list[Any]]]
    ids: list[str]

    @classmethod
    def of(cls, case: str) -> "Pattern":
        """Read what one registration wrote."""
        columns: dict[str, list[str]] = {}
        rows: dict[str, list[list[Any]]] = {}
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"SELECT * FROM {table} WHERE {_belongs(table)}", [case])
                names = [column[0] for column in cursor.description]
                keep = [n for n, name in enumerate(names) if name != "id" or table not in COUNTED]
                columns[table] = [names[n] for n in keep]
                rows[table] = [[row[n] for n in keep] for row in cursor.fetchall()]
        place = columns["cases_caseevent"].index("command")
        ids = [rows["people_datasubject"][0][0], case, rows["cases_caseevent"][0][place]]
        ids += [row[0] for row in rows["people_personalvalue"]]
        company = rows["cases_case"][0][columns["cases_case"].index("company_id")]
        return cls(company, columns, rows, ids)

    def another(self) -> dict[str, list[list[Any]]]:
        """The same rows under new ids."""
        new = {old: new_id() for old in self.ids}
        return {
            table: [
                [new.get(value, value) if isinstance(value, str) else value for value in row]
                for row in rows
            ]
            for table, rows in self.rows.items()
        }


def _belongs(table: str) -> str:
    if table == "people_datasubject":
        return "id = (SELECT subject_id FROM cases_case WHERE id = %s)"
    return "id = %s" if table == "cases_case" else "case_id = %s"


class Writer:
    """A connection of its own, without Django, that writes prepared rows."""

    def __init__(self, pattern: Pattern) -> None:
        address = os.environ["HUIYIN_DATABASE"]
        self.postgres = address.startswith("postgres")
        self.mark = "%s" if self.postgres else "?"
        self.company = pattern.company
        self.statements = {
            table: f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join([self.mark] * len(names))})"
            for table, names in pattern.columns.items()
        }
        self.connection = _postgres(address) if self.postgres else _sqlite(address)

    def write(self, rows: dict[str, list[list[Any]]], series: str = "by hand") -> None:
        """One registration, durable when this returns."""
        cursor = self.connection.cursor()
        cursor.execute("BEGIN" if self.postgres else "BEGIN IMMEDIATE")
        for table, found in rows.items():
            if table == "cases_case":  # the number stands in it and in the events
                cursor.execute(COUNTER.format(self.mark), [self.company, series]).fetchone()
            self._insert(cursor, table, found)
        cursor.execute("COMMIT")

    def _insert(self, cursor: Any, table: str, rows: Sequence[Sequence[Any]]) -> None:
        if len(rows) == 1:
            cursor.execute(self.statements[table], rows[0])
        else:
            cursor.executemany(self.statements[table], rows)


def _sqlite(path: str) -> Any:
    import sqlite3  # noqa: PLC0415

    from huiyin.database import BUSY_SECONDS, SQLITE_PRAGMAS  # noqa: PLC0415

    found = sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS)
    found.executescript(SQLITE_PRAGMAS)
    return found


def _postgres(address: str) -> Any:
    import psycopg  # noqa: PLC0415

    return psycopg.connect(address, autocommit=True)
