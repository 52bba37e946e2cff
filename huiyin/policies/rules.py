"""The rules that a case of a company is judged by, kept in memory while nothing changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from threading import Lock

from huiyin.obligations.rules import Rules
from huiyin.people.calendars import calendar_of
from huiyin.people.models import Company
from huiyin.policies.models import Adoption, CompanyPolicy, PackVersion, ParameterValue
from huiyin.policy.load import parse
from huiyin.policy.pack import Pack


class NoPolicy(Exception):
    """The company runs no regulation yet."""


@dataclass(frozen=True)
class RuleBook:
    """All versions that a company has adopted of its pack, ready to judge by."""

    slug: str
    stamp: str
    versions: Mapping[str, Rules]
    ids: Mapping[str, str]
    adoptions: tuple[tuple[datetime, str], ...]

    def current(self, at: datetime) -> Rules:
        """The version in force at a moment. Raises `NoPolicy` before the first one."""
        past = [version for since, version in self.adoptions if since <= at]
        if not past:
            raise NoPolicy(self.slug)
        return self.versions[past[-1]]

    def of_id(self, pack_id: str) -> Rules:
        """The rules of the version with this id."""
        return self.by_id[pack_id]

    def of(self, version: str) -> Rules:
        """The rules of one version."""
        return self.versions[version]

    @cached_property
    def by_id(self) -> Mapping[str, Rules]:
        """Versions under the ids of their rows."""
        return {pack: self.versions[version] for version, pack in self.ids.items()}

    @cached_property
    def by_name(self) -> Mapping[str, Rules]:
        """Versions under the names that `pack_changed` events use."""
        return {f"{self.slug}@{version}": rules for version, rules in self.versions.items()}


_packs: dict[str, Pack] = {}
_books: dict[tuple[str, str | None], RuleBook] = {}
_lock = Lock()


def pack_of(version: PackVersion) -> Pack:
    """The parsed pack of an installed version; parsed once a process."""
    found = _packs.get(version.digest)
    if found is None:
        found = parse(version.sources).pack
        with _lock:
            _packs[version.digest] = found
    return found


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
    adoptions = list(
        Adoption.objects.filter(company=company, pack__slug=policy.slug)
        .select_related("pack")
        .order_by("effective_from", "id")
    )
    calendar, parameters = calendar_of(company), parameter_values(company, policy.slug)
    versions = {
        a.pack.version: Rules(pack_of(a.pack), calendar=calendar, parameters=parameters)
        for a in adoptions
    }
    return RuleBook(
        slug=policy.slug,
        stamp=company.org_stamp,
        versions=versions,
        ids={a.pack.version: a.pack_id for a in adoptions},
        adoptions=tuple((a.effective_from, a.pack.version) for a in adoptions),
    )


def parameter_values(company: Company, slug: str) -> dict[str, dict[str, str | None]]:
    """What a company has set, by name and effective day; of one day the last value set counts."""
    rows = ParameterValue.objects.filter(company=company, slug=slug).order_by("id")
    values: dict[str, dict[str, str | None]] = {}
    for name, effective, value in rows.values_list("name", "effective", "value"):
        values.setdefault(name, {})[effective.isoformat()] = value
    return values
