"""Figures in the tests of a pack: what a scenario's cases come to, in the words of its author."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from huiyin.obligations.contributing import entries
from huiyin.obligations.metrics import Entry, Group, groups, total
from huiyin.obligations.model import CaseState
from huiyin.obligations.rules import Rules
from huiyin.policy.metrics import SHARES
from huiyin.worktime import Period, PeriodUnit, period_of

NO_DATA = "无数据"
HOUR = 3600
COUNTED = ("n", "of", "extended", "open", "undetermined", "unanswered")
PERIODS: Mapping[str, PeriodUnit] = {
    r"\d{4}": "year",
    r"\d{4}-Q[1-4]": "quarter",
    r"\d{4}-\d\d": "month",
    r"\d{4}-\d\d-\d\d": "day",
}


def said(rules: Rules, states: Iterable[CaseState], wanted: Mapping[str, Any]) -> dict[str, str]:
    """What a scenario expects of figures, as `metric` or `metric.word`, and what it comes to."""
    found = [entry for state in states for entry in entries(rules, state)]
    shown: dict[str, str] = {}
    for name, words in wanted.items():
        shown |= {f"{name}.{key}": text for key, text in _of(rules, name, words, found)}
    return shown


def expected(wanted: Mapping[str, Any]) -> dict[str, str]:
    """The same as the scenario says it."""
    told: dict[str, str] = {}
    for name, words in wanted.items():
        for key, value in words.items():
            if key == "groups":
                told |= {f"{name}.{key}.{word}": str(n) for word, n in value.items()}
            elif key != "during":
                told[f"{name}.{key}"] = str(value)
    return told


def _of(
    rules: Rules, name: str, words: Mapping[str, Any], found: Iterable[Entry]
) -> Iterator[tuple[str, str]]:
    metric = rules.pack.metrics[name]
    mine = [e for e in found if e.metric == name]
    if "during" in words:
        period = period_named(str(words["during"]))
        mine = [e for e in mine if rules.local_date(e.at) in period]
    whole = total(metric.kind, mine)
    for key in words:
        if key in ("value", "median"):
            yield key, shown(metric.kind, getattr(whole, key))
        elif key in COUNTED:
            yield key, str(getattr(whole, key))
        elif key == "groups":
            yield from (
                (f"groups.{_keys(group)}", _short(metric.kind, group))
                for group in groups(metric.kind, mine)
            )
        elif key != "during":
            yield key, "（没有这一项）"


def _keys(group: Group) -> str:
    return " ".join(key or "-" for key in group.keys) or "-"


def _short(kind: str, group: Group) -> str:
    """Of shares and means their value, else how many there are."""
    counted = kind in ("count", "count_linked", "ranking")
    return str(group.n) if counted else shown(kind, group.value)


def shown(kind: str, value: Decimal | None) -> str:
    """A value as scenarios say it: a share in percent, a time in hours and minutes."""
    if value is None:
        return NO_DATA
    if kind in SHARES:
        return f"{_plain(value * 100)}%"
    if kind == "duration":
        hours, seconds = divmod(int(value), HOUR)
        return f"{hours}:{seconds // 60:02}"
    return _plain(value)


def _plain(value: Decimal) -> str:
    text = f"{value:.2f}"
    return text.rstrip("0").rstrip(".")


def period_named(name: str) -> Period:
    """The period of a name: 2026, 2026-Q1, 2026-03, 2026-03-18. Raises ValueError."""
    for pattern, unit in PERIODS.items():
        if re.fullmatch(pattern, name):
            if unit == "quarter":
                return period_of(unit, date(int(name[:4]), 3 * int(name[-1]) - 2, 1))
            first = date.fromisoformat((name + "-01-01")[: len("2026-01-01")])
            return period_of(unit, first)
    raise ValueError(f"不是期间：{name!r}；写成 2026、2026-Q1、2026-03 或 2026-03-18")
