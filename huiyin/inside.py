"""What the server loads where one process does everything: the pages and the background work."""

import threading

from huiyin.ending import PATIENCE, Ending
from huiyin.later import once_answered, warm
from huiyin.wsgi import application as pages

_stop = threading.Event()


def work() -> None:
    """Read the other pages, then do the background work until told to stop."""
    warm()
    from huiyin.worker import Worker  # noqa: PLC0415  (as much to read as all pages together)

    Worker(stop=_stop).run()


_thread = once_answered(work)


def end() -> None:
    """Let the background work finish its round."""
    _stop.set()
    _thread.join(timeout=PATIENCE)


application = Ending(pages, end)
application.watch()
