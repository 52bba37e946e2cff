"""What the log is to record of something that was said."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Receipt:
    """That something was said: which notice or reply, by which way, to whom, its fingerprint."""

    notice: str
    channel: str
    persons: tuple[str, ...]
    digest: str = ""
