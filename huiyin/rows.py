"""Writing rows of a table whose values are known: one prepared statement, no work per field.

The ORM asks every field of every row half a dozen questions; of a registration's cost that was the
half. Here a column is prepared once. Values are what the database is to hold: references by their
id, every column without a default in the database given.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models

Row = Mapping[str, Any]
Prepare = Callable[[Any], Any]

MOST = 500
"""Rows of one statement where the rows stand in the statement."""


def insert(
    model: type[models.Model],
    rows: Sequence[Row],
    *,
    keys: tuple[str, ...] = (),
    changing: tuple[str, ...] = (),
) -> None:
    """Insert rows, all with the same columns; one statement a `MOST` rows.

    Where a row with the same `keys` exists, its columns `changing` are set instead.
    """
    if not rows:
        return
    columns = tuple(rows[0])
    values = _prepared(model, columns, rows)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # its statements cost no journey, long ones cost parsing
            statement = _statement(model, columns, keys, changing, 1)
            cursor.executemany(statement, values)
            return
        for first in range(0, len(values), MOST):
            some = values[first : first + MOST]
            statement = _statement(model, columns, keys, changing, len(some))
            cursor.execute(statement, [value for row in some for value in row])


def insert_new(instance: models.Model) -> None:
    """Insert a row that is not there yet; one statement."""
    insert(type(instance), [row_of(instance)])
    instance._state.adding, instance._state.db = False, connection.alias  # noqa: SLF001


def update(model: type[models.Model], key: str, changes: Row) -> None:
    """Set columns of the row with this primary key; one statement."""
    columns = tuple(changes)
    (values,) = _prepared(model, columns, [changes])
    with connection.cursor() as cursor:
        cursor.execute(_setting(model, columns), [*values, key])


def update_many(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Set columns of many rows; the first column is the primary key; one statement a `MOST` rows."""
    if not rows:
        return
    columns = tuple(rows[0])
    values = _prepared(model, columns, rows)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            turned = [[*row[1:], row[0]] for row in values]
            cursor.executemany(_setting(model, columns[1:]), turned)
            return
        for first in range(0, len(values), MOST):
            some = values[first : first + MOST]
            statement = _setting_many(model, columns, len(some))
            cursor.execute(statement, [value for row in some for value in row])


def row_of(instance: models.Model) -> dict[str, Any]:
    """Every column of an instance with its value."""
    return {name: getattr(instance, name) for name in _columns_of(type(instance))}


def _prepared(
    model: type[models.Model], columns: tuple[str, ...], rows: Sequence[Row]
) -> list[list[Any]]:
    found = [[row[name] for name in columns] for row in rows]
    for place, prepare in _preparing(model, columns, connection.vendor):
        for values in found:
            if values[place] is not None:
                values[place] = prepare(values[place])
    return found


@lru_cache(maxsize=256)
def _preparing(
    model: type[models.Model], columns: tuple[str, ...], vendor: str
) -> tuple[tuple[int, Prepare], ...]:
    """The places among the columns whose values the database cannot take as they are, and what to do."""
    found: list[tuple[int, Prepare]] = []
    for place, name in enumerate(columns):
        field = _meta(model).get_field(name)
        if isinstance(field, models.JSONField):
            found.append((place, json.dumps))
        elif isinstance(field, models.DateTimeField) and vendor == "sqlite":
            # few moments stand in many rows
            found.append((place, lru_cache(maxsize=512)(connection.ops.adapt_datetimefield_value)))
    return tuple(found)


@lru_cache(maxsize=256)
def _columns_of(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in _meta(model).concrete_fields)


@lru_cache(maxsize=1024)
def _statement(
    model: type[models.Model],
    columns: tuple[str, ...],
    keys: tuple[str, ...],
    changing: tuple[str, ...],
    count: int,
) -> str:
    one = f"({', '.join(['%s'] * len(columns))})"
    text = f"INSERT INTO {_table(model)} ({', '.join(map(_quoted, columns))}) VALUES "  # noqa: S608  (names of our own models)
    text += ", ".join([one] * count)
    if keys:
        setting = ", ".join(f"{_quoted(name)} = EXCLUDED.{_quoted(name)}" for name in changing)
        text += f" ON CONFLICT ({', '.join(map(_quoted, keys))}) DO UPDATE SET {setting}"
    return text


@lru_cache(maxsize=256)
def _setting(model: type[models.Model], columns: tuple[str, ...]) -> str:
    setting = ", ".join(f"{_quoted(name)} = %s" for name in columns)
    return f"UPDATE {_table(model)} SET {setting} WHERE {_quoted(_meta(model).pk.attname)} = %s"  # noqa: S608


@lru_cache(maxsize=256)
def _setting_many(model: type[models.Model], columns: tuple[str, ...], count: int) -> str:
    """PostgreSQL must be told the type of a column of moments, since all of them may be empty."""
    key, *others = columns
    moments = {n for n in others if isinstance(_meta(model).get_field(n), models.DateTimeField)}
    cast = {name: "::timestamptz" if name in moments else "" for name in others}
    setting = ", ".join(f"{_quoted(name)} = new.{_quoted(name)}{cast[name]}" for name in others)
    one = f"({', '.join(['%s'] * len(columns))})"
    return (
        f"UPDATE {_table(model)} SET {setting} FROM (VALUES {', '.join([one] * count)})"  # noqa: S608
        f" AS new ({', '.join(map(_quoted, columns))})"
        f" WHERE {_table(model)}.{_quoted(key)} = new.{_quoted(key)}"
    )


def _meta(model: type[models.Model]) -> Any:
    return model._meta  # noqa: SLF001  (Django's own name for what everybody may read)


def _table(model: type[models.Model]) -> str:
    return _quoted(_meta(model).db_table)


def _quoted(name: str) -> str:
    return f'"{name}"'
