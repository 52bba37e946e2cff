"""Messages to people of the company, read at the desk. A stored message is a delivered one."""

from huiyin.channels.inapp.inbox import Inbox, inbox, read_all, unread

__all__ = ["Inbox", "inbox", "read_all", "unread"]
