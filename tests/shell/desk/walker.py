"""Walks any procedure of any pack to its end through the desk's pages, filling forms from the pack.

At each turn it asks the core who may do what, fills in what a form demands, and hands the form in as
that person's browser would. What it learns from refusals mends the next try; where nobody can go on
before the end, the walk says where it stands and why.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import time_machine

from huiyin.cases.caller import system
from huiyin.cases.log import read
from huiyin.cases.models import Case
from huiyin.cases.work import Work, run
from huiyin.obligations.act import Act
from huiyin.obligations.fold import Fold
from huiyin.obligations.may import Question
from huiyin.obligations.refusal import Refusal
from huiyin.obligations.rules import Rules
from huiyin.policy.forms import FormField
from huiyin.policy.procedures import Step
from tests.shell.desk.handed import posted
from tests.shell.desk.office import PASSWORD, Desk

TRIES = 40
ACTS = 60
JUMPS = 2
COUNTED = ("table", "people")
OTHERS = ("named", "twice", "disagrees")
FORMS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d")


class Stuck(Exception):
    """Nobody can go on, or a page did not take what the core would have taken."""


@dataclass
class Filler:
    """Fills in one form; `wishes` are what refusals asked for."""

    rules: Rules
    people: Sequence[str]
    units: Sequence[str]
    now: datetime
    wishes: dict[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)

    def form(self, step: Step, asked: Sequence[str]) -> dict[str, Any]:
        """What is required, what the outcome asks for, what a reply must say, what was wished."""
        found = {}
        parts = step.reply.parts.values() if step.reply else ()
        asked = {*asked, *(part.own for part in parts)}
        for name, spec in step.form.items():
            if name in self.wishes:
                found[name] = self.wishes[name]
            elif spec.required or name in asked:
                found[name] = self.value(spec)
        return found

    def value(self, spec: FormField) -> Any:
        """Something that a field takes, the least that it asks for."""
        kind, least = spec.kind, max(int(spec.min or 1) if spec.kind in COUNTED else 1, 1)
        soon = self.now if spec.not_future else self.now + timedelta(days=1)
        plain: dict[str, Callable[[], Any]] = {
            "table": lambda: [self.row(spec, n) for n in range(least)],
            "person": lambda: self.people[0],
            "people": lambda: list(self.people[:least]),
            "unit": lambda: self.units[-1],
            "moment": lambda: self.moment(spec, soon),
            "date": lambda: self.moment(spec, soon),
            "number": lambda: self.number(spec.min),
            "money": lambda: self.number(spec.min),
            "file": list,
        }
        if kind in plain:
            return plain[kind]()
        if spec.of:
            choices = self.rules.pack.choices(spec.of)
            several = choices if spec.min else choices[:1]
            return list(several) if kind == "multi" else choices[0]
        return spec.allowed[0] if spec.allowed else TEXTS.get(spec.mask or "", "一句话")

    def number(self, text: str | None) -> str:
        return self.rules.number(text, self.rules.local_date(self.now)) if text else "1"

    def moment(self, spec: FormField, moment: datetime) -> str:
        local = self.rules.calendar.local(moment)
        return local.strftime(FORMS[spec.kind == "date"])

    def row(self, spec: FormField, number: int) -> dict[str, Any]:
        row = {name: self.value(column) for name, column in spec.columns.items() if column.required}
        if not row and spec.columns:
            name, column = next(iter(spec.columns.items()))
            row = {name: self.value(column)}
        for name in {spec.distinct, next(iter(spec.columns), None)} & row.keys():
            if name is not None and spec.columns[name].kind == "text":
                row[name] = f"{number + 1}"
        return row

    def mend(self, step: Step, form: dict[str, Any], refusals: Sequence[Refusal]) -> bool:
        """Learn from what was refused about the form; False when it cannot be mended."""
        mended = False
        for refusal in refusals:
            name = (refusal.field or "").split(".")[0]
            spec = step.form.get(name)
            if spec is None:
                continue
            mended |= self._one(step, name, spec, form, refusal)
        return mended

    def _one(
        self, step: Step, name: str, spec: FormField, form: dict[str, Any], refusal: Refusal
    ) -> bool:
        code, given = refusal.code, form.get(name)
        if code == "in_row":
            return self._in_row(spec, name, form, refusal)
        if code == "rows_equal" and spec.rows_equal in step.form:
            self.wishes[spec.rows_equal] = str(len(given or ()))
            return True
        found = self._time(name, spec, code) or self._found(step, spec, form, given, refusal)
        if found is None or found == given:
            return False
        self.wishes[name] = found
        return True

    def _time(self, name: str, spec: FormField, code: str) -> str | None:
        """Another moment, further on with each try."""
        if code in ("before", "beyond"):
            days = 1 + self.wishes.get(f"{name}+", 0)
            self.wishes[f"{name}+"] = days * 3
            return self.moment(spec, self.now + timedelta(days=days))
        ahead = {"future": -1, "after": -24 * 60, "capped": 2}.get(code)
        return None if ahead is None else self.moment(spec, self.now + timedelta(minutes=ahead))

    def _found(
        self, step: Step, spec: FormField, form: Mapping[str, Any], given: Any, refusal: Refusal
    ) -> Any:
        """Another value than a moment."""
        code, params = refusal.code, refusal.params
        if code == "missing":
            return ["file"] if spec.kind == "file" else self.value(spec)
        if code in ("choice", "routing", "other_category", "level_low"):
            choices = params.get("choices") or (params.get("level"),)
            return [choices[0]] if spec.kind == "multi" else choices[0]
        if code in ("few_rows", "rows_equal"):
            count = params["bound"] if code == "few_rows" else params["count"]
            return self._more(spec, int(float(str(count))))
        if code in ("too_small", "too_large", "falls"):
            return str(params.get("bound") or params.get("last"))
        if code == "level_unmet":
            return self.rules.pack.level_order[-1]
        return self._other(step, spec, form, given) if code in OTHERS else None

    def _more(self, spec: FormField, count: int) -> Any:
        if spec.kind == "table":
            return [self.row(spec, n) for n in range(count)]
        options = self.people if spec.kind == "people" else self.rules.pack.choices(spec.of or ())
        return list(options[:count])

    def _other(self, step: Step, spec: FormField, form: Mapping[str, Any], given: Any) -> Any:
        if spec.agrees_with in self.fields:
            return self.fields[spec.agrees_with]
        if spec.agrees_with in step.form:
            return form.get(str(spec.agrees_with))
        if spec.kind == "table":
            return [self.row(spec, n) for n in range(len(given))]
        rest = [p for p in self.people if p != given]
        return rest[0] if spec.kind == "person" and rest else None

    def _in_row(
        self, spec: FormField, name: str, form: Mapping[str, Any], refusal: Refusal
    ) -> bool:
        _table, number, column = (refusal.field or "").split(".")
        rows = [dict(row) for row in form[name]]
        inner = Filler(self.rules, self.people, self.units, self.now)
        row = rows[int(number) - 1]
        step = Step.model_construct(form=spec.columns)
        if not inner._one(step, column, spec.columns[column], row, refusal.params["inner"]):
            return False
        row.update(inner.wishes)
        self.wishes[name] = rows
        return True


TEXTS = {"phone": "13800000001", "mail": "someone@example.com", "name": "王某", "id": "3101"}


@dataclass
class Walk:
    """One procedure on its way."""

    desk: Desk
    procedure: str
    now: datetime
    case: Case | None = None
    tale: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)

    @property
    def rules(self) -> Rules:
        return self.caller.book.current(self.now)

    @property
    def caller(self) -> Any:
        return system(self.desk.world.company, self.now)

    def people(self) -> list[str]:
        return list(self.desk.world.persons.values())

    def name(self, person: str) -> str:
        return next(n for n, p in self.desk.world.persons.items() if p == person)

    def filler(self) -> Filler:
        held = [p for n, p in self.desk.world.persons.items() if self.desk.world.roles[n]]
        return Filler(self.rules, held, list(self.desk.world.units.values()), self.now)

    # -- opening --

    def open(self) -> None:
        """By a person's form where the pack lets one, else as a schedule, a watch or a parent does."""
        spec = self.rules.pack.procedures[self.procedure]
        if any(self._registered(name, spec.steps[name]) for name in spec.opening_steps):
            return
        if spec.opening_stage is None:
            raise Stuck(f"nobody of the cast may open it: {spec.opening_steps}")
        because = {"schedule": "walk"}
        per = [s.per for s in self.rules.pack.schedules.values() if s.opens == self.procedure]
        role = next((p for p in per if p in self.rules.pack.roles), None)
        if role is not None:
            because["target"] = self.caller.directory.holders(role)[0]
        unit = list(self.desk.world.units.values())[-1]

        def body(work: Work) -> Case:
            return work.create(self.procedure, unit=unit, because=because).case

        self.case = run(self.caller, body)

    def _registered(self, name: str, step: Step) -> bool:
        state = Fold(self.rules).state
        state.procedure = self.procedure
        for person in self.people():
            question = self._question(state)
            if question.standing(name, person):
                continue
            form = self._filled(question, name, step, person)
            if form is None:
                continue
            browser = self.desk.afresh(self.name(person))
            url = self.desk.url(f"register/?what={self.procedure}.{name}")
            page = browser.get(url)
            if page.status_code != 200:
                raise Stuck(f"register page of {name}: {page.status_code}")
            values, outcome = form
            data = (
                posted(values, step, self.desk.world)
                | self._signed(step, outcome)
                | {"once": f"open-{name}-{person}"}
            )
            answer = browser.post(url, data)
            if answer.status_code != 302:
                raise Stuck(f"register {name}: {answer.status_code} {faults_of(answer)}")
            case_id = answer["Location"].split("/cases/")[1].split("/")[0]
            self._found(case_id)
            self.tale.append(name)
            return True
        return False

    def _found(self, case_id: str) -> None:
        from huiyin.cases.access import visible  # noqa: PLC0415

        self.case = visible(self.caller).filter(id=case_id).first() or _row(case_id)

    # -- going on --

    def _question(self, state: Any) -> Question:
        return Question(self.rules, state, self.caller.directory, self.now)

    def fold(self) -> Fold:
        assert self.case is not None
        return Fold(self.rules).run(read(self.case.id))

    def to_the_end(self) -> None:
        """Act by act until the case has ended; what it opened and waits for is walked as well."""
        with time_machine.travel(self.now, tick=False) as clock:
            if self.case is None:
                self.open()
            for _ in range(ACTS):
                self.now += timedelta(minutes=2)
                clock.move_to(self.now)
                state = self.fold().state
                if state.closed is not None:
                    return
                if not (self._signature(state) or self._step(state) or self._child(state)):
                    raise Stuck(self._why(state))
        raise Stuck(f"no end after {ACTS} acts: {self.tale}")

    def _signature(self, state: Any) -> bool:
        for name, approval in state.approvals.items():
            if approval.status != "open":
                continue
            for person in self.people():
                act = Act(kind="sign", name=name, actor=self._actor(person), at=self.now)
                if self._question(state).refusals(act):
                    continue
                url = self.desk.url(f"cases/{self._id}/sign/{name}/")
                data = {"decision": "approve", "password": PASSWORD, "once": f"{len(self.tale)}"}
                answer = self.desk.afresh(self.name(person)).post(url, data)
                if answer.status_code == 404:
                    self.unseen.append(f"{self.name(person)} cannot see the case to sign {name}")
                    continue
                if answer.status_code != 302:
                    raise Stuck(f"sign {name} as {self.name(person)}: {answer.status_code}")
                self.tale.append(f"sign {name}")
                return True
        return False

    @property
    def _id(self) -> str:
        assert self.case is not None
        return self.case.id

    def _actor(self, person: str) -> Any:
        return self.desk.world.caller(self.name(person), self.now).actor

    def _step(self, state: Any) -> bool:
        for name, step in self._ordered(state):
            done = state.steps.get(name)
            if done is not None and done.valid and self.jumps < JUMPS:
                self._jump()  # rather wait for what comes by itself than do the same again
                return True
            for person in self.people():
                if self._question(state).standing(name, person):
                    continue
                if self._do(state, name, step, person):
                    return True
        return False

    def _child(self, state: Any) -> bool:
        """A case that this one opened and that is still open is ended first."""
        for child, (procedure, is_open) in state.children.items():
            if is_open and child not in self.unseen:
                self.unseen.append(child)
                walk = Walk(self.desk, procedure, self.now, _row(child))
                walk.to_the_end()
                self.now = walk.now
                self.tale.append(f"({procedure})")
                return True
        return False

    def _jump(self) -> None:
        self.jumps += 1
        self.now += timedelta(days=40)
        self.tale.append("…")

    def _ordered(self, state: Any) -> Iterator[tuple[str, Step]]:
        """What is owed first, then what was not done, then what leads on; nothing that leads back."""
        spec = self.rules.pack.procedures[self.procedure]
        compiled = self.rules.procedure(self.procedure)
        owed = {
            key.partition(":")[0]
            for i in state.open_instances()
            if i.duty in spec.duties
            for key in spec.duties[i.duty].done_by
        }
        here = compiled.stage_index.get(state.stage or "", -1)

        def rank(item: tuple[str, Step]) -> tuple[int, ...]:
            name, step = item
            done = state.steps.get(name)
            goes = compiled.stage_index.get(step.to or "", here)
            return (
                done is not None and done.valid,
                goes < here,
                step.may,
                name not in owed and not step.outcomes and step.to is None,
                goes > here,
            )

        able = [item for item in spec.steps.items() if self._counts(state, *item)]
        yield from sorted(able, key=rank)

    def _counts(self, state: Any, name: str, step: Step) -> bool:
        done = state.steps.get(name)
        return done is None or not done.valid or done.count < 4

    def _outcomes(self, step: Step, state: Any) -> list[str | None]:
        """Outcomes that lead on before those that stay, before those that lead back."""
        if not step.outcomes:
            return [None]
        index = self.rules.procedure(self.procedure).stage_index
        here = index.get(state.stage or "", -1)

        def rank(name: str) -> tuple[bool, bool]:
            goes = index.get(step.outcomes[name].to or step.to or "", here)
            return goes < here, goes == here and bool(step.outcomes[name].to)

        return sorted(step.outcomes, key=rank)  # type: ignore[return-value]

    def _do(self, state: Any, name: str, step: Step, person: str) -> bool:
        filled = self._filled(self._question(state), name, step, person)
        if filled is None:
            return False
        form, outcome = filled
        browser, who = self.desk.afresh(self.name(person)), self.name(person)
        page = browser.get(self.desk.url(f"cases/{self._id}/?do={name}"))
        if page.status_code == 404:
            self.unseen.append(f"{who} cannot see the case to do {name}")
            return False
        if page.status_code != 200:
            raise Stuck(f"{who} at {name}: {page.status_code}")
        if f"/do/{name}/" not in page.content.decode():
            raise Stuck(f"{who} is not offered {name}")
        data = (
            posted(form, step, self.desk.world)
            | self._signed(step, outcome)
            | {"once": f"{len(self.tale)}-{name}"}
        )
        rows = self._rows(state, name)
        answer = browser.post(self.desk.url(f"cases/{self._id}/do/{name}/"), data | rows)
        if answer.status_code != 302:
            raise Stuck(f"{name} as {who}: {answer.status_code} {faults_of(answer)}")
        self.tale.append(name)
        return True

    def _signed(self, step: Step, outcome: str | None) -> dict[str, str]:
        signed = {"password": PASSWORD} if step.sign else {}
        return signed | ({"outcome": outcome} if outcome else {})

    def _rows(self, state: Any, name: str) -> dict[str, str]:
        names = self.rules.procedure(self.procedure).duties_done_by.get(name, ())
        rows = [i.row for i in state.open_instances() if i.duty in names and i.row is not None]
        return {"row": rows[0]} if rows else {}

    def _filled(
        self, question: Question, name: str, step: Step, person: str
    ) -> tuple[dict[str, Any], str | None] | None:
        """A form and outcome that the core takes; None when there is none."""
        for outcome in self._outcomes(step, question.state):
            filler = self.filler()
            filler.fields = question.state.fields
            for path, value in question.state.fields.items():
                head, _, field_name = path.partition(".")
                if head == name and field_name in step.form and name not in question.state.steps:
                    filler.wishes[field_name] = self._offered(step.form[field_name], value, filler)
            asked = step.outcomes[outcome].asks if outcome else ()
            row = self._rows(question.state, name).get("row")
            for _ in range(TRIES):
                form = filler.form(step, asked)
                act = Act(
                    name=name,
                    actor=self._actor(person),
                    at=self.now,
                    form=form,
                    outcome=outcome,
                    row=row,
                )
                refused = question.refusals(act)
                if not refused:
                    return form, outcome
                if not filler.mend(step, form, refused):
                    self.last = refused
                    break
        return None

    def _offered(self, spec: FormField, value: Any, filler: Filler) -> Any:
        if spec.kind != "table":
            return value
        return [filler.row(spec, n) | row for n, row in enumerate(value)]

    last: tuple[Refusal, ...] = ()
    jumps = 0

    def _why(self, state: Any) -> str:
        pack = self.rules.pack
        open_ = [i.duty for i in state.open_instances()]
        words = [r.full(pack) for r in self.last]
        return f"at {state.stage} after {self.tale}; owed {open_}; last refused: {words}; {self.unseen}"


def _row(case_id: str) -> Case:
    return Case.objects.get(id=case_id)  # noqa: TID251  (the walk sees every case)


def faults_of(answer: Any) -> list[str]:
    """What a page says was wrong."""
    text = answer.content.decode()
    found = [part.split("<")[0].strip() for part in text.split('class="error')[1:]]
    alert = text.split('role="alert"')[1:2]
    return [*found[:6], *[" ".join(a.split())[:600] for a in alert]]
