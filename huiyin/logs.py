"""The log of the machine (not of a case): one JSON object a line, to standard error.

Written with the standard library: whoever logs uses ``logging.getLogger(__name__)`` and passes
facts as ``extra={…}``; they become keys of the object. No personal data belongs into it.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any

# What every record carries anyway; everything else was passed by whoever logged.
_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

# Django passes the request itself, whose address may hold a query code.
_UNWANTED = frozenset({"request"})


class JsonLine(logging.Formatter):
    """Writes a record as one JSON object: when, how grave, who says so, what, and the facts."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a value that JSON does not know is written as text."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        for name, value in vars(record).items():
            if name not in _USUAL and name not in _UNWANTED:
                line.setdefault(name, value)
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def only_handled(record: logging.LogRecord) -> bool:
    """Drop Django's own line on a failure: ``huiyin.failures`` writes one with a reference."""
    return bool(getattr(record, "status_code", 0) != 500)


def logging_config(*, level: str, as_json: bool) -> dict[str, Any]:
    """Return the settings of Python's logging for this level; as JSON, or as text for people."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"handled": {"()": lambda: only_handled}},
        "formatters": {
            "json": {"()": JsonLine},
            "text": {"format": "%(levelname)s %(name)s: %(message)s"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json" if as_json else "text",
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"level": level, "handlers": [], "propagate": True},
            "django.request": {"filters": ["handled"]},
            "django.server": {"handlers": [], "propagate": True},
        },
    }
