"""A company begins, and changes what it is called and when it works."""

from datetime import datetime
from typing import TypedDict, Unpack
from zoneinfo import ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.people.calendars import calendar_of
from huiyin.people.commands.change import SYSTEM, changing, stored
from huiyin.people.ids import new_id
from huiyin.people.models import Company
from huiyin.people.vault.index import make_index_key
from huiyin.writegate import gate


class CompanyFacts(TypedDict, total=False):
    """What a company can set about itself; the fields of `Company` say in which form."""

    name_en: str
    timezone: str
    windows: list[list[str]]
    close_of_business: str
    own_days: dict[str, dict[str, object]]
    complete_years: list[int]
    logo: str


class CompanyChange(CompanyFacts, total=False):
    """What can be changed later."""

    name: str


def create_company(
    *, slug: str, name: str, at: datetime, by: str = SYSTEM, **facts: Unpack[CompanyFacts]
) -> Company:
    """Begin a company, with the key of its blind indexes."""
    with gate(), transaction.atomic():
        company = Company(id=new_id(at), slug=slug, name=name, created=at, **facts)
        _check_calendar(company)
        stored(company, new=True)
        make_index_key(company.id)
        with changing(company.id, "create_company", by=by, at=at, data={"slug": slug}) as row:
            return row


def change_company(
    company: str, *, at: datetime, by: str, **facts: Unpack[CompanyChange]
) -> Company:
    """Change what is given; the rest of the company stays."""
    data = {"fields": sorted(facts)}
    with changing(company, "change_company", by=by, at=at, data=data) as row:
        for field, value in facts.items():
            setattr(row, field, value)
        _check_calendar(row)
        return stored(row, new=False)


def _check_calendar(company: Company) -> None:
    try:
        calendar_of(company)
    except ZoneInfoNotFoundError as error:
        raise ValidationError({"timezone": _("没有这个时区。")}) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValidationError(
            {"windows": _("工作时间不成立：时段须按先后排列、互不重叠，形如 09:00–12:00。")}
        ) from error
