"""Who acted on which case, told by a trigger from each event as it is added: never a second truth."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models

PERSON = {"sqlite": "json_extract({row}body, '$.actor.person')"}
OTHERWISE = "({row}body::jsonb #>> '{{actor,person}}')"

SQLITE = """
CREATE TRIGGER cases_caseevent_involved AFTER INSERT ON cases_caseevent
WHEN {person} NOT IN ('customer', 'system')
BEGIN
  INSERT INTO cases_involved (company_id, case_id, person, opened)
  VALUES (NEW.company_id, NEW.case_id, {person}, NEW.seq = 1)
  ON CONFLICT DO NOTHING;
END
"""

POSTGRESQL = (
    """
    CREATE FUNCTION cases_to_involved() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO cases_involved (company_id, case_id, person, opened)
      SELECT company_id, case_id, {person}, bool_or(seq = 1) FROM added
      WHERE {person} NOT IN ('customer', 'system') GROUP BY 1, 2, 3
      ON CONFLICT DO NOTHING;
      RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER cases_caseevent_involved AFTER INSERT ON cases_caseevent
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION cases_to_involved()
    """,
)

KNOWN = """
INSERT INTO cases_involved (company_id, case_id, person, opened)
SELECT company_id, case_id, {person}, MAX(CASE WHEN seq = 1 THEN 1 ELSE 0 END) = 1
FROM cases_caseevent WHERE {person} NOT IN ('customer', 'system') GROUP BY 1, 2, 3
"""


def make(apps: Any, schema_editor: Any) -> None:
    """Take up what the log already says, then keep up with it."""
    vendor = schema_editor.connection.vendor
    person = PERSON.get(vendor, OTHERWISE)
    schema_editor.execute(KNOWN.format(person=person.format(row="")), params=None)
    if vendor == "sqlite":
        schema_editor.execute(SQLITE.format(person=person.format(row="NEW.")), params=None)
        return
    for statement in POSTGRESQL:
        schema_editor.execute(statement.format(person=person.format(row="")), params=None)


class Migration(migrations.Migration):
    """An index from a person to the cases on which he acted."""

    dependencies: ClassVar = [("cases", "0005_openings"), ("people", "0002_credential")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Involved",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(max_length=26)),
                ("opened", models.BooleanField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="involved",
                        to="cases.case",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.company",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="involved",
            constraint=models.UniqueConstraint(
                fields=("person", "case"), name="cases_involved_once"
            ),
        ),
        migrations.RunPython(make, migrations.RunPython.noop),
    ]
