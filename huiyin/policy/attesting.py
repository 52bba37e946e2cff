"""Attestations written out: each that names no procedure becomes one, and a schedule that opens it.

A pack says who confirms what how often; what follows is the same for everybody, so it is done
where packs are read, and whatever knows procedures, duties and schedules knows these too.
"""

from collections.abc import Mapping
from typing import Any

NAME = "attestation_"
"""How the procedure and the schedule of an attestation begin; the rest is its name."""

OPEN, SIGNED = "待确认", "已确认"
YES, NO = "是", "否"
WITHOUT_CHECKLIST = "所述属实"
END_OF = {
    "day": "same_day",
    "week": "same_week",
    "month": "same_month",
    "quarter": "same_quarter",
    "half_year": "same_half_year",
    "year": "same_year",
}
WITHIN = "30 days"
"""How long is given where the rhythm has no end: with each version, or as the company sets it."""

ENGLISH = {
    OPEN: "To be confirmed",
    SIGNED: "Confirmed",
    YES: "Yes",
    NO: "No",
    WITHOUT_CHECKLIST: "This is so",
    "核对并签字": "Check and sign",
    "签字": "Sign",
    "不符之处和怎么办": "What is not so, and what is done about it",
    "照片或文件": "Photos or papers",
}
"""The words of what is written out; a pack may say them differently."""


def written_out(procedure: str) -> bool:
    """Whether a procedure is one that an attestation became."""
    return procedure.startswith(NAME)


def write_out(tree: dict[str, Any], places: dict[tuple[str | int, ...], tuple[str, int]]) -> None:
    """Add to a pack's raw data what its attestations mean; what is no attestation is left alone.

    What is written out is found where the attestation stands.
    """
    found = tree.get("attestations")
    if not isinstance(found, Mapping):
        return
    for name, item in found.items():
        if not isinstance(item, Mapping) or item.get("procedure"):
            continue
        if not {"label", "owner", "each"} <= item.keys():
            continue
        for part, written in (("procedures", procedure(item)), ("schedules", schedule(name, item))):
            known = tree.setdefault(part, {})
            if isinstance(known, dict):
                known.setdefault(NAME + name, written)
                places.setdefault((part, NAME + name), places["attestations", name])
        _say_in_english(tree, item)


def _say_in_english(tree: dict[str, Any], item: Mapping[str, Any]) -> None:
    words = tree.setdefault("words_en", {})
    if isinstance(words, dict):
        for word, english in ENGLISH.items():
            if word != WITHOUT_CHECKLIST or not item.get("checklist"):
                words.setdefault(word, english)


def schedule(name: str, item: Mapping[str, Any]) -> dict[str, Any]:
    """What opens an attestation: its rhythm, for each of whom or what it is due."""
    about = {key: item[key] for key in ("label", "clause", "each", "per") if key in item}
    return {**about, "opens": NAME + name}


def procedure(item: Mapping[str, Any]) -> dict[str, Any]:
    """One step with the checklist, signed by the owner; owed until the period ends."""
    about = {key: item[key] for key in ("label", "clause") if key in item}
    items = _words(item.get("checklist")) or [WITHOUT_CHECKLIST]
    due: dict[str, Any] = {"within": WITHIN}
    if item["each"] in END_OF:
        due = {"end_of": END_OF[str(item["each"])]}
    by: Any = list(_words(item["owner"]))
    if str(item.get("per", "")) in by:
        by = [{"person": "opened.target"}]
    return {
        **about,
        "stages": [OPEN, SIGNED],
        "opening_stage": OPEN,
        "separate": "true",
        "steps": {
            "confirm": {
                **about,
                "label": "核对并签字",
                "verb": "签字",
                "by": by,
                "in": [OPEN],
                "to": SIGNED,
                "sign": "true",
                "form": _form(items),
            }
        },
        "duties": {
            "confirm": {
                **about,
                "bearer": by,
                "after": "opened",
                "due": due,
                "done_by": "confirm",
                "breach": {"tell": ["superior"]},
            }
        },
    }


def _form(items: list[str]) -> dict[str, Any]:
    checks: dict[str, Any] = {
        f"item_{number}": {"label": label, "of": [YES, NO], "required": "true"}
        for number, label in enumerate(items, 1)
    }
    unmet = [{"field": name, "is": NO} for name in checks]
    return {
        **checks,
        "unmet": {"label": "不符之处和怎么办", "type": "longtext", "required_if": {"any": unmet}},
        "proof": {"label": "照片或文件", "type": "file"},
    }


def _words(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []
