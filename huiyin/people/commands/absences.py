"""Somebody is away, perhaps with a deputy, and comes back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.people.commands.change import changing, stored
from huiyin.people.commands.persons import person_in
from huiyin.people.ids import new_id
from huiyin.people.models import Absence


def record_absence(
    company: str,
    *,
    person: str,
    at: datetime,
    by: str,
    deputy: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Absence:
    """Record that a person is away from `since`, else from now, until `until` or an end recorded.

    Two absences of one person do not overlap: it would be unclear who is the deputy.
    """
    absence_id = new_id(at)
    begins = since or at
    data = {"absence": absence_id, "person": person, "deputy": deputy}
    with changing(company, "record_absence", by=by, at=at, data=data) as row:
        if deputy is not None and deputy == person:
            raise ValidationError({"deputy": _("代理人不能是本人。")})
        away = person_in(row, person)
        overlapping = away.absences.filter(Q(until=None) | Q(until__gt=begins))
        if until is not None:
            overlapping = overlapping.filter(since__lt=until)
        if overlapping.exists():
            raise ValidationError({"since": _("这段时间已经登记过外出。")})
        absence = Absence(
            id=absence_id,
            person=away,
            deputy=None if deputy is None else person_in(row, deputy, "deputy"),
            since=begins,
            until=until,
        )
        return stored(absence, new=True)


def end_absence(company: str, absence: str, *, at: datetime, by: str) -> Absence | None:
    """Record that a person is back; an absence that had not begun is taken away."""
    with changing(company, "end_absence", by=by, at=at, data={"absence": absence}) as row:
        found = Absence.objects.filter(person__company=row, id=absence).first()
        if found is None:
            raise ValidationError({"absence": _("本公司没有这条外出记录。")})
        if found.since >= at:
            found.delete()
            return None
        if found.until is not None and found.until <= at:
            raise ValidationError({"absence": _("这次外出已经结束。")})
        found.until = at
        return stored(found, new=False)
