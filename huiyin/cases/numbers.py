"""Gapless numbers: taken in the transaction of the event that uses them (DESIGN section 6)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from huiyin.obligations.rules import Rules
from huiyin.policy.across import Document

_TAKE = """
INSERT INTO cases_series (company_id, key, last) VALUES (%s, %s, 1)
ON CONFLICT (company_id, key) DO UPDATE SET last = cases_series.last + 1
RETURNING last
"""


def take(company_id: str, key: str) -> int:
    """Take the next number of a series; holds its row until the transaction ends; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [company_id, key])
        (number,) = cursor.fetchone()
    return int(number)


def scope(spec: Document, document: str, parts: Mapping[str, Any]) -> tuple[str, ...]:
    """The values that a document's series runs within, in the order the pack lists them."""
    return (document, *(str(parts.get(name, "")) for name in spec.series.per))


def parts_of(
    rules: Rules, fields: Mapping[str, Any], unit_code: str, level: str, at: datetime
) -> dict[str, Any]:
    """What a series or name may be made of: unit, year, month, level, and any `step.field`."""
    local = rules.calendar.local(at)
    return {
        **fields,
        "unit": unit_code,
        "level": level,
        "year": str(local.year),
        "month": f"{local:%Y%m}",
        "day": f"{local:%Y%m%d}",
    }


def written(spec: Document, number: int, parts: Mapping[str, Any]) -> str:
    """The number as written: the pack's name parts and pattern, joined by dashes."""
    digits = str(number).zfill(spec.series.digits)
    if spec.name:
        found = (digits if name == "n" else _named(name, parts) for name in spec.name)
        return "-".join(filter(None, found))
    within: Sequence[str] = [str(parts.get(name, "")) for name in spec.series.per]
    return (
        spec.series.pattern.format(n=digits, **_safe(parts))
        if spec.series.pattern != "{n}"
        else "-".join([*within, digits])
    )


def _named(name: str, parts: Mapping[str, Any]) -> str:
    """A part of a name: a word of the pack, or what a field says; empty while nobody filled it in."""
    value = parts.get(name, "" if "." in name else name)
    return value if isinstance(value, str) else ""


def _safe(parts: Mapping[str, Any]) -> dict[str, str]:
    return {name.replace(".", "_"): str(value) for name, value in parts.items()}
