"""What could not be delivered waits until a moment."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """The column says what it now means."""

    dependencies: ClassVar = [("cases", "0003_append_only")]

    operations: ClassVar = [
        migrations.RenameField(model_name="outbox", old_name="taken_at", new_name="again_at")
    ]
