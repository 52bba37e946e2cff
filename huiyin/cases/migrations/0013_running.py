"""What runs is found by an index of what runs, which an archive does not make larger."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """The index of open cases holds open cases only."""

    dependencies: ClassVar = [("cases", "0012_named")]

    operations: ClassVar = [
        migrations.RemoveIndex("case", "cases_open"),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["company", "-id"], name="cases_open", condition=Q(closed_at__isnull=True)
            ),
        ),
    ]
