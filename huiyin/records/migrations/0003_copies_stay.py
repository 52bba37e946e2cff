"""Triggers: copies of reports are added, never changed or deleted."""

from typing import Any, ClassVar

from django.db import migrations

TABLE = "records_reportcopy"

SQLITE = [
    f"""
    CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb} ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END
    """
    for verb in ("UPDATE", "DELETE")
]

POSTGRESQL = [
    f"""
    CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION cases_append_only()
    """
]


def make(apps: Any, schema_editor: Any) -> None:
    """Create the triggers of the database at hand."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Guards of the copies."""

    dependencies: ClassVar = [("records", "0002_copies"), ("cases", "0003_append_only")]

    operations: ClassVar = [migrations.RunPython(make, migrations.RunPython.noop)]
