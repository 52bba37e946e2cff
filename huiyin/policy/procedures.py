"""Procedures: stages, steps with their forms and outcomes, duties, rhythms, approvals, measures."""

from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from huiyin.policy.base import Clauses, Flag, Item, Model, Words
from huiyin.policy.conditions import ALWAYS, When
from huiyin.policy.contacts import Call, Reply, Window
from huiyin.policy.forms import FormField
from huiyin.policy.who import Whos


class Outcome(Model):
    """What a step's result leads to. A `to` that is an earlier (or the same) stage opens a new round."""

    to: str | None = None
    asks: Words = ()
    needs: When = ALWAYS
    flag: Words = ()
    unflag: Words = ()
    opens: str | None = None
    clause: Clauses = ()


class Step(Item):
    """What one person does on a case, with a form, and what follows.

    The first step of a procedure opens its cases, and so does every step marked `start`. `may`
    marks what is permitted, not demanded; `once` what is done at most once a round; `status` is
    what the customer reads on the progress page once it is done (empty: not shown to customers).
    `door: anonymous` opens an opening step to everybody on a page of its own, without name or trace.
    """

    by: Whos
    in_: Words = Field((), alias="in")
    to: str | None = None
    form: dict[str, FormField] = Field(default_factory=dict)
    needs: When = ALWAYS
    not_by: Words = ()
    outcomes: dict[str, Outcome] = Field(default_factory=dict)
    sets_level: str | None = None
    sets_unit: str | None = None
    flag: Words = ()
    unflag: Words = ()
    issues: Words = ()
    voids: Words = ()
    opens: str | None = None
    opens_when: When = ALWAYS
    sign: Flag = False
    may: Flag = False
    once: Flag = False
    verb: str = ""
    status: str = ""
    start: Flag = False
    door: Literal["", "anonymous"] = ""
    ends: Literal["", "lapse"] = ""
    call: Call | None = None
    reply: Reply | None = None
    until: Window | None = None


class Due(Model):
    """Until when: a term, a moment in a form, the end of a day, by level, or without limit.

    `from` says where a term starts: a step or a moment in a form; of several the first that is known.
    """

    within: str | None = None
    from_: Words = Field((), alias="from")
    at: str | None = None
    end_of: (
        Literal[
            "same_day", "same_week", "same_month", "same_quarter", "same_half_year", "same_year"
        ]
        | None
    ) = None
    not_before: str | None = None
    by_level: dict[str, "Due"] | None = None
    no_limit: Flag = False
    day_zero: Literal["included", "excluded"] | None = None
    end: Literal["midnight", "close_of_business"] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [self.within, self.at, self.end_of, self.by_level, self.no_limit or None]
        if sum(way is not None for way in ways) != 1:
            raise ValueError("a due is exactly one of within, at, end_of, by_level, no_limit")
        return self


class Extension(Model):
    """Asked by a step, granted by a step (`step:outcome`) or approval (`approved NAME`), new limit from a field."""

    ask: str
    grant: str
    new: str
    ask_before: str | None = None
    most: str | None = None
    times: str | None = None
    clause: Clauses = ()


class Breach(Model):
    """What a breach sets off: who is told (`superior` or a role), which case opens."""

    tell: Words = ()
    opens: str | None = None
    clause: Clauses = ()


class Duty(Item):
    """Somebody owes a step by a moment, after an act. `promise` is its name in a customer's words.

    `after` and `done_by` name triggers: `step`, `step:outcome`, `stage NAME`, `approved NAME`,
    `opened`, `closed PROCEDURE`. `bearer` is, unless said, whoever may do the discharging step.
    `per: case` is owed once whatever the level; `per: row` once per row of a table.
    """

    after: Words
    due: Due
    done_by: Words
    bearer: Whos = ()
    when: When = ALWAYS
    per: Literal["trigger", "case", "row"] = "trigger"
    rows: str | None = None
    row_key: str | None = None
    row_person: str | None = None
    extension: Extension | None = None
    remind: Words = ()
    breach: Breach | None = None
    benchmark: Flag = False
    promise: str = ""

    @model_validator(mode="after")
    def _rows(self) -> Self:
        if (self.per == "row") != (self.rows is not None and self.row_key is not None):
            raise ValueError("`per: row` goes with `rows: step.table` and `row_key: column`")
        return self


class Cadence(Item):
    """Owed again and again while a condition holds: per slot (`each`) or by `gap` since the last."""

    while_: When = Field(alias="while")
    each: Literal["day", "week", "month"] | None = None
    gap: str | None = None
    days: Literal["calendar", "workdays"] = "calendar"
    first: Literal["next", "same"] = "next"
    partial: Literal["waived", "owed"] = "waived"
    done_by: Words
    bearer: Whos = ()
    breach: Breach | None = None
    remind: Words = ()

    @model_validator(mode="after")
    def _one_rhythm(self) -> Self:
        if (self.each is None) == (self.gap is None):
            raise ValueError("a cadence has either `each` (day, week, month) or `gap` (a term)")
        return self


class Signer(Model):
    """One signature of an approval; `when` is read at the moment of signing."""

    by: Whos
    when: When = ALWAYS
    clause: Clauses = ()


class Approval(Item):
    """Ordered signatures over one version of what step `of` filled in (pack-study 5.11)."""

    of: str
    signers: tuple[Signer, ...]
    within: str | None = None
    refused_to: str | None = None
    different_people: Flag = True


class Measure(Model):
    """A figure over the acts of one case, ever: count, sum, distinct or last of an act or field.

    `days_past` is by how many days the moment last asked for passes the limit of the duty `against`.
    """

    kind: Literal["count", "sum", "distinct", "last", "days_past"]
    of: str
    against: str | None = None
    outcome: str | None = None
    unless: str | None = None
    label: str = ""
    clause: Clauses = ()


class Emergency(Model):
    """A declared flag lets named posts skip named steps' authority and gates, with later review."""

    flag: str
    clause: Clauses
    by: Words
    may_skip: Words
    review: str
    reason: str = "emergency_reason"


class Pausing(Model):
    """A company option: clocks may stand still for a listed reason, with consent and an end.

    `most` is how long all pauses of a case may last together; `by` who may stop and start the
    clocks, without it whoever may do the steps that they measure.
    """

    reasons: Words
    duties: Words
    most: str
    consent: Flag = False
    by: Whos = ()
    clause: Clauses = ()


class Part(Item):
    """One part that a case's file must contain: a document, a step's form, evidence."""

    document: str | None = None
    step: str | None = None
    evidence: str | None = None
    needs: When = ALWAYS


class Relation(Model):
    """How another case of the procedure may stand to one.

    `duplicate`: the same matter came in again; `group`: several complainants, one matter. Both have
    a lead, and figures count them as one matter. `related` cases only point at each other.
    """

    kind: Literal["duplicate", "group", "related"] = "related"
    clause: Clauses = ()

    @property
    def joins(self) -> bool:
        """Whether it makes one matter of two cases."""
        return self.kind != "related"


class Progress(Model):
    """How far the work is: the first field with a percentage that is known, against the terms of duties."""

    of: Words
    against: Words = ()


class Procedure(Item):
    """A kind of case.

    `recuse` are fields that name who must stand aside and finds nothing of it; with `recuse_above`
    the heads above those people find nothing either. `issues` are papers that a case carries from
    its opening by another case or a schedule. `supervision` marks notices that press for what lags:
    they stand at the supervision desk and are the rungs of a ladder, the next one being what a
    breach of their duties opens.
    """

    stages: tuple[str, ...]
    steps: dict[str, Step]
    duties: dict[str, Duty] = Field(default_factory=dict)
    cadences: dict[str, Cadence] = Field(default_factory=dict)
    approvals: dict[str, Approval] = Field(default_factory=dict)
    measures: dict[str, Measure] = Field(default_factory=dict)
    recuse: Words = ()
    recuse_clause: Clauses = ()
    recuse_above: Flag = False
    emergency: Emergency | None = None
    pausing: Pausing | None = None
    uncounted: str | None = None
    dossier: dict[str, Part] = Field(default_factory=dict)
    opening_stage: str | None = None
    final: Words = ()
    resolved: Words = ()
    number: str | None = None
    issues: Words = ()
    title: Words = ()
    separate: Flag = False
    main: Flag = False
    links: dict[str, Relation] = Field(default_factory=dict)
    supervision: Flag = False
    progress: Progress | None = None

    @cached_property
    def opening_steps(self) -> tuple[str, ...]:
        """The steps that open a case: the first one listed, and those marked `start`.

        A first step that belongs to a stage is none when the procedure has an `opening_stage`: only
        a schedule, a watch or another case opens such a case.
        """
        first = next(iter(self.steps))
        opened = self.opening_stage is not None and bool(self.steps[first].in_)
        return tuple(
            n for n, step in self.steps.items() if step.start or (n == first and not opened)
        )

    @cached_property
    def story(self) -> tuple[str, ...]:
        """The fields that tell what happened: those of the title and the long texts beside them."""
        steps = dict.fromkeys(
            [*(path.partition(".")[0] for path in self.title), *self.opening_steps]
        )
        long = (
            f"{step}.{name}"
            for step in steps
            if step in self.steps
            for name, spec in self.steps[step].form.items()
            if spec.kind == "longtext"
        )
        return tuple(dict.fromkeys([*self.title, *long]))

    @cached_property
    def report_rhythms(self) -> tuple[str, ...]:
        """Rhythms kept by handing a drafted report upward."""
        return tuple(name for name, item in self.cadences.items() if self._drafted(item))

    @cached_property
    def tracking_rhythms(self) -> tuple[str, ...]:
        """The other rhythms: somebody looks at the case again and again."""
        return tuple(name for name in self.cadences if name not in self.report_rhythms)

    def _drafted(self, item: Cadence) -> bool:
        steps = (self.steps.get(key.partition(":")[0]) for key in item.done_by)
        return any(
            field.drafted_from for step in steps if step is not None for field in step.form.values()
        )

    @property
    def final_stages(self) -> tuple[str, ...]:
        """Stages in which a case has ended; the last one unless `final` says otherwise."""
        return self.final or self.stages[-1:]
