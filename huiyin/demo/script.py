"""Reading a demo company: a YAML file with its people and the plots of its history.

Every scalar is text. In forms, `$word` stands for a word of the case's cast and facts, `{word}` for
the same inside a sentence, `@received+20h` for a moment counted from another one (`@now` is the
moment of the act; `/day` at the end leaves only the date). `{for: $list, most: 5, row: …}` makes a
row for each item, which is `$it` there; of `$drawn`, the cases that a check was drawn for, also
`$number` and every field, `$step.field`. `$word|other` is the other where there is no such word.
`{count: $list}` is how many there are.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from huiyin.policy.load import read_yaml

FOLDER = Path(__file__).parent
PACKS = FOLDER.parents[1] / "policy_packs"
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_MOMENT = re.compile(r"@(\w+)(?:([+-])(\d+)([smhd]))?(/day)?$")


class BadScript(Exception):
    """A demo company's file says something that cannot be understood."""


@dataclass(frozen=True)
class Script:
    """A demo company as written."""

    name: str
    said: Mapping[str, Any]

    @property
    def slug(self) -> str:
        """The company's slug."""
        return str(self.said["company"]["slug"])

    @property
    def pack_folder(self) -> Path:
        """Where the newest version of its pack lies."""
        folder = PACKS / str(self.said["pack"])
        return max(
            (p for p in folder.iterdir() if (p / "pack.yaml").exists()), key=lambda p: p.name
        )

    @property
    def history(self) -> Mapping[str, Any]:
        """How its history is played."""
        found: Mapping[str, Any] = self.said["history"]
        return found


def scripts() -> list[Script]:
    """Every demo company whose pack is there, the one with the longest history first."""
    found = [read_script(path) for path in sorted(FOLDER.glob("*.yaml"))]
    there = [script for script in found if (PACKS / str(script.said["pack"])).is_dir()]
    return sorted(there, key=lambda script: -int(script.history["cases"]))


def read_script(path: Path) -> Script:
    """Read one company's file. Raises `BadScript`."""
    said, _, findings = read_yaml(path.name, path.read_text(encoding="utf-8"))
    if findings:
        raise BadScript("; ".join(f"{f.file}:{f.line} {f.message}" for f in findings))
    return Script(path.stem, said)


@dataclass(frozen=True)
class Turn:
    """One act of a plot: who does what, how long after the act before; `instead` if refused.

    `join` is the relation by which the case is joined to another one of its unit.
    """

    who: str
    do: str
    wait: tuple[timedelta, timedelta]
    form: Mapping[str, Any] = field(default_factory=dict)
    sign: bool = False
    decision: str = "approve"
    at_once: bool = False
    instead: str = ""
    join: str = ""


def turns(lines: Sequence[Any], segments: Mapping[str, Any]) -> list[Turn]:
    """Read the lines of a plot; `{use: name}` puts a segment in its place."""
    found: list[Turn] = []
    for line in lines:
        if isinstance(line, str):
            who, do, wait = line.split()
            found.append(Turn(who, do, span(wait)))
        elif "use" in line:
            found += turns(segments[line["use"]], segments)
        else:
            found.append(_turn(line))
    return found


def _turn(line: Mapping[str, Any]) -> Turn:
    return Turn(
        who=line["who"],
        do=line.get("do") or line.get("sign") or "join",
        wait=span(line.get("wait", "0m")),
        form=line.get("with") or {},
        sign="sign" in line,
        join=line.get("join", ""),
        decision=line.get("decision", "approve"),
        at_once="at_once" in line,
        instead=line.get("instead", ""),
    )


def span(text: str) -> tuple[timedelta, timedelta]:
    """Read `3m`, `2-4h`: the least and the most of a wait."""
    low, _, high = text[:-1].partition("-")
    unit = UNITS[text[-1]]
    return timedelta(**{unit: float(low)}), timedelta(**{unit: float(high or low)})


@dataclass
class Words:
    """What the words of a case stand for; `moments` are known by name for `@name`."""

    values: dict[str, Any]
    moments: dict[str, datetime] = field(default_factory=dict)

    def say(self, value: Any) -> Any:
        """Put the case's own words in place, wherever they stand."""
        if isinstance(value, Mapping) and "for" in value:
            return [
                self._row(value["row"], item)
                for item in self.say(value["for"])[: int(value.get("most", 99))]
            ]
        if isinstance(value, Mapping) and set(value) == {"count"}:
            return str(len(self.say(value["count"])))
        if isinstance(value, Mapping):
            return {key: self.say(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.say(item) for item in value]
        return self._text(value) if isinstance(value, str) else value

    def _row(self, row: Any, item: Any) -> Any:
        parts = item if isinstance(item, Mapping) else {}
        return Words({**self.values, **parts, "it": item}, self.moments).say(row)

    def _text(self, text: str) -> Any:
        if text.startswith("$"):
            name, _, other = text[1:].partition("|")
            return self.say(self.values.get(name, other) if other else self.values[name])
        moment = _MOMENT.match(text)
        if moment is not None:
            return self._moment(*moment.groups())
        return text.format_map(self.values) if "{" in text else text

    def _moment(
        self, name: str, sign: str | None, count: str | None, unit: str | None, day: str | None
    ) -> str:
        moment = self.moments[name]
        if count is not None and unit is not None:
            term = timedelta(**{UNITS[unit]: int(count)})
            moment = moment - term if sign == "-" else moment + term
        return moment.date().isoformat() if day else moment.isoformat(timespec="minutes")
