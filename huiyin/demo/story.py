"""Playing a company's history through the commands, act by act, at the moments they happened.

All cases advance side by side in the order of time, so that numbers run as they would have, and the
house does its background work in between.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from huiyin.cases import log
from huiyin.cases.caller import Caller
from huiyin.cases.codes import code_of, hash_of
from huiyin.cases.commands.acting import Doing, act, open_case, sign
from huiyin.cases.commands.linking import Link, relate
from huiyin.cases.standards import standards_for
from huiyin.cases.work import Refused
from huiyin.demo.fill import Filler
from huiyin.demo.house import House
from huiyin.demo.plots import Plots, Thread
from huiyin.demo.script import Words, span
from huiyin.eventlog.envelope import CUSTOMER
from huiyin.people.ids import new_id
from huiyin.policy.procedures import Step

TRIES = 6
RECENT = 10
Progress = Callable[[float], None]


@dataclass
class Told:
    """What became of a story: acts done, those refused with the reason, codes of customers."""

    acts: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


class Story:
    """The history of one company until a moment."""

    def __init__(self, plots: Plots) -> None:
        self.plots, self.cast = plots, plots.cast
        self.house = House(plots.cast)
        self.told = Told()
        self.main = self.cast.rules.pack.main_procedure
        self._queue: list[tuple[datetime, int, Thread]] = []
        self._count = 0

    def play(self, progress: Progress) -> Told:
        """Play everything that happened until now."""
        begins, now = self.plots.begins, self.plots.now
        progress(0.0)
        self.house.begin(begins)
        for moment, thread in self.plots.threads():
            self._push(thread, moment)
        while True:
            moment = min(self._queue[0][0], now) if self._queue else now
            self.house.look(moment)
            self._take_up(moment)
            if not self._queue or self._queue[0][0] > now:
                break
            if self._queue[0][0] <= moment:
                _, _, thread = heapq.heappop(self._queue)
                self._take(thread, moment)
            progress((moment - begins) / (now - begins))
        self.house.end(now)
        progress(1.0)
        return self.told

    def _push(self, thread: Thread, moment: datetime) -> None:
        self._count += 1
        heapq.heappush(self._queue, (moment, self._count, thread))

    def _take_up(self, moment: datetime) -> None:
        """Let people go on with cases that the house opened."""
        for case in self.house.new_cases(self.main):
            thread = self.plots.routine(case.id, case.procedure, case.unit, self._count)
            if thread is None:
                continue
            heads = self.cast.caller(next(iter(self.cast.rows)), moment).people.head_of(case.unit)
            local = self.cast.rules.calendar.local(case.opened_at)
            thread.words.moments |= {"now": local, "received": local}
            because = log.read(case.id)[0].data.get("because", {})
            if because.get("target") in self.cast.rows:
                thread.words.values["target"] = because["target"]
            thread.words.values["drawn"] = self.house.drawn(because)
            thread.words.values["unit_head"] = heads[0] if heads else thread.words.values["helper"]
            self._next(thread, case.opened_at)

    def _take(self, thread: Thread, moment: datetime) -> None:
        thread.words.moments["now"] = self.cast.rules.calendar.local(moment)
        if thread.case is None:
            thread.words.moments["received"] = thread.words.moments["now"]
        try:
            self._act(thread, moment)
        except Refused as refused:
            if thread.turn.instead:
                other = replace(thread.turn, do=thread.turn.instead, form={}, instead="")
                thread.turns[thread.index :] = [other]
                self._take(thread, moment)
                return
            later = (self.plots.history.get("again") or {}).get(thread.turn.do)
            if later:
                self._push(thread, moment + span(later)[0])
                return
            self.told.refused.append(f"{thread.name}/{thread.turn.do}: {refused}")
            return
        self.told.acts[thread.turn.do] += 1
        thread.index += 1
        if not thread.over:
            self._next(thread, moment)

    def _next(self, thread: Thread, moment: datetime) -> None:
        wanted = moment + thread.wait()
        if not (thread.hurried or thread.turn.at_once):
            person = str(thread.words.say(f"${thread.turn.who}"))
            wanted = self._at_work(person, wanted, thread.rng)
        self._push(thread, wanted)

    def _at_work(self, person: str, wanted: datetime, rng: Random) -> datetime:
        present = self.cast.present(person, wanted)
        return present + timedelta(minutes=20 * rng.random()) if present > wanted else wanted

    def _act(self, thread: Thread, moment: datetime) -> None:
        turn, words = thread.turn, thread.words
        caller = self.cast.caller(str(words.say(f"${turn.who}")), moment, words.values.get("unit"))
        if turn.sign and thread.case is not None:
            note = str(words.say(turn.form.get("note", "")))
            sign(caller, thread.case, turn.do, turn.decision, note=note)
            return
        if turn.join and thread.case is not None:
            self._join(thread, caller)
            return
        spec = self.cast.rules.pack.procedures[thread.procedure].steps[turn.do]
        if thread.procedure != self.main and "recent" not in words.values:
            self._look_up(words)
        form = self._form(thread) | self._standards(thread, caller, spec)
        filler = Filler(self.cast.rules.pack, words)
        for last in range(TRIES):
            try:
                self._do(thread, caller, spec, form)
            except Refused as refused:
                if last == TRIES - 1 or not filler.mend(spec.form, form, refused.refusals):
                    raise
            else:
                return

    def _join(self, thread: Thread, caller: Caller) -> None:
        """Join the case to the latest running one of its unit, if there is one."""
        case = str(thread.case)
        lead = self.house.beside(case)
        if lead is not None:
            relate(caller, case, Link(lead, thread.turn.join))

    def _look_up(self, words: Words) -> None:
        """The latest complaints, for whoever checks them."""
        found = self.house.recent(self.main, RECENT)
        words.values |= {"recent": found, "first": found[0:1], "second": found[1:2]}
        words.values |= {name: "".join(words.values[name]) for name in ("first", "second")}

    def _form(self, thread: Thread) -> dict[str, Any]:
        forms: Mapping[str, Any] = self.plots.history.get("forms") or {}
        said = {**((forms.get(thread.procedure) or {}).get(thread.turn.do) or {})}
        form = {name: thread.words.say(v) for name, v in (said | dict(thread.turn.form)).items()}
        return {name: value for name, value in form.items() if value not in (None, "", "-")}

    def _standards(self, thread: Thread, caller: Caller, spec: Step) -> dict[str, Any]:
        """The items of the standards in force, as a page offers them; the filler answers each."""
        if thread.case is None or not any(field.rows_from for field in spec.form.values()):
            return {}
        fields = self.house.fields(thread.case)
        found: dict[str, Any] = {}
        for name, standard in standards_for(caller, self.cast.rules, spec.form, fields).items():
            source = spec.form[name].rows_from
            found[name] = standard.rows
            if source is not None and source.into is not None:
                found[source.into] = standard.called
        return found

    def _do(self, thread: Thread, caller: Caller, spec: Step, form: Mapping[str, Any]) -> None:
        rest = dict(form)
        outcome, row = rest.pop("outcome", None), rest.pop("row", None)
        signature = "password" if spec.sign else None
        doing = Doing(step=thread.turn.do, form=rest, outcome=outcome, row=row, signature=signature)
        if thread.case is None:
            thread.case = self._open(thread, caller, doing)
            self.house.known.add(thread.case)
        else:
            act(caller, thread.case, [doing])
        if spec.opens or any(result.opens for result in spec.outcomes.values()):
            self.house.stirred = True

    def _open(self, thread: Thread, caller: Caller, doing: Doing) -> str:
        """Open a case; a customer gets a query code, as at the portal."""
        if caller.actor.person != CUSTOMER.person:
            return open_case(caller, thread.procedure, [doing]).id
        form = new_id(caller.now)
        code = code_of(form)
        case = open_case(
            caller,
            thread.procedure,
            [doing],
            command=form,
            query_hash=hash_of(caller.company.id, code),
        )
        self.told.codes.append(code)
        return case.id
