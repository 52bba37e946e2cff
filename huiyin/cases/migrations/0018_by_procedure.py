"""Open and late cases are listed by procedure, as the list of all cases is."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

BY = ["company", "procedure", "-id"]


class Migration(migrations.Migration):
    """Both small indexes begin like the large one, so that a database prefers them to it."""

    dependencies: ClassVar = [("cases", "0017_measured")]

    operations: ClassVar = [
        migrations.RemoveIndex("case", "cases_open"),
        migrations.RemoveIndex("case", "cases_late"),
        migrations.AddIndex(
            "case",
            models.Index(fields=BY, name="cases_open", condition=Q(closed_at__isnull=True)),
        ),
        migrations.AddIndex(
            "case", models.Index(fields=BY, name="cases_late", condition=Q(late=True))
        ),
    ]
