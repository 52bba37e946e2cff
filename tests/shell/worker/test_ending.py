"""Told to stop, the server finishes what is under way and goes, whoever keeps a connection open."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from huiyin.ending import PATIENCE, Body, Ending
from tests.shell.own import ROOT, huiyin, own_database

LONGEST = PATIENCE + 5
ASKED = b"GET /sign-in/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
HALF = b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500000\r\n\r\nlogin="


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The product's own server on an empty database, and its port."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    with own_database(tmp_path) as environment:
        house = {**environment, "HUIYIN_STATIC": "live", "HUIYIN_LOG": "text"}
        huiyin(house, "migrate")
        command = [str(Path(sys.executable).with_name("huiyin")), "serve", "--port", str(port)]
        server = subprocess.Popen(
            command,
            cwd=ROOT,
            env=house,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            _answered(port)
            yield server, port
        finally:
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGKILL)
            server.communicate()


def _answered(port: int) -> None:
    for _ in range(600):
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as one:
            try:
                one.request("GET", "/sign-in/")
                one.getresponse().read()
            except OSError:
                time.sleep(0.1)
            else:
                return
    raise RuntimeError("the server does not answer")


def _connection(port: int, sent: bytes) -> socket.socket:
    opened = socket.create_connection(("127.0.0.1", port), timeout=10)
    opened.sendall(sent)
    return opened


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_is_clean_and_soon_though_browsers_keep_their_connections(
    served: tuple[subprocess.Popen[str], int], stop: signal.Signals
) -> None:
    server, port = served
    open_ones = [_connection(port, ASKED) for _ in range(6)]
    for one in open_ones:
        assert one.recv(12) == b"HTTP/1.1 200"
    open_ones.append(_connection(port, HALF))
    began = time.monotonic()
    if stop == signal.SIGINT:
        os.killpg(server.pid, stop)  # Ctrl-C reaches every process of the terminal
    else:
        server.send_signal(stop)
    said, _ = server.communicate(timeout=LONGEST + 20)
    assert server.returncode == 0, said
    assert time.monotonic() - began < LONGEST
    assert "Killing" not in said
    assert "Traceback" not in said
    for one in open_ones:
        one.close()


def test_a_request_is_under_way_until_its_body_is_closed_or_it_fails() -> None:
    def page(environ: dict[str, object], start: object) -> list[bytes]:
        if environ:
            raise ValueError
        return [b"words"]

    ending = Ending(page)  # type: ignore[arg-type]
    body = ending({}, print)
    assert isinstance(body, Body)
    assert (list(body), ending.running) == ([b"words"], 1)
    body.close()
    body.close()
    assert ending.running == 0
    with pytest.raises(ValueError):  # noqa: PT011
        ending({"fails": True}, print)
    assert ending.running == 0
