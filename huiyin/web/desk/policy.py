"""The regulation as a readable page: clause by clause, what it demands and what carries it."""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from pydantic import BaseModel

from huiyin.policy.pack import Pack
from huiyin.web.desk.frame import Desk, desk
from huiyin.web.present.speaker import Speaker


@dataclass(frozen=True, kw_only=True)
class ClauseLine:
    """One clause: id, what it demands, what in the pack carries it."""

    ident: str
    demand: str
    carried_by: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Article:
    """The clauses of one article as the regulation cites it."""

    cite: str
    clauses: tuple[ClauseLine, ...]


@dataclass(frozen=True, kw_only=True)
class ParameterLine:
    """A value the company sets: label, value in force, unit, clause."""

    label: str
    value: str
    unit: str
    cite: str


def carriers(pack: Pack) -> dict[str, list[str]]:
    """Labels of the items that cite each clause, found by walking the whole pack."""
    found: dict[str, list[str]] = defaultdict(list)

    def walk(node: Any, label: str) -> None:
        if isinstance(node, BaseModel):
            label = getattr(node, "label", "") or label
            for clause in getattr(node, "clause", ()) or ():
                if label and label not in found[clause]:
                    found[clause].append(label)
            for name in type(node).model_fields:
                walk(getattr(node, name), label)
        elif isinstance(node, dict):
            for item in node.values():
                walk(item, label)
        elif isinstance(node, tuple):
            for item in node:
                walk(item, label)

    walk(pack, "")
    return found


@desk
def policy(desk: Desk) -> HttpResponse:
    """Show the regulation that is in force."""
    speaker = desk.speaker
    context = {
        "shell": desk.shell("policy"),
        "title": speaker.pack.title_en
        if speaker.lang == "en" and speaker.pack.title_en
        else speaker.pack.title,
        "version": speaker.pack.version,
        "articles": _articles(speaker),
        "parameters": _parameters(speaker),
    }
    return render(desk.request, "web/policy.html", context)


def _articles(speaker: Speaker) -> list[Article]:
    by = carriers(speaker.pack)
    grouped: dict[str, list[ClauseLine]] = defaultdict(list)
    for ident, text in speaker.pack.clauses.items():
        demand = text.text_en if speaker.lang == "en" and text.text_en else text.text
        carried = tuple(speaker.word(label) for label in by.get(ident, ())[:6])
        grouped[speaker.cite(text.cite)].append(
            ClauseLine(ident=ident, demand=demand, carried_by=carried)
        )
    return [Article(cite=cite, clauses=tuple(lines)) for cite, lines in grouped.items()]


def _said(speaker: Speaker, value: str) -> str:
    """A value in the reader's language; one that lists several words is said word by word."""
    words = re.split("([,，、 ]+)", value)
    return "".join(speaker.word(word) for word in words)


def _parameters(speaker: Speaker) -> list[ParameterLine]:
    lines = []
    for name, spec in speaker.pack.parameters.items():
        value = speaker.rules.raw_parameter(name, speaker.today) or ""
        cite = next((speaker.clause(c).label for c in spec.clause), "")
        lines.append(
            ParameterLine(
                label=speaker.word(spec.label),
                value=_said(speaker, value),
                unit=speaker.word(spec.unit),
                cite=cite,
            )
        )
    return lines
