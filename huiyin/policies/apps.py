"""The Django app of the policies room."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """Installed packs and what companies set in them."""

    name = "huiyin.policies"
    label = "policies"
