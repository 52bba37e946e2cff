"""Ends a process that serves pages: what is under way is finished, what only lingers is not waited for.

Told to stop, the server below waits for every open connection, and browsers keep theirs open for
minutes; in the end it kills its process. So the process ends itself: it takes up to `PATIENCE` to
finish the requests that it has begun and the round of the background work, and then goes.
"""

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.util import Finalize
from typing import Any

PATIENCE = 10.0
"""Seconds that requests and background work may take to end."""

QUIET = 0.3
"""Seconds without a request under way, after which none waits for its turn either."""

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class Body:
    """The body of an answer; closing it ends the request."""

    def __init__(self, inner: Iterable[bytes], ended: Callable[[], None]) -> None:
        self._inner, self._ended = inner, ended

    def __iter__(self) -> Iterator[bytes]:
        """Give the parts of the body."""
        return iter(self._inner)

    def close(self) -> None:
        """Close the body and count its request as done."""
        ended, self._ended = self._ended, lambda: None
        try:
            close = getattr(self._inner, "close", None)
            if close is not None:
                close()
        finally:
            ended()


class Ending:
    """An application that knows how many requests are under way, and ends its process when told.

    `last` ends what else runs in the process; it is called at once, beside the requests,
    and perhaps twice.
    """

    def __init__(self, application: Application, last: Callable[[], None] | None = None) -> None:
        self._application, self._last = application, last or (lambda: None)
        self._lock = threading.Lock()
        self.running = 0
        self._told = False

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        with self._lock:
            self.running += 1
        try:
            body = self._application(environ, self._starting(start_response))
        except BaseException:
            self._ended()
            raise
        return Body(body, self._ended)

    def _ended(self) -> None:
        with self._lock:
            self.running -= 1

    def _starting(self, start_response: StartResponse) -> StartResponse:
        """Once told to stop, let no connection be used for another request."""
        if not self._told:
            return start_response

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start_response(status, [*headers, ("Connection", "close")], *more)

        return start

    def watch(self) -> None:
        """End this process on Ctrl-C or a signal to end; to be called in its main thread."""
        read, write = socket.socketpair()
        write.settimeout(0)
        signal.set_wakeup_fd(write.fileno(), warn_on_full_buffer=False)
        threading.Thread(target=self._wait, args=(read, write), daemon=True).start()
        # Without lingering connections the server is done first: its process runs these, not atexit.
        Finalize(None, self._last, exitpriority=10)

    def _wait(self, read: socket.socket, _kept_open: socket.socket) -> None:
        while read.recv(1)[0] not in (signal.SIGINT, signal.SIGTERM):
            pass
        self._told = True
        until = time.monotonic() + PATIENCE
        last = threading.Thread(target=self._last, daemon=True)
        last.start()
        self._requests(until)
        last.join(max(until - time.monotonic(), 0))
        logging.shutdown()
        os._exit(0)

    def _requests(self, until: float) -> None:
        """Wait until no request is under way, or patience ends."""
        busy = time.monotonic()
        while (now := time.monotonic()) < until and now - busy < QUIET:
            if self.running:
                busy = now
            time.sleep(QUIET / 10)
