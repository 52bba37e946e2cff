"""A seal says up to which event it looks; a moment cannot, since commands commit in any order."""

from typing import Any, ClassVar

from django.db import migrations, models

AGAIN = [
    f"""
    CREATE TRIGGER IF NOT EXISTS cases_companyseal_no_{verb} BEFORE {verb} ON cases_companyseal
    BEGIN SELECT RAISE(ABORT, 'cases_companyseal is append-only'); END
    """
    for verb in ("UPDATE", "DELETE")
]


def guard_again(apps: Any, schema_editor: Any) -> None:
    """SQLite makes a changed table anew, without its triggers."""
    if schema_editor.connection.vendor == "sqlite":
        for statement in AGAIN:
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """From a moment to a place in the log. Seals of before do not verify: none was released."""

    dependencies: ClassVar = [("cases", "0006_involved")]

    operations: ClassVar = [
        migrations.RemoveField("companyseal", "until"),
        migrations.AddField(
            "companyseal", "upto", models.BigIntegerField(default=0), preserve_default=False
        ),
        migrations.RunPython(guard_again, migrations.RunPython.noop),
    ]
