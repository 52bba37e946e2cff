"""Who is who in a company at a moment: a frozen picture in memory, asked without any query.

A company's whole organisation, past and planned spans included, is read in five queries and kept
for its `org_stamp`, which every change renews; so a process holds at most one picture a company and
notices a change with one query. The classes are plain data: the pure core
uses them through a protocol of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from types import MappingProxyType
from typing import TypeVar

from huiyin.people.models import Absence, Company, Credential, Person, Post, Unit

_ENGLISH = "en"
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit as the directory knows it."""

    id: str
    code: str
    name: str
    name_en: str
    parent: str | None
    kind: str
    since: datetime
    until: datetime | None
    phone: str = ""


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person as the directory knows it."""

    id: str
    name: str
    name_en: str
    active: bool
    employee_no: str
    has_account: bool


@dataclass(frozen=True, slots=True)
class PostEntry:
    """A post as the directory knows it."""

    id: str
    person: str
    unit: str
    title: str
    title_en: str
    roles: frozenset[str]
    is_head: bool
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class AbsenceEntry:
    """An absence as the directory knows it."""

    person: str
    deputy: str | None
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class CredentialEntry:
    """A standing fact of a person as the directory knows it."""

    person: str
    name: str
    version: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Organisation:
    """Everything one company's directory rests on, as known by one stamp."""

    company: str
    stamp: str
    units: Mapping[str, UnitEntry]
    persons: Mapping[str, PersonEntry]
    posts_by_person: Mapping[str, tuple[PostEntry, ...]]
    posts_by_role: Mapping[str, tuple[PostEntry, ...]]
    posts_by_unit: Mapping[str, tuple[PostEntry, ...]]
    absences: Mapping[str, tuple[AbsenceEntry, ...]]
    deputisings: Mapping[str, tuple[AbsenceEntry, ...]]
    children: Mapping[str, tuple[str, ...]]
    credentials: Mapping[str, tuple[CredentialEntry, ...]]


@dataclass(frozen=True, slots=True)
class Directory:
    """The organisation as it stands at the moment `at`; most questions may name another moment.

    Only active persons hold posts, and only in units that exist at the moment. Answers that are
    lists of persons are ordered by when the post began, then by id.
    """

    organisation: Organisation
    at: datetime

    def person(self, person: str) -> PersonEntry | None:
        """Return the person, or None when the company has none of that id."""
        return self.organisation.persons.get(person)

    def name(self, person: str, lang: str = "zh-hans") -> str:
        """Return a person's name in a language; an unknown id stands for itself."""
        entry = self.organisation.persons.get(person)
        return _in(lang, entry.name, entry.name_en) if entry else person

    def unit(self, unit: str) -> UnitEntry | None:
        """Return the unit, or None when the company has none of that id."""
        return self.organisation.units.get(unit)

    def unit_name(self, unit: str, lang: str = "zh-hans") -> str:
        """Return a unit's name in a language; an unknown id stands for itself."""
        entry = self.organisation.units.get(unit)
        return _in(lang, entry.name, entry.name_en) if entry else unit

    def unit_by_code(self, code: str) -> UnitEntry | None:
        """Return the unit with this code."""
        return next((unit for unit in self.organisation.units.values() if unit.code == code), None)

    def units(self) -> tuple[UnitEntry, ...]:
        """Return the units that exist, ordered by code."""
        existing = (unit for unit in self.organisation.units.values() if _holds(unit, self.at))
        return tuple(sorted(existing, key=lambda unit: unit.code))

    def persons(self) -> tuple[PersonEntry, ...]:
        """Return the active persons, ordered by name."""
        active = (person for person in self.organisation.persons.values() if person.active)
        return tuple(sorted(active, key=lambda person: (person.name, person.id)))

    def posts_of(self, person: str, *, at: datetime | None = None) -> tuple[PostEntry, ...]:
        """Return the posts that a person holds."""
        posts = self.organisation.posts_by_person.get(person, ())
        return tuple(self._held(posts, at or self.at))

    def roles_of(self, person: str, *, at: datetime | None = None) -> dict[str, set[str]]:
        """Return the roles of a person's own posts, by unit."""
        roles: dict[str, set[str]] = {}
        for post in self.posts_of(person, at=at):
            roles.setdefault(post.unit, set()).update(post.roles)
        return roles

    def unit_of(self, person: str, *, at: datetime | None = None) -> str | None:
        """Return the unit of a person's oldest post held, or None without a post."""
        posts = self.posts_of(person, at=at)
        return posts[0].unit if posts else None

    def holders(
        self, role: str, unit: str | None = None, *, at: datetime | None = None
    ) -> tuple[str, ...]:
        """Return who holds a role: anywhere in the company, or in posts of that very unit."""
        posts = self.organisation.posts_by_role.get(role, ())
        return _persons(
            post for post in self._held(posts, at or self.at) if unit is None or post.unit == unit
        )

    def head_of(self, unit: str, *, at: datetime | None = None) -> tuple[str, ...]:
        """Return the head of a unit; empty when the post is vacant."""
        posts = self.organisation.posts_by_unit.get(unit, ())
        return _persons(post for post in self._held(posts, at or self.at) if post.is_head)

    def members_of(self, unit: str, *, at: datetime | None = None) -> tuple[str, ...]:
        """Return who has a post in that very unit."""
        posts = self.organisation.posts_by_unit.get(unit, ())
        return _persons(self._held(posts, at or self.at))

    def parent(self, unit: str) -> str | None:
        """Return the unit above, or None at the top and for an unknown id."""
        entry = self.organisation.units.get(unit)
        return entry.parent if entry else None

    def ancestors(self, unit: str) -> tuple[str, ...]:
        """Return the units above, the nearest first."""
        above: list[str] = []
        step = self.parent(unit)
        while step is not None and step not in above:
            above.append(step)
            step = self.parent(step)
        return tuple(above)

    def units_below(self, unit: str) -> tuple[str, ...]:
        """Return all units below, the nearest first, whether they still exist or not."""
        below: list[str] = []
        waiting = [unit]
        while waiting:
            found = self.organisation.children.get(waiting.pop(0), ())
            below += found
            waiting += found
        return tuple(below)

    def absent(self, person: str, at: datetime | None = None) -> bool:
        """Tell whether a person is away."""
        return self._absence(person, at or self.at) is not None

    def deputy_of(self, person: str, at: datetime | None = None) -> str | None:
        """Return who does an absent person's duties; None when nobody does, or it is not absent.

        A deputy who is away, too, passes them on to a deputy in turn.
        """
        if person not in self.organisation.absences:
            return None
        moment = at or self.at
        seen = {person}
        step: str | None = person
        while step is not None:
            absence = self._absence(step, moment)
            if absence is None:
                entry = self.organisation.persons.get(step)
                return step if step != person and entry and entry.active else None
            step = absence.deputy
            if step in seen:
                return None
            if step is not None:
                seen.add(step)
        return None

    def deputised_by(self, person: str, at: datetime | None = None) -> tuple[str, ...]:
        """Return the absent persons whose duties this person does now, those passed on included."""
        moment = at or self.at
        away: set[str] = set()
        waiting = [person]
        while waiting:
            for absence in self.organisation.deputisings.get(waiting.pop(), ()):
                if _holds(absence, moment) and absence.person not in away | {person}:
                    away.add(absence.person)
                    waiting.append(absence.person)
        return tuple(sorted(other for other in away if self.deputy_of(other, moment) == person))

    def credentials_of(
        self,
        person: str,
        at: datetime | None = None,
        versions: Mapping[str, str] = MappingProxyType({}),
    ) -> frozenset[str]:
        """Return the standing facts that a person holds, those in `versions` of that version only."""
        held = self.organisation.credentials.get(person, ())
        valid = (entry for entry in held if _holds(entry, at or self.at))
        return frozenset(e.name for e in valid if versions.get(e.name, e.version) == e.version)

    def credentials_since(self, name: str) -> dict[str, datetime]:
        """Return since when each person holds a standing fact."""
        return {
            entry.person: entry.since
            for entries in self.organisation.credentials.values()
            for entry in entries
            if entry.name == name and _holds(entry, self.at)
        }

    def _absence(self, person: str, at: datetime) -> AbsenceEntry | None:
        absences = self.organisation.absences.get(person, ())
        return next((absence for absence in absences if _holds(absence, at)), None)

    def _held(self, posts: Iterable[PostEntry], at: datetime) -> Iterator[PostEntry]:
        persons, units = self.organisation.persons, self.organisation.units
        for post in posts:
            if _holds(post, at) and persons[post.person].active and _holds(units[post.unit], at):
                yield post


def directory(company_id: str, at: datetime) -> Directory:
    """Return a company's directory at a moment; one query. Raises `Company.DoesNotExist`."""
    stamp = Company.objects.values_list("org_stamp", flat=True).get(id=company_id)
    return Directory(_organisation(company_id, stamp), at)


def directory_of(company: Company, at: datetime) -> Directory:
    """Return the directory of a company whose row was just read; no query while nothing changed."""
    return Directory(_organisation(company.id, company.org_stamp), at)


_kept: dict[str, Organisation] = {}
_keeping = Lock()


def _organisation(company_id: str, stamp: str) -> Organisation:
    kept = _kept.get(company_id)
    if kept is not None and kept.stamp == stamp:
        return kept
    fresh = read_organisation(company_id, stamp)
    with _keeping:
        _kept[company_id] = fresh
    return fresh


def read_organisation(company_id: str, stamp: str) -> Organisation:
    """Read a company's organisation from its tables; `stamp` is what it will be known by."""
    units = {
        row[0]: UnitEntry(*row)
        for row in Unit.objects.filter(company_id=company_id)
        .order_by("code")
        .values_list(
            "id",
            "code",
            "name",
            "name_en",
            "parent_id",
            "kind",
            "active_from",
            "active_to",
            "phone",
        )
    }
    persons = {
        row[0]: PersonEntry(*row[:-1], row[-1] is not None)
        for row in Person.objects.filter(company_id=company_id).values_list(
            "id", "name", "name_en", "active", "employee_no", "user_id"
        )
    }
    posts = _posts(company_id)
    absences = [
        AbsenceEntry(*row)
        for row in Absence.objects.filter(person__company_id=company_id)
        .order_by("since", "id")
        .values_list("person_id", "deputy_id", "since", "until")
    ]
    return Organisation(
        company=company_id,
        stamp=stamp,
        units=units,
        persons=persons,
        posts_by_person=_grouped((post.person, post) for post in posts),
        posts_by_role=_grouped((role, post) for post in posts for role in post.roles),
        posts_by_unit=_grouped((post.unit, post) for post in posts),
        absences=_grouped((absence.person, absence) for absence in absences),
        deputisings=_grouped(
            (absence.deputy, absence) for absence in absences if absence.deputy is not None
        ),
        children=_grouped(
            (unit.parent, unit.id) for unit in units.values() if unit.parent is not None
        ),
        credentials=_credentials(company_id),
    )


def _credentials(company_id: str) -> dict[str, tuple[CredentialEntry, ...]]:
    rows = Credential.objects.filter(person__company_id=company_id).order_by("since", "id")
    entries = [
        CredentialEntry(*row)
        for row in rows.values_list("person_id", "name", "version", "since", "until")
    ]
    return _grouped((entry.person, entry) for entry in entries)


def _posts(company_id: str) -> list[PostEntry]:
    rows = Post.objects.filter(person__company_id=company_id, unit__company_id=company_id).order_by(
        "since", "id"
    )
    return [
        PostEntry(
            id=post.id,
            person=post.person_id,
            unit=post.unit_id,
            title=post.title,
            title_en=post.title_en,
            roles=frozenset(post.roles),
            is_head=post.is_head,
            since=post.since,
            until=post.until,
        )
        for post in rows
    ]


def _grouped(pairs: Iterable[tuple[str, _Value]]) -> dict[str, tuple[_Value, ...]]:
    groups: dict[str, list[_Value]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _holds(span: UnitEntry | PostEntry | AbsenceEntry | CredentialEntry, at: datetime) -> bool:
    return span.since <= at and (span.until is None or at < span.until)


def _persons(posts: Iterable[PostEntry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(post.person for post in posts))


def _in(lang: str, name: str, name_en: str) -> str:
    return name_en if name_en and lang.startswith(_ENGLISH) else name
