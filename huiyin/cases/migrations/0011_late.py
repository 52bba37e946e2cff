"""The list of late cases and the search by number go by index, however large the archive."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A column folded from the log, and an index that serves beginnings of numbers."""

    dependencies: ClassVar = [("cases", "0010_rhythm")]

    operations: ClassVar = [
        migrations.AddField("case", "late", models.BooleanField(default=False)),
        migrations.RunSQL(
            "UPDATE cases_case SET late = true WHERE EXISTS (SELECT 1 FROM cases_dutyrow"
            " WHERE case_id = cases_case.id AND breach_at IS NOT NULL)",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveIndex("case", "cases_number"),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["company", "number"],
                name="cases_number",
                opclasses=["varchar_ops", "varchar_pattern_ops"],
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(fields=["company", "-id"], name="cases_late", condition=Q(late=True)),
        ),
    ]
