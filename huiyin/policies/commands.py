"""Installing a pack, taking it into force, setting parameters."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from huiyin.obligations.rules import Rules
from huiyin.people.ids import new_id
from huiyin.people.models import Company
from huiyin.policies.models import Adoption, CompanyPolicy, PackVersion, ParameterValue
from huiyin.policies.rules import pack_of, parameter_values
from huiyin.policy.load import Loaded
from huiyin.writegate import gate


class OtherContent(Exception):
    """This version is installed with other content; a change needs a new version."""


class MustSet(Exception):
    """Parameters that the company must set are empty; `args[0]` lists their names."""


def install(
    loaded: Loaded, *, by: str, at: datetime, tests: Mapping[str, str] | None = None
) -> PackVersion:
    """Install a pack version with its tests; the same content again is the same row.

    Raises `OtherContent`.
    """
    pack = loaded.pack
    with gate(), transaction.atomic():
        row, created = PackVersion.objects.get_or_create(
            slug=pack.pack,
            version=pack.version,
            defaults={
                "title": pack.title,
                "digest": loaded.digest,
                "sources": dict(loaded.sources),
                "tests": dict(tests or {}),
                "installed_at": at,
                "installed_by": by,
            },
        )
    if not created and row.digest != loaded.digest:
        raise OtherContent(f"{row} 已经安装，内容不同；改动须换一个版本号")
    return row


def missing_parameters(
    pack: PackVersion, values: Mapping[str, Mapping[str, str | None]], on: date
) -> list[str]:
    """Names of parameters without a value on a day; activation is refused while there are any."""
    rules = Rules(pack_of(pack), parameters=values)
    return [name for name in rules.pack.parameters if rules.raw_parameter(name, on) in (None, "")]


def adopt(
    company: Company,
    pack: PackVersion,
    *,
    effective_from: datetime,
    by: str,
    at: datetime,
    note: str = "",
) -> Adoption:
    """Take a version into force from a moment on. Raises `MustSet` while a required value is empty."""
    missing = missing_parameters(pack, parameter_values(company, pack.slug), effective_from.date())
    if missing:
        raise MustSet(missing)
    with gate(), transaction.atomic():
        CompanyPolicy.objects.get_or_create(company=company, slug=pack.slug)
        row = Adoption.objects.create(
            company=company,
            number=last_edition(company) + 1,
            pack=pack,
            effective_from=effective_from,
            adopted_at=at,
            adopted_by=by,
            note=note,
        )
        renew(company, pack.slug)
    return row


def last_edition(company: Company) -> int:
    """The number of the company's last edition; 0 before the first."""
    last = Adoption.objects.filter(company=company).aggregate(last=Max("number"))["last"]
    return int(last or 0)


def set_parameters(
    company: Company,
    slug: str,
    values: Mapping[str, str | None],
    *,
    effective: date,
    by: str,
    at: datetime,
    note: str = "",
    edition: int = 0,
) -> None:
    """Set values from a day on; earlier ones stay what they were.

    With an `edition` the cases of earlier ones do not know them.
    """
    with gate(), transaction.atomic():
        ParameterValue.objects.bulk_create(
            ParameterValue(
                company=company,
                slug=slug,
                name=name,
                edition=edition,
                effective=effective,
                value=value,
                set_at=at,
                set_by=by,
                note=note,
            )
            for name, value in values.items()
        )
        CompanyPolicy.objects.get_or_create(company=company, slug=slug)
        renew(company, slug)


def renew(company: Company, slug: str) -> None:
    """Let every process read the rules anew: the company's stamp is what they are kept under."""
    CompanyPolicy.objects.filter(company=company, slug=slug).update(stamp=new_id())
    company.org_stamp = new_id()
    company.save(update_fields=["org_stamp"])
