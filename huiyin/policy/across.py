"""What a pack says beyond single cases: schedules, watches, papers, access, retention, figures."""

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from huiyin.policy.base import Clauses, Flag, Item, Model, Words
from huiyin.policy.conditions import ALWAYS, When
from huiyin.policy.who import Whos
from huiyin.worktime import PeriodUnit


class Parameter(Item):
    """A value the company sets, by effective date. Empty `values`: the company must set it.

    `suggest` is a suggestion and never shown as the regulation's words; `fixed` values are the
    regulation's own and need a new pack version to change.
    """

    unit: str
    values: dict[str, str] = Field(default_factory=dict)
    suggest: str | None = None
    fixed: Flag = False
    min: str | None = None
    max: str | None = None


class Channel(Item):
    """Where a matter comes in, who receives it, which kind of door it is."""

    kind: Literal[
        "onsite", "phone", "online", "email", "third_party", "letter", "portal", "other"
    ] = "other"
    receiver: Whos = ()
    portal: Flag = False


class Level(Item):
    """One level; criteria that imply it (`any` or `all` of them) and who determines it."""

    label: str = ""
    any: Words = ()
    all: Words = ()
    determined_by: Words = ()
    rank: int | None = None


class Category(Item):
    """A category with its causes; `route` names the units that usually handle it."""

    causes: Words = ()
    route: Words = ()


class Series(Model):
    """How numbers run: one gapless series per listed parts (unit, carrier, year, level, category, field)."""

    per: Words = ()
    digits: int = 3
    pattern: str = "{n}"


class Document(Item):
    """A numbered paper. `name` lists the parts of its name; `parts` the sections of the template."""

    series: Series = Series()
    name: Words = ()
    void: Literal["keep", "never"] = "keep"
    clause_void: Clauses = ()
    template: str = "record"
    shows: Words = ()
    signatories: Words = ()
    acknowledge: Whos = ()
    paper: Flag = False


class Notice(Item):
    """A message after a trigger, to the customer or to posts, with `{name}` placeholders.

    `spoken`: the act itself tells the customer, so nobody calls where neither mail nor SMS leads.
    """

    after: Words
    to: Words
    text: str
    when: When = ALWAYS
    receipt: Flag = False
    spoken: Flag = False


class Schedule(Item):
    """Per period and target a case is opened; unique per period start and target.

    `each` is a rhythm or a parameter that names one (unit `rhythm`); `every` counts periods: with 2
    each second one is meant, counted from when the company began, or the target took up the post.
    `per` is `unit`, a kind of unit, `person` or a role: one case for each unit, person or holder.
    `each: version` opens one when the company begins, and with every other version of its pack.
    """

    opens: str
    each: str
    every: str = "1"
    slot: str = "first_day"
    shift: Literal["none", "next_workday", "previous_workday"] = "none"
    per: str | None = None
    days: Literal["calendar", "workdays"] = "calendar"
    time: str = "00:00"
    merge: Flag = False


class Watch(Item):
    """Across cases: so many of the same within a window, a surge, a streak; opens a case.

    `count`: `at_least` cases, `same` in some values and `different` in others, within a term.
    `surge`: the cases of one period (`each`), at least `at_least`, lie more than `by` percent above
    the mean of the periods within `over_mean_of`. `streak`: `at_least` periods in a row hold one.
    What is opened is first confirmed by `confirm_by`. `after` names the procedure of a remedy: a
    case counts only when it occurs within the term after such a remedy of the same had ended.
    """

    kind: Literal["count", "surge", "streak"] = "count"
    procedure: str | None = None
    after: str | None = None
    same: Words = ()
    different: Words = ()
    at_least: str | None = None
    within: str | None = None
    over_mean_of: str | None = None
    by: str | None = None
    each: PeriodUnit | None = None
    when: When = ALWAYS
    opens: str
    confirm_by: Whos = ()


class Sample(Item):
    """A draw of cases with a stored seed.

    Drawn when a schedule opens `opens`; where none does, the sample opens it itself, on the `slot`
    of each period, when the period before it left something to draw. `swap: never`: exactly the
    drawn cases; `reason`: another one of the pool may take the place. `not_by`: whoever did these
    steps on a drawn case does nothing on what is opened.
    """

    pool: dict[str, str] = Field(default_factory=dict)
    draw: str
    at_least: str = "1"
    each: PeriodUnit = "month"
    slot: str = "first_day"
    shift: Literal["none", "next_workday", "previous_workday"] = "none"
    opens: str | None = None
    swap: Literal["reason", "never"] = "reason"
    not_by: Words = ()

    def schedule(self) -> Schedule | None:
        """The rhythm by which the sample opens its procedure itself."""
        if self.opens is None:
            return None
        return Schedule(
            label=self.label,
            clause=self.clause,
            opens=self.opens,
            each=self.each,
            slot=self.slot,
            shift=self.shift,
        )


class RetentionClass(Model):
    """Keep so long when level or flag match; the longest wins."""

    keep: str
    level: Words = ()
    flag: str | None = None
    clause: Clauses = ()


class Retention(Model):
    """How long files are kept, from which act, and whether the anniversary day is still kept."""

    clause: Clauses
    from_: str = Field(alias="from")
    anniversary: Literal["kept", "free"]
    classes: tuple[RetentionClass, ...]
    destruction: str | None = None


class Access(Item):
    """Which cases a role sees, how deep, for what purpose, through which procedure."""

    label: str = ""
    role: str
    cases: Literal[
        "own", "handled", "own_unit", "units_below", "all", "archived", "involved", "none"
    ] = "own_unit"
    procedures: Words = ()
    depth: Literal["none", "number", "masked", "full"] = "masked"
    unmask: Flag = False
    purpose: Words = ()
    through: str | None = None
    reports: Words = ()


class Ledger(Item):
    """A view: which rows, which columns, who sees it, who checks it (see `huiyin/policy/ledgers.py`).

    A ledger of duties may be confined to some `duties` and to `states`: `late` (missed, whether or
    not done since), `open`, `done`. `mine`: only cases on which the reader acted.
    """

    rows: str
    columns: Words
    when: When = ALWAYS
    duties: Words = ()
    states: Words = ()
    seen_by: Words = ()
    kept_by: Words = ()
    mine: Flag = False


class Metric(Item):
    """A figure: what of (see `huiyin/policy/metrics.py`), told apart by what, with its target.

    `when` says which cases count, `meets` which of them a share is about. `per: act` counts every
    time that the step was done, `first` the first one, not the last one of a case. `beside: previous` shows the period
    before. Of several `of` the last one done counts. A share may say which outcomes are an answer
    at all (`among`), or of which number its own number is a part (`against`).
    """

    kind: Literal[
        "count",
        "count_linked",
        "ranking",
        "repeat",
        "complete",
        "share",
        "mean",
        "sum",
        "imported",
        "on_time",
        "late",
        "duration",
        "credential",
        "looks",
        "platform_age",
    ]
    of: Words = ()
    by: Words = ()
    among: Words = ()
    against: str | None = None
    per: Literal["case", "first", "act"] = "case"
    meets: When = ALWAYS
    target: str | None = None
    beside: Literal["previous"] | None = None
    when: When = ALWAYS
    source: str | None = None


class Report(Item):
    """Sections, rhythm, recipients."""

    to: Words
    by: Whos = ()
    each: str | None = None
    procedure: str | None = None
    sections: tuple[dict[str, Any], ...] = ()


class Register(Item):
    """A list that the company keeps (stores, cabinets, standards)."""

    columns: Words
    kept_by: Words = ()
    seed: tuple[dict[str, str], ...] = ()


class Staffing(Item):
    """Who must exist."""

    label: str = ""
    role: str
    at_least: str | None = None
    exactly: str | None = None
    per: str | None = None
    in_unit: str | None = None


OWN = "self"
"""A fact that everybody signs for himself."""
NEW_VERSION, END_OF_YEAR = "new version", "end of year"
"""Until when a fact holds, beside a term: with another version of the pack it is asked for anew."""


class Credential(Item):
    """A standing fact of a person until a date or a version: a commitment signed, a training done.

    Whoever holds one of `roles` should hold it; `signed_by` vouches for it, `self` for himself.
    `needed_for` are the steps that ask for it; `procedure` is where it is earned.
    """

    signed_by: str = OWN
    roles: Words = ()
    until: str = ""
    needed_for: Words = ()
    procedure: str | None = None


class Attestation(Item):
    """A signed statement or checklist with an owner and a rhythm, where software cannot look.

    It opens a case of its own in its rhythm, one for each `per` as a schedule does, in which the
    owner goes through the checklist and signs; unless `procedure` names the one that does it.
    """

    owner: Words
    each: str
    per: str | None = None
    checklist: Words = ()
    procedure: str | None = None


class Judgement(Item):
    """Left to people: why it cannot be computed, and which recorded act stands for it."""

    why: str
    stands: Words


class Platform(Item):
    """What the product does for every company; `guarantee` names it, `proof` the test."""

    guarantee: str


class Revising(Item):
    """How the regulation and its parameters are changed.

    `drafted_by` may draft, `signed_by` sign one after the other, `seen_by` look on. `running` may
    decide to take running cases over to a newer version; nobody may where it is empty. `review`
    names the schedule that opens the yearly review.
    """

    drafted_by: Words
    signed_by: Words
    seen_by: Words = ()
    running: Words = ()
    review: str | None = None


class ClauseText(Model):
    """One clause: where it is cited, what it demands in the company's own words, how it is kept.

    `waits` says which later capability makes it whole (records, people, reports).
    """

    cite: str
    text: str
    text_en: str = ""
    enforcement: Literal["system", "evidence", "attest"] = "system"
    waits: Literal["", "records", "people", "reports"] = ""
    cut: Flag = False

    @model_validator(mode="after")
    def _words(self) -> Self:
        if not self.text.strip():
            raise ValueError("a clause says in the company's own words what it demands")
        return self


class Basis(Item):
    """A legal basis, the version and where the source is cut off."""

    label: str = ""
    laws: Words = ()
    truncated: str = ""
