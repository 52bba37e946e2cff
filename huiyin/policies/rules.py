"""The rules that a case of a company is judged by, kept in memory while nothing changed.

A company's rules come in editions: a version of the pack with the values the company had set when
it took that edition into force. A case stays on its edition.
"""

import gc
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock

from huiyin.obligations.rules import Rules, version_key
from huiyin.people.calendars import calendar_of
from huiyin.people.models import Company
from huiyin.policies.compiled import pack_from
from huiyin.policies.models import Adoption, CompanyPolicy, PackVersion, ParameterValue
from huiyin.policy.findings import Finding, PackRefused
from huiyin.policy.pack import Pack

_log = logging.getLogger(__name__)

ValueRow = tuple[str, date, str | None, int]


class NoPolicy(Exception):
    """The company runs no regulation yet."""


class Unreadable(NoPolicy):
    """A stored version of the regulation cannot be read by this version of the product.

    A key may have been dropped since it was installed. The company stands still until a version is
    stored that can be read; every other company goes on.
    """

    def __init__(self, slug: str, version: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"{slug} {version}")
        self.version, self.findings = version, findings


@dataclass(frozen=True)
class Edition:
    """One edition of a company's regulation: since when, which pack version, its rules."""

    number: int
    since: datetime
    pack_id: str
    rules: Rules


@dataclass(frozen=True)
class RuleBook:
    """All editions of a company's regulation, in the order in which they take effect."""

    slug: str
    stamp: str
    editions: tuple[Edition, ...]
    by_number: Mapping[int, Edition] = field(default_factory=dict)
    by_name: Mapping[str, Rules] = field(default_factory=dict)
    """Editions under the names that events use; a bare version is its first edition."""

    @classmethod
    def indexed(cls, slug: str, stamp: str, editions: tuple[Edition, ...]) -> "RuleBook":
        """Index some editions."""
        names: dict[str, Rules] = {}
        for one in editions:
            said = {"pack": slug, "version": one.rules.pack.version}
            names.setdefault(version_key(said), one.rules)
            names[version_key({**said, "edition": one.number})] = one.rules
        return cls(slug, stamp, editions, {one.number: one for one in editions}, names)

    def edition_at(self, at: datetime) -> Edition:
        """The edition in force at a moment. Raises `NoPolicy` before the first one."""
        past = [one for one in self.editions if one.since <= at]
        if not past:
            raise NoPolicy(self.slug)
        return past[-1]

    def current(self, at: datetime) -> Rules:
        """The rules in force at a moment. Raises `NoPolicy` before the first edition."""
        return self.edition_at(at).rules

    def next_after(self, at: datetime) -> Edition | None:
        """The edition that is approved and not yet in force."""
        return next((one for one in self.editions if one.since > at), None)

    def of_edition(self, number: int) -> Rules:
        """The rules of one edition."""
        return self.by_number[number].rules

    def of(self, version: str) -> Rules:
        """The rules of a pack version, in its first edition."""
        return self.by_name[f"{self.slug}@{version}"]

    def procedures(self, at: datetime) -> dict[str, Rules]:
        """Every procedure that cases may run, each with the newest rules in force that know it."""
        return {
            name: one.rules
            for one in self.editions
            if one.since <= at
            for name in one.rules.pack.procedures
        }


_packs: dict[str, Pack] = {}
_unreadable: dict[str, Unreadable] = {}
_books: dict[tuple[str, str | None], RuleBook] = {}
_lock = Lock()


def pack_of(version: PackVersion) -> Pack:
    """The parsed pack of an installed version; read once a process. Raises `Unreadable`."""
    found = _packs.get(version.digest)
    if found is None:
        found = _parsed(version)
        with _lock:
            _packs[version.digest] = found
        gc.freeze()  # it lives as long as the process: no collection needs to walk through it
    return found


def _parsed(version: PackVersion) -> Pack:
    """Read it, or say why it cannot be read; told once, since every page would ask again."""
    if version.digest in _unreadable:
        raise _unreadable[version.digest]
    try:
        return pack_from(version)
    except PackRefused as error:
        facts = {"pack": version.slug, "version": version.version, "findings": str(error)}
        _log.exception("a stored pack cannot be read; its companies stand still", extra=facts)
        found = Unreadable(version.slug, version.version, error.findings)
        _unreadable[version.digest] = found
        raise found from error


def rulebook(company: Company, slug: str | None = None) -> RuleBook:
    """The company's rule book; no query while nothing changed. Raises `NoPolicy`.

    Whatever changes rules renews `org_stamp`; `company` is the row as just read.
    """
    key = (company.id, slug)
    kept = _books.get(key)
    if kept is not None and kept.stamp == company.org_stamp:
        return kept
    row = company.policies.filter(**({"slug": slug} if slug else {})).order_by("id").first()
    if row is None:
        raise NoPolicy(company.slug)
    fresh = _read(company, row)
    with _lock:
        _books[key] = fresh
    return fresh


def _read(company: Company, policy: CompanyPolicy) -> RuleBook:
    rows = Adoption.objects.filter(company=company, pack__slug=policy.slug)
    rows = rows.select_related("pack").defer("pack__sources").order_by("effective_from", "number")
    calendar, values = calendar_of(company), _value_rows(company, policy.slug)
    editions = []
    known: list[int] = [0]
    for adoption in rows:
        known.append(adoption.number)
        parameters = _by_name(row for row in values if row[3] in known)
        rules = Rules(
            pack_of(adoption.pack),
            calendar=calendar,
            parameters=parameters,
            edition=adoption.number,
        )
        since = adoption.effective_from
        editions.append(Edition(adoption.number, since, adoption.pack_id, rules))
    return RuleBook.indexed(policy.slug, company.org_stamp, tuple(editions))


def parameter_values(company: Company, slug: str) -> dict[str, dict[str, str | None]]:
    """What a company has set, by name and effective day; of one day the last value set counts."""
    return _by_name(_value_rows(company, slug))


def _value_rows(company: Company, slug: str) -> list[ValueRow]:
    rows = ParameterValue.objects.filter(company=company, slug=slug).order_by("id")
    return list(rows.values_list("name", "effective", "value", "edition"))


def _by_name(rows: Iterable[ValueRow]) -> dict[str, dict[str, str | None]]:
    values: dict[str, dict[str, str | None]] = {}
    for name, effective, value, _edition in rows:
        values.setdefault(name, {})[effective.isoformat()] = value
    return values
