"""Playing a company's history through the commands, act by act, at the moments they happened.

All cases advance side by side in the order of time, so that numbers run as they would have, and the
sweep looks whenever something has come due. The same seed tells the same story.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from huiyin.cases.commands.acting import Doing, act, open_case, sign
from huiyin.cases.sweep import next_due, sweep
from huiyin.cases.work import Refused
from huiyin.channels.delivery import deliver
from huiyin.demo.cast import Cast
from huiyin.demo.fill import Filler
from huiyin.demo.script import Script, Turn, Words, turns

LOOK = timedelta(seconds=2)
"""How long after a moment the worker is taken to have looked."""

TRIES = 6
Progress = Callable[[float], None]


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

    def wait(self) -> timedelta:
        """How long it lets wait for its next act."""
        least, most = self.turn.wait
        return least + (most - least) * self.rng.random()


@dataclass
class Told:
    """What became of a story: acts done, and those that were refused, with the reason."""

    acts: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)


class Story:
    """The history of one company until a moment."""

    def __init__(
        self, script: Script, cast: Cast, begins: datetime, now: datetime, *, scale: float = 1.0
    ) -> None:
        self.script, self.cast, self.begins, self.now = script, cast, begins, now
        self.history = script.history
        self.scale = scale
        self.told = Told()
        self._queue: list[tuple[datetime, int, Thread]] = []
        self._count = 0

    # -- what is told --

    def plan(self) -> None:
        """Lay out every case with the moment of its first act."""
        plots: Mapping[str, Mapping[str, Any]] = self.history["plots"]
        names = [name for name, plot in plots.items() if "weight" in plot]
        weights = [float(plots[name]["weight"]) for name in names]
        total = max(1, round(float(self.history["cases"]) * self.scale))
        span = self.now - self.begins
        for number in range(total):
            rng = self._rng(number)
            name = rng.choices(names, weights)[0] if number >= len(names) else names[number]
            thread = self._thread(name, plots[name], rng)
            share = (number + 0.2 + 0.6 * rng.random()) / total
            self._push(thread, self._opening(self.begins + span * share, rng))
        for number, entry in enumerate(self.history.get("open") or ()):
            self._left_open(entry, self._rng(10_000 + number))

    def _rng(self, number: int) -> Random:
        return Random(f"{self.history['seed']} {number}")  # noqa: S311  (a story, not a secret)

    def _opening(self, moment: datetime, rng: Random) -> datetime:
        """Customers complain in the hours that the script says, mostly in the evening."""
        hours = [int(hour) for hour in self.history["busy_hours"]]
        local = self.cast.rules.calendar.local(moment)
        return local.replace(
            hour=rng.choice(hours),
            minute=rng.randrange(60),
            second=rng.randrange(60),
            microsecond=0,
        )

    def _thread(self, name: str, plot: Mapping[str, Any], rng: Random, stop: str = "") -> Thread:
        lines = turns(plot["turns"], self.history.get("segments") or {})
        if stop:
            position = max(n for n, turn in enumerate(lines) if turn.do == stop)
            lines = lines[: position + 1]
        procedure = plot.get("procedure") or self.history["procedure"]
        return Thread(name, procedure, lines, self._words(plot, rng), rng)

    def _words(self, plot: Mapping[str, Any], rng: Random) -> Words:
        """Who and what this case is about: people, a place, a matter, a customer, drawn by its seed."""
        values: dict[str, Any] = {
            **self.cast.persons,
            **self.cast.units,
            "customer_role": "customer",
        }
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

    def _left_open(self, entry: Mapping[str, Any], rng: Random) -> None:
        """A case that stands before a certain act at the end of the story, whatever the hour."""
        plot = {**self.history["plots"][entry["plot"]]}
        plot["facts"] = {**(plot.get("facts") or {}), **(entry.get("facts") or {})}
        thread = self._thread(entry["plot"], plot, rng, entry["after"])
        thread.hurried = True
        least = timedelta(minutes=float(entry["minutes_ago"]))
        waits = sum((t.wait[1] for t in thread.turns[1:]), timedelta())
        self._push(thread, self.now - least - waits)

    def _push(self, thread: Thread, moment: datetime) -> None:
        self._count += 1
        heapq.heappush(self._queue, (moment, self._count, thread))

    # -- telling it --

    def play(self, progress: Progress) -> Told:
        """Play everything that happened until now."""
        whole = (self.now - self.begins).total_seconds()
        while self._queue and self._queue[0][0] <= self.now:
            moment, _, thread = heapq.heappop(self._queue)
            self.look(moment)
            self._take(thread, moment)
            progress((moment - self.begins).total_seconds() / whole)
        self.look(self.now)
        while deliver(self.now):
            pass
        progress(1.0)
        return self.told

    def look(self, until: datetime) -> None:
        """Let the sweep look whenever something had come due."""
        last = None
        while True:
            due = next_due()
            if due is None or due == last or due >= until - LOOK:
                return
            sweep(due + LOOK)
            deliver(due + LOOK)
            last = due

    def _take(self, thread: Thread, moment: datetime) -> None:
        thread.words.moments["now"] = self.cast.rules.calendar.local(moment)
        if thread.index == 0:
            thread.words.moments["received"] = thread.words.moments["now"]
        try:
            self._act(thread, moment)
        except Refused as refused:
            self.told.refused.append(f"{thread.name}/{thread.turn.do}: {refused}")
            return
        self.told.acts[thread.turn.do] += 1
        thread.index += 1
        if thread.index < len(thread.turns):
            self._next(thread, moment)

    def _next(self, thread: Thread, moment: datetime) -> None:
        wanted = moment + (thread.turn.wait[1] if thread.hurried else thread.wait())
        person = str(thread.words.say(f"${thread.turn.who}"))
        if not (thread.hurried or thread.turn.at_once):
            wanted = max(wanted, self._at_work(person, wanted, thread.rng))
        self._push(thread, wanted)

    def _at_work(self, person: str, wanted: datetime, rng: Random) -> datetime:
        present = self.cast.present(person, wanted)
        return present + timedelta(minutes=20 * rng.random()) if present > wanted else wanted

    def _act(self, thread: Thread, moment: datetime) -> None:
        turn, unit = thread.turn, thread.words.values.get("unit")
        caller = self.cast.caller(str(thread.words.say(f"${turn.who}")), moment, unit)
        if turn.sign and thread.case is not None:
            note = str(thread.words.say(turn.form.get("note", "")))
            sign(caller, thread.case, turn.do, turn.decision, note=note)
            return
        form = self._form(thread)
        spec = self.cast.rules.pack.procedures[thread.procedure].steps[turn.do]
        filler = Filler(self.cast.rules.pack, thread.words)
        for last in range(TRIES):
            try:
                self._do(thread, caller, form)
            except Refused as refused:
                if last == TRIES - 1 or not filler.mend(spec.form, form, refused.refusals):
                    raise
            else:
                return

    def _form(self, thread: Thread) -> dict[str, Any]:
        turn = thread.turn
        forms: Mapping[str, Mapping[str, Any]] = (self.history.get("forms") or {}).get(
            thread.procedure
        ) or {}
        said = {**(forms.get(turn.do) or {}), **turn.form}
        form = {name: thread.words.say(value) for name, value in said.items()}
        return {name: value for name, value in form.items() if value not in (None, "", "-")}

    def _do(self, thread: Thread, caller: Any, form: Mapping[str, Any]) -> None:
        rest = dict(form)
        outcome, row = rest.pop("outcome", None), rest.pop("row", None)
        spec = self.cast.rules.pack.procedures[thread.procedure].steps[thread.turn.do]
        doing = Doing(
            step=thread.turn.do,
            form=rest,
            outcome=outcome,
            row=row,
            signature="password" if spec.sign else None,
        )
        if thread.case is None:
            thread.case = open_case(caller, thread.procedure, [doing]).id
        else:
            act(caller, thread.case, [doing])
