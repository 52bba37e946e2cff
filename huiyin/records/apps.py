"""The records room as a Django app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Evidence of cases, locked under the keys of their data subjects."""

    name = "huiyin.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
