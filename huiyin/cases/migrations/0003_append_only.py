"""Triggers: events and seals are added, never changed or deleted; each event enters the outbox."""

from typing import Any, ClassVar

from django.db import migrations

TABLES = ("cases_caseevent", "cases_companyseal")

SQLITE = [
    f"""
    CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
    """
    for table in TABLES
    for verb in ("UPDATE", "DELETE")
] + [
    """
    CREATE TRIGGER cases_caseevent_outbox AFTER INSERT ON cases_caseevent
    BEGIN INSERT INTO cases_outbox (event_id, tries) VALUES (NEW.id, 0); END
    """
]

POSTGRESQL = [
    """
    CREATE FUNCTION cases_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
    """,
    """
    CREATE FUNCTION cases_to_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO cases_outbox (event_id, tries) SELECT id, 0 FROM added; RETURN NULL; END $$
    """,
    """
    CREATE TRIGGER cases_caseevent_outbox AFTER INSERT ON cases_caseevent
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION cases_to_outbox()
    """,
] + [
    f"""
    CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION cases_append_only()
    """
    for table in TABLES
]


def make(apps: Any, schema_editor: Any) -> None:
    """Create the triggers of the database at hand."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Guards of the log."""

    dependencies: ClassVar = [("cases", "0002_initial")]

    operations: ClassVar = [migrations.RunPython(make, migrations.RunPython.noop)]
