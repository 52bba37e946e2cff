"""What the server loads where one process does everything: the pages and the background work."""

from multiprocessing.util import Finalize

from huiyin.wsgi import application


def _begin() -> None:
    from huiyin.worker import start_thread  # noqa: PLC0415  (its models need the settings)

    # The server's process ends without running what atexit holds, but it does run these.
    Finalize(None, start_thread(), exitpriority=10)


_begin()

__all__ = ["application"]
