"""Who is asking: a person of the company with posts, a customer, or the system itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from huiyin.eventlog.envelope import CUSTOMER, SYSTEM, Actor
from huiyin.people.access import Membership
from huiyin.people.directory import Directory, directory_of
from huiyin.people.models import Company
from huiyin.policies.rules import NoPolicy, RuleBook, rulebook
from huiyin.policies.standing import versioned


@dataclass(frozen=True)
class CaseDirectory:
    """The company's directory under the names that the pure core asks for."""

    source: Directory
    lang: str = "zh-hans"
    versions: Mapping[str, str] = field(default_factory=dict)
    _holders: dict[tuple[str, str | None], Sequence[str]] = field(default_factory=dict, repr=False)

    def holders(self, role: str, unit: str | None = None) -> Sequence[str]:
        """Persons with a post of that role; looked up once, since nothing changes in a moment."""
        found = self._holders.get((role, unit))
        if found is None:
            found = self._holders[role, unit] = self.source.holders(role, unit)
        return found

    def heads(self, unit: str) -> Sequence[str]:
        """Who heads a unit."""
        return self.source.head_of(unit)

    def parent(self, unit: str) -> str | None:
        """The unit above."""
        return self.source.parent(unit)

    def units(self, person: str) -> Sequence[str]:
        """Units of a person's posts, the oldest first."""
        return tuple(dict.fromkeys(post.unit for post in self.source.posts_of(person)))

    def deputy(self, person: str, at: datetime) -> str | None:
        """Who stands in for an absent person."""
        return self.source.deputy_of(person, at)

    def name(self, person: str) -> str:
        """A person's name; the customer and the system by their words."""
        return {"customer": "顾客", "system": "系统"}.get(person) or self.source.name(
            person, self.lang
        )

    def credentials(self, person: str, at: datetime) -> frozenset[str]:
        """Standing facts that a person holds."""
        return self.source.credentials_of(person, at, self.versions)


@dataclass(frozen=True)
class Caller:
    """Who acts, for which company, at which moment. `now` is read once by the door.

    `company` is the row as the door has just read it: its stamp says whether the rules and the
    directory kept in memory still hold.
    """

    company: Company
    actor: Actor
    now: datetime
    lang: str = "zh-hans"

    @cached_property
    def asked(self) -> dict[str, frozenset[str]]:
        """The files that the caller asked for by each procedure; looked up once (`access`)."""
        return {}

    @cached_property
    def below(self) -> frozenset[str]:
        """Everybody else with a post in a unit that the caller heads, or in one below it."""
        headed = {
            u.id for u in self.people.units() if self.actor.person in self.people.head_of(u.id)
        }
        units = headed.union(*(self.people.units_below(unit) for unit in headed))
        found = {person for unit in units for person in self.people.members_of(unit)}
        return frozenset(found - {self.actor.person})

    @cached_property
    def people(self) -> Directory:
        """The company's directory now."""
        return directory_of(self.company, self.now)

    @cached_property
    def directory(self) -> CaseDirectory:
        """The same, for the core."""
        try:
            versions = versioned(self.book.current(self.now))
        except NoPolicy:
            versions = {}
        return CaseDirectory(self.people, self.lang, versions)

    def unit_id(self, called: str) -> str:
        """The id of a unit that a form calls by id, code or name; an unknown one as it is called."""
        if self.people.unit(called) is not None:
            return called
        named = (u for u in self.people.units() if called in (u.code, u.name, u.name_en, u.kind))
        return next((unit.id for unit in named), called)

    @cached_property
    def book(self) -> RuleBook:
        """The company's rules."""
        return rulebook(self.company)


def staff(membership: Membership, now: datetime, lang: str = "zh-hans") -> Caller:
    """A person of the company, with unit and roles as held now; deputising adds the roles stood in for."""
    people = membership.directory(now)
    person = membership.person.id
    roles = [role for unit in people.roles_of(person).values() for role in sorted(unit)]
    for absent in people.deputised_by(person):
        roles += [role for unit in people.roles_of(absent).values() for role in sorted(unit)]
    actor = Actor(person=person, unit=people.unit_of(person), roles=tuple(dict.fromkeys(roles)))
    return Caller(membership.company, actor, now, lang)


def customer(company: Company, now: datetime, lang: str = "zh-hans") -> Caller:
    """A customer at the company's portal."""
    return Caller(company, CUSTOMER, now, lang)


def system(company: Company, now: datetime) -> Caller:
    """The product itself: sweep, schedules, delivery."""
    return Caller(company, SYSTEM, now)
