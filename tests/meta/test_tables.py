"""The tables follow the models, by migrations in one line."""

import io

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration() -> None:
    output = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=output)
    except SystemExit:
        pytest.fail(f"run: python3 run.py manage makemigrations\n{output.getvalue()}")


def test_the_migrations_of_a_room_have_one_end() -> None:
    leaves: dict[str, list[str]] = {}
    for app, name in MigrationLoader(None).graph.leaf_nodes():
        leaves.setdefault(app, []).append(name)
    forked = {app: names for app, names in leaves.items() if len(names) > 1}
    assert not forked
