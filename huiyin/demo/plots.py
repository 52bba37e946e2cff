"""Laying out a story: which cases there are, who and what each is about, when each begins."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from huiyin.demo.cast import Cast
from huiyin.demo.script import Script, Turn, Words, turns


@dataclass
class Thread:
    """One case of the story: its turns, its words, how far it is."""

    name: str
    procedure: str
    turns: list[Turn]
    words: Words
    rng: Random
    index: int = 0
    case: str | None = None
    hurried: bool = False

    @property
    def turn(self) -> Turn:
        """The act that comes next."""
        return self.turns[self.index]

    @property
    def over(self) -> bool:
        """Whether nothing comes next."""
        return self.index >= len(self.turns)

    def wait(self) -> timedelta:
        """How long it lets wait for its next act."""
        least, most = self.turn.wait
        return most if self.hurried else least + (most - least) * self.rng.random()


@dataclass(frozen=True)
class Plots:
    """The plots of one company's history, between two moments; the same seed, the same story."""

    script: Script
    cast: Cast
    begins: datetime
    now: datetime
    scale: float = 1.0

    @property
    def history(self) -> Mapping[str, Any]:
        """What the script says of it."""
        return self.script.history

    def threads(self) -> Iterator[tuple[datetime, Thread]]:
        """Every case that people begin, with the moment of its first act."""
        plots: Mapping[str, Mapping[str, Any]] = self.history["plots"]
        names = [name for name, plot in plots.items() if "weight" in plot]
        weights = [float(plots[name]["weight"]) for name in names]
        total = max(1, round(float(self.history["cases"]) * self.scale))
        span = self.now - self.begins
        for number in range(total):
            rng = self._rng(number)
            name = rng.choices(names, weights)[0] if number >= len(names) else names[number]
            share = (number + 0.2 + 0.6 * rng.random()) / total
            moment = self._opening(self.begins + span * share, rng)
            yield moment, self._thread(name, plots[name], rng)
        for number, entry in enumerate(self.history.get("open") or ()):
            yield self._left_open(entry, self._rng(10_000 + number))

    def routine(self, case: str, procedure: str, unit: str, number: int) -> Thread | None:
        """How a case goes on that a schedule, a watch or another case opened; None when nobody does."""
        choices = (self.history.get("routines") or {}).get(procedure)
        if not choices:
            return None
        rng = Random(f"{self.history['seed']} {procedure} {number}")  # noqa: S311  (as below)
        chosen = rng.choices(choices, [float(choice.get("share", 1)) for choice in choices])[0]
        thread = self._thread(procedure, {"procedure": procedure, **chosen}, rng)
        thread.case = case
        thread.words.values |= {"unit": unit or thread.words.values.get("unit")}
        return None if thread.over else thread

    def _rng(self, number: int) -> Random:
        return Random(f"{self.history['seed']} {number}")  # noqa: S311  (a story, not a secret)

    def _opening(self, moment: datetime, rng: Random) -> datetime:
        """Customers complain in the hours that the script says."""
        hours = [int(hour) for hour in self.history["busy_hours"]]
        local = self.cast.rules.calendar.local(moment)
        minute, second = rng.randrange(60), rng.randrange(60)
        while self.history.get("busy_days") and not self.cast.rules.calendar.is_workday(
            local.date()
        ):
            local += timedelta(days=1)
        return local.replace(hour=rng.choice(hours), minute=minute, second=second, microsecond=0)

    def _thread(self, name: str, plot: Mapping[str, Any], rng: Random, stop: str = "") -> Thread:
        lines = turns(plot["turns"], self.history.get("segments") or {})
        if stop:
            position = max(n for n, turn in enumerate(lines) if turn.do == stop)
            lines = lines[: position + 1]
        procedure = plot.get("procedure") or self.history["procedure"]
        return Thread(name, procedure, lines, self._words(plot, rng), rng)

    def _words(self, plot: Mapping[str, Any], rng: Random) -> Words:
        """Who and what this case is about: people, a place, a matter, a customer, drawn by its seed."""
        values: dict[str, Any] = {**self.cast.persons, **self.cast.units}
        values["customer_role"] = "customer"
        for pool, options in (self.history.get("pools") or {}).items():
            values[pool] = rng.choice(options)
        matters = [
            m for m in self.history["matters"] if m.get("kind", "") == plot.get("matter", "")
        ]
        for chosen in (rng.choice(matters), rng.choice(self.history["places"])):
            values |= chosen
        for group, keys in (self.history.get("cast") or {}).items():
            values[group] = rng.choice(keys)
        values |= plot.get("facts") or {}
        values["phone"] = f"1{rng.choice('356789')}{rng.randrange(10**9):09}"
        known = {**self.cast.persons, **self.cast.units}
        return Words({k: known.get(v, v) if isinstance(v, str) else v for k, v in values.items()})

    def _left_open(self, entry: Mapping[str, Any], rng: Random) -> tuple[datetime, Thread]:
        """A case that stands behind a certain act at the end of the story, whatever the hour."""
        plot = {**self.history["plots"][entry["plot"]]}
        plot["facts"] = {**(plot.get("facts") or {}), **(entry.get("facts") or {})}
        thread = self._thread(entry["plot"], plot, rng, entry["after"])
        thread.hurried = True
        least = timedelta(minutes=float(entry["minutes_ago"]))
        waits = sum((turn.wait[1] for turn in thread.turns[1:]), timedelta())
        return self.now - least - waits, thread
