"""Units are added, changed and closed; never deleted."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from huiyin.people.commands.change import changing, stored
from huiyin.people.ids import new_id
from huiyin.people.models import Company, Unit


class UnitChange(TypedDict, total=False):
    """What can be changed about a unit; `parent` is the id of a unit, or None for the top."""

    code: str
    name: str
    name_en: str
    kind: str
    phone: str
    parent: str | None


def add_unit(
    company: str,
    *,
    code: str,
    name: str,
    at: datetime,
    by: str,
    name_en: str = "",
    parent: str | None = None,
    kind: str = "",
    phone: str = "",
    active_from: datetime | None = None,
) -> Unit:
    """Add a unit, under `parent` or at the top; it exists from `active_from`, else from now on."""
    unit_id = new_id(at)
    data = {"unit": unit_id, "code": code, "parent": parent}
    with changing(company, "add_unit", by=by, at=at, data=data) as row:
        unit = Unit(
            id=unit_id,
            company=row,
            code=code,
            name=name,
            name_en=name_en,
            parent=_parent(row, parent),
            kind=kind,
            phone=phone,
            active_from=active_from or at,
        )
        return stored(unit, new=True)


def change_unit(
    company: str, unit: str, *, at: datetime, by: str, **facts: Unpack[UnitChange]
) -> Unit:
    """Change what is given. A unit cannot go below itself."""
    data = {"unit": unit, **facts}
    with changing(company, "change_unit", by=by, at=at, data=data) as row:
        found = unit_in(row, unit)
        if "parent" in facts:
            found.parent = _parent(row, facts.pop("parent"), below=found)
        for field, value in facts.items():
            setattr(found, field, value)
        return stored(found, new=False)


def close_unit(company: str, unit: str, *, at: datetime, by: str) -> Unit:
    """Close a unit from now on. Units below it and posts in it must have ended first."""
    with changing(company, "close_unit", by=by, at=at, data={"unit": unit}) as row:
        found = unit_in(row, unit)
        if found.children.filter(active_to=None).exists():
            raise ValidationError({"unit": _("先关闭下级部门。")})
        if found.posts.filter(until=None).exists():
            raise ValidationError({"unit": _("这里还有人任职，先结束这些岗位。")})
        found.active_to = at
        return stored(found, new=False)


def unit_in(company: Company, unit: str, field: str = "unit") -> Unit:
    """Return a unit of this very company. Raises `ValidationError`."""
    found = Unit.objects.filter(company=company, id=unit).first()
    if found is None:
        raise ValidationError({field: _("本公司没有这个部门。")})
    return found


def _parent(company: Company, parent: str | None, below: Unit | None = None) -> Unit | None:
    if parent is None:
        return None
    found = unit_in(company, parent, "parent")
    step: Unit | None = found
    while step is not None:
        if below is not None and step.id == below.id:
            raise ValidationError({"parent": _("部门不能放到自己的下级之中。")})
        step = step.parent
    return found
