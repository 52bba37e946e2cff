"""Channels: one folder a way in or out. Outbound walks the log after commit; nothing decides here."""
