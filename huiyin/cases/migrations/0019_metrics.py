"""What cases contribute to metrics, for figures that are added up by the database."""

from typing import ClassVar

import django.db.models.deletion as on_delete
from django.db import migrations, models


class Migration(migrations.Migration):
    """Nothing is filled in: delivery does it with the next event of a case, `rebuild` for all."""

    dependencies: ClassVar = [("cases", "0018_by_procedure")]

    operations: ClassVar = [
        migrations.CreateModel(
            "MetricEntry",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("metric", models.CharField(max_length=80)),
                ("place", models.CharField(blank=True, max_length=140)),
                ("at", models.DateTimeField()),
                ("first", models.CharField(blank=True, max_length=200)),
                ("second", models.CharField(blank=True, max_length=200)),
                ("third", models.CharField(blank=True, max_length=200)),
                ("value", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("of", models.PositiveSmallIntegerField()),
                ("apart", models.CharField(blank=True, max_length=12)),
                ("paused", models.PositiveIntegerField(default=0)),
                ("case", models.ForeignKey("cases.Case", on_delete.CASCADE, related_name="+")),
                (
                    "company",
                    models.ForeignKey("people.Company", on_delete.PROTECT, related_name="+"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["company", "metric", "at"], name="cases_metric_at")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["case", "metric", "place"], name="cases_metric_once"
                    )
                ],
            },
        ),
    ]
