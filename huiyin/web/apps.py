"""Django's registration of the web room, which brings its templates and static files along."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The web room; it has no tables."""

    name = "huiyin.web"
    label = "web"
