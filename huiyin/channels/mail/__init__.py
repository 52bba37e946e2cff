"""Messages by mail, where the installation has a mail server and a person an address."""

from huiyin.channels.mail.outgoing import prepare, send_waiting

__all__ = ["prepare", "send_waiting"]
