"""The Django app of the cases room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases and their logs."""

    name = "huiyin.cases"
    label = "cases"
