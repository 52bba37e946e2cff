"""Making a demo company: units, people with posts, parameters, its pack in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from huiyin.cases.caller import Caller, staff
from huiyin.demo.script import Script
from huiyin.eventlog.envelope import CUSTOMER, Actor
from huiyin.obligations.rules import Rules
from huiyin.people.access import Membership
from huiyin.people.commands import (
    add_person,
    add_unit,
    create_account,
    create_company,
    give_account,
    give_post,
    record_absence,
)
from huiyin.people.models import Company, Person
from huiyin.policies.commands import adopt, install, set_parameters
from huiyin.policies.rules import rulebook
from huiyin.policy.load import load, read_tests
from huiyin.worktime import Calendar

SYSTEM = "system"
NOTE = "演示公司的设定 / set by the demo company"
QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Hours:
    """When somebody is at work: between two times of day, every day or on workdays."""

    opens: time
    closes: time
    workdays: bool

    @classmethod
    def parse(cls, text: str) -> "Hours":
        """Read `09:00-18:00 workdays`, `10:00-23:59 daily`."""
        span, _, days = text.partition(" ")
        opens, _, closes = span.partition("-")
        return cls(time.fromisoformat(opens), time.fromisoformat(closes), days == "workdays")

    def at_work(self, moment: datetime, calendar: Calendar) -> bool:
        """Whether a moment lies in them."""
        local = calendar.local(moment)
        working = not self.workdays or calendar.day(local.date()).working
        return working and self.opens <= local.time() < self.closes

    def next(self, moment: datetime, calendar: Calendar) -> datetime:
        """The moment itself, or when work begins next."""
        if self.at_work(moment, calendar):
            return moment
        local = calendar.local(moment)
        day = local.date() + timedelta(days=local.time() >= self.opens)
        while self.workdays and not calendar.day(day).working:
            day += timedelta(days=1)
        return datetime.combine(day, self.opens, tzinfo=calendar.tz)


@dataclass
class Cast:
    """A made company: ids by the keys of its script, and who to call at a moment."""

    company: Company
    rules: Rules
    units: dict[str, str] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)
    rows: dict[str, Person] = field(default_factory=dict)
    hours: dict[str, Hours] = field(default_factory=dict)

    def caller(self, person: str, now: datetime, unit: str | None = None) -> Caller:
        """Somebody of the cast at a moment (an absent one's deputy), or a customer at a store's portal."""
        if person == CUSTOMER.person:
            return Caller(self.company, Actor(person=person, unit=unit, roles=CUSTOMER.roles), now)
        membership = Membership(self.company, self.rows[person])
        deputy = membership.directory(now).deputy_of(person, now)
        return staff(Membership(self.company, self.rows[deputy]) if deputy else membership, now)

    def present(self, person: str, moment: datetime) -> datetime:
        """When a person who is wanted at a moment is at work."""
        hours = self.hours.get(person)
        return hours.next(moment, self.rules.calendar) if hours else moment


def make(script: Script, begins: datetime) -> Cast:
    """Make the company as of a moment: nothing of it existed before."""
    said = script.said
    facts = said["company"]
    company = create_company(
        slug=script.slug,
        name=facts["name"],
        name_en=facts["name_en"],
        at=begins,
        windows=[w.split("-") for w in facts["windows"]],
    )
    units = _units(company, said["units"], begins)
    _policy(company, script, begins)
    company.refresh_from_db()
    cast = Cast(company, rulebook(company).current(begins), units)
    for key, entry in said["people"].items():
        _person(cast, key, entry, begins)
        cast.hours[cast.persons[key]] = Hours.parse(said["hours"][entry.get("hours", "office")])
    company.refresh_from_db()
    return cast


def _units(company: Company, entries: Mapping[str, Any], at: datetime) -> dict[str, str]:
    units: dict[str, str] = {}
    for code, entry in entries.items():
        row = add_unit(
            company.id,
            code=code,
            name=entry["name"],
            name_en=entry["name_en"],
            parent=units.get(entry.get("under", "")),
            kind=entry.get("kind", ""),
            phone=entry.get("phone", ""),
            at=at,
            by=SYSTEM,
        )
        units[code] = row.id
    return units


def _policy(company: Company, script: Script, begins: datetime) -> None:
    """Install and adopt the pack; every value the company must set is set, visibly its own."""
    loaded = load(script.pack_folder)
    tests = read_tests(script.pack_folder)
    version = install(loaded, by=SYSTEM, at=begins, tests=tests)
    chosen: Mapping[str, str] = script.said.get("parameters") or {}
    values = {
        name: chosen.get(name) or spec.suggest
        for name, spec in loaded.pack.parameters.items()
        if name in chosen or not spec.values
    }
    first_day = begins.date() - timedelta(days=1)
    set_parameters(
        company, loaded.pack.pack, values, effective=first_day, by=SYSTEM, at=begins, note=NOTE
    )
    adopt(company, version, effective_from=begins, by=SYSTEM, at=begins)


def _person(cast: Cast, key: str, entry: Mapping[str, Any], at: datetime) -> None:
    company = cast.company.id
    number = f"{len(cast.persons) + 1:03}"
    person = add_person(
        company, name=entry["name"], name_en=entry["name_en"], employee_no=number, at=at, by=SYSTEM
    )
    cast.persons[key], cast.rows[person.id] = person.id, person
    give_post(
        company,
        person=person.id,
        unit=cast.units[entry["unit"]],
        roles=entry["roles"],
        title=entry["title"],
        title_en=entry["title_en"],
        is_head="head" in entry,
        at=at,
        by=SYSTEM,
    )


def absences(cast: Cast, script: Script, now: datetime) -> None:
    """Record who is away around now, and who deputises."""
    for entry in script.said.get("absences") or ():
        since = now - timedelta(days=float(entry["since_days_ago"]))
        record_absence(
            cast.company.id,
            person=cast.persons[entry["person"]],
            deputy=cast.persons[entry["deputy"]],
            since=since,
            until=now + timedelta(days=float(entry["days_left"])),
            at=since - QUARTER,
            by=SYSTEM,
        )
    cast.company.refresh_from_db()


def accounts(cast: Cast, script: Script, password: str, at: datetime) -> None:
    """Give everybody an account with the one password; it is hashed once, which takes its time."""
    hashed = ""
    for key, entry in script.said["people"].items():
        if "no_account" in entry:
            continue
        name = f"{key}.{script.slug}"
        user, _ = create_account(username=name, password=password, at=at, hashed=hashed)
        give_account(cast.company.id, cast.persons[key], user, at=at, by=SYSTEM)
        hashed = user.password
    cast.company.refresh_from_db()
