"""Worlds are built once in a test process: their rows are kept and put back for the next test.

Building a company with its people takes longer than most of what is tested on it. The rows go back
as they were read, so a test starts with the same ids, the same log and the same seals each time.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

Rows = dict[type[models.Model], tuple[list[str], list[Any]]]

_kept: dict[str, tuple[Rows, Any]] = {}


def remembered(key: str, make: Callable[[], Any]) -> Any:
    """What `make` built, with its rows in the database: built now, or put back from memory.

    Only in a database without rows of ours; in another one it is built beside what is there.
    """
    if any(_read(model)[1] for model in _ours()):
        return make()
    if key not in _kept:
        made = make()
        found = {model: _read(model) for model in _ours()}
        _kept[key] = {model: read for model, read in found.items() if read[1]}, made
        return made
    rows, made = _kept[key]
    _put_back(rows)
    return made


def _ours() -> list[type[models.Model]]:
    """Every table that building a company may write."""
    labels = ("people", "policies", "cases", "records", "channels")
    found = [app for app in apps.get_app_configs() if app.name.startswith("huiyin.")]
    return [m for app in found if app.label in labels for m in app.get_models()]


def _read(model: type[models.Model]) -> tuple[list[str], list[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608
        return [column[0] for column in cursor.description], cursor.fetchall()


def _put_back(rows: Mapping[type[models.Model], tuple[list[str], list[Any]]]) -> None:
    """Insert the rows; references among them are looked at when the transaction ends."""
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for model, (columns, kept) in rows.items():
            names = ", ".join(map(quote, columns))
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})",  # noqa: S608
                kept,
            )
        for statement in connection.ops.sequence_reset_sql(no_style(), list(rows)):
            cursor.execute(statement)
