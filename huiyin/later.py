"""Views that are imported when somebody first asks for them, so that a server answers at once.

The list of addresses names a view by its dotted path; its module, with all that it needs, is read
with the first request. `warm` reads the rest once the server has answered its first page.
"""

import threading
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from django.core.signals import request_finished
from django.urls import URLResolver, get_resolver
from django.utils.module_loading import import_string

PATIENCE = 2.0
"""Seconds after which the rest is read even if nobody has asked for a page."""


class Later:
    """A view by its dotted path; whatever is asked of it is answered by the view itself."""

    def __init__(self, path: str) -> None:
        self.__module__, _, self.__qualname__ = path.rpartition(".")
        self.__name__ = self.__qualname__

    @cached_property
    def view(self) -> Any:
        """The view."""
        return import_string(f"{self.__module__}.{self.__name__}")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Answer a request."""
        return self.view(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        # Django asks every address for `view_class` when it lists them; no view of ours is a class.
        if name == "view_class" or name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.view, name)


def later(path: str) -> Any:
    """The view of that dotted path, imported when it is first asked for."""
    return Later(path)


def all_later(resolver: URLResolver | None = None) -> Iterator[Later]:
    """Every view of the addresses that waits to be imported, or did."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from all_later(entry)
        elif isinstance(entry.callback, Later):
            yield entry.callback


def warm() -> None:
    """Import every view."""
    for waiting in all_later():
        waiting.view  # noqa: B018  (asking for it imports it)


def once_answered(work: Callable[[], None]) -> threading.Thread:
    """Do something beside the pages, once the first one is answered: reading modules would hold it up."""
    answered = threading.Event()

    def note(**_told: Any) -> None:
        answered.set()

    def run() -> None:
        answered.wait(PATIENCE)
        request_finished.disconnect(note)
        work()

    request_finished.connect(note, weak=False)
    thread = threading.Thread(target=run, name=f"huiyin-{work.__name__}", daemon=True)
    thread.start()
    return thread
