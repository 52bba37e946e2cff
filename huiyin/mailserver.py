"""Reads the address of the mail server."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class MailServer:
    """How mail leaves the house; without `host` none does."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    ssl: bool = False
    tls: bool = False
    sender: str = "huiyin@localhost"


def mail_from(address: str) -> MailServer:
    """Read ``smtp://user:password@host:port?from=name@host``; empty means that no mail leaves.

    ``smtp`` begins encryption with STARTTLS unless ``tls=0``, ``smtps`` is encrypted from the
    first byte. Raises ``ValueError`` for another scheme.
    """
    if not address:
        return MailServer()
    parts = urlsplit(address)
    if parts.scheme not in PORTS:
        raise ValueError(f"HUIYIN_MAIL begins with {parts.scheme}://; it takes smtp:// or smtps://")
    options = dict(parse_qsl(parts.query))
    user = unquote(parts.username or "")
    return MailServer(
        host=parts.hostname or "localhost",
        port=parts.port or PORTS[parts.scheme],
        user=user,
        password=unquote(parts.password or ""),
        ssl=parts.scheme == "smtps",
        tls=parts.scheme == "smtp" and options.get("tls") != "0",
        sender=options.get("from", user or MailServer.sender),
    )
