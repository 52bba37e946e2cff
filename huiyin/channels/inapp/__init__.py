"""Messages to people of the company, read at the desk. A stored message is a delivered one."""

from huiyin.channels.inapp.inbox import LATE, UNREAD, Inbox, inbox, read_all, unread

__all__ = ["LATE", "UNREAD", "Inbox", "inbox", "read_all", "unread"]
