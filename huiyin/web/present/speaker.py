"""The reader's language, calendar and day: how moments, words of the pack and names are said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from huiyin.cases.caller import Caller
from huiyin.obligations.rules import Rules
from huiyin.policy.cites import in_english
from huiyin.policy.pack import Pack
from huiyin.web.parts import Clause, Level, Person
from huiyin.worktime import Calendar, Lang
from huiyin.worktime.words import format_clock, format_moment


def language() -> Lang:
    """The language of this request, as the core names it."""
    return "en" if (get_language() or "").startswith("en") else "zh"


@dataclass(frozen=True)
class Speaker:
    """Says things of one company and pack version to one reader.

    `dated`: with dates in full, for what is read on another day than it was written.
    """

    caller: Caller
    rules: Rules
    lang: Lang
    dated: bool = False

    @classmethod
    def of(cls, caller: Caller, rules: Rules | None = None) -> "Speaker":
        """For this request; the rules in force now unless a case's own are given."""
        return cls(caller, rules or caller.book.current(caller.now), language())

    @property
    def pack(self) -> Pack:
        """The pack that is spoken of."""
        return self.rules.pack

    @property
    def calendar(self) -> Calendar:
        """The company's calendar."""
        return self.rules.calendar

    @cached_property
    def today(self) -> date:
        """The company's day; on paper none is today."""
        return date.min if self.dated else self.rules.local_date(self.caller.now)

    def word(self, word: str) -> str:
        """A word of the pack in the reader's language."""
        return self.pack.say(word, self.lang)

    def moment(self, moment: datetime) -> str:
        """A moment in words: "今天 12:00", "10月12日 周一 24:00"."""
        return format_moment(moment, self.calendar, self.lang, self.today)

    def short(self, moment: datetime) -> str:
        """A moment in a narrow place: "10-12 16:40"; only the time of day when it is today."""
        local = self.calendar.local(moment)
        clock = format_clock(moment, self.calendar)
        return clock if local.date() == self.today else f"{local:%m-%d} {clock}"

    def person(self, person: str | None) -> str:
        """A person's name."""
        if person in ("customer", "system"):
            words = {"customer": ("顾客", "Customer"), "system": ("系统", "System")}[person]
            return words[self.lang == "en"]
        return self.caller.people.name(person, self.lang) if person else ""

    def person_part(self, person: str) -> Person:
        """A person with unit, as a part."""
        unit = self.caller.people.unit_of(person)
        return Person(name=self.person(person), post=self.unit(unit) if unit else "")

    def post(self, person: str) -> str:
        """The title of a person's first post that has one; empty without."""
        posts = [post for post in self.caller.people.posts_of(person) if post.title]
        if not posts:
            return ""
        return (self.lang == "en" and posts[0].title_en) or posts[0].title

    def unit(self, unit: str | None) -> str:
        """A unit's name."""
        return self.caller.people.unit_name(unit, self.lang) if unit else ""

    def role(self, role: str) -> str:
        """A role's name in the pack."""
        spec = self.pack.roles.get(role)
        return self.word(spec.label) if spec else role

    def cite(self, cite: str) -> str:
        """Where a clause stands in the regulation; the pack's own English goes first."""
        said = self.word(cite)
        return in_english(said, self.pack.words_en) if self.lang == "en" else said

    def clause(self, clause: str) -> Clause:
        """A chip for a clause; opens what it demands."""
        text = self.pack.clauses.get(clause)
        if text is None:
            return Clause(label=clause)
        demand = text.text_en if self.lang == "en" and text.text_en else text.text
        return Clause(
            label=self.cite(text.cite),
            href=reverse("policy", args=[self.caller.company.slug]) + f"#c-{clause}",
            title=self.cite(text.cite),
            demand=demand,
            version=f"{self.pack.version} {clause}",
            figures=gettext("本季情况"),
            figures_href=reverse("clause", args=[self.caller.company.slug, clause]),
        )

    def clauses(self, clauses: tuple[str, ...], most: int = 3) -> tuple[Clause, ...]:
        """Chips for the clauses of an item; one chip an article, not one a sentence of it."""
        found: dict[str, Clause] = {}
        for clause in clauses:
            chip = self.clause(clause)
            found.setdefault(chip.label, chip)
        return tuple(found.values())[:most]

    def level(self, level: str) -> Level | None:
        """Bars for a level: the gravest has all of them."""
        order = self.pack.level_order
        if level not in order:
            return None
        return Level(
            rank=len(order) - order.index(level),
            of=len(order),
            words=self.word(self.pack.levels[level].label),
        )

    def value(self, spec: Any, value: Any) -> str:
        """A form value in words."""
        if value is None or value == "":
            return ""
        if isinstance(value, (list, tuple)):
            return self._several(spec, value)
        kind = getattr(spec, "kind", "text")
        if kind in ("person", "people"):
            return self.person(str(value))
        if kind == "unit":
            return self.unit(str(value))
        moment = self.rules.moment(value) if kind in ("moment", "date") else None
        if moment is not None:
            return self.moment(moment) if kind == "moment" else str(value)
        return (
            f"{value} {'yuan' if self.lang == 'en' else '元'}"
            if kind == "money" and str(value).replace(".", "").isdigit()
            else self.word(str(value))
        )

    def _several(self, spec: Any, value: Sequence[Any]) -> str:
        """Several values in words; of files how many, since their names are kept elsewhere."""
        if getattr(spec, "kind", "") == "file":
            count = len(value)
            return ngettext("%(count)s 个文件", "%(count)s 个文件", count) % {"count": count}
        return ("、" if self.lang == "zh" else ", ").join(self.value(spec, v) for v in value)
