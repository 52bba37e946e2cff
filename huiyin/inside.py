"""What the server loads where one process does everything: the pages and the background work."""

import threading

from huiyin.ending import PATIENCE, Ending
from huiyin.later import once_answered, warm
from huiyin.wsgi import application as pages

_stop = threading.Event()


def background() -> None:
    """Read the other pages, then do the background work until told to stop."""
    warm()
    from huiyin.worker import work  # noqa: PLC0415  (as much to read as all pages together)

    work(_stop)


_thread = once_answered(background)


def end() -> None:
    """Let the background work finish its round."""
    _stop.set()
    _thread.join(timeout=PATIENCE)


application = Ending(pages, end)
application.watch()
