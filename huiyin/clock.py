"""The one module that reads the clock. Everywhere else a moment is an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return datetime.now(UTC)
