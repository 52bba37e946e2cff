"""The Django app of the channels room."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Messages to people and customers, and how they leave the house."""

    name = "huiyin.channels"
    label = "channels"
