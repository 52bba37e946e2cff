"""What leaves the house for customers: letters, short messages, and what staff say by phone."""

from huiyin.channels.customers.outgoing import last_way, prepare, send_waiting

__all__ = ["last_way", "prepare", "send_waiting"]
