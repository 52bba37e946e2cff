"""Asks the company's virus scanner (clamd), if one is configured, by its INSTREAM command."""

import logging
import socket
import struct
from collections.abc import Iterable

from django.conf import settings

CLEAN, INFECTED, UNSCANNED = "clean", "infected", "unscanned"
PATIENCE = 30  # seconds

logger = logging.getLogger(__name__)


def scan(plain: Iterable[bytes]) -> str:
    """Say whether bytes are clean, infected, or, without scanner or answer, unscanned."""
    address = settings.EVIDENCE_SCANNER
    if not address:
        return UNSCANNED
    try:
        answer = _ask(address, plain)
    except OSError:
        logger.warning("the virus scanner at %s does not answer", address, exc_info=True)
        return UNSCANNED
    if answer.endswith("FOUND"):
        return INFECTED
    if answer.endswith("OK"):
        return CLEAN
    logger.warning("the virus scanner answered: %s", answer)
    return UNSCANNED


def _ask(address: str, plain: Iterable[bytes]) -> str:
    """Send the bytes in pieces, each behind its length; the answer ends with a zero byte."""
    with _connected(address) as line:
        line.sendall(b"zINSTREAM\0")
        for piece in plain:
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and (more := line.recv(4096)):
            answer += more
    return answer.decode("utf-8", errors="replace").strip("\0 \n")


def _connected(address: str) -> socket.socket:
    """Connect to a socket file or to `host:port`."""
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        line.connect(address)
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)
